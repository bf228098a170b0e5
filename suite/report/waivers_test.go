package report_test

import (
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
