package waive

import (
	"slices"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// Unfilled is the reason that a waiver has as it is written by regspec.
const Unfilled = "TODO: say why this is borne, and until when"

// Waiver is one entry of a file.
type Waiver struct {
	Patterns []string       // of the cases that may fail
	Encoding cases.Encoding // empty: in any
	Aspect   report.Aspect  // empty: in any way
	Reason   string
	Issue    string
	Owner    string
	Expires  string // the last day on which it is good, as 2006-01-02; empty: for good
	Pins     Pins   // none: whatever the answer is
	Source   string // file:line

	sources []string // those of the patterns
}

// PatternSource is where the pattern stands, as file:line.
func (w Waiver) PatternSource(i int) string {
	if i < len(w.sources) {
		return w.sources[i]
	}
	return w.Source
}

// Resolved is a waiver and what it covers among the results of a run.
type Resolved struct {
	Waiver

	Targets []Target // one a pattern
}

// Target is what one pattern of a waiver covers.
type Target struct {
	Pattern string
	Places  []int // of the results, in order
	Wide    bool  // it names no single case, so that not each of them has to fail
}

// covers reports whether the waiver is for the result at a place.
func (r Resolved) covers(place int) bool {
	return slices.ContainsFunc(r.Targets, func(t Target) bool { return slices.Contains(t.Places, place) })
}

// about reports whether the waiver is for this way of failing, whatever the answer.
func (r Resolved) about(o observation) bool { return r.Aspect == "" || r.Aspect == o.aspect }

// excuses reports whether the waiver is for this way of failing and this answer.
func (r Resolved) excuses(o observation) bool { return r.about(o) && r.Pins.matches(o) }

// expired reports whether the waiver's last day is over on a date.
func (r Resolved) expired(today time.Time) bool {
	return r.Expires != "" && r.Expires < today.UTC().Format(time.DateOnly)
}

// excuse is the waiver as the report has it.
func (r Resolved) excuse() report.Excuse {
	return report.Excuse{Waiver: r.Source, Reason: r.Reason, Issue: r.Issue, Owner: r.Owner, Expires: r.Expires}
}
