package report

import (
	"slices"

	"github.com/regspec/regspec/cases"
)

// Requirement is what a run found out about one requirement of the document.
type Requirement struct {
	ID        string             `json:"id"`
	Level     cases.Level        `json:"level"`
	Section   string             `json:"section"` // of the document, or of a standard
	Statement string             `json:"statement"`
	Verdict   RequirementVerdict `json:"verdict"`
	Run       int                `json:"run"`    // results of cases that test it, with a verdict on the target
	Broken    []string           `json:"broken"` // the names of the results in which an answer breaks it, whatever their cases are about
}

// RequirementVerdict says whether the target meets a requirement.
type RequirementVerdict string

// The verdicts on a requirement.
const (
	Met      RequirementVerdict = "met"      // one of its cases passed at least, and no answer breaks it
	Missed   RequirementVerdict = "missed"   // an answer breaks it
	Excused  RequirementVerdict = "excused"  // an answer breaks it, as waivers say
	Blocked  RequirementVerdict = "blocked"  // none of its cases passed, and some are blocked
	Untested RequirementVerdict = "untested" // none of its cases passed
)

// Matrix says for each requirement whether the target meets it. A mismatch
// names the requirement that it breaks, so that a case which tests several does
// not count against all of them.
func Matrix(requirements []cases.Requirement, results []Result) []Requirement {
	matrix := make([]Requirement, len(requirements))
	place := map[string]int{}
	for i, r := range requirements {
		matrix[i] = Requirement{
			ID: r.ID, Level: r.Level, Section: r.Section, Statement: r.Statement, Verdict: Untested, Broken: []string{},
		}
		place[r.ID] = i
	}
	for _, result := range results {
		verdict := Untested // a case that fails for another reason says nothing
		switch {
		case result.Skip == SkipBlocked:
			verdict = Blocked
		case result.Verdict == Passed:
			verdict = Met
		case result.Verdict != Failed && result.Verdict != Waived:
			continue
		}
		for _, id := range result.Requirements {
			if i, known := place[id]; known {
				if verdict != Blocked {
					matrix[i].Run++
				}
				matrix[i].add(verdict)
			}
		}
		found := Missed
		if result.Verdict == Waived {
			found = Excused
		}
		for _, m := range result.Mismatches {
			if i, known := place[m.Requirement]; known {
				matrix[i].add(found)
				if !slices.Contains(matrix[i].Broken, result.Name()) {
					matrix[i].Broken = append(matrix[i].Broken, result.Name())
				}
			}
		}
	}
	return matrix
}

// add takes one more verdict into account: the worst counts.
func (r *Requirement) add(found RequirementVerdict) {
	order := []RequirementVerdict{Untested, Blocked, Met, Excused, Missed}
	if slices.Index(order, found) > slices.Index(order, r.Verdict) {
		r.Verdict = found
	}
}
