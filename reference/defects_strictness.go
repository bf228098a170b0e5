package reference

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

func strictnessDefects() []group {
	return []group{
		{hardening, "client-id.exact", []entry{
			{"id-without-case", "The client_id is compared without case.", opens(func(sent, known credentials) bool {
				return sent.secret == known.secret && strings.EqualFold(sent.id, known.id)
			})},
		}},
		{hardening, "parameters.in-body", []entry{
			{"query-beside-form-counts", "Parameters in the query of the URL count as if they stood in the form.", formsWithQuery},
		}},
		{implied, "body.one-value", []entry{
			{"json-with-more-behind-taken", "What stands behind the JSON object is not looked at.", bodies(inJSON, firstValue)},
			{"json-with-semicolon-taken", "A semicolon behind the JSON object is not looked at.", repairs(func(body []byte) []byte { return bytes.TrimSuffix(body, []byte(";")) })},
			{"json-of-a-line-taken", "Of JSON that does not parse, the first line is taken if that does.", repairs(func(body []byte) []byte {
				line, _, _ := bytes.Cut(body, []byte("\n"))
				return line
			})},
		}},
		{hardening, "values.exact", []entry{
			{"application-type-trimmed", "White space around an application_type is cut off.", readsText(paramApplicationType, strings.TrimSpace)},
			{"application-type-with-line-end-taken", "A line end behind an application_type is not looked at.", readsText(paramApplicationType, withoutLineEnd)},
			{"type-trimmed", "White space around a type is cut off.", readsText(paramType, strings.TrimSpace)},
			{"type-with-line-end-taken", "A line end behind a type is not looked at.", readsText(paramType, withoutLineEnd)},
		}},
		{hardening, "body.strict", []entry{
			{"json-not-a-number-taken", "NaN and Infinity are taken for numbers.", repairs(func(body []byte) []byte {
				body = bytes.ReplaceAll(body, []byte("-Infinity"), []byte("null"))
				return bytes.ReplaceAll(body, []byte("NaN"), []byte("null"))
			})},
			{"json-in-single-quotes-taken", "JSON in single quotes is taken.", repairs(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("'"), []byte(`"`)) })},
			{"json-escapes-with-sign-taken", "In JSON the digits of an escape may have a sign.", repairs(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`\u+`), []byte(`\u0`)) })},
			{"json-comments-taken", "JSON with comments is taken.", repairs(func(body []byte) []byte {
				return regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`).ReplaceAll(body, nil)
			})},
			{"json-bare-names-taken", "JSON whose names are not in quotes is taken.", repairs(func(body []byte) []byte {
				return regexp.MustCompile(`([{,]\s*)(\w+)(\s*:)`).ReplaceAll(body, []byte(`$1"$2"$3`))
			})},
			{"json-names-in-any-case-taken", "The names of parameters in JSON are read in any letter case.", bodies(inJSON, func(body []byte) []byte {
				return regexp.MustCompile(`(?i)"(type|application_type)"\s*:`).ReplaceAllFunc(body, bytes.ToLower)
			})},
		}},
	}
}

// firstValue leaves of a body the JSON value that it begins with.
func firstValue(body []byte) []byte {
	var first json.RawMessage
	if json.NewDecoder(bytes.NewReader(trimBOM(body))).Decode(&first) == nil {
		return first
	}
	return body
}

// withoutLineEnd is what a pattern sees to which the end of a line is that of the text.
func withoutLineEnd(s string) string { return strings.TrimSuffix(s, "\n") }
