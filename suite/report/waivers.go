package report

import "strings"

// Waivers is what a run found out about the waivers that it was given.
type Waivers struct {
	Total    int      `json:"total"`
	Void     string   `json:"void,omitempty"` // why none of them counts
	Stale    []Stale  `json:"stale"`
	Unfilled []string `json:"unfilled"` // where those stand whose reason is still to be given
}

// Stale is one waiver that has to be corrected or removed.
type Stale struct {
	Waiver  string    `json:"waiver"` // where it stands: file:line
	Case    string    `json:"case"`   // its pattern
	Kind    StaleKind `json:"kind"`
	Results []string  `json:"results"` // the names of those that show it
	Text    string    `json:"text"`    // what is the matter, as a clause
}

// StaleKind says what is the matter with a stale waiver.
type StaleKind string

// The ways in which a waiver can be stale.
const (
	StalePassed  StaleKind = "passed"  // what it excuses passes now
	StaleMended  StaleKind = "mended"  // the case fails, and not in the way that it excuses
	StaleChanged StaleKind = "changed" // the answer is another one than it pins
	StaleExpired StaleKind = "expired" // its last day is over
)

// Excuse is a waiver as far as a reader of a result wants to know it.
type Excuse struct {
	Waiver  string `json:"waiver"` // where it stands: file:line
	Reason  string `json:"reason"`
	Issue   string `json:"issue,omitempty"`
	Owner   string `json:"owner,omitempty"`
	Expires string `json:"expires,omitempty"`
}

// Change is a failure that a waiver would excuse if the answer were still the
// one that it pins.
type Change struct {
	Waiver string `json:"waiver"` // where it stands: file:line
	Step   int    `json:"step"`
	Aspect Aspect `json:"aspect"`
	Pinned string `json:"pinned"`
	Actual string `json:"actual"`
}

// String is the sentence for people.
func (c Change) String() string {
	return "The deviation has changed: " + c.Waiver + " pins " + c.Pinned + ", and the answer is " + c.Actual + "."
}

// Text is the reason, with the issue if there is one.
func (e Excuse) Text() string {
	if e.Issue == "" {
		return e.Reason
	}
	return e.Reason + " (" + e.Issue + ")"
}

// Excuse is why a waived result is waived: the reasons of its waivers.
func (r Result) Excuse() string {
	var all []string
	for _, e := range r.Excuses {
		all = append(all, e.Text())
	}
	return strings.Join(all, "; ")
}

// AppliedWaiver is a waiver and the results that it excuses.
type AppliedWaiver struct {
	Excuse

	Results []Result
}

// AppliedWaivers lists the waivers that excuse something, in the order of the results.
func (r *Report) AppliedWaivers() []AppliedWaiver {
	var all []AppliedWaiver
	places := map[Excuse]int{}
	for _, one := range r.Results {
		for _, e := range one.Excuses {
			at, known := places[e]
			if !known {
				at = len(all)
				places[e], all = at, append(all, AppliedWaiver{Excuse: e})
			}
			all[at].Results = append(all[at].Results, one)
		}
	}
	return all
}

// BlockedByWaived counts the blocked results that keep the gate shut, if no failure does:
// what blocks them is waived.
func (r *Report) BlockedByWaived() int {
	n := 0
	for _, one := range r.Results {
		switch {
		case !r.Gates(one):
		case one.Verdict == Failed:
			return 0
		case one.Verdict == Skipped && one.Skip == SkipBlocked && r.Summary.Waived > 0:
			n++
		}
	}
	return n
}
