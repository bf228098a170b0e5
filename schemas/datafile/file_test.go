package datafile

import (
	"testing"

	"github.com/regspec/regspec/schemas"
)

// TestProblems reads files that are not right, and says where and why.
func TestProblems(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"nothing wrong", "waivers:\n  - {case: a, reason: R}\n", ""},
		{"a byte order mark", "\ufeffwaivers: []\n", ""},
		{"two byte order marks", "\ufeff\ufeff# a\n\ufeffwaivers: []\n", ""},
		{"a directive", "# a\n%YAML 1.2\n---\nwaivers: []\n", "f.yaml:2: is the YAML directive %YAML, and a file has none; leave this line out"},
		{"a directive alone", "\ufeff%TAG ! x\nwaivers: []\n", "f.yaml:1: is the YAML directive %TAG, and a file has none; leave this line out"},
		{"an empty document first", "---\n---\nwaivers: []\n", "f.yaml:2: is a second YAML document, and a file has one"},
		{"an empty document last", "---\nwaivers: []\n---\n", ""},
		{"an anchor", "waivers:\n  - &a {case: a, reason: R}\n  - *a\n", ""},
		{"nothing", "", "f.yaml: is empty"},
		{"a comment", "# nothing\n", "f.yaml: is empty"},
		{"no UTF-8", "waivers:\n  - \xff\n", "f.yaml:2: is not UTF-8"},
		{"no YAML", "waivers: [\n", "f.yaml:1: is not valid YAML: sequence end token ']' not found"},
		{"two documents", "waivers: []\n---\nwaivers: []\n", "f.yaml:3: is a second YAML document, and a file has one"},
		{"a member twice", "waivers: []\nwaivers: []\n", `f.yaml:2: is not valid YAML: mapping key "waivers" already defined on line 1`},
		{"a typo", "waivers:\n  - case: a\n    reason: R\n    isue: I\n", "f.yaml:4: waivers[0].isue is not known here; did you mean issue?"},
		{"a member that is missing", "waivers:\n  - case: a\n    reason: R\n  - case: a\n", "f.yaml:4: waivers[1].reason is missing"},
		{"the whole file", "[]\n", "f.yaml:1: the file is an array, and must be an object"},
	} {
		if got := Parse("f.yaml", []byte(row.text), schemas.Waivers).Problems.Error(); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestProblemsInTheOrderOfMending(t *testing.T) {
	f := Parse("b.yaml", []byte("waivers: []\n"), schemas.Waivers)
	f.Report([]string{"waivers"}, "as it was found")
	f.Report([]string{"waivers"}, "as it was found")
	f.Report(nil, "is last")
	f.Problems = append(f.Problems, Problem{File: "a.yaml", Text: "before"})
	if got, want := f.Problems.Sorted().Error(), "a.yaml: before\nb.yaml:1: waivers as it was found\nb.yaml:1: the file is last"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSource(t *testing.T) {
	f := Parse("f.yaml", []byte("waivers:\n  - case:\n      - a\n      - b\n    reason: R\n"), schemas.Waivers)
	for want, path := range map[string][]string{
		"f.yaml:1": nil, "f.yaml:2": {"waivers", "0", "case"}, "f.yaml:4": {"waivers", "0", "case", "1"}, "f.yaml:5": {"waivers", "0", "reason"},
	} {
		if got := f.Source(path); got != want {
			t.Errorf("%v: got %s, want %s", path, got, want)
		}
	}
}
