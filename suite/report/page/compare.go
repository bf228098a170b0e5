package page

import (
	"io"
	"slices"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

// comparison is what the page of several runs shows.
type comparison struct {
	Title, Sentence string
	Shared          string // that not all have the same cases, or ""
	Runs            []column
	Tables          []compared
	NewCauses       []report.Cause
	GoneCauses      []report.Cause
	Failing         []string
	Passing         []string
}

// column is a run.
type column struct {
	Letter, Target, When, Summary string
	Verdict                       verdict
}

// compared is a table of requirements.
type compared struct {
	Name string
	Rows []report.ComparedRequirement
}

// Compare writes runs side by side.
func Compare(w io.Writer, c report.Comparison) error {
	shown := comparison{
		Title: number(len(c.Runs)) + " servers side by side", Sentence: format.CompareSentence(c),
	}
	if !c.Several() {
		shown.NewCauses, shown.GoneCauses = c.Change.NewCauses, c.Change.GoneCauses
		shown.Failing, shown.Passing = report.Together(c.Change.NewlyFailing), report.Together(c.Change.NewlyPassing)
	}
	if c.OneTarget {
		shown.Title = number(len(c.Runs)) + " runs of " + short(c.Runs[0].Target)
	}
	if c.Editions {
		shown.Shared = "The runs are not of the same cases: " + count(c.Shared, "result") + " are in all of them."
	}
	for i, r := range c.Runs {
		shown.Runs = append(shown.Runs, column{c.Column(i), short(r.Target), when(r.Started), format.CompareSummary(r), verdictOf(r.Gate())})
	}
	same := func(r report.ComparedRequirement) bool { return !r.Differs() && len(r.Results) == 0 }
	within := slices.DeleteFunc(slices.Clone(c.Requirements), func(r report.ComparedRequirement) bool { return r.Differs() || same(r) })
	alike := slices.DeleteFunc(slices.Clone(c.Requirements), func(r report.ComparedRequirement) bool { return !same(r) })
	for _, t := range []compared{{"What differs", c.Differing()}, {"The same verdict, and not in all cases", within}, {"The same in all", alike}} {
		if len(t.Rows) > 0 {
			shown.Tables = append(shown.Tables, t)
		}
	}
	return write(w, "compare.html", "Runs side by side", "regspec: "+shown.Title, shown)
}
