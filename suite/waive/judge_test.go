package waive

import (
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// TestJudge gives results and waivers, and says what the gate is then, which
// verdicts change, and which waivers are stale.
func TestJudge(t *testing.T) {
	const (
		json = cases.JSON
		form = cases.Form
	)
	wrong := func(id string) report.Result { return failed(id, json, message("Nope")) }
	advice := mismatch{report.AspectMessage, "Nope", 400, cases.Hardening}
	for _, row := range []struct {
		name    string
		results []report.Result
		waivers string
		gate    report.Gate
		waived  string // the names of those that are
		stale   string // kind and text of each
	}{
		{
			"a failure that is waived",
			[]report.Result{passed("a/a", json), wrong("a/b")},
			`[{case: a/b, reason: R}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"another case",
			[]report.Result{passed("a/a", json), wrong("a/b")},
			`[{case: a/a, reason: R}]`, report.GateFailed, "", "passed: a/a [json] passes now",
		},
		{
			"another encoding",
			[]report.Result{passed("a/b", form), wrong("a/b")},
			`[{case: a/b, encoding: form, reason: R}]`, report.GateFailed, "", "passed: a/b [form] passes now",
		},
		{
			"one encoding of two passes",
			[]report.Result{wrong("a/b"), passed("a/b", form)},
			`[{case: a/b, reason: R}]`, report.GateStale, "a/b [json]", "passed: a/b [form] passes now",
		},
		{
			"both encodings pass",
			[]report.Result{passed("a/b", json), passed("a/b", form)},
			`[{case: a/b, reason: R}]`, report.GateStale, "", "passed: a/b [json] [form] passes now",
		},
		{
			"one of two cases passes",
			[]report.Result{wrong("a/b"), passed("a/c", json)},
			`[{case: [a/b, a/c], reason: R}]`, report.GateStale, "a/b [json]", "passed: a/c [json] passes now",
		},
		{
			"one check of two",
			[]report.Result{failed("a/b", json, message("Nope"), mismatch{report.AspectStatus, "200", 200, ""})},
			`[{case: a/b, aspect: message, reason: R}]`, report.GateFailed, "", "",
		},
		{
			"both checks",
			[]report.Result{failed("a/b", json, message("Nope"), mismatch{report.AspectStatus, "200", 200, ""})},
			`[{case: a/b, aspect: message, reason: R}, {case: a/b, aspect: status, reason: S}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"the check that is waived is right now",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R}, {case: a/b, aspect: status, reason: S}]`, report.GateStale, "a/b [json]",
			"mended: a/b [json] fails, and no longer in the aspect status",
		},
		{
			"a check that does not gate may be left over",
			[]report.Result{failed("a/b", json, message("Nope"), mismatch{report.AspectStatus, "200", 200, cases.Hardening})},
			`[{case: a/b, aspect: message, reason: R}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"advice is waived as a whole or not",
			[]report.Result{passed("a/a", json), failed("a/b", json, advice, mismatch{report.AspectStatus, "200", 200, cases.Hardening})},
			`[{case: a/b, aspect: message, reason: R}]`, report.GateOpen, "", "",
		},
		{
			"the answer that is pinned",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R, pin: {message: Nope, status: 400}}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"each with one of those pinned",
			[]report.Result{wrong("a/b"), failed("a/c", json, message("No"))},
			`[{case: [a/b, a/c], reason: R, pin: [{message: No}, {message: Nope}]}]`, report.GateOpen, "a/b [json], a/c [json]", "",
		},
		{
			"one with the other's answer",
			[]report.Result{wrong("a/b"), wrong("a/c")},
			`[{case: [a/b, a/c], reason: R, pin: [{message: No}, {message: Nope}]}]`, report.GateStale, "a/b [json], a/c [json]",
			"mended: nothing is answered with “No” any more, which is pinned among others",
		},
		{
			"one of those pinned, and not all ran",
			[]report.Result{wrong("a/b"), skipped("a/c", report.SkipDeselected)},
			`[{case: [a/b, a/c], reason: R, pin: [{message: No}, {message: Nope}]}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"another text than is pinned",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R, pin: {message: No}}]`, report.GateFailed, "",
			"changed: a/b [json] has another answer than is pinned: it was “No” and is “Nope” (400)",
		},
		{
			"another status than is pinned",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R, pin: {message: Nope, status: 409}}]`, report.GateFailed, "",
			"changed: a/b [json] has another answer than is pinned: it was “Nope” (409) and is “Nope” (400)",
		},
		{
			"advice with another answer than is pinned",
			[]report.Result{passed("a/a", json), failed("a/b", json, advice)},
			`[{case: a/b, reason: R, pin: {message: No}}]`, report.GateStale, "",
			"changed: a/b [json] has another answer than is pinned: it was “No” and is “Nope” (400)",
		},
		{
			"two pins for two steps",
			[]report.Result{failed("a/b", json, message("One"), message("Two"))},
			`[{case: a/b, reason: R, pin: {message: One}}, {case: a/b, reason: R, pin: {message: Two}}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"expired",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R, expires: 2026-02-28}]`, report.GateStale, "a/b [json]", "expired: expired on 2026-02-28",
		},
		{
			"the last day",
			[]report.Result{wrong("a/b")},
			`[{case: a/b, reason: R, expires: 2026-03-01}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"a wide pattern that is needed somewhere",
			[]report.Result{wrong("a/b"), passed("a/c", json)},
			`[{case: a/*, reason: R}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"a wide pattern that is needed nowhere",
			[]report.Result{passed("a/b", json), passed("a/c", json)},
			`[{case: a/*, reason: R}]`, report.GateStale, "", "passed: a/b [json], a/c [json] pass now",
		},
		{
			"a wide pattern of which not all ran",
			[]report.Result{passed("a/b", json), skipped("a/c", report.SkipDeselected)},
			`[{case: a/*, reason: R}]`, report.GateOpen, "", "",
		},
		{
			"what did not run makes nothing stale",
			[]report.Result{passed("a/a", json), skipped("a/b", report.SkipDeselected)},
			`[{case: a/b, reason: R, expires: 2020-01-01}]`, report.GateOpen, "", "",
		},
		{
			"no verdict is never waived",
			[]report.Result{passed("a/a", json), errored("a/b", json)},
			`[{case: a/*, reason: R}]`, report.GateUntested, "", "",
		},
		{
			"a case that could not be done",
			[]report.Result{passed("a/a", json), skipped("a/b", report.SkipBlocked)},
			`[{case: a/b, aspect: blocked, reason: R}]`, report.GateOpen, "a/b [json]", "",
		},
		{
			"a case that could not be done says nothing of its checks",
			[]report.Result{passed("a/a", json), skipped("a/b", report.SkipBlocked)},
			`[{case: a/b, aspect: message, reason: R}]`, report.GateFailed, "", "",
		},
		{
			"nothing but blocked cases is no test",
			[]report.Result{skipped("a/b", report.SkipBlocked)},
			`[{case: a/b, reason: R}]`, report.GateUntested, "a/b [json]", "",
		},
		{
			"a connection that breaks on one input",
			[]report.Result{failed("a/b", json, mismatch{report.AspectConnection, "the connection was reset", 0, ""})},
			`[{case: a/b, aspect: connection, reason: R}]`, report.GateOpen, "a/b [json]", "",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := reported(row.results...)
			r := Judge(before, waivers(t, before, "waivers: "+row.waivers), today())
			if got := r.Gate(); got != row.gate {
				t.Errorf("the gate is %s, and not %s", got, row.gate)
			}
			var waived, stale []string
			for _, result := range r.Results {
				if result.Verdict == report.Waived {
					waived = append(waived, result.Name())
					if len(result.Excuses) == 0 || result.Excuses[0].Waiver != "w.yaml:1" {
						t.Errorf("%s is excused by %v", result.Name(), result.Excuses)
					}
				}
			}
			for _, s := range r.Waivers.Stale {
				stale = append(stale, string(s.Kind)+": "+s.Text)
			}
			if got := strings.Join(waived, ", "); got != row.waived {
				t.Errorf("waived is %q, and not %q", got, row.waived)
			}
			if got := strings.Join(stale, "; "); got != row.stale {
				t.Errorf("stale is\n%s\nand not\n%s", got, row.stale)
			}
			if slices.ContainsFunc(before.Results, func(r report.Result) bool { return r.Verdict == report.Waived }) {
				t.Error("the report that was given is changed")
			}
		})
	}
}

// A target that went down, and one that is not the endpoint, are not borne.
func TestNoWaiverCoversATargetThatIsNotThere(t *testing.T) {
	broken := failed("a/b", cases.JSON, mismatch{report.AspectConnection, "the connection was reset", 0, ""})
	stopped := reported(passed("a/a", cases.JSON), broken)
	stopped.Stopped = "The target stopped answering after a/b [json]."
	if r := Judge(stopped, waivers(t, stopped, "waivers: [{case: a/b, reason: R}]"), today()); r.Gate() != report.GateFailed || len(r.Waivers.Stale) > 0 {
		t.Errorf("the gate is %s: %+v", r.Gate(), r.Waivers)
	}
	page := reported(failed("a/b", cases.JSON, message("<html>")))
	page.OneAnswer = "Every one of 10 requests got the same answer."
	if r := Judge(page, waivers(t, page, "waivers: [{case: a/b, reason: R}]"), today()); r.Gate() != report.GateUntested || r.Waivers.Void == "" {
		t.Errorf("the gate is %s: %+v", r.Gate(), r.Waivers)
	}
}

// A failing result says how it left what a waiver pins.
func TestChanges(t *testing.T) {
	before := reported(failed("a/b", cases.JSON, message("Nope")))
	r := Judge(before, waivers(t, before, "waivers: [{case: a/b, reason: R, pin: [{message: Yes}, {message: No}]}]"), today())
	want := report.Change{Waiver: "w.yaml:1", Step: 1, Aspect: report.AspectMessage, Pinned: "“No”", Actual: "“Nope” (400)"}
	if got := r.Results[0].Changes; len(got) != 1 || got[0] != want {
		t.Errorf("got %+v", got)
	}

	// A waiver that excuses another of its steps has nothing to do with it.
	before = reported(failed("a/b", cases.JSON, message("One"), message("Nope")))
	r = Judge(before, waivers(t, before, `
waivers:
  - {case: a/b, reason: R, pin: {message: One}}
  - {case: a/b, reason: R, pin: {message: Two}}`), today())
	if got := r.Results[0].Changes; len(got) != 1 || got[0].Waiver != "w.yaml:4" || got[0].Step != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestUnfilledReasonsAreNamed(t *testing.T) {
	before := reported(failed("a/b", cases.JSON, message("Nope")))
	r := Judge(before, waivers(t, before, "waivers: [{case: a/b, reason: '"+Unfilled+"'}]"), today())
	if r.Gate() != report.GateOpen || len(r.Waivers.Unfilled) != 1 || r.Waivers.Unfilled[0] != "w.yaml:1" {
		t.Errorf("the gate is %s: %+v", r.Gate(), r.Waivers)
	}
}
