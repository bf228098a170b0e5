package report_test

import (
	"reflect"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func TestSummarise(t *testing.T) {
	levels := func(documented, implied, hardening int) map[cases.Level]int {
		return map[cases.Level]int{cases.Documented: documented, cases.Implied: implied, cases.Hardening: hardening}
	}
	for _, test := range []struct {
		what    string
		results []report.Result
		want    report.Summary
	}{
		{"nothing", nil, report.Summary{FailedByLevel: levels(0, 0, 0)}},
		{
			"every verdict", fixture.EveryVerdict().Results,
			report.Summary{
				Total: 10, Selected: 9, Run: 5, NotRun: 4, Passed: 1, Failed: 3, Waived: 1, Skipped: 4, Errored: 1,
				FailedByLevel: levels(1, 1, 1),
			},
		},
		{
			"all deselected",
			[]report.Result{fixture.Result("a/b", report.Skipped, cases.Implied), fixture.Result("a/c", report.Skipped, cases.Implied)},
			report.Summary{Total: 2, Skipped: 2, FailedByLevel: levels(0, 0, 0)},
		},
		{
			"errored only",
			[]report.Result{fixture.Result("a/b", report.Errored, cases.Documented)},
			report.Summary{Total: 1, Selected: 1, NotRun: 1, Errored: 1, FailedByLevel: levels(0, 0, 0)},
		},
		{
			"one passed of two",
			[]report.Result{fixture.Result("a/b", report.Passed, cases.Documented), fixture.Result("a/c", report.Skipped, cases.Documented)},
			report.Summary{Total: 2, Selected: 1, Run: 1, Passed: 1, Skipped: 1, FailedByLevel: levels(0, 0, 0)},
		},
	} {
		got := report.Summarise(test.results)
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: got %+v, want %+v", test.what, got, test.want)
		}
		if got.Run+got.NotRun != got.Selected || got.Passed+got.Failed+got.Waived+got.Skipped+got.Errored != got.Total {
			t.Errorf("%s: the counts do not add up: %+v", test.what, got)
		}
	}
}

// The gate is open only if something was tested and nothing that gates is left
// in doubt.
func TestGate(t *testing.T) {
	passed := fixture.Result("a/passed", report.Passed, cases.Documented)
	errored := func(level cases.Level) report.Result { return fixture.Result("a/errored", report.Errored, level) }
	failed := func(level cases.Level) report.Result { return fixture.Result("a/failed", report.Failed, level) }
	for _, test := range []struct {
		what    string
		failOn  cases.Level
		results []report.Result
		want    report.Gate
	}{
		{"all passed", cases.Implied, []report.Result{passed, fixture.Result("a/b", report.Passed, cases.Hardening)}, report.GateOpen},
		{"passed and waived", cases.Implied, []report.Result{passed, fixture.Result("a/waived", report.Waived, cases.Documented)}, report.GateOpen},
		{"passed and not asked for", cases.Implied, []report.Result{passed, fixture.Skipped("a/b", report.SkipDeselected, cases.Documented)}, report.GateOpen},
		{"passed and nothing to test", cases.Implied, []report.Result{passed, fixture.Skipped("a/b", report.SkipInapplicable, cases.Documented)}, report.GateOpen},

		{"a failure", cases.Implied, []report.Result{passed, failed(cases.Documented)}, report.GateFailed},
		{"a failure as loose as the bound", cases.Implied, []report.Result{passed, failed(cases.Implied)}, report.GateFailed},
		{"advice below the bound", cases.Implied, []report.Result{passed, failed(cases.Hardening)}, report.GateOpen},
		{"advice that was asked to gate", cases.Hardening, []report.Result{passed, failed(cases.Hardening)}, report.GateFailed},
		{"implied below the bound", cases.Documented, []report.Result{passed, failed(cases.Implied)}, report.GateOpen},
		{"advice alone, and it was tested", cases.Implied, []report.Result{failed(cases.Hardening)}, report.GateOpen},
		{"no bound: everything gates", "", []report.Result{passed, failed(cases.Hardening)}, report.GateFailed},
		{"a bound that is none: everything gates", "nonsense", []report.Result{passed, failed(cases.Hardening)}, report.GateFailed},

		{"nothing at all", cases.Implied, nil, report.GateUntested},
		{"nothing selected", cases.Implied, []report.Result{fixture.Skipped("a/b", report.SkipDeselected, cases.Documented)}, report.GateUntested},
		{"nothing to test", cases.Implied, []report.Result{fixture.Skipped("a/b", report.SkipInapplicable, cases.Documented)}, report.GateUntested},
		{"blocked only", cases.Implied, []report.Result{fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)}, report.GateFailed},
		{"blocked advice only", cases.Implied, []report.Result{fixture.Skipped("a/b", report.SkipBlocked, cases.Hardening)}, report.GateUntested},
		{"one blocked", cases.Implied, []report.Result{passed, fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)}, report.GateFailed},
		{"blocked where another has no verdict", cases.Implied, []report.Result{errored(cases.Documented), fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)}, report.GateUntested},
		{"blocked where another fails", cases.Implied, []report.Result{errored(cases.Documented), failed(cases.Documented), fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)}, report.GateFailed},
		{"errored only", cases.Implied, []report.Result{errored(cases.Documented)}, report.GateUntested},
		{"one errored", cases.Implied, []report.Result{passed, errored(cases.Implied)}, report.GateUntested},
		{"errored advice", cases.Implied, []report.Result{passed, errored(cases.Hardening)}, report.GateOpen},
		{"errored advice only", cases.Implied, []report.Result{errored(cases.Hardening)}, report.GateUntested},
		{"errored and failed", cases.Implied, []report.Result{errored(cases.Documented), failed(cases.Documented)}, report.GateFailed},
		{"not done, and nobody says so", cases.Implied, []report.Result{passed, fixture.Skipped("a/b", report.SkipInterrupted, cases.Documented)}, report.GateUntested},
		{"a verdict that is none", cases.Implied, []report.Result{passed, {Level: cases.Documented}}, report.GateUntested},
		{"skipped for no reason", cases.Implied, []report.Result{passed, fixture.Skipped("a/b", "", cases.Documented)}, report.GateUntested},
	} {
		r := fixture.Report(test.results...)
		r.FailOn = test.failOn
		if got := r.Gate(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
}

func TestGateOfARunThatWasCutShort(t *testing.T) {
	passed, failed := fixture.Result("a/passed", report.Passed, cases.Documented), fixture.Result("a/failed", report.Failed, cases.Documented)
	for _, test := range []struct {
		what        string
		results     []report.Result
		unreachable string
		interrupted bool
		want        report.Gate
	}{
		{"interrupted", []report.Result{passed}, "", true, report.GateInterrupted},
		{"interrupted after a failure", []report.Result{failed}, "", true, report.GateInterrupted},
		{"interrupted while waiting for the target", nil, "nobody listens", true, report.GateInterrupted},
		{"unreachable", nil, "nobody listens", false, report.GateUntested},
		{"unreachable, whatever the results say", []report.Result{passed}, "nobody listens", false, report.GateUntested},
	} {
		r := fixture.Report(test.results...)
		r.Unreachable, r.Interrupted = test.unreachable, test.interrupted
		if got := r.Gate(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
}

func TestTheWordsOfAGate(t *testing.T) {
	for gate, want := range map[report.Gate]string{
		report.GateOpen: "conforms", report.GateFailed: "does not conform", report.GateUntested: "not tested", report.GateInterrupted: "interrupted", "else": "else",
	} {
		if got := gate.Words(); got != want {
			t.Errorf("%s: got %s, want %s", gate, got, want)
		}
	}
}
