package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// WriteJSON writes the report as JSON, as schemas/report.schema.json has it.
func WriteJSON(w io.Writer, r Report) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	return nil
}
