package format

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/regspec/regspec/suite/report"
)

// JSON writes the report as schemas/report.schema.json describes it.
func JSON(w io.Writer, r report.Report) error { return indented(w, "JSON", r, false) }

// indented writes a value as JSON. Without escapeHTML, signs such as < stay legible.
func indented(w io.Writer, format string, value any, escapeHTML bool) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(escapeHTML)
	encoder.SetIndent("", "  ")
	return failed(format, encoder.Encode(value))
}

// failed says which report could not be written.
func failed(format string, err error) error {
	if err != nil {
		return fmt.Errorf("writing the %s report: %w", format, err)
	}
	return nil
}
