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

// The table of outcomes has a column for each kind of requests where there is room.
func TestOutcomesFitTheTerminal(t *testing.T) {
	r := report.Report{FailOn: cases.Implied, Campaign: &report.Campaign{}}
	for _, encoding := range []string{"json", "form"} {
		for _, kind := range []string{"associate", "update with good credentials", "update with bad credentials"} {
			r.Campaign.Coverage = append(r.Campaign.Coverage, report.Coverage{Encoding: encoding, Kind: kind, Outcome: "success", Seen: 2, Allowed: 1})
		}
	}
	for width, want := range map[int]string{80: "success  6     6", 200: "success  2                2                   2"} {
		var b strings.Builder
		if err := Campaign(&b, r, ConsoleOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%d columns: %q is not in\n%s", width, want, b.String())
		}
	}
}
