package page

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// section is a section of the document, or of what stands beside it.
type section struct {
	Name         string
	Requirements []requirement
}

// requirement is a sentence of the document, in our words.
type requirement struct {
	ID, Statement string
	Place         string // within the section
	Level         cases.Level
	Verdict       report.RequirementVerdict
	Run, Broken   int
}

// beside is the section of what other documents ask.
const beside = "Beside the document: what HTTP, JSON and good practice ask"

// sections puts the requirements into the sections of the document, in order. A section
// is one of the document if something in it is documented.
func sections(r report.Report) []section {
	var all []section
	for _, one := range r.Requirements {
		if name, _, _ := strings.Cut(one.Section, ", "); one.Level == cases.Documented && sectionOf(all, name) < 0 {
			all = append(all, section{Name: name})
		}
	}
	all = append(all, section{Name: beside})
	for _, one := range r.Requirements {
		name, place, _ := strings.Cut(one.Section, ", ")
		i := sectionOf(all, name)
		if i < 0 {
			i, place = len(all)-1, one.Section
		}
		all[i].Requirements = append(all[i].Requirements, requirement{
			ID: report.Visible(one.ID), Statement: short(one.Statement), Place: report.Visible(place), Level: one.Level,
			Verdict: one.Verdict, Run: one.Run, Broken: len(one.Broken),
		})
	}
	for _, one := range all { // what is documented stands before what follows from it
		order := places(one)
		slices.SortStableFunc(one.Requirements, func(a, b requirement) int {
			return slices.Index(order, a.Place) - slices.Index(order, b.Place)
		})
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.Requirements) == 0 })
}

func sectionOf(all []section, name string) int {
	return slices.IndexFunc(all, func(s section) bool { return s.Name == name })
}

// places are the places within a section, in the order of their first requirements.
func places(s section) []string {
	var all []string
	for _, r := range s.Requirements {
		if !slices.Contains(all, r.Place) {
			all = append(all, r.Place)
		}
	}
	return all
}
