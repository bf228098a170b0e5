package schemas

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	many := strings.Split("one two three four five six seven eight nine ten eleven twelve thirteen", " ")
	for _, test := range []struct {
		name  string
		known []string
		want  string
	}{
		{"feilds", []string{"body", "fields", "headers"}, "; did you mean fields?"},
		{"fields", []string{"fields"}, "; did you mean fields?"},
		{"invalid-emial", []string{"invalid-email", "invalid-logo-url"}, "; did you mean invalid-email?"},
		{"x", []string{"a", "b"}, "; did you mean a?"}, // of several that are as near, the first
		{"contacts", []string{"id", "title"}, "; known are id, title"},
		{"", []string{"id", "title"}, "; known are id, title"},
		{"contacts", nil, ""},
		{"zzzzzz", many[:12], "; known are " + strings.Join(many[:12], ", ")},
		{"zzzzzz", many, ""},
		{"thirteenth", many, "; did you mean thirteen?"},
		{"müsli", []string{"musli"}, "; did you mean musli?"},
	} {
		if got := Suggest(test.name, test.known); got != test.want {
			t.Errorf("Suggest(%q, %v) is %q, want %q", test.name, test.known, got, test.want)
		}
	}
}

func TestLocation(t *testing.T) {
	for want, path := range map[string][]string{
		"":                         nil,
		"cases":                    {"cases"},
		"cases[2].steps[0].send":   {"cases", "2", "steps", "0", "send"},
		"[0].id":                   {"0", "id"},
		"a-b.${c}.d_e":             {"a-b", "${c}", "d_e"},
		`headers["X Y"]`:           {"headers", "X Y"},
		`[""].a`:                   {"", "a"},
		`rows[0]["client.secret"]`: {"rows", "0", "client.secret"},
		`["\u001b[31m<b>\"ä/~"]`:   {"\x1b[31m<b>\"ä/~"},
		"größe":                    {"größe"},
	} {
		if got := Location(path); got != want {
			t.Errorf("Location(%q) is %s, want %s", path, got, want)
		}
	}
}

// The library writes places as JSON pointers in URL fragments.
func TestNamesSurviveThePointer(t *testing.T) {
	for _, name := range []string{"a/b", "a~b", "~1", "a%2Fb", "a b", "ä", `"`, "a#b", "%", "a?b"} {
		value := map[string]any{"messages": []any{
			map[string]any{"id": "a", "text": "T", "when": "W", name: 1},
		}}
		want := Location([]string{"messages", "0", name}) + " is not known here; known are id, names, placeholder, text, when"
		if len(name) == 1 || name == "~1" {
			want = Location([]string{"messages", "0", name}) + " is not known here"
		}
		if err := Validate(Messages, value); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
		// Here the name is a part of the pointer.
		value = map[string]any{"client_id": "i", name: 1}
		step := map[string]any{"send": map[string]any{"body": "", "headers": value}, "expect": map[string]any{"success": map[string]any{}}}
		err := Validate(Cases, map[string]any{"subject": "a", "title": "A", "cases": []any{map[string]any{
			"id": "a/b", "title": "T", "why": "W", "requirements": []any{"x"}, "steps": []any{step},
		}}})
		want = Location([]string{"cases", "0", "steps", "0", "send", "headers", name}) + " is the number 1, and must be a string or null"
		if err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", name, err, want)
		}
	}
}
