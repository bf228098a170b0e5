package report

import (
	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Verdict is what became of one case in one encoding.
type Verdict string

// The verdicts.
const (
	Passed  Verdict = "passed"
	Failed  Verdict = "failed"
	Waived  Verdict = "waived"  // failed, as a waiver says it would
	Skipped Verdict = "skipped" // not run to its end; the result's Reason says why
	Errored Verdict = "errored" // no verdict could be had; the result's Reason says why
)

// Aspect is the part of an answer that a mismatch is about.
type Aspect string

// The aspects of an answer.
const (
	AspectStatus      Aspect = "status"
	AspectMessage     Aspect = "message"      // the text with which a request is refused, or that it is refused
	AspectEnvelope    Aspect = "envelope"     // what the message is wrapped in
	AspectContentType Aspect = "content-type" // the media type of the answer
	AspectSchema      Aspect = "schema"       // members that are missing or of another type
	AspectMember      Aspect = "member"       // members with another value
	AspectConnection  Aspect = "connection"   // no whole answer came
	AspectHeader      Aspect = "header"       // a field of the header
	AspectContent     Aspect = "content"      // a text that must not be in the answer
	AspectTime        Aspect = "time"         // how long the answer took
	AspectSample      Aspect = "sample"       // what several answers show together
	AspectBlocked     Aspect = "blocked"      // of no answer: the case could not be done; for waivers
)

// Result is one case in one encoding.
type Result struct {
	ID       string         `json:"id"`
	Encoding cases.Encoding `json:"encoding"`
	// Level is the level at which the verdict counts: of a failed result the
	// strictest among its mismatches, else the level of the case.
	Level        cases.Level     `json:"level"`
	Requirements []string        `json:"requirements"`
	Errata       []string        `json:"errata"`
	Title        string          `json:"title"`
	Source       string          `json:"source,omitempty"` // where the case is written, file:line
	Verdict      Verdict         `json:"verdict"`
	Skip         Skip            `json:"skip,omitempty"`     // of a skipped result, and of one that was blocked and is waived
	Reason       string          `json:"reason,omitempty"`   // of a skipped or errored result, in words
	Excuses      []Excuse        `json:"excuses,omitempty"`  // the waivers of a waived result
	Changes      []Change        `json:"changes,omitempty"`  // how it fails otherwise than a waiver pins
	Known        bool            `json:"known,omitempty"`    // it failed in the same ways in the baseline
	Attempts     []Attempt       `json:"attempts,omitempty"` // of a result that was repeated: what came of it before
	Mismatches   []Mismatch      `json:"mismatches"`
	Needs        []Mismatch      `json:"needs,omitempty"` // of a blocked result: how the step that it needs failed
	Exchanges    []wire.Exchange `json:"exchanges"`       // one a step, in order
	DurationMS   float64         `json:"duration_ms"`
}

// Exchange is the exchange of a step, which counts from 1. It is empty if the case
// did not come that far.
func (r Result) Exchange(step int) wire.Exchange {
	if step > len(r.Exchanges) {
		return wire.Exchange{}
	}
	return r.Exchanges[step-1]
}

// Name is how a result is called in print: "contacts/list [json]".
// A request of an archive has no encoding.
func (r Result) Name() string {
	if r.Encoding == "" {
		return r.ID
	}
	return r.ID + " [" + string(r.Encoding) + "]"
}

// Skip says what kind of skipped a result is.
type Skip string

// The kinds of skipped.
const (
	SkipDeselected   Skip = "deselected"   // the user did not ask for it
	SkipBlocked      Skip = "blocked"      // the target failed in a step that the case needs
	SkipInapplicable Skip = "inapplicable" // the target's values leave nothing to test
	SkipInterrupted  Skip = "interrupted"  // the run was ended before it was done
)

// Attempt is an earlier try of a case. Only a case without a verdict is repeated.
type Attempt struct {
	Reason     string          `json:"reason"` // why there was no verdict
	Exchanges  []wire.Exchange `json:"exchanges"`
	DurationMS float64         `json:"duration_ms"`
}

// Mismatch is one way in which an answer differs from what was expected.
type Mismatch struct {
	Step        int         `json:"step"` // counts from 1
	Aspect      Aspect      `json:"aspect"`
	Level       cases.Level `json:"level"`
	Requirement string      `json:"requirement"` // the one that the answer breaks
	Expected    string      `json:"expected"`
	Actual      string      `json:"actual"`
	Explanation string      `json:"explanation"` // whole sentences
	// Instead is what came where another outcome was due. It is "" where the outcome is
	// right and the answer differs in something else.
	Instead Instead `json:"instead,omitempty"`
}

// Instead is an outcome that came where another was due.
type Instead string

// The outcomes that may come instead of the right one.
const (
	InsteadNothing Instead = "nothing" // no whole answer
	InsteadError   Instead = "error"   // a failure of the server, 5xx
	InsteadSuccess Instead = "success" // the request was carried out, and had to be refused
	InsteadRefusal Instead = "refusal" // the request was refused, and had to be carried out
)
