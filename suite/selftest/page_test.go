package selftest

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestThePageHasEveryDefect(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	m := newMatrix(c, []Outcome{
		{
			Subject: Subject{Name: "mail-unchecked", Kind: Defect, Requirement: "error.invalid-email", Level: cases.Documented, Summary: "Any address is taken."}, Verdict: Caught, Full: true,
			Caught: []Catch{{Case: "contacts/invalid-email/only [json]", About: true, Requirements: []string{"error.invalid-email", "contacts.list"}}},
		},
		{Subject: Subject{Name: "in-hiding", Kind: Defect, Requirement: "contacts.list", Level: cases.Documented}, Verdict: Survived, Full: true},
		{Subject: Subject{Name: "reference", Kind: Clean}, Verdict: Passed},
	}, nil, 0)
	text := pageOf(t, c, m)
	for _, want := range []string{
		"1 of 2 defects are caught by a case that is about them, 0 elsewhere only, and 1 survived. 0 of 1 servers",
		`caught</span> <code>mail-unchecked</code>`, `failed">survived</span> <code>in-hiding</code>`, "<li><code>contacts/invalid-email/only [json]</code>",
		"no defect breaks it", "<code>reference</code>", "These catch a defect that no other case catches.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not there", want)
		}
	}
}

// Of what was not to be tried, nothing is said.
func TestThePageHasWhatWasTried(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	m := newMatrix(c, []Outcome{{Subject: Subject{Name: "mail-unchecked", Kind: Defect, Requirement: "error.invalid-email"}, Verdict: Caught}}, nil, 0)
	m.Untried = nil
	if text := pageOf(t, c, m); strings.Contains(text, "no defect breaks it") || !strings.Contains(text, "mail-unchecked") {
		t.Error("the page has not only what was tried")
	}
}

func pageOf(t *testing.T, c *cases.Catalogue, m Matrix) string {
	t.Helper()
	var b strings.Builder
	if err := WritePage(&b, c, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
