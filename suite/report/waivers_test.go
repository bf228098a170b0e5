package report_test

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// A waiver that has to be mended keeps the gate from opening, and a failure
// counts before it.
func TestGateOfStaleWaivers(t *testing.T) {
	passed := fixture.Report(fixture.Result("a/passed", report.Passed, cases.Documented))
	passed.Waivers = &report.Waivers{Stale: []report.Stale{{}}}
	failed := fixture.Report(fixture.Result("a/passed", report.Passed, cases.Documented), fixture.Result("a/failed", report.Failed, cases.Documented))
	failed.Waivers = passed.Waivers
	fine := fixture.Report(fixture.Result("a/passed", report.Passed, cases.Documented))
	fine.Waivers = &report.Waivers{}
	for want, r := range map[report.Gate]report.Report{report.GateStale: passed, report.GateFailed: failed, report.GateOpen: fine} {
		if got := r.Gate(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := report.GateStale.Words(); got != "conforms, and the waivers are stale" {
		t.Errorf("got %s", got)
	}
}

// A waiver has one line, however many of its cases show that it is stale.
func TestStaleWaivers(t *testing.T) {
	used := fixture.Result("a/used", report.Waived, cases.Documented)
	used.Excuses = []report.Excuse{{Waiver: "w.yaml:9"}}
	r := fixture.Report(used)
	if got := r.StaleWaivers(); got != nil {
		t.Errorf("without any waiver there is %q", got)
	}
	stale := func(waiver, id string, kind report.StaleKind, text string) report.Stale {
		return report.Stale{Waiver: waiver, Case: id, Kind: kind, Results: []string{id + " [json]", id + " [form]"}, Text: text}
	}
	r.Waivers = &report.Waivers{Stale: []report.Stale{
		stale("w.yaml:2", "a/b", report.StalePassed, "a/b passes now"), stale("w.yaml:2", "a/c", report.StalePassed, "a/c passes now"),
		stale("w.yaml:2", "a/d", report.StaleExpired, "expired on 2026-01-01"),
		stale("w.yaml:5", "a/b", report.StaleMended, "a/b fails otherwise now"),
		stale("w.yaml:9", "a/b", report.StaleMended, ""), stale("w.yaml:9", "a/c", report.StaleMended, ""),
		stale("w.yaml:9", "a/d", report.StaleChanged, "a/d has another answer"),
	}}
	want := []string{
		"w.yaml:2: 4 of its cases pass now; take it out; expired on 2026-01-01; mend the server, or decide anew until when it is borne",
		"w.yaml:5: a/b fails otherwise now; take it out",
		"w.yaml:9: 4 of its cases fail otherwise now; take them out; a/d has another answer; look at it again, and pin the new answer or mend the server",
	}
	if got := r.StaleWaivers(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// Blocked cases are told of where nothing else keeps the gate shut.
func TestBlockedByWaived(t *testing.T) {
	waived, blocked := fixture.Result("a/waived", report.Waived, cases.Documented), fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)
	too := fixture.Skipped("a/c", report.SkipBlocked, cases.Documented)
	too.Verdict = report.Waived
	for _, test := range []struct {
		what    string
		results []report.Result
		want    int
	}{
		{"one is blocked", []report.Result{waived, blocked}, 1},
		{"it is waived, too", []report.Result{waived, too}, 0},
		{"nothing is waived", []report.Result{blocked}, 0},
		{"another fails", []report.Result{waived, blocked, fixture.Result("a/d", report.Failed, cases.Implied)}, 0},
		{"advice fails", []report.Result{waived, blocked, fixture.Result("a/d", report.Failed, cases.Hardening)}, 1},
		{"blocked advice", []report.Result{waived, fixture.Skipped("a/d", report.SkipBlocked, cases.Hardening)}, 0},
	} {
		if r := fixture.Report(test.results...); r.BlockedByWaived() != test.want {
			t.Errorf("%s: got %d", test.what, r.BlockedByWaived())
		}
	}
	if s := report.Summarise([]report.Result{waived, too, blocked}); s.WaivedBlocked() != 1 || s.SelectedSkips() != 2 || s.Run != 1 {
		t.Errorf("the counts are %+v", s)
	}
}
