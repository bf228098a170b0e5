package report

import (
	"errors"
	"slices"
	"strconv"
)

// Comparison is several runs side by side: of several servers, or of one at several times.
type Comparison struct { //nolint:recvcheck // only Compare changes it
	Runs         []Report
	Shared       int  // results that all runs have
	Editions     bool // the runs are not of the same cases
	OneTarget    bool // the runs are of the same server
	Requirements []ComparedRequirement
	// Change is what differs in the last run from the first.
	Change Since
}

// Several reports whether these are more than two servers: what the last has that the first
// had not then means little.
func (c Comparison) Several() bool { return len(c.Runs) > 2 && !c.OneTarget }

// ComparedRequirement is a requirement with its verdict in each run, or "" where the run does
// not know it.
type ComparedRequirement struct {
	Requirement

	Verdicts []RequirementVerdict
	Results  []ComparedResult // those of it that differ
}

// Differs reports whether the requirement has not the same verdict in all runs.
func (r ComparedRequirement) Differs() bool { return len(slices.Compact(slices.Clone(r.Verdicts))) > 1 }

// Differing are the requirements that differ.
func (c Comparison) Differing() []ComparedRequirement {
	return slices.DeleteFunc(slices.Clone(c.Requirements), func(r ComparedRequirement) bool { return !r.Differs() })
}

// ComparedResult is a result that is not the same in all runs.
type ComparedResult struct {
	Name, Title string
	Verdicts    []Verdict // "" where a run does not have it, or did not select it
	Reasons     []string  // of each that failed: why
}

// Since is what differs from an earlier run.
type Since struct {
	NewlyFailing, NewlyPassing []string
	NewCauses, GoneCauses      []Cause
	Gates                      bool // what newly fails counts for the gate
}

// Compare puts runs side by side. It wants two at least, and no campaigns.
func Compare(runs []Report) (Comparison, error) {
	if len(runs) < 2 {
		return Comparison{}, errors.New("a comparison needs two reports at least")
	}
	first, last := runs[0], runs[len(runs)-1]
	c := Comparison{Runs: runs, OneTarget: true}
	by := make([]map[string]Result, len(runs))
	for i, r := range runs {
		if r.Campaign != nil {
			return Comparison{}, errors.New("report " + strconv.Itoa(i+1) + " is that of a campaign, and only runs can be compared")
		}
		c.Editions = c.Editions || r.Catalogue != first.Catalogue
		c.OneTarget = c.OneTarget && r.Target == first.Target && r.Path == first.Path
		by[i] = map[string]Result{}
		for _, one := range r.Results {
			if one.Skip != SkipDeselected {
				by[i][one.Name()] = one
			}
		}
	}
	c.requirements()
	c.results(by)
	then := CompareBaseline(last, first, true)
	c.Change = Since{
		NewlyFailing: then.Baseline.NewlyFailing, NewlyPassing: then.Baseline.NewlyPassing,
		NewCauses: without(last.Causes, first.Causes), GoneCauses: without(first.Causes, last.Causes),
	}
	c.Change.Gates = slices.ContainsFunc(then.Results, func(r Result) bool {
		return then.Gates(r) && slices.Contains(c.Change.NewlyFailing, r.Name())
	})
	return c, nil
}

// without leaves the causes that are not among others.
func without(causes, others []Cause) []Cause {
	return slices.DeleteFunc(slices.Clone(causes), func(c Cause) bool {
		return slices.ContainsFunc(others, func(other Cause) bool { return other.ID == c.ID })
	})
}

// requirements lists those of all runs, in the order of the first run that has them.
func (c *Comparison) requirements() {
	place := map[string]int{}
	for i, r := range c.Runs {
		for _, one := range r.Requirements {
			at, known := place[one.ID]
			if !known {
				at = len(c.Requirements)
				place[one.ID] = at
				c.Requirements = append(c.Requirements, ComparedRequirement{Requirement: one, Verdicts: make([]RequirementVerdict, len(c.Runs))})
			}
			c.Requirements[at].Verdicts[i] = one.Verdict
		}
	}
}

// results puts each result that differs under the requirements that an answer of it breaks,
// or else under the first that it is about.
func (c *Comparison) results(by []map[string]Result) {
	seen := map[string]bool{}
	for _, r := range c.Runs {
		for _, one := range r.Results {
			if name := one.Name(); !seen[name] {
				seen[name] = true
				c.result(one, by)
			}
		}
	}
}

func (c *Comparison) result(first Result, by []map[string]Result) {
	shared := true
	compared := ComparedResult{Name: first.Name(), Title: first.Title, Verdicts: make([]Verdict, len(by)), Reasons: make([]string, len(by))}
	var about []string
	for i := range by {
		one, there := by[i][compared.Name]
		shared = shared && there
		compared.Verdicts[i] = one.Verdict
		for _, m := range one.Mismatches {
			compared.Reasons[i] = m.Explanation
			about = append(about, m.Requirement)
		}
	}
	if shared {
		c.Shared++
	}
	if len(about) == 0 {
		about = first.Requirements[:min(1, len(first.Requirements))]
	}
	if len(slices.Compact(slices.Clone(compared.Verdicts))) == 1 {
		return
	}
	for i := range c.Requirements {
		if slices.Contains(about, c.Requirements[i].ID) {
			c.Requirements[i].Results = append(c.Requirements[i].Results, compared)
		}
	}
}

// Missed counts the requirements of a run that it misses.
func (r *Report) Missed() int {
	n := 0
	for _, one := range r.Requirements {
		if one.Verdict == Missed {
			n++
		}
	}
	return n
}

// Column is how run i is called in print: A, B and so on.
func (c Comparison) Column(i int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if i < len(letters) {
		return letters[i : i+1]
	}
	return strconv.Itoa(i + 1)
}
