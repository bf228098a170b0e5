package report

import (
	"reflect"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestSummarise(t *testing.T) {
	levels := func(documented, implied, hardening int) map[cases.Level]int {
		return map[cases.Level]int{cases.Documented: documented, cases.Implied: implied, cases.Hardening: hardening}
	}
	for _, test := range []struct {
		what    string
		results []Result
		want    Summary
	}{
		{"nothing", nil, Summary{FailedByLevel: levels(0, 0, 0)}},
		{
			"every verdict", everyVerdict().Results,
			Summary{
				Total: 10, Selected: 9, Run: 5, NotRun: 4, Passed: 1, Failed: 3, Waived: 1, Skipped: 4, Errored: 1,
				FailedByLevel: levels(1, 1, 1),
			},
		},
		{
			"all deselected",
			[]Result{result("a/b", Skipped, cases.Implied), result("a/c", Skipped, cases.Implied)},
			Summary{Total: 2, Skipped: 2, FailedByLevel: levels(0, 0, 0)},
		},
		{
			"errored only",
			[]Result{result("a/b", Errored, cases.Documented)},
			Summary{Total: 1, Selected: 1, NotRun: 1, Errored: 1, FailedByLevel: levels(0, 0, 0)},
		},
		{
			"one passed of two",
			[]Result{result("a/b", Passed, cases.Documented), result("a/c", Skipped, cases.Documented)},
			Summary{Total: 2, Selected: 1, Run: 1, Passed: 1, Skipped: 1, FailedByLevel: levels(0, 0, 0)},
		},
	} {
		got := Summarise(test.results)
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
	passed := result("a/passed", Passed, cases.Documented)
	errored := func(level cases.Level) Result { return result("a/errored", Errored, level) }
	failed := func(level cases.Level) Result { return result("a/failed", Failed, level) }
	for _, test := range []struct {
		what    string
		failOn  cases.Level
		results []Result
		want    Gate
	}{
		{"all passed", cases.Implied, []Result{passed, result("a/b", Passed, cases.Hardening)}, GateOpen},
		{"passed and waived", cases.Implied, []Result{passed, result("a/waived", Waived, cases.Documented)}, GateOpen},
		{"passed and not asked for", cases.Implied, []Result{passed, skippedAs("a/b", SkipDeselected, cases.Documented)}, GateOpen},
		{"passed and nothing to test", cases.Implied, []Result{passed, skippedAs("a/b", SkipInapplicable, cases.Documented)}, GateOpen},

		{"a failure", cases.Implied, []Result{passed, failed(cases.Documented)}, GateFailed},
		{"a failure as loose as the bound", cases.Implied, []Result{passed, failed(cases.Implied)}, GateFailed},
		{"advice below the bound", cases.Implied, []Result{passed, failed(cases.Hardening)}, GateOpen},
		{"advice that was asked to gate", cases.Hardening, []Result{passed, failed(cases.Hardening)}, GateFailed},
		{"implied below the bound", cases.Documented, []Result{passed, failed(cases.Implied)}, GateOpen},
		{"advice alone, and it was tested", cases.Implied, []Result{failed(cases.Hardening)}, GateOpen},
		{"no bound: everything gates", "", []Result{passed, failed(cases.Hardening)}, GateFailed},
		{"a bound that is none: everything gates", "nonsense", []Result{passed, failed(cases.Hardening)}, GateFailed},

		{"nothing at all", cases.Implied, nil, GateUntested},
		{"nothing selected", cases.Implied, []Result{skippedAs("a/b", SkipDeselected, cases.Documented)}, GateUntested},
		{"nothing to test", cases.Implied, []Result{skippedAs("a/b", SkipInapplicable, cases.Documented)}, GateUntested},
		{"blocked only", cases.Implied, []Result{skippedAs("a/b", SkipBlocked, cases.Documented)}, GateFailed},
		{"blocked advice only", cases.Implied, []Result{skippedAs("a/b", SkipBlocked, cases.Hardening)}, GateUntested},
		{"one blocked", cases.Implied, []Result{passed, skippedAs("a/b", SkipBlocked, cases.Documented)}, GateFailed},
		{"errored only", cases.Implied, []Result{errored(cases.Documented)}, GateUntested},
		{"one errored", cases.Implied, []Result{passed, errored(cases.Implied)}, GateUntested},
		{"errored advice", cases.Implied, []Result{passed, errored(cases.Hardening)}, GateOpen},
		{"errored advice only", cases.Implied, []Result{errored(cases.Hardening)}, GateUntested},
		{"errored and failed", cases.Implied, []Result{errored(cases.Documented), failed(cases.Documented)}, GateFailed},
		{"not done, and nobody says so", cases.Implied, []Result{passed, skippedAs("a/b", SkipInterrupted, cases.Documented)}, GateUntested},
		{"a verdict that is none", cases.Implied, []Result{passed, {Level: cases.Documented}}, GateUntested},
		{"skipped for no reason", cases.Implied, []Result{passed, skippedAs("a/b", "", cases.Documented)}, GateUntested},
	} {
		r := reported(test.results...)
		r.FailOn = test.failOn
		if got := r.Gate(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
}

func TestGateOfARunThatWasCutShort(t *testing.T) {
	passed, failed := result("a/passed", Passed, cases.Documented), result("a/failed", Failed, cases.Documented)
	for _, test := range []struct {
		what        string
		results     []Result
		unreachable string
		interrupted bool
		want        Gate
	}{
		{"interrupted", []Result{passed}, "", true, GateInterrupted},
		{"interrupted after a failure", []Result{failed}, "", true, GateInterrupted},
		{"interrupted while waiting for the target", nil, "nobody listens", true, GateInterrupted},
		{"unreachable", nil, "nobody listens", false, GateUntested},
		{"unreachable, whatever the results say", []Result{passed}, "nobody listens", false, GateUntested},
	} {
		r := reported(test.results...)
		r.Unreachable, r.Interrupted = test.unreachable, test.interrupted
		if got := r.Gate(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, got, test.want)
		}
	}
}

func TestTheWordsOfAGate(t *testing.T) {
	for gate, want := range map[Gate]string{
		GateOpen: "conforms", GateFailed: "does not conform", GateUntested: "not tested", GateInterrupted: "interrupted", "else": "else",
	} {
		if got := gate.Words(); got != want {
			t.Errorf("%s: got %s, want %s", gate, got, want)
		}
	}
}
