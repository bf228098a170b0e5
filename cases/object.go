package cases

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Object is a JSON object whose members keep their order, and may share a name.
type Object []Field

// MarshalJSON writes the members in order. Only what JSON requires is escaped
// (RFC 8259 §7), so that < and & go over the wire as they are.
func (o Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	write := func(value any) error {
		if text, ok := value.(string); ok && needsNoEscape(text) {
			b.WriteByte('"')
			b.WriteString(text)
			b.WriteByte('"')
			return nil
		}
		if err := encoder.Encode(value); err != nil {
			return fmt.Errorf("writing JSON: %w", err)
		}
		b.Truncate(b.Len() - 1) // the newline that an Encoder adds
		return nil
	}
	b.WriteByte('{')
	for i, field := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := write(field.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := write(field.Value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// needsNoEscape reports whether a text stands in JSON as it is, as nearly all do.
func needsNoEscape(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
