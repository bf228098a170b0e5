package format

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// JSON writes the report as schemas/report.schema.json describes it. A result of which
// there is no evidence is on one line, and none has to be in memory twice.
func JSON(w io.Writer, r report.Report) error {
	results := r.Results
	r.Results = []report.Result{}
	var frame bytes.Buffer
	if err := indented(&frame, "JSON", r, false); err != nil {
		return err
	}
	const place = "\n  \"results\": [" // of a line in no string, and of no deeper one
	head, tail, _ := strings.Cut(frame.String(), place)
	b := bufio.NewWriter(w) // which keeps the first error
	_, _ = b.WriteString(head + place)
	separator := "\n    "
	for _, one := range results {
		_, _ = b.WriteString(separator)
		if err := writeResult(b, one); err != nil {
			return failed("JSON", err)
		}
		separator = ",\n    "
	}
	if len(results) > 0 {
		_, _ = b.WriteString("\n  ")
	}
	_, _ = b.WriteString(tail)
	return failed("JSON", b.Flush())
}

// writeResult writes a result of the list.
func writeResult(w io.Writer, r report.Result) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if len(r.Exchanges)+len(r.Attempts) > 0 {
		encoder.SetIndent("    ", "  ")
	}
	if err := encoder.Encode(r); err != nil {
		return fmt.Errorf("encoding %s: %w", r.Name(), err)
	}
	_, err := w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
	return err //nolint:wrapcheck // JSON says what could not be written
}

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
