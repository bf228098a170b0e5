package report

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// KindFuzz is the Kind of the report of a campaign. It has findings in the place
// of results.
const KindFuzz = "fuzz"

// Finding is one deviation that a campaign found, reduced to the smallest sequence
// that shows it.
type Finding struct {
	ID string `json:"id"`
	// Signature is the form of the answer, with all values masked.
	Signature string `json:"signature"`
	// Rule is the rule of the oracle that is broken, and Subject what it is broken
	// for: a parameter, for example.
	Rule        string      `json:"rule"`
	Subject     string      `json:"subject,omitempty"`
	Level       cases.Level `json:"level"`
	Requirement string      `json:"requirement"`
	// RequestsToFind is how many requests had been sent when it was first seen.
	RequestsToFind int `json:"requests_to_find"`
	Count          int `json:"count"`   // how often it was seen
	Repeats        int `json:"repeats"` // how often it showed again, of the Checks times it was tried
	Checks         int `json:"checks"`  // 0 where the campaign ended, or the target stopped, before that
	// Flaky is set where it did not show every time.
	Flaky       bool   `json:"flaky,omitempty"`
	Expected    string `json:"expected"`
	Actual      string `json:"actual"`
	Explanation string `json:"explanation"`
	// File is the case file that was written for it, if one was.
	File string `json:"file,omitempty"`
	// Recipe is how a shell shows it: a line a request, the credentials of an answer in
	// variables. It is empty where that would be long.
	Recipe []string `json:"recipe,omitempty"`
	// Program is the sequence that shows it, to be sent again with other
	// credentials, in the form of a corpus.
	Program []byte `json:"program"`
	// Exchanges are all that is needed to see it; it shows in the last.
	Exchanges []wire.Exchange `json:"exchanges"`
}

// Campaign is what is known of a campaign besides its findings.
type Campaign struct {
	Requests   int     `json:"requests"`
	Answered   int     `json:"answered"`  // of these, with a whole answer
	Shrinking  int     `json:"shrinking"` // of these, to cut findings down and to check them
	PerSecond  float64 `json:"per_second"`
	Workers    int     `json:"workers"`
	Signatures int     `json:"signatures"` // different answers, with values masked
	Corpus     int     `json:"corpus"`     // sequences that brought something new
	// Tried is how many of the words of the dictionary, in all their places, had their turn; Tries is how many there are.
	Tried int `json:"tried,omitempty"`
	Tries int `json:"tries,omitempty"`
	// Gone says after what the target stopped answering for good.
	Gone string `json:"gone,omitempty"`
	// Untested says why too little was judged for "nothing found" to mean anything.
	Untested string     `json:"untested,omitempty"`
	Events   []Event    `json:"events"`
	Coverage []Coverage `json:"coverage"`
	// Curve is how the campaign went, in order.
	Curve []Moment `json:"curve,omitempty"`
	// Forms are the first answers of a new form, each with the request that brought it.
	Forms []Form `json:"forms,omitempty"`
}

// Moment is how far a campaign was at a time.
type Moment struct {
	MS         float64 `json:"ms"` // since it began
	Requests   int     `json:"requests"`
	Signatures int     `json:"signatures"`
	Findings   int     `json:"findings"`
}

// Form is a form of answers, with the first exchange that showed it.
type Form struct {
	Requests int           `json:"requests"` // how many had been sent
	Exchange wire.Exchange `json:"exchange"`
}

// Event is something that happened to the target as a whole.
type Event struct {
	Requests int    `json:"requests"` // how many had been sent
	Text     string `json:"text"`
}

// Coverage is an outcome for one kind of requests: how often it came, and how
// often it would have conformed. Both are counted on a sample.
type Coverage struct {
	Encoding string `json:"encoding"` // "json", "form" or "other"
	Kind     string `json:"kind"`     // of the requests: "associate" and so on
	Outcome  string `json:"outcome"`  // "success", the id of a message, or what else came
	Seen     int    `json:"seen"`
	Allowed  int    `json:"allowed"`
}

// Gating are the findings at or above the level that fails a run.
func (r *Report) Gating() []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !f.Level.AtLeast(r.FailOn) })
}

// campaignGate judges a campaign: it is open only if enough requests were answered,
// and not with a plea to wait, and nothing was found at or above FailOn.
func (r *Report) campaignGate() Gate {
	switch {
	case r.Interrupted:
		return GateInterrupted
	case r.Unreachable != "":
		return GateUntested
	case len(r.Gating()) > 0, len(r.Differences) > 0, r.Campaign.Gone != "":
		return GateFailed
	case r.Campaign.Untested != "" || r.Campaign.Answered == 0 || 2*r.Campaign.Answered < r.Campaign.Requests:
		return GateUntested
	}
	return GateOpen
}
