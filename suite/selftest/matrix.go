package selftest

import (
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
)

// Matrix is which case catches which defect, and what that shows of the suite.
type Matrix struct {
	Version    int         `json:"version"` // of this shape: 1
	DurationMS float64     `json:"duration_ms"`
	Summary    Summary     `json:"summary"`
	Outcomes   []Outcome   `json:"outcomes"`
	Cases      []CaseShare `json:"cases"` // of all that there are, if every case ran on every defect; else empty
	// Told says how well runs of all cases name what is wrong, where every case ran.
	Told []*Told `json:"told,omitempty"`
	// Untried lists the requirements that no defect breaks.
	Untried []string `json:"untried"`
}

// Summary counts the outcomes.
type Summary struct {
	Defects   int `json:"defects"`
	Caught    int `json:"caught"`
	Elsewhere int `json:"elsewhere"`
	Survived  int `json:"survived"`
	Conform   int `json:"conform"` // subjects that conform, the clean server among them
	Failed    int `json:"failed"`  // those of them that are failed
}

// CaseShare is what one case contributes.
type CaseShare struct {
	Case    string `json:"case"`    // without an encoding
	Catches int    `json:"catches"` // defects
	Alone   int    `json:"alone"`   // defects that no other case catches
}

// Good reports whether all is as it should be. Where nothing was tried it is not,
// nor where a requirement has no defect to break it.
func (m Matrix) Good() bool {
	return len(m.Outcomes) > 0 && len(m.Untried) == 0 && !slices.ContainsFunc(m.Outcomes, func(o Outcome) bool { return !o.Verdict.Good() })
}

func newMatrix(c *cases.Catalogue, outcomes []Outcome, told []*Told, took time.Duration) Matrix {
	m := Matrix{Version: 1, DurationMS: float64(took.Microseconds()) / 1000, Outcomes: outcomes, Told: told, Untried: []string{}}
	m.Cases = []CaseShare{}
	if !slices.ContainsFunc(outcomes, func(o Outcome) bool { return o.Kind == Defect && !o.Full }) {
		m.Cases = shares(c, outcomes)
	}
	broken := map[string]bool{}
	for _, o := range outcomes {
		broken[o.Requirement] = true
		m.Summary.count(o)
	}
	for _, r := range c.Requirements {
		if !broken[r.ID] {
			m.Untried = append(m.Untried, r.ID)
		}
	}
	return m
}

func (s *Summary) count(o Outcome) {
	if o.Kind == Defect {
		s.Defects++
	} else {
		s.Conform++
	}
	switch o.Verdict {
	case Caught:
		s.Caught++
	case Elsewhere:
		s.Elsewhere++
	case Survived:
		s.Survived++
	case Failed:
		s.Failed++
	case Passed:
	}
}

// shares gives each case of the catalogue, in order, what it contributes.
func shares(c *cases.Catalogue, outcomes []Outcome) []CaseShare {
	catches, alone := map[string]int{}, map[string]int{}
	for _, o := range outcomes {
		if o.Kind != Defect {
			continue
		}
		by := map[string]bool{}
		for _, caught := range o.Caught {
			id, _, _ := strings.Cut(caught.Case, " [")
			by[id] = true
		}
		for id := range by {
			catches[id]++
			if len(by) == 1 {
				alone[id]++
			}
		}
	}
	all := []CaseShare{}
	for _, one := range c.Cases() {
		all = append(all, CaseShare{one.ID, catches[one.ID], alone[one.ID]})
	}
	return all
}
