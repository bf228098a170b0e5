package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/regspec/regspec/schemas"
)

// ReadJSON reads a report as WriteJSON writes it. The error is a clause that
// says what is wrong with the text.
func ReadJSON(r io.Reader) (Report, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Report{}, fmt.Errorf("it cannot be read: %w", err)
	}
	err = schemas.Validate(schemas.Report, text)
	if invalid, ok := errors.AsType[*schemas.Invalid](err); ok {
		return Report{}, fmt.Errorf("it is not a JSON report of regspec: %s", invalid.Problems[0])
	}
	if err != nil {
		return Report{}, fmt.Errorf("it is not a JSON report of regspec: %w", err)
	}
	var all Report
	if err := json.Unmarshal(text, &all); err != nil {
		return Report{}, fmt.Errorf("it is not a JSON report of regspec: %w", err)
	}
	return all, nil
}
