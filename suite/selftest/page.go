package selftest

import (
	"fmt"
	"io"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/page"
)

// WritePage writes the matrix as HTML.
func WritePage(w io.Writer, c *cases.Catalogue, m Matrix) error {
	s := m.Summary
	shown := page.SelfTest{Good: m.Good(), Took: m.DurationMS, Sentence: fmt.Sprintf(
		"%d of %d defects are caught by a case that is about them, %d elsewhere only, and %d survived. %d of %d servers that conform are failed.",
		s.Caught, s.Defects, s.Elsewhere, s.Survived, s.Failed, s.Conform)}
	names := namesOf(c)
	for _, r := range c.Requirements {
		tried := page.Tried{ID: r.ID, Statement: r.Statement, Level: r.Level}
		for _, o := range m.Outcomes {
			if o.Requirement == r.ID && o.Kind == Defect {
				tried.Defects = append(tried.Defects, subject(names, o))
			}
		}
		if len(tried.Defects) > 0 || slices.Contains(m.Untried, r.ID) { // else its defects were not to be tried
			shown.Requirements = append(shown.Requirements, tried)
		}
	}
	for _, o := range m.Outcomes {
		if o.Kind != Defect {
			shown.Conforming = append(shown.Conforming, subject(names, o))
		}
	}
	shown.Groups = shareGroups(m.Cases)
	return page.Matrix(w, shown)
}

// subject shows what became of a server.
func subject(names []string, o Outcome) page.Subject {
	s := page.Subject{Name: o.Name, Summary: o.Summary, Verdict: string(o.Verdict), Good: o.Verdict.Good()}
	in := map[string]bool{}
	for _, caught := range o.Caught {
		in[caught.Case] = true
		broken := caught.Requirements
		if caught.About {
			s.About++
			broken = append(slices.Clone(broken), o.Requirement)
		}
		for _, id := range broken {
			if !slices.Contains(s.Broken, id) {
				s.Broken = append(s.Broken, id)
			}
		}
	}
	s.Cases = report.Cover(names, in)
	return s
}

// shareGroups says of the cases which catch what no other does.
func shareGroups(all []CaseShare) []page.Cases {
	if len(all) == 0 {
		return nil
	}
	var ids []string
	alone, dispensable, idle := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, one := range all {
		ids = append(ids, one.Case)
		alone[one.Case], idle[one.Case] = one.Alone > 0, one.Catches == 0
		dispensable[one.Case] = one.Catches > 0 && one.Alone == 0
	}
	return []page.Cases{
		{Text: "These catch a defect that no other case catches.", Patterns: report.Cover(ids, alone)},
		{Text: "These catch defects, and none that no other case catches.", Patterns: report.Cover(ids, dispensable)},
		{Text: "These catch no defect.", Patterns: report.Cover(ids, idle)},
	}
}
