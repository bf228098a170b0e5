package waive

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func today() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// passed, failed and the like are results of a case in one encoding.
func passed(id string, encoding cases.Encoding) report.Result {
	return report.Result{ID: id, Encoding: encoding, Level: cases.Documented, Verdict: report.Passed}
}

func skipped(id string, kind report.Skip) report.Result {
	r := passed(id, cases.JSON)
	r.Verdict, r.Skip, r.Reason = report.Skipped, kind, "needs registering a client, which failed"
	if kind == report.SkipBlocked {
		r.Exchanges = []wire.Exchange{answer(500)}
	}
	return r
}

func errored(id string, encoding cases.Encoding) report.Result {
	r := passed(id, encoding)
	r.Verdict, r.Reason = report.Errored, "step 1: nobody listens"
	return r
}

// failed is one with a mismatch an aspect, written as "aspect: got (status)".
func failed(id string, encoding cases.Encoding, wrong ...mismatch) report.Result {
	r := passed(id, encoding)
	r.Verdict, r.Level = report.Failed, cases.Hardening
	for i, m := range wrong {
		if m.level == "" {
			m.level = cases.Documented
		}
		r.Level = cases.Strictest(r.Level, m.level)
		r.Mismatches = append(r.Mismatches, report.Mismatch{
			Step: i + 1, Aspect: m.aspect, Level: m.level, Requirement: "some.thing", Actual: m.got,
			Explanation: "The " + string(m.aspect) + " is wrong.",
		})
		r.Exchanges = append(r.Exchanges, answer(m.status))
	}
	return r
}

type mismatch struct {
	aspect report.Aspect
	got    string
	status int
	level  cases.Level
}

func message(got string) mismatch { return mismatch{report.AspectMessage, got, 400, ""} }

func answer(status int) wire.Exchange {
	if status == 0 {
		return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}}
	}
	return wire.Exchange{Answer: &wire.Answer{Status: status}}
}

func reported(results ...report.Result) report.Report {
	return report.Report{FailOn: cases.Implied, Results: results, Summary: report.Summarise(results)}
}

// waivers reads a file of waivers and finds what they cover, as the suite does: an id is one
// case, all else is a pattern for many, of which only "*" is known here.
func waivers(t *testing.T, r report.Report, text string) []Resolved {
	t.Helper()
	parsed, err := Parse("w.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var all []Resolved
	for _, w := range parsed {
		waiver := Resolved{Waiver: w}
		for _, pattern := range w.Patterns {
			target := Target{Pattern: pattern, Wide: strings.HasSuffix(pattern, "*")}
			id, encoding, _ := strings.Cut(strings.TrimSuffix(pattern, "]"), " [")
			for place, result := range r.Results {
				fits := id == result.ID || target.Wide && strings.HasPrefix(result.ID, strings.TrimSuffix(id, "*"))
				fits = fits && (encoding == "" || encoding == string(result.Encoding))
				if fits && (w.Encoding == "" || w.Encoding == result.Encoding) {
					target.Places = append(target.Places, place)
				}
			}
			waiver.Targets = append(waiver.Targets, target)
		}
		all = append(all, waiver)
	}
	return all
}

// Whatever a result can fail in can be waived: --write-waivers writes it.
func TestEveryAspectCanBeWaived(t *testing.T) {
	for _, aspect := range []report.Aspect{
		report.AspectStatus, report.AspectMessage, report.AspectEnvelope, report.AspectContentType, report.AspectSchema, report.AspectMember,
		report.AspectConnection, report.AspectHeader, report.AspectContent, report.AspectTime, report.AspectSample, report.AspectBlocked,
	} {
		if _, err := Parse("w.yaml", []byte("waivers: [{case: a/b, aspect: "+string(aspect)+", reason: R}]")); err != nil {
			t.Error(err)
		}
	}
}
