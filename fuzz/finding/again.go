package finding

import (
	"context"
	"errors"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Recorded is a sequence that was written down, to be sent again.
type Recorded struct {
	Name     string
	Sequence traffic.Sequence
	Target   string // where it was found, if that is known
}

// InReport lists what the report of a campaign found.
func InReport(r report.Report) ([]Recorded, error) {
	if len(r.Findings) == 0 {
		return nil, errors.New("the campaign found nothing, so there is nothing to do again")
	}
	var all []Recorded
	for _, f := range r.Findings {
		all = append(all, Recorded{f.ID, traffic.Decode(f.Program), r.Target})
	}
	return all, nil
}

// Again sends a sequence again, with clients of its own. The result has each mismatch; the first is one
// that is implied at least, if there is such.
func Again(ctx context.Context, one Recorded, sender target.Sender) report.Result {
	result := report.Result{ID: one.Name, Verdict: report.Passed, Level: cases.Hardening}
	s := session.New(session.Options{Sender: sender, Sparing: true})
	gating := false
	for _, x := range s.Play(ctx, one.Sequence) {
		result.Exchanges = append(result.Exchanges, x.Exchange)
		if b := x.Break; b != nil && (b.Unreachable() || b.Ours()) {
			return untold(result, b)
		}
		for _, found := range x.Mismatches {
			m := Finding{Cause: Cause{Rule: found.Rule}, Mismatch: found}.mismatch(len(result.Exchanges))
			at := len(result.Mismatches)
			if !gating && m.Level.AtLeast(cases.Implied) {
				at, gating = 0, true
			}
			result.Mismatches = slices.Insert(result.Mismatches, at, m)
			result.Verdict, result.Level = report.Failed, cases.Strictest(result.Level, m.Level)
		}
	}
	return result
}

// untold is the result of a sequence whose requests the target did not get.
func untold(result report.Result, b *wire.Break) report.Result {
	return report.Result{ID: result.ID, Verdict: report.Errored, Reason: b.Sentence(), Level: cases.Implied, Exchanges: result.Exchanges}
}

// mismatch is the finding as a mismatch of a result.
func (f Finding) mismatch(step int) report.Mismatch {
	m := f.Mismatch
	return report.Mismatch{
		Step: step, Aspect: report.AspectContent, Level: m.Level, Requirement: f.Requirement(),
		Expected: m.Expected, Actual: m.Actual, Explanation: m.Explanation,
	}
}
