package selftest

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// patternsShown is how many of the cases that catch a defect a line has.
const patternsShown = 3

// WriteText writes the matrix for a person: a line a subject, then what is not as
// it should be, then what the cases contribute.
func WriteText(w io.Writer, c *cases.Catalogue, m Matrix) error {
	p := &printer{w: w, names: namesOf(c)}
	p.table(m.Outcomes)
	for _, o := range m.Outcomes {
		if !o.Verdict.Good() {
			p.trouble(o)
		}
	}
	if len(m.Cases) > 0 {
		p.shares(m.Cases)
	}
	if len(m.Untried) > 0 {
		p.linef("No defect breaks these requirements: %s.\n", strings.Join(m.Untried, ", "))
	}
	s := m.Summary
	p.linef("Defects: %d, of which %d are caught by a case that is about them, %d elsewhere only, and %d survived.", s.Defects, s.Caught, s.Elsewhere, s.Survived)
	p.linef("Servers that conform: %d, of which %d passed and %d are failed.  In %s.", s.Conform, s.Conform-s.Failed, s.Failed,
		time.Duration(m.DurationMS*float64(time.Millisecond)).Round(100*time.Millisecond))
	for _, t := range m.Told {
		p.told(t)
	}
	return p.err
}

// told says how well runs name what is wrong.
func (p *printer) told(t *Told) {
	say := func(n Naming) string {
		return fmt.Sprintf("%d of %d defects named, by %d causes (%.2f each), one cause on %d servers", n.Named, t.Seen, n.Causes, float64(n.Causes)/float64(max(t.Seen, 1)), n.One)
	}
	p.linef("%d servers with %d defect(s) each: %s; where the dictionary has them not: %s.", t.Servers, t.Defects, say(t.Aided), say(t.Unaided))
}

// printer writes lines and remembers the first error.
type printer struct {
	w     io.Writer
	names []string // of all results, in order
	err   error
}

func namesOf(c *cases.Catalogue) []string {
	var all []string
	for _, one := range c.Cases() {
		for _, encoding := range one.Encodings {
			all = append(all, one.ID+" ["+string(encoding)+"]")
		}
	}
	return all
}

func (p *printer) linef(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format+"\n", args...); err != nil && p.err == nil {
		p.err = fmt.Errorf("writing the matrix: %w", err)
	}
}

// table writes a line a subject. The two numbers are how many results show a
// defect, and how many of them are about its requirement.
func (p *printer) table(outcomes []Outcome) {
	table := tabwriter.NewWriter(p.w, 0, 0, 2, ' ', 0)
	for _, o := range outcomes {
		mark := "✓"
		if !o.Verdict.Good() {
			mark = "✗"
		}
		about := 0
		for _, caught := range o.Caught {
			if caught.About {
				about++
			}
		}
		level, requirement, numbers := string(o.Level), o.Requirement, fmt.Sprintf("%d of %d about it", about, len(o.Caught))
		if o.Kind != Defect {
			level, requirement, numbers = string(o.Kind), "-", fmt.Sprintf("%d failed", len(o.Caught))
		}
		_, err := fmt.Fprintf(table, "%s %s\t%s\t%s\t%s\t%s\n", mark, o.Name, level, requirement, numbers, p.caughtBy(o))
		if err != nil && p.err == nil {
			p.err = fmt.Errorf("writing the matrix: %w", err)
		}
	}
	if err := table.Flush(); err != nil && p.err == nil {
		p.err = fmt.Errorf("writing the matrix: %w", err)
	}
	p.linef("")
}

// caughtBy names the cases that catch a defect, those about it before others.
func (p *printer) caughtBy(o Outcome) string {
	about, other := map[string]bool{}, map[string]bool{}
	for _, caught := range o.Caught {
		if caught.About {
			about[caught.Case] = true
		} else {
			other[caught.Case] = true
		}
	}
	patterns := append(report.Cover(p.names, about), report.Cover(p.names, other)...)
	more := ""
	if len(patterns) > patternsShown {
		more = fmt.Sprintf(" … and %d more", len(patterns)-patternsShown)
		patterns = patterns[:patternsShown]
	}
	return strings.Join(patterns, ", ") + more
}

// trouble explains an outcome that is not as it should be.
func (p *printer) trouble(o Outcome) {
	switch o.Verdict {
	case Survived:
		p.linef("✗ The defect %s survived: no case fails.", o.Name)
	case Elsewhere:
		p.linef("✗ The defect %s is caught elsewhere only: no case fails at level %s that is about %s.", o.Name, o.Level, o.Requirement)
	default:
		p.linef("✗ %s conforms, and is failed.", o.Name)
	}
	p.linef("  %s", o.Summary)
	if o.Trouble != "" {
		p.linef("  %s", o.Trouble)
	}
	for _, caught := range o.Caught {
		p.linef("    %s  (%s: %s)", caught.Case, caught.Level, strings.Join(caught.Requirements, ", "))
	}
	p.linef("")
}

// shares says which cases catch what no other does, and which catch nothing of
// their own. A case that catches nothing is not in vain: a defect that nobody
// has thought of yet may be caught by it alone.
func (p *printer) shares(all []CaseShare) {
	var ids []string
	idle, dispensable := map[string]bool{}, map[string]bool{}
	alone := 0
	for _, share := range all {
		ids = append(ids, share.Case)
		idle[share.Case] = share.Catches == 0
		dispensable[share.Case] = share.Catches > 0 && share.Alone == 0
		if share.Alone > 0 {
			alone++
		}
	}
	p.linef("%d of %d cases catch a defect that no other case catches.", alone, len(all))
	p.linef("These catch defects, and none that no other case catches:\n  %s", strings.Join(report.Cover(ids, dispensable), "\n  "))
	p.linef("These catch no defect:\n  %s\n", strings.Join(report.Cover(ids, idle), "\n  "))
}

// Explain says what a defect or a variant does, and how to serve and to try it.
func Explain(c *cases.Catalogue, s Subject) string {
	if s.Kind == Variant {
		return fmt.Sprintf("%s  (variant)\n\n  %s\n  The document leaves that open, so that nothing but advice may fail.\n\nServe it:  regspec serve --variant %s\nTry it:    regspec selftest --only %s\n",
			s.Name, s.Summary, s.Name, s.Name)
	}
	requirement, _ := c.Requirement(s.Requirement)
	return fmt.Sprintf("%s  (defect, %s)\n\n  %s\n\nIt breaks %s (%s):\n  %s\n\nServe it:  regspec serve --defect %s\nTry it:    regspec selftest --full --only %s\n",
		s.Name, s.Level, s.Summary, requirement.ID, requirement.Section, requirement.Statement, s.Name, s.Name)
}
