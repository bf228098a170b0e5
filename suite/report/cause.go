package report

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// Cause is one thing that is wrong with the target, with all that comes of it.
type Cause struct {
	ID           string      `json:"id"`    // the same in every run for the same thing, as far as that can be told
	Title        string      `json:"title"` // what the server does, in a few words
	Scope        string      `json:"scope,omitempty"`
	Level        cases.Level `json:"level"`        // the strictest of its mismatches
	Gates        bool        `json:"gates"`        // a failure of it counts for the gate
	Requirements []string    `json:"requirements"` // those that are missed by it, the one it is most about first
	Explains     int         `json:"explains"`     // failed results that show it
	Blocks       int         `json:"blocks"`       // results that are blocked by it
	// Hypothesis is the name of a seeded defect that behaves so, and Behaviour what that
	// does; both are "" where there is none.
	Hypothesis string   `json:"hypothesis,omitempty"`
	Behaviour  string   `json:"behaviour,omitempty"`
	New        bool     `json:"new,omitempty"` // the baseline does not have it, or not all of it
	Example    string   `json:"example"`       // the name of the result that shows it best
	Mismatch   int      `json:"mismatch"`      // its place in that result, from 0
	Results    []string `json:"results"`       // the names of those that show it, in order
	Blocked    []string `json:"blocked,omitempty"`
}

// Shown gives the result that shows a cause best, and its mismatch that does. ok is
// whether the report has them.
func (r *Report) Shown(c Cause) (result Result, m Mismatch, ok bool) {
	i := slices.IndexFunc(r.Results, func(one Result) bool { return one.Name() == c.Example })
	if i < 0 || c.Mismatch >= len(r.Results[i].Mismatches) {
		return Result{}, Mismatch{}, false
	}
	return r.Results[i], r.Results[i].Mismatches[c.Mismatch], true
}

// Cause is what mismatches of one kind have in common.
func (m Mismatch) Cause() string {
	return strings.Join([]string{string(m.Aspect), m.Requirement, m.Explanation}, "\x00")
}

// Distinct leaves the first mismatch of each kind.
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
	var names []string
	for _, r := range results {
		names = append(names, r.Name())
	}
	return Together(names)
}

// Together is Names of what has these names.
func Together(names []string) []string {
	var all []string
	previous := ""
	for _, name := range names {
		id, encoding := split(name)
		if id == previous && encoding != "" {
			all[len(all)-1] += " [" + Visible(encoding) + "]"
			continue
		}
		all = append(all, Visible(name))
		previous = id
	}
	return all
}

// Undone groups by their reason the results that have no verdict and should have
// one, and no cause: the errored, and those that were skipped as one of these kinds.
func (r *Report) Undone(kinds ...Skip) [][]Result {
	explained := map[string]bool{}
	for _, c := range r.Causes {
		for _, name := range c.Blocked {
			explained[name] = true
		}
	}
	var groups [][]Result
	place := map[string]int{}
	for _, one := range r.Results {
		if one.Verdict != Errored && (one.Verdict != Skipped || !slices.Contains(kinds, one.Skip)) || explained[one.Name()] {
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
