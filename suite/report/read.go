package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/regspec/regspec/schemas"
)

// WithoutMark takes a byte order mark off the beginning of a text. JSON has none, but
// editors and shells of Windows write one, and a reader may pass over it (RFC 8259 §8.1).
func WithoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) }

// ReadJSON reads a report as package format writes it. The error is a clause that
// says what is wrong with the text.
func ReadJSON(text []byte) (Report, error) {
	text = WithoutMark(text)
	err := schemas.Validate(schemas.Report, text)
	if invalid, ok := errors.AsType[*schemas.Invalid](err); ok {
		return Report{}, fmt.Errorf("it is not a JSON report of regspec: %s", invalid.Problems[0])
	}
	var all Report
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		return Report{}, fmt.Errorf("it is not a JSON report of regspec: %w", err)
	}
	return all, nil
}
