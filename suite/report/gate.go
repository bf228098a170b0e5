package report

// Gate is what a run means to whoever waits for it.
type Gate string

// The meanings of a run, in the order in which the first that is true counts.
const (
	GateInterrupted Gate = "interrupted" // ended before it was done
	GateUntested    Gate = "untested"    // the target could not be tested
	GateFailed      Gate = "failed"      // the target does not conform
	GateStale       Gate = "stale"       // the target conforms, and the waivers have to be corrected
	GateOpen        Gate = "open"        // everything that gates passed or is waived
)

// Words says what the gate means for the target: "does not conform".
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
// nothing to test. Failures that the baseline has do not count if the run was
// asked to fail on new ones only.
func (r *Report) Gate() Gate {
	if r.Campaign != nil {
		return r.campaignGate()
	}
	failed, blocked, undone := false, false, false
	for _, one := range r.Results {
		switch {
		case !r.Gates(one), one.Verdict == Passed, one.Verdict == Waived:
		case one.Verdict == Skipped && (one.Skip == SkipDeselected || one.Skip == SkipInapplicable):
		case one.Verdict == Failed:
			failed = true
		case one.Skip == SkipBlocked:
			blocked = true
		default:
			undone = true
		}
	}
	switch {
	case r.Interrupted:
		return GateInterrupted
	case r.Unreachable != "", r.OneAnswer != "":
		return GateUntested
	case failed:
		return GateFailed
	case undone: // it may be why others are blocked
		return GateUntested
	case blocked:
		return GateFailed
	case r.Summary.Run == 0:
		return GateUntested
	case r.Waivers != nil && len(r.Waivers.Stale) > 0:
		return GateStale
	}
	return GateOpen
}

// Gates reports whether the verdict of a result counts for the gate.
func (r *Report) Gates(one Result) bool { return one.Level.AtLeast(r.FailOn) && !r.tolerated(one) }

// Tolerated counts the failures, and the blocked cases, that would gate if the baseline did
// not have them.
func (r *Report) Tolerated() (failures, blocked int) {
	for _, one := range r.Results {
		switch {
		case !one.Level.AtLeast(r.FailOn) || !r.tolerated(one):
		case one.Verdict == Failed:
			failures++
		default:
			blocked++
		}
	}
	return failures, blocked
}

// NewBelow counts the failures that the baseline does not have and that do not gate.
func (r *Report) NewBelow() int {
	n := 0
	for _, one := range r.Results {
		if r.Baseline != nil && one.Verdict == Failed && !one.Known && !r.Gates(one) {
			n++
		}
	}
	return n
}

// tolerated reports whether a failure does not gate because the baseline has it. A
// server that gives every request the same answer is not excused.
func (r *Report) tolerated(one Result) bool {
	return r.Baseline != nil && r.Baseline.FailOnNew && one.Known && r.OneAnswer == ""
}
