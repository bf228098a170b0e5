package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/cases"
)

// Outcome is what became of a result when it was sought again.
type Outcome string

// The outcomes.
const (
	StillFails Outcome = "still fails"
	FailsNow   Outcome = "fails now" // and did not before
	PassesNow  Outcome = "passes now"
	StillGood  Outcome = "passes, as before"
	Untold     Outcome = "could not be told"
)

// Replayed is a result, and the one that came of doing the same again.
type Replayed struct{ Before, Now Result }

// Outcome compares the two.
func (r Replayed) Outcome() Outcome {
	switch failed := r.Before.Verdict == Failed || r.Before.Verdict == Waived; {
	case r.Now.Verdict == Failed && failed:
		return StillFails
	case r.Now.Verdict == Failed:
		return FailsNow
	case r.Now.Verdict == Passed && failed:
		return PassesNow
	case r.Now.Verdict == Passed:
		return StillGood
	}
	return Untold
}

// Replay is what became of several.
type Replay struct {
	Target      string
	Results     []Replayed
	FailOn      cases.Level // the loosest level that gates; "" is any
	Interrupted bool
}

// Gate judges them all. It is open only if each was told, and none fails at or
// above FailOn.
func (r Replay) Gate() Gate {
	gate := GateOpen
	if len(r.Results) == 0 {
		gate = GateUntested
	}
	for _, one := range r.Results {
		switch one.Outcome() {
		case StillFails, FailsNow:
			if one.Now.Level.AtLeast(r.FailOn) {
				gate = GateFailed
			}
		case PassesNow, StillGood:
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

// WriteReplay writes what became of each, and counts.
func WriteReplay(w io.Writer, r Replay, o ConsoleOptions) error {
	p := newPrinter(w, o)
	counts := map[Outcome]int{}
	for _, one := range r.Results {
		outcome := one.Outcome()
		counts[outcome]++
		p.linef("%s  %s", p.mark(outcome)+p.bold(Visible(one.Before.called())), outcome)
		p.replayed(one)
	}
	var parts []string
	for _, outcome := range []Outcome{StillFails, FailsNow, PassesNow, StillGood, Untold} {
		if n := counts[outcome]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words(outcome, n)))
		}
	}
	if len(r.Results) > 0 {
		p.linef("")
	}
	below := ""
	if n := r.below(); n > 0 {
		below = fmt.Sprintf(" (%d below --fail-on %s)", n, r.FailOn)
	}
	p.linef("%s  of %s: %s%s", p.bold(printable(r.Target)), plural(len(r.Results), "result"), strings.Join(parts, ", "), below)
	return p.err
}

// below counts the failures that do not gate.
func (r Replay) below() int {
	n := 0
	for _, one := range r.Results {
		if one.Now.Verdict == Failed && !one.Now.Level.AtLeast(r.FailOn) {
			n++
		}
	}
	return n
}

// called is the name of a result; an entry of an archive has no encoding.
func (r Result) called() string {
	if r.Encoding == "" {
		return r.ID
	}
	return r.Name()
}

func (p *printer) mark(o Outcome) string {
	switch o {
	case StillFails, FailsNow:
		return p.red("✗ ")
	case PassesNow, StillGood:
		return p.green("✓ ")
	default:
		return p.warn("! ")
	}
}

// words puts an outcome in the plural.
func words(o Outcome, n int) string {
	if n == 1 {
		return string(o)
	}
	return map[Outcome]string{
		StillFails: "still fail", FailsNow: "fail now", PassesNow: "pass now", StillGood: "pass, as before", Untold: "could not be told",
	}[o]
}

// replayed writes how a result fails, and how it did if that was otherwise.
func (p *printer) replayed(one Replayed) {
	if one.Outcome() == Untold && one.Now.Reason != "" {
		p.linef("    %s", printable(one.Now.Reason))
	}
	if one.Now.Verdict != Failed {
		return
	}
	m := one.Now.Mismatches[0]
	p.linef("    %s", printable(m.Explanation))
	p.linef("    %s  %s", p.dim("expected"), printable(m.Expected))
	p.linef("    %s       %s", p.dim("got"), printable(m.Actual))
	if before := one.Before.Mismatches; len(before) > 0 && before[0].Actual != m.Actual {
		p.linef("    %s    %s", p.dim("before"), printable(before[0].Actual))
	}
}
