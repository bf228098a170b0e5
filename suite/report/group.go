package report

import (
	"math"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// cause is one thing that is wrong with the target: the mismatches that say the
// same of it, and the results that show it.
type cause struct {
	level   cases.Level // the strictest among them
	results []Result    // those that show it: first one that is about it, if any, then in order
	example Mismatch    // of the first
}

// causes puts together what is wrong, strictest level first. A result shows as
// many causes as its mismatches have.
func causes(results []Result) []cause {
	var all []cause
	place := map[string]int{}
	for _, r := range results {
		if r.Verdict != Failed {
			continue
		}
		for _, m := range distinct(r.Mismatches) {
			key := m.key()
			i, known := place[key]
			if !known {
				i = len(all)
				place[key] = i
				all = append(all, cause{level: m.Level, example: m})
			}
			all[i].add(r, m)
		}
	}
	slices.SortStableFunc(all, func(a, b cause) int {
		return slices.Index(cases.Levels(), a.level) - slices.Index(cases.Levels(), b.level)
	})
	return all
}

// add takes one more result into the cause. The example is the one whose case
// is most about what is wrong, since that explains it best: a case names first
// the requirement that it is for.
func (c *cause) add(r Result, m Mismatch) {
	c.level = cases.Strictest(c.level, m.Level)
	distance := func(r Result) int {
		if i := slices.Index(r.Requirements, m.Requirement); i >= 0 {
			return i
		}
		return math.MaxInt
	}
	if len(c.results) > 0 && distance(r) < distance(c.results[0]) {
		c.results = slices.Insert(c.results, 0, r)
		c.example = m
		return
	}
	if len(c.results) > 0 && c.results[0].ID == r.ID { // the encodings of the example stay together
		c.results = slices.Insert(c.results, 1, r)
		return
	}
	c.results = append(c.results, r)
}

// key is what two mismatches of one cause have in common.
func (m Mismatch) key() string {
	return strings.Join([]string{string(m.Aspect), m.Requirement, m.Explanation}, "\x00")
}

// distinct leaves the first mismatch of each cause.
func distinct(mismatches []Mismatch) []Mismatch {
	var all []Mismatch
	seen := map[string]bool{}
	for _, m := range mismatches {
		if !seen[m.key()] {
			seen[m.key()] = true
			all = append(all, m)
		}
	}
	return all
}

// subjectResults is the results of one subject.
type subjectResults struct {
	name    string
	results []Result
}

// bySubject cuts the results where the first part of the id changes.
func bySubject(results []Result) []subjectResults {
	var subjects []subjectResults
	for _, r := range results {
		name, _, _ := strings.Cut(r.ID, "/")
		if n := len(subjects); n == 0 || subjects[n-1].name != name {
			subjects = append(subjects, subjectResults{name: name})
		}
		last := &subjects[len(subjects)-1]
		last.results = append(last.results, r)
	}
	return subjects
}

// names lists results, with the encodings of one case together:
// "contacts/list [json] [form]".
func names(results []Result) []string {
	var all []string
	previous := ""
	for _, r := range results {
		if r.ID == previous {
			all[len(all)-1] += " [" + string(r.Encoding) + "]"
			continue
		}
		all = append(all, r.Name())
		previous = r.ID
	}
	return all
}

// sharesCredentials reports whether a result shows that clients are taken for one
// another, which shows in all that they do.
func sharesCredentials(r Result) bool {
	return r.Verdict == Failed && slices.ContainsFunc(r.Mismatches, func(m Mismatch) bool {
		return m.Requirement == "credentials.unique" && m.Aspect == AspectMember
	})
}

// remarks are the sentences about the run as a whole.
func remarks(r Report) []string {
	var all []string
	if r.Shard != nil {
		all = append(all, "This is shard "+r.Shard.String()+" of a run; regspec merge puts the shards together.")
	}
	if r.Unreachable != "" {
		all = append(all, "The target could not be tested: "+r.Unreachable+".")
	}
	if r.Stopped != "" {
		all = append(all, r.Stopped)
	}
	if r.OneAnswer != "" {
		all = append(all, r.OneAnswer)
	}
	if slices.ContainsFunc(r.Results, sharesCredentials) {
		all = append(all, "Registrations were given the same credentials. Mend that first: whatever else fails may come of it.")
	}
	if r.Interrupted {
		all = append(all, "The run was interrupted; what was done until then is reported.")
	}
	all = append(all, gateRemarks(r)...)
	return append(all, informed(r)...)
}

// informed is what was found out about the target, a sentence each.
func informed(r Report) []string {
	var all []string
	for _, information := range r.Information {
		text := information.Text
		if information.Erratum != "" {
			text += " (" + information.Erratum + ")"
		}
		all = append(all, text)
	}
	return all
}
