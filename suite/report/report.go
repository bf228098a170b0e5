// Package report is the result of a run as one plain struct, and its writers.
// Every writer reads the struct; none works anything out anew.
package report

import (
	"strconv"
	"time"

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

// Report is one run, whole.
type Report struct {
	Version     int           `json:"version"` // of this shape: 1
	Tool        Tool          `json:"tool"`
	Kind        string        `json:"kind"` // "run", or [KindFuzz]
	Target      string        `json:"target"`
	Started     time.Time     `json:"started"`
	DurationMS  float64       `json:"duration_ms"`
	Seed        int64         `json:"seed"`                  // 0 where nothing is left to chance
	FailOn      cases.Level   `json:"fail_on"`               // the loosest level that gates
	Catalogue   string        `json:"catalogue,omitempty"`   // a digest of the cases that there are
	Shard       *Shard        `json:"shard,omitempty"`       // which part of a run this is, if it is a part
	Unreachable string        `json:"unreachable,omitempty"` // why the target could not be tested at all
	Stopped     string        `json:"stopped,omitempty"`     // after which case the target stopped answering
	Interrupted bool          `json:"interrupted,omitempty"`
	OneAnswer   string        `json:"one_answer,omitempty"` // that every request got the same answer, and which
	Information []Information `json:"information"`
	Waivers     *Waivers      `json:"waivers,omitempty"`  // of a run that was given some
	Baseline    *Baseline     `json:"baseline,omitempty"` // of a run that was compared with an earlier one
	Summary     Summary       `json:"summary"`
	Results     []Result      `json:"results"`
	// Requirements is the same by requirement: which the target meets.
	Requirements []Requirement `json:"requirements,omitempty"`
	// Findings and Campaign are those of a campaign.
	Findings []Finding `json:"findings,omitzero"`
	Campaign *Campaign `json:"campaign,omitempty"`
	// Aside is what was exchanged beside the results. No writer shows it; Redact
	// looks in it for credentials that the results may repeat.
	Aside []wire.Exchange `json:"-"`
}

// Shard is one of the parts into which a run is cut to be made at several places.
type Shard struct {
	Index int `json:"index"` // counts from 1
	Count int `json:"count"`
}

// String writes a shard as the command line has it: "2/3".
func (s Shard) String() string { return strconv.Itoa(s.Index) + "/" + strconv.Itoa(s.Count) }

// Tool is what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Information is something found out about the target that no verdict rests on.
type Information struct {
	Erratum string `json:"erratum,omitempty"`
	Text    string `json:"text"`
}

// NotKept is the information of how a target is treated that serves few connections
// at a time.
const NotKept = "The target serves few connections at a time, and waits on those that are kept open; so each request has a connection of its own."

// Result is one case in one encoding.
type Result struct {
	ID       string         `json:"id"`
	Encoding cases.Encoding `json:"encoding"`
	// Level is the level at which the verdict counts: of a failed result the
	// strictest among its mismatches, else that of the case.
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
	Exchanges    []wire.Exchange `json:"exchanges"` // one a step, in order
	DurationMS   float64         `json:"duration_ms"`
}

// Name is how a result is called in print: "contacts/list [json]".
func (r Result) Name() string { return r.ID + " [" + string(r.Encoding) + "]" }

// Skip says what kind of skipped a result is.
type Skip string

// The kinds of skipped.
const (
	SkipDeselected   Skip = "deselected"   // the user did not ask for it
	SkipBlocked      Skip = "blocked"      // the target failed in a step that the case needs
	SkipInapplicable Skip = "inapplicable" // the target's values leave nothing to test
	SkipInterrupted  Skip = "interrupted"  // the run was ended before it was done
)

// Mismatch is one way in which an answer differs from what was expected.
type Mismatch struct {
	Step        int         `json:"step"` // counts from 1
	Aspect      Aspect      `json:"aspect"`
	Level       cases.Level `json:"level"`
	Requirement string      `json:"requirement"` // the one that the answer breaks
	Expected    string      `json:"expected"`
	Actual      string      `json:"actual"`
	Explanation string      `json:"explanation"` // whole sentences
}

// Summary counts the results.
type Summary struct {
	Total    int `json:"total"`    // every case in every encoding that there is
	Selected int `json:"selected"` // those that were asked for
	Run      int `json:"run"`      // those with a verdict on the target: passed, or failed, waived or not
	NotRun   int `json:"not_run"`  // selected and not run
	Passed   int `json:"passed"`
	Failed   int `json:"failed"` // at any level
	Waived   int `json:"waived"`
	Skipped  int `json:"skipped"` // the deselected among them
	Errored  int `json:"errored"`
	// FailedByLevel counts the failed; every level is there.
	FailedByLevel map[cases.Level]int `json:"failed_by_level"`
}

// Summarise counts results.
func Summarise(results []Result) Summary {
	s := Summary{Total: len(results), FailedByLevel: map[cases.Level]int{}}
	blocked := 0
	for _, level := range cases.Levels() {
		s.FailedByLevel[level] = 0
	}
	for _, r := range results {
		if r.Skip != SkipDeselected {
			s.Selected++
		}
		switch r.Verdict {
		case Passed:
			s.Passed++
		case Failed:
			s.Failed++
			s.FailedByLevel[r.Level]++
		case Waived:
			s.Waived++
			if r.Skip == SkipBlocked {
				blocked++
			}
		case Skipped:
			s.Skipped++
		case Errored:
			s.Errored++
		}
	}
	s.Run = s.Passed + s.Failed + s.Waived - blocked
	s.NotRun = s.Selected - s.Run
	return s
}

// Gate is what a run means to whoever waits for it.
type Gate string

// The meanings of a run, in the order in which the first that is true counts.
const (
	GateInterrupted Gate = "interrupted" // ended before it was done
	GateUntested    Gate = "untested"    // the target could not be tested
	GateFailed      Gate = "failed"      // the target does not conform
	GateStale       Gate = "stale"       // the target conforms, and the waivers have to be mended
	GateOpen        Gate = "open"        // everything that gates passed or is waived
)

// Words says it of the target: "does not conform".
func (g Gate) Words() string {
	switch g {
	case GateOpen:
		return "conforms"
	case GateStale:
		return "conforms, and the waivers are stale"
	case GateFailed:
		return "does not conform"
	case GateUntested:
		return "not tested"
	case GateInterrupted:
		return "interrupted"
	}
	return string(g)
}

// Gate judges the whole run. It is open only if something was tested, and if
// every result at or above FailOn passed, is waived, was not asked for, or had
// nothing to test; what the baseline has already is let through if the run was
// asked to fail on what is new only.
func (r *Report) Gate() Gate {
	if r.Campaign != nil {
		return r.campaignGate()
	}
	failed, undone := false, false
	for _, one := range r.Results {
		switch {
		case !one.Level.AtLeast(r.FailOn), one.Verdict == Passed, one.Verdict == Waived:
		case r.letsThrough(one):
		case one.Verdict == Skipped && (one.Skip == SkipDeselected || one.Skip == SkipInapplicable):
		case one.Verdict == Failed, one.Skip == SkipBlocked:
			failed = true
		default:
			undone = true
		}
	}
	switch {
	case r.Interrupted:
		return GateInterrupted
	case r.Unreachable != "":
		return GateUntested
	case failed:
		return GateFailed
	case undone || r.Summary.Run == 0:
		return GateUntested
	case r.Waivers != nil && len(r.Waivers.Stale) > 0:
		return GateStale
	}
	return GateOpen
}
