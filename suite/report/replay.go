package report

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
	Interrupted bool
}

// Gate judges them all. It is open only if each has a verdict, and none fails.
func (r Replay) Gate() Gate {
	gate := GateOpen
	if len(r.Results) == 0 {
		gate = GateUntested
	}
	for _, one := range r.Results {
		switch one.Verdict() {
		case StillFails, FailsNow:
			gate = GateFailed
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
