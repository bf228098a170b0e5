package diagnose

import (
	"testing"

	"github.com/regspec/regspec/cases"
)

// One text for several requests is seen to be one, whatever values of theirs it names.
func TestMasked(t *testing.T) {
	for _, row := range []struct {
		value      any
		text, want string
	}{
		{"not-a-uri", "URI not-a-uri is not a valid URL", "URI ‹…› is not a valid URL"},
		{"https://a.example/ bad", "URI bad is not a valid URL", "URI ‹…› is not a valid URL"},
		{"a b", "URI a b is not a valid URL", "URI ‹…› is not a valid URL"},
		{"0", "URI 0 is not a valid URL 10", "URI ‹…› is not a valid URL 10"},
		{[]any{"https://a.example/"}, "URI ['https://a.example/'] is not a valid URL", "URI ['‹…›'] is not a valid URL"},
		{"on", "Unknown Content-Type: on, not onyx", "Unknown Content-Type: ‹…›, not onyx"},
		{"bob", "Email bobbob is not bob", "Email bobbob is not ‹…›"},
		{"<b>", "Email a<b>c", "Email a‹…›c"},
		{5, "application_type cannot be changed.", "application_type cannot be changed."},
		{"", "Bad request", "Bad request"},
	} {
		step := cases.Step{Send: cases.Send{Fields: []cases.Field{{Name: "redirect_uri", Value: row.value}}}}
		if got := masked(row.text, step); got != row.want {
			t.Errorf("%v: %q, want %q", row.value, got, row.want)
		}
	}
}

func TestHeading(t *testing.T) {
	for text, want := range map[string]string{
		"<html>\n<head><title>413 Too Large</title></head><h1>No</h1>": "413 Too Large",
		"<h1>403 Forbidden</h1>":         "403 Forbidden",
		"<title>never ends":              "<title>never ends",
		`{"error":"Email <b>bob is not `: `{"error":"Email <b>bob is not `,
	} {
		if got := heading(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestEndsEarly(t *testing.T) {
	for text, want := range map[string]bool{
		`{"error":"Email b`:                   true,
		`{"error":"Email b" (unexpected EOF)`: true,
		`{"error":"Email b"}`:                 false,
		`{"error":"Email "b"}`:                false,
		`<html>`:                              false,
		``:                                    false,
	} {
		if got := endsEarly(text); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
