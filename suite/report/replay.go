package report

import "github.com/regspec/regspec/cases"

// ReplayVerdict says how a result compares with the same done again.
type ReplayVerdict string

// The verdicts of a replay.
const (
	StillFails  ReplayVerdict = "still fails"
	FailsNow    ReplayVerdict = "fails now" // and did not before
	PassesNow   ReplayVerdict = "passes now"
	StillPasses ReplayVerdict = "passes, as before"
	Undecided   ReplayVerdict = "could not be told"
)

// Replayed is a result, and the result of doing the same again.
type Replayed struct{ Before, Now Result }

// Verdict compares the two.
func (r Replayed) Verdict() ReplayVerdict {
	switch failed := r.Before.Verdict == Failed || r.Before.Verdict == Waived; {
	case r.Now.Verdict == Failed && failed:
		return StillFails
	case r.Now.Verdict == Failed:
		return FailsNow
	case r.Now.Verdict == Passed && failed:
		return PassesNow
	case r.Now.Verdict == Passed:
		return StillPasses
	}
	return Undecided
}

// Replay is a replay of several results.
type Replay struct {
	Target      string
	Results     []Replayed
	FailOn      cases.Level // the loosest level that gates; "" is any
	Interrupted bool
}

// Gate judges them all. It is open only if each has a verdict, and none fails at or
// above FailOn.
func (r Replay) Gate() Gate {
	gate := GateOpen
	if len(r.Results) == 0 {
		gate = GateUntested
	}
	for _, one := range r.Results {
		switch one.Verdict() {
		case StillFails, FailsNow:
			if one.Now.Level.AtLeast(r.FailOn) {
				gate = GateFailed
			}
		case PassesNow, StillPasses:
		default:
			if gate == GateOpen {
				gate = GateUntested
			}
		}
	}
	if r.Interrupted {
		return GateInterrupted
	}
	return gate
}

// Below counts the failures that do not gate.
func (r Replay) Below() int {
	n := 0
	for _, one := range r.Results {
		if one.Now.Verdict == Failed && !one.Now.Level.AtLeast(r.FailOn) {
			n++
		}
	}
	return n
}
