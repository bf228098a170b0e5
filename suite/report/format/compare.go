package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// Compare writes runs side by side for a person: what each is, which requirements have not
// the same verdict in all, and what the last has that the first had not.
func Compare(w io.Writer, c report.Comparison, o ConsoleOptions) error {
	p := newPrinter(w, o)
	for i, r := range c.Runs {
		p.wrapped(fmt.Sprintf("%2s  ", c.Column(i)), fmt.Sprintf("%s, %s: %s", printable(r.Target), r.Started.UTC().Format("2006-01-02 15:04"), CompareSummary(r)), nil)
	}
	p.linef("")
	if c.Editions {
		p.paragraph(0, fmt.Sprintf("The runs are not of the same cases: %s are in all of them.", plural(c.Shared, "result")))
		p.linef("")
	}
	p.differing(c)
	if c.Several() {
		return p.err
	}
	p.paragraph(0, CompareSentence(c))
	for _, name := range []struct {
		word string
		all  []report.Cause
	}{{"new", c.Change.NewCauses}, {"gone", c.Change.GoneCauses}} {
		for _, cause := range name.all {
			p.wrapped(fmt.Sprintf("  %-5s ", name.word), fmt.Sprintf("%s: %s (%s)", printable(cause.Title), plural(cause.Explains, "failure"), cause.Level), nil)
		}
	}
	return p.err
}

// differing writes the requirements that differ, a line each.
func (p *printer) differing(c report.Comparison) {
	signs := map[report.RequirementVerdict]string{
		report.Met: "✓", report.Missed: "✗", report.Excused: "~", report.Blocked: "!", report.Untested: "-", "": " ",
	}
	wide := 0
	for _, r := range c.Requirements {
		wide = max(wide, len(r.ID))
	}
	var head []string
	for i := range c.Runs {
		head = append(head, fmt.Sprintf("%2s", c.Column(i)))
	}
	rows := []string{fmt.Sprintf("%-*s  %-10s  %s", wide+2, "What differs", "", strings.Join(head, " "))}
	for _, r := range c.Differing() {
		var verdicts strings.Builder
		for _, v := range r.Verdicts {
			verdicts.WriteString("  " + signs[v])
		}
		rows = append(rows, fmt.Sprintf("  %-*s  %-10s ", wide, report.Visible(r.ID), r.Level)+verdicts.String())
	}
	if len(rows) > 1 {
		for _, row := range rows {
			p.linef("%s", strings.TrimRight(row, " "))
		}
		p.linef("  %s", p.dim("✓ met  ✗ missed  ~ excused  ! blocked  - untested"))
		p.linef("")
	}
	p.paragraph(0, alike(c))
}

// CompareSummary says in a few words what a run found out.
func CompareSummary(r report.Report) string {
	text := r.Gate().Words()
	if r.Summary.Failed > 0 {
		text += fmt.Sprintf("; %d of %s missed, %s, %s",
			r.Missed(), plural(len(r.Requirements), "requirement"), plural(r.Summary.Failed, "failure"), plural(len(r.Causes), "cause"))
	}
	return text
}

func alike(c report.Comparison) string {
	same := len(c.Requirements) - len(c.Differing())
	return fmt.Sprintf("%d of %s %s the same verdict in all.", same, plural(len(c.Requirements), "requirement"), choose(same, "has", "have"))
}

// CompareSentence says what the last run has that the first had not; of several servers, how
// much they have in common.
func CompareSentence(c report.Comparison) string {
	if c.Several() {
		return alike(c)
	}
	last := len(c.Runs) - 1
	text := fmt.Sprintf("From %s to %s: %s newly %s and %d newly %s; %s %s new and %d %s gone.", c.Column(0), c.Column(last),
		plural(len(c.Change.NewlyFailing), "result"), choose(len(c.Change.NewlyFailing), "fails", "fail"),
		len(c.Change.NewlyPassing), choose(len(c.Change.NewlyPassing), "passes", "pass"),
		plural(len(c.Change.NewCauses), "cause"), choose(len(c.Change.NewCauses), "is", "are"), len(c.Change.GoneCauses), choose(len(c.Change.GoneCauses), "is", "are"))
	if len(c.Change.NewlyFailing) > 0 && !c.Change.Gates {
		text += fmt.Sprintf(" None of these failures counts at --fail-on %s, as %s was run.", c.Runs[last].FailOn, c.Column(last))
	}
	return text
}
