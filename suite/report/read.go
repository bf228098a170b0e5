package report

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/regspec/regspec/schemas"
)

// ReadJSON reads a report as WriteJSON writes it. The error is a clause that
// says what is wrong with the text.
func ReadJSON(text []byte) (Report, error) {
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
