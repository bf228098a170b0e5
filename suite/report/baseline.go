package report

import (
	"net/http"
	"slices"
	"time"

	"github.com/regspec/regspec/cases"
)

// Baseline is what differs from an earlier run. Cases that were not asked for are
// left out.
type Baseline struct {
	Target       string    `json:"target"` // of the earlier run, as are the next two
	Started      time.Time `json:"started"`
	Run          int       `json:"run"`
	FailOnNew    bool      `json:"fail_on_new"`   // what failed then in the same ways does not gate
	NewlyFailing []string  `json:"newly_failing"` // did not fail then, or not in this way
	NewlyPassing []string  `json:"newly_passing"` // failed then, waived or not
	New          []string  `json:"new"`           // there was no such case
	Gone         []string  `json:"gone"`          // there is no such case any more
}

// CompareBaseline compares a report with one of an earlier run, and marks the results
// that failed then in the same ways. With failOnNew these do not gate, unless the target
// fails over everything.
func CompareBaseline(now, before Report, failOnNew bool) Report {
	if failOnNew && onlyFails(now) {
		failOnNew = false
		now.Information = append(slices.Clip(now.Information), Information{Text: "The target fails (5xx) over every request, which no baseline excuses."})
	}
	b := &Baseline{
		Target: before.Target, Started: before.Started, Run: before.Summary.Run, FailOnNew: failOnNew,
		NewlyFailing: []string{}, NewlyPassing: []string{}, New: []string{}, Gone: []string{},
	}
	then := map[string]Result{}
	for _, r := range before.Results {
		then[r.Name()] = r
	}
	results := make([]Result, len(now.Results))
	for i, r := range now.Results {
		name := r.Name()
		earlier, there := then[name]
		delete(then, name)
		r.Known = there && r.fails() && failedSo(earlier, r)
		results[i] = r
		switch {
		case r.Skip == SkipDeselected:
		case !there:
			b.New = append(b.New, name)
		case r.fails() && !r.Known:
			b.NewlyFailing = append(b.NewlyFailing, name)
		case r.Verdict == Passed && (earlier.fails() || earlier.Verdict == Waived):
			b.NewlyPassing = append(b.NewlyPassing, name)
		}
	}
	for _, r := range before.Results {
		if _, left := then[r.Name()]; left {
			b.Gone = append(b.Gone, r.Name())
		}
	}
	now.Results, now.Baseline = results, b
	now.Causes = slices.Clone(now.Causes)
	for i := range now.Causes {
		now.Causes[i].compare(now)
	}
	return now
}

// onlyFails reports whether the target answered nothing but server errors.
func onlyFails(r Report) bool {
	answers := 0
	for _, result := range r.Results {
		for _, x := range result.Exchanges {
			if x.Answer == nil {
				continue
			}
			if answers++; x.Answer.Status < http.StatusInternalServerError {
				return false
			}
		}
	}
	return answers > 0 && r.Summary.Passed == 0
}

// compare says of a cause whether the baseline has it, and whether it still gates.
func (c *Cause) compare(now Report) {
	c.New, c.Gates = false, false
	for _, r := range now.Results {
		if r.fails() && slices.Contains(c.Results, r.Name()) {
			c.New = c.New || !r.Known
			c.Gates = c.Gates || now.Gates(r)
		}
	}
}

// fails reports whether the result fails a run that it gates.
func (r Result) fails() bool {
	return r.Verdict == Failed || r.Verdict == Skipped && r.Skip == SkipBlocked
}

// way is one way in which a result can fail, without the details of the answer.
type way struct {
	aspect      Aspect
	requirement string
	level       cases.Level
}

func (r Result) ways() map[way]bool {
	all := map[way]bool{}
	for _, m := range r.Mismatches {
		all[way{m.Aspect, m.Requirement, m.Level}] = true
	}
	if r.Skip == SkipBlocked {
		all[way{AspectBlocked, "", r.Level}] = true
	}
	return all
}

// failedSo reports whether a result failed before in every way in which it fails
// now. An answer that is no longer the one that a waiver pins is never known.
func failedSo(before, now Result) bool {
	earlier := before.ways()
	for one := range now.ways() {
		if !earlier[one] {
			return false
		}
	}
	return len(now.Changes) == 0
}
