package format

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// What was sent at the same moment is said to be, so that a reader knows it was a race.
func TestCampaignTellsOfRaces(t *testing.T) {
	at := func(started, took time.Duration) wire.Exchange {
		return wire.Exchange{
			Request: wire.Sent{Method: "POST", URL: "http://target.example/api/client/register"},
			Started: time.Unix(1_800_000_000, 0).Add(started), Duration: took,
		}
	}
	ms := time.Millisecond
	r := report.Report{FailOn: cases.Implied, Campaign: &report.Campaign{}, Findings: []report.Finding{{
		ID: "lost", Level: cases.Documented, Exchanges: []wire.Exchange{at(0, 2*ms), at(2*ms, 2*ms), at(3*ms, 2*ms), at(5*ms, ms)},
	}}}
	var b strings.Builder
	if err := Campaign(&b, r, ConsoleOptions{}); err != nil {
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
