package report_test

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

func TestCampaignGate(t *testing.T) {
	for _, test := range []struct {
		requests, answered int
		found              []cases.Level
		gone               string
		want               report.Gate
	}{
		{100, 100, nil, "", report.GateOpen},
		{100, 100, []cases.Level{cases.Hardening}, "", report.GateOpen},
		{100, 100, []cases.Level{cases.Implied}, "", report.GateFailed},
		{100, 0, nil, "", report.GateUntested},
		{100, 12, nil, "", report.GateUntested}, // the others asked to be spared
		{100, 12, []cases.Level{cases.Documented}, "", report.GateFailed},
		{100, 100, nil, "refused", report.GateFailed},
	} {
		r := report.Report{FailOn: cases.Implied, Campaign: &report.Campaign{Requests: test.requests, Answered: test.answered, Gone: test.gone}}
		for _, level := range test.found {
			r.Findings = append(r.Findings, report.Finding{Level: level})
		}
		if got := r.Gate(); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
