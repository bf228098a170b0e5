package report

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
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

// What was sent at the same moment is said to be, so that a reader knows it was a race.
func TestCampaignTellsOfRaces(t *testing.T) {
	at := func(started, took time.Duration) wire.Exchange {
		return wire.Exchange{
			Request: wire.Sent{Method: "POST", URL: "http://target.example/api/client/register"},
			Started: time.Unix(1_800_000_000, 0).Add(started), Duration: took,
		}
	}
	ms := time.Millisecond
	r := Report{FailOn: cases.Implied, Campaign: &Campaign{}, Findings: []Finding{{
		ID: "lost", Level: cases.Documented, Exchanges: []wire.Exchange{at(0, 2*ms), at(2*ms, 2*ms), at(3*ms, 2*ms), at(5*ms, ms)},
	}}}
	var b strings.Builder
	if err := WriteCampaign(&b, r, ConsoleOptions{}); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for line := range strings.Lines(b.String()) {
		if label := strings.TrimSpace(line); slices.Contains([]string{"first", "beside", "sent"}, label) {
			labels = append(labels, label)
		}
	}
	if want := []string{"first", "first", "beside", "sent"}; !slices.Equal(labels, want) {
		t.Errorf("got %v, want %v in\n%s", labels, want, b.String())
	}
}
