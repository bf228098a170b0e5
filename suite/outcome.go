package suite

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// outcome is what became of an entry. The zero outcome is that all its steps were
// judged, so that its mismatches decide.
type outcome struct {
	verdict report.Verdict // Errored or Skipped
	skip    report.Skip    // why it is skipped
	reason  string
}

// The reasons may hold what a server sent.
func errored(reason string) outcome {
	return outcome{verdict: report.Errored, reason: report.Visible(reason)}
}

func skipped(kind report.Skip, reason string) outcome {
	return outcome{verdict: report.Skipped, skip: kind, reason: report.Visible(reason)}
}

// interrupted is the outcome of a case that the end of the run kept from a verdict.
func interrupted(when string) outcome {
	return skipped(report.SkipInterrupted, "the run was interrupted before "+when)
}

// unexplained is the outcome of a case that broke, when the end of the run kept the
// reason from being found.
func unexplained() outcome { return interrupted("it was known why this case broke off") }

// rateLimited is the outcome of a case that the target's rate limit ended.
func rateLimited() outcome {
	return errored("the target asked to wait (429, 502, 503 or 504) for longer than anybody does; lift the limit for the test, or wait longer with --wait")
}

// wentAway is the outcome of a case that broke because of another.
func wentAway() outcome { return errored("the target stopped answering while this case was under way") }

// ended is the outcome of a case that was broken off on our side in a step.
func ended(b *wire.Break, step int) outcome {
	if b.Kind == wire.KindInterrupted {
		return interrupted("this case was done")
	}
	if b.BeyondHTTP2() {
		return skipped(report.SkipInapplicable, fmt.Sprintf("step %d does not apply: %s", step, b.Detail))
	}
	return errored(fmt.Sprintf("step %d: %s", step, b.Sentence()))
}

// blocked is the outcome of a case that needs a step which failed.
func blocked(step cases.Step, number int, why string) outcome {
	what := fmt.Sprintf("step %d", number)
	if step.Register != "" {
		what = "registering a client"
	}
	return skipped(report.SkipBlocked, fmt.Sprintf("needs %s, which failed; %s", what, strings.TrimSuffix(why, ".")))
}

// unlessFailed is the outcome for a result in which a failure that was seen before
// counts.
func (o outcome) unlessFailed(result report.Result) outcome {
	if len(result.Mismatches) > 0 {
		return outcome{}
	}
	return o
}

// of gives the result its verdict. A failure counts at the level of its strictest
// mismatch.
func (o outcome) of(result report.Result) report.Result {
	var total time.Duration
	for _, x := range result.Exchanges {
		total += x.Duration
	}
	result.DurationMS = milliseconds(total)
	if o.verdict != "" {
		result.Verdict, result.Reason = o.verdict, o.reason
		if o.skip != "" {
			result.Skip = o.skip
		}
		return result
	}
	result.Verdict, result.Reason = report.Passed, ""
	for i, m := range result.Mismatches {
		if i == 0 {
			result.Verdict, result.Level = report.Failed, m.Level
		}
		result.Level = cases.Strictest(result.Level, m.Level)
	}
	return result
}

// blank is the result of an entry before anything was done.
func blank(e Entry) report.Result {
	return report.Result{
		ID: e.Case.ID, Encoding: e.Encoding, Level: e.Case.Level, Title: e.Case.Title,
		Requirements: slices.Clone(e.Case.Requirements), Errata: append([]string{}, e.Case.Errata...),
		Verdict: report.Errored, Reason: "not run", Mismatches: []report.Mismatch{}, Exchanges: []wire.Exchange{},
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
