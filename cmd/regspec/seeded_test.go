package main

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/selftest"
)

// Every requirement has a defect that breaks it, at its level, and no defect
// breaks what is none. That each is caught is for regspec selftest to show.
func TestEveryRequirementHasADefect(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	for _, d := range kindOf(selftest.Defect) {
		requirement, ok := catalogue.Requirement(d.Requirement)
		if !ok || requirement.Level != d.Level {
			t.Errorf("%s breaks %s at level %s, and the catalogue has it: %v, at level %q", d.Name, d.Requirement, d.Level, ok, requirement.Level)
		}
		broken[d.Requirement] = true
	}
	for _, requirement := range catalogue.Requirements {
		if !broken[requirement.ID] {
			t.Errorf("no defect breaks %s: %s", requirement.ID, requirement.Statement)
		}
	}
}

// A name means one server only, whatever its kind.
func TestSubjectsHaveNamesOfTheirOwn(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range subjects() {
		if seen[s.Name] {
			t.Errorf("there are two of %s", s.Name)
		}
		seen[s.Name] = true
		if text, ok := explainSeeded(catalogue, s.Name); ok == (s.Kind == selftest.Clean) || ok && text == "" {
			t.Errorf("%s is explained: %v", s.Name, ok)
		}
	}
}
