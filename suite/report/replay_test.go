package report_test

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func TestReplayVerdicts(t *testing.T) {
	of := func(v report.Verdict) report.Result { return fixture.Result("a/b", v, cases.Hardening) }
	for _, test := range []struct {
		before, now report.Verdict
		want        report.ReplayVerdict
		gate        report.Gate
	}{
		{report.Failed, report.Failed, report.StillFails, report.GateFailed},
		{report.Waived, report.Failed, report.StillFails, report.GateFailed},
		{report.Passed, report.Failed, report.FailsNow, report.GateFailed},
		{report.Errored, report.Failed, report.FailsNow, report.GateFailed},
		{report.Failed, report.Passed, report.PassesNow, report.GateOpen},
		{report.Passed, report.Passed, report.StillPasses, report.GateOpen},
		{report.Failed, report.Errored, report.Undecided, report.GateUntested},
		{report.Failed, report.Skipped, report.Undecided, report.GateUntested},
		{report.Passed, report.Errored, report.Undecided, report.GateUntested},
	} {
		one := report.Replayed{of(test.before), of(test.now)}
		r := report.Replay{Target: "http://localhost:1", Results: []report.Replayed{one}}
		if one.Verdict() != test.want || r.Gate() != test.gate {
			t.Errorf("%s, then %s: %s, %s", test.before, test.now, one.Verdict(), r.Gate())
		}
	}
	good, bad, none := report.Replayed{of(report.Failed), of(report.Passed)}, report.Replayed{of(report.Failed), of(report.Failed)}, report.Replayed{of(report.Failed), of(report.Errored)}
	for _, test := range []struct {
		results []report.Replayed
		want    report.Gate
	}{
		{nil, report.GateUntested},
		{[]report.Replayed{good, bad, none}, report.GateFailed},
		{[]report.Replayed{none, bad}, report.GateFailed},
		{[]report.Replayed{good, none}, report.GateUntested},
	} {
		r := report.Replay{Results: test.results}
		if got := r.Gate(); got != test.want {
			t.Errorf("%d results: got %s, want %s", len(test.results), got, test.want)
		}
		if r.FailOn = cases.Implied; test.want == report.GateFailed && r.Gate() == report.GateFailed {
			t.Errorf("%d results that only harden gate below the level that fails", len(test.results))
		}
		if r.Interrupted = true; r.Gate() != report.GateInterrupted {
			t.Errorf("interrupted: got %s", r.Gate())
		}
	}
}
