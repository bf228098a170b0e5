package finding

import (
	"context"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
)

// Play sends a sequence with clients of its own, and gives the result under a name.
// What is wrong with an answer is a mismatch, the first one that gates before the
// others. The result is at the level that gates.
func Play(ctx context.Context, name string, sequence traffic.Sequence, connect func() session.Sender) report.Result {
	result := report.Result{ID: name, Verdict: report.Passed, Level: cases.Implied}
	s := session.New(session.Options{Sender: connect, Sparing: true})
	defer s.Close()
	advice := true
	for _, turn := range s.Play(ctx, sequence) {
		result.Exchanges = append(result.Exchanges, turn.Exchange)
		if b := turn.Exchange.Break; b != nil && (b.Unreachable() || b.Ours()) {
			return report.Result{ID: name, Verdict: report.Errored, Reason: b.Sentence(), Level: cases.Implied, Exchanges: result.Exchanges}
		}
		for _, v := range turn.Violations {
			m := report.Mismatch{
				Step: len(result.Exchanges), Aspect: report.AspectContent, Level: v.Level, Requirement: Finding{Cause: Cause{Rule: v.Rule}, Violation: v}.Requirement(),
				Expected: v.Expected, Actual: v.Actual, Explanation: v.Sentence,
			}
			if gates := v.Level.AtLeast(cases.Implied); gates && advice {
				result.Mismatches, advice = append([]report.Mismatch{m}, result.Mismatches...), false
			} else {
				result.Mismatches = append(result.Mismatches, m)
			}
			result.Verdict = report.Failed
		}
	}
	return result
}
