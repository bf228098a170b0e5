package suite

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// sender is what a runner needs of a client.
type sender interface {
	Do(ctx context.Context, r wire.Request) wire.Exchange
}

// evidence is how much of an answer's body is kept, in bytes.
const evidence = 16 << 10

// runner carries out cases, one at a time or many at once.
type runner struct {
	client    sender
	messages  []cases.Message
	parameter string // the spelling of the redirect list's name that the target honours
}

// run carries out one entry, step after step, and gives its verdict. A step
// that cannot be done ends it.
func (r runner) run(ctx context.Context, e Entry) report.Result {
	c := course{runner: r, entry: e, result: blank(e), known: variables{cases.RedirectParameter: r.parameter}}
	for first := 0; first < len(e.Case.Steps); {
		next := e.Case.Stage(first)
		if ended := c.stage(ctx, first, next); ended != nil {
			return *ended
		}
		if c.over {
			break
		}
		first = next
	}
	return judged(c.result)
}

// throttled reports whether the target said that it has had too many requests
// (RFC 6585 §4), which is no verdict on this one. A 429 that does not say when
// to come back is taken for a refusal like any other 4xx.
func throttled(x wire.Exchange) bool {
	return x.Answer != nil && x.Answer.Status == http.StatusTooManyRequests &&
		len(wire.Values(x.Answer.Header, "Retry-After")) > 0
}

// capture keeps members of an answer as variables. It says why it cannot, or "".
func capture(known variables, wanted map[string]string, x wire.Exchange) string {
	if len(wanted) == 0 {
		return ""
	}
	if x.Break != nil {
		return x.Break.Sentence()
	}
	answer := judge.Read(*x.Answer)
	for _, variable := range slices.Sorted(maps.Keys(wanted)) {
		member := wanted[variable]
		value := answer.Text(member)
		if value == "" {
			return "its answer has no usable " + member
		}
		known[variable] = value
	}
	return ""
}

func blocked(step cases.Step, number int, why string) string {
	what := fmt.Sprintf("step %d", number)
	if step.Register != "" {
		what = "registering a client"
	}
	return fmt.Sprintf("needs %s, which failed; %s", what, strings.TrimSuffix(why, "."))
}

// blank is the result of an entry before anything was done.
func blank(e Entry) report.Result {
	return report.Result{
		ID: e.Case.ID, Encoding: e.Encoding, Level: e.Case.Level, Title: e.Case.Title,
		Requirements: slices.Clone(e.Case.Requirements), Errata: append([]string{}, e.Case.Errata...),
		Verdict: report.Errored, Reason: "not run", Mismatches: []report.Mismatch{}, Exchanges: []wire.Exchange{},
	}
}

// judged gives a result its verdict: a failure counts at the level of its
// strictest mismatch.
func judged(result report.Result) report.Result {
	result.Reason = ""
	result.Verdict = report.Passed
	for i, m := range result.Mismatches {
		result.Verdict = report.Failed
		if i == 0 {
			result.Level = m.Level
		}
		result.Level = cases.Strictest(result.Level, m.Level)
	}
	return timed(result)
}

// limited is the result of a case that the target's rate limit ended. A failure
// that was seen before counts.
func limited(result report.Result) report.Result {
	if len(result.Mismatches) > 0 {
		return judged(result)
	}
	return errored(result, "the target limits the rate of requests (429); lift the limit for the test, or go slower with --parallel 1")
}

// inapplicable is the result of a case whose step has nothing to test. What
// failed before it stays failed.
func inapplicable(result report.Result, step int, why error) report.Result {
	if len(result.Mismatches) > 0 {
		return judged(result)
	}
	return skipped(result, report.SkipInapplicable, fmt.Sprintf("step %d does not apply: %v", step, why))
}

func skipped(result report.Result, kind report.Skip, reason string) report.Result {
	result.Verdict, result.Skip, result.Reason = report.Skipped, kind, reason
	return timed(result)
}

func errored(result report.Result, reason string) report.Result {
	result.Verdict, result.Reason = report.Errored, reason
	return timed(result)
}

// ended is the result of a case that was broken off on our side.
func ended(result report.Result, b *wire.Break, step int) report.Result {
	result.Mismatches = []report.Mismatch{}
	if b.Kind == wire.KindInterrupted {
		return skipped(result, report.SkipInterrupted, "the run was interrupted before this case was done")
	}
	return errored(result, fmt.Sprintf("step %d: %s", step, b.Sentence()))
}

func timed(result report.Result) report.Result {
	var total time.Duration
	for _, x := range result.Exchanges {
		total += x.Duration
	}
	result.DurationMS = milliseconds(total)
	return result
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
