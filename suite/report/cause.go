package report

import (
	"math"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// Cause is one thing that is wrong with the target: the mismatches that say the
// same of it, and the results that show it.
type Cause struct {
	Level   cases.Level // the strictest of the mismatches
	Results []Result    // those that show it: first one that is about it, if any, then in order
	Example Mismatch    // of the first result
}

// Causes groups the mismatches of the failed results, strictest level first. A
// result shows as many causes as its mismatches have.
func Causes(results []Result) []Cause {
	var all []Cause
	place := map[string]int{}
	for _, r := range results {
		if r.Verdict != Failed {
			continue
		}
		for _, m := range Distinct(r.Mismatches) {
			key := m.Cause()
			i, known := place[key]
			if !known {
				i = len(all)
				place[key] = i
				all = append(all, Cause{Level: m.Level, Example: m})
			}
			all[i].add(r, m)
		}
	}
	slices.SortStableFunc(all, func(a, b Cause) int {
		return slices.Index(cases.Levels(), a.Level) - slices.Index(cases.Levels(), b.Level)
	})
	return all
}

// add takes one more result into the cause. The example is the one whose case
// is most about what is wrong, since that explains it best: a case names first
// the requirement that it is for.
func (c *Cause) add(r Result, m Mismatch) {
	c.Level = cases.Strictest(c.Level, m.Level)
	distance := func(r Result) int {
		if i := slices.Index(r.Requirements, m.Requirement); i >= 0 {
			return i
		}
		return math.MaxInt
	}
	if len(c.Results) > 0 && distance(r) < distance(c.Results[0]) {
		c.Results = slices.Insert(c.Results, 0, r)
		c.Example = m
		return
	}
	if len(c.Results) > 0 && c.Results[0].ID == r.ID { // the encodings of the example stay together
		c.Results = slices.Insert(c.Results, 1, r)
		return
	}
	c.Results = append(c.Results, r)
}

// Cause is what the mismatches of one cause have in common.
func (m Mismatch) Cause() string {
	return strings.Join([]string{string(m.Aspect), m.Requirement, m.Explanation}, "\x00")
}

// Distinct leaves the first mismatch of each cause.
func Distinct(mismatches []Mismatch) []Mismatch {
	var all []Mismatch
	seen := map[string]bool{}
	for _, m := range mismatches {
		if !seen[m.Cause()] {
			seen[m.Cause()] = true
			all = append(all, m)
		}
	}
	return all
}

// Names lists results as they are printed, with the encodings of one case together:
// "contacts/list [json] [form]".
func Names(results []Result) []string {
	var all []string
	previous := ""
	for _, r := range results {
		if r.ID == previous {
			all[len(all)-1] += " [" + Visible(string(r.Encoding)) + "]"
			continue
		}
		all = append(all, Visible(r.Name()))
		previous = r.ID
	}
	return all
}

// Split gives the results of the case that is the example, and the others.
func (c *Cause) Split() (example, others []Result) {
	n := 1
	for n < len(c.Results) && c.Results[n].ID == c.Results[0].ID {
		n++
	}
	return c.Results[:n], c.Results[n:]
}

// Undone groups by their reason the results that have no verdict and should have
// one: the errored, and those that were skipped as one of these kinds.
func Undone(results []Result, kinds ...Skip) [][]Result {
	var groups [][]Result
	place := map[string]int{}
	for _, one := range results {
		if one.Verdict != Errored && (one.Verdict != Skipped || !slices.Contains(kinds, one.Skip)) {
			continue
		}
		key := string(one.Verdict) + "\x00" + one.Reason
		i, known := place[key]
		if !known {
			i = len(groups)
			place[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], one)
	}
	return groups
}
