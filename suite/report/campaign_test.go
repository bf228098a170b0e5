package report

import (
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestCampaignGate(t *testing.T) {
	for _, test := range []struct {
		requests, answered int
		found              []cases.Level
		gone               string
		want               Gate
	}{
		{100, 100, nil, "", GateOpen},
		{100, 100, []cases.Level{cases.Hardening}, "", GateOpen},
		{100, 100, []cases.Level{cases.Implied}, "", GateFailed},
		{100, 0, nil, "", GateUntested},
		{100, 12, nil, "", GateUntested}, // the others asked to be spared
		{100, 12, []cases.Level{cases.Documented}, "", GateFailed},
		{100, 100, nil, "refused", GateFailed},
	} {
		r := Report{FailOn: cases.Implied, Campaign: &Campaign{Requests: test.requests, Answered: test.answered, Gone: test.gone}}
		for _, level := range test.found {
			r.Findings = append(r.Findings, Finding{Level: level})
		}
		if got := r.Gate(); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
