package main

import (
	"net/http"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/selftest"
)

// subjects lists the reference server as it is, with each variant, and with each
// defect.
func subjects() []selftest.Subject {
	all := []selftest.Subject{{
		Name: "reference", Kind: selftest.Clean, Summary: "The server as it should be.", New: seeded(reference.Options{}),
	}}
	for _, v := range reference.Variants() {
		all = append(all, selftest.Subject{
			Name: v.Name, Kind: selftest.Variant, Summary: v.Summary,
			New: seeded(reference.Options{Variants: []string{v.Name}}),
		})
	}
	for _, d := range reference.Defects() {
		all = append(all, selftest.Subject{
			Name: d.Name, Kind: selftest.Defect, Level: cases.Level(d.Level), Requirement: d.Requirement, Summary: d.Summary,
			New: seeded(reference.Options{Defects: []string{d.Name}}),
		})
	}
	return all
}

func seeded(o reference.Options) func() (http.Handler, error) {
	return func() (http.Handler, error) { return reference.Seeded(o) }
}

// kindOf lists the subjects of one kind.
func kindOf(kind selftest.Kind) []selftest.Subject {
	return slices.DeleteFunc(subjects(), func(s selftest.Subject) bool { return s.Kind != kind })
}

// commaSeparated takes apart what may be given once with commas or many times.
func commaSeparated(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	return strings.Split(strings.Join(words, ","), ",")
}
