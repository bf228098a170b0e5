package page

import (
	"io"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// fuzzed is a report of a campaign with a text in every place that a server decides on.
func fuzzed(text string) report.Report {
	x := fixture.Exchanged(`{"contacts":"bob"}`, text)
	r := fixture.Report()
	r.Kind = report.KindFuzz
	r.Findings = []report.Finding{{
		ID: "message-wrong", Level: cases.Documented, Requirement: "error.invalid-email", Expected: "Email bob is not a valid email", Actual: "400, Email bob is no valid email",
		Explanation: "It is wrong. " + text, Count: 3, RequestsToFind: 12, Recipe: []string{"curl 'http://x'", "curl 'http://y'"}, Exchanges: []wire.Exchange{x, x}, File: "findings/message-wrong.yaml",
	}, {ID: "advice", Level: cases.Hardening, Requirement: "x", Flaky: true}}
	r.Campaign = &report.Campaign{
		Requests: 1000, Answered: 999, Events: []report.Event{{Requests: 5, Text: text}}, Forms: []report.Form{{Requests: 1, Exchange: x}},
		Coverage: []report.Coverage{{Encoding: "json", Kind: "associate", Outcome: "success", Seen: 1234}, {Encoding: "form", Kind: "update with bad credentials", Outcome: "unauthorized", Allowed: 3}},
	}
	for i := range 20 {
		r.Campaign.Curve = append(r.Campaign.Curve, report.Moment{MS: float64(100 * i), Requests: 50 * i, Signatures: i, Findings: i / 10})
	}
	return r
}

func TestACampaignIsShown(t *testing.T) {
	for _, v := range []view{{}, {width: 390, dark: true}} {
		const text = "<script>window.pwned=1</script><img src=x>\u202e"
		p := opened(t, v, func(w io.Writer) error { return Campaign(w, fuzzed(text)) })
		p.picture("campaign-" + map[bool]string{true: "narrow", false: "wide"}[v.dark])
		p.accessible()
		shown := eval[string](p, `document.querySelector("main").textContent`)
		for _, want := range []string{
			"1 finding in 1,000 requests, and 1 below --fail-on implied.", report.Visible(text), "Seen 3 times, first after 12 requests.", "(400)", "curl 'http://y'",
			"What was allowed and never came: 1", "unauthorized for form, update, bad", "After 5 requests: ", "1,234",
		} {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is not there", want)
			}
		}
		if eval[bool](p, `"pwned" in window`) || strings.Contains(shown, "\u202e") {
			t.Error("what a server sent is not only shown")
		}
		if n := eval[int](p, `document.querySelectorAll("polyline").length`); n != 3 {
			t.Errorf("%d curves are drawn", n)
		}
		if marked := eval[string](p, `Array.from(document.querySelectorAll("mark")).map((m) => m.textContent).join("|")`); marked != "t a" {
			t.Errorf("these differ: %s", marked)
		}
		if got := eval[int64](p, `document.documentElement.scrollWidth - innerWidth`); got > 0 {
			t.Errorf("the page is %d too wide", got)
		}
	}
}

func TestDifferencesAreShown(t *testing.T) {
	r := fuzzed("no")
	x := fixture.Exchanged("{}", "<b>hostile</b>")
	r.Findings, r.Against = nil, "http://localhost:6544"
	r.Differences = []report.Difference{{
		ID: "difference-1", Aspect: "outcome", OfTarget: "refusal", OfAgainst: "success", Document: report.AllowsTarget, Explanation: "It must refuse.",
		RequestsToFind: 7, Count: 2, Exchanges: []wire.Exchange{x}, Against: []wire.Exchange{x},
	}}
	p := opened(t, view{}, func(w io.Writer) error { return Campaign(w, r) })
	p.accessible()
	shown := eval[string](p, `document.querySelector("main").textContent`)
	for _, want := range []string{"answers differently", "1 difference from http://localhost:6544 in 1,000 requests.", "The document allows only the answer of the target. It must refuse.", "Seen 2 times, first after 7 requests.", "hostile"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if strings.Contains(shown, "othing was found") {
		t.Error("it says that nothing was found")
	}
}
