package campaign

import (
	"slices"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// part is the report of a shard that found what is named by the values of contacts that show it.
func part(index int, contacts ...string) report.Report {
	r := report.Report{
		Kind: "fuzz", Started: time.Unix(int64(100*index), 0), DurationMS: 1000, Shard: &report.Shard{Index: index, Count: 2},
		Campaign: &report.Campaign{
			Requests: 10, Answered: 9, Signatures: 5 + index, Corpus: 3,
			Events:   []report.Event{{Requests: 4, Text: "it restarted"}},
			Coverage: []report.Coverage{{Encoding: "json", Kind: "associate", Outcome: "success", Seen: 2, Allowed: 3}},
		},
	}
	for _, value := range contacts {
		step := traffic.Step{Method: "POST", Body: traffic.Body{Members: []traffic.Member{{Name: "contacts", Value: traffic.Str(value)}}}}
		_, program := traffic.WriteCorpus(traffic.Sequence{Steps: []traffic.Step{step}})
		r.Findings = append(r.Findings, report.Finding{
			ID: "outcome-should-refuse-contacts", Rule: "outcome", Subject: "contacts", Level: "documented", Requirement: "contacts.list",
			Count: 2, RequestsToFind: 5 * index, Program: program,
		})
	}
	return r
}

// A cause that two shards found is one finding, and two that one shard told apart stay two.
func TestMergeJoinsByCause(t *testing.T) {
	r := Merge([]report.Report{part(1, "bob"), part(2, "bob", "bob carol@@")})
	if len(r.Findings) != 2 {
		t.Fatalf("there are %d findings", len(r.Findings))
	}
	first, second := r.Findings[0], r.Findings[1]
	if first.Count != 4 || first.RequestsToFind != 5 || second.Count != 2 {
		t.Errorf("got %+v and %+v", first, second)
	}
	if first.ID != "outcome-should-refuse-contacts" || second.ID != "outcome-should-refuse-contacts-2" {
		t.Errorf("they are called %s and %s", first.ID, second.ID)
	}
}

func TestMergeAddsUp(t *testing.T) {
	r := Merge([]report.Report{part(1), part(2)})
	c := r.Campaign
	if c.Requests != 20 || c.Answered != 18 || c.Corpus != 6 || c.Signatures != 7 || len(c.Coverage) != 1 || c.Coverage[0].Seen != 4 || c.Coverage[0].Allowed != 6 {
		t.Errorf("got %+v", c)
	}
	if len(c.Events) != 2 || c.Events[1].Text != "shard 2/2: it restarted" {
		t.Errorf("got %v", c.Events)
	}
	if r.DurationMS != 101_000 || r.Shard != nil {
		t.Errorf("it took %v ms, shard %v", r.DurationMS, r.Shard)
	}
}

// No shard that could not test makes the whole green.
func TestMergeOfShardsThatCouldNotTest(t *testing.T) {
	away := part(2)
	away.Unreachable, away.Campaign.Answered, away.Campaign.Requests = "nobody listens", 0, 0
	one := Merge([]report.Report{part(1), away})
	if one.Unreachable != "" || one.Gate() != report.GateUntested || one.Campaign.Untested != "shard 2/2: nobody listens" {
		t.Errorf("got %q, %s, %q", one.Unreachable, one.Gate(), one.Campaign.Untested)
	}
	if found := Merge([]report.Report{part(1, "bob"), away}); found.Gate() != report.GateFailed {
		t.Errorf("got %s", found.Gate())
	}
	if both := Merge([]report.Report{away, away}); both.Gate() != report.GateUntested || both.Unreachable != "nobody listens" {
		t.Errorf("got %s, %q", both.Gate(), both.Unreachable)
	}
	idle := part(1)
	idle.Campaign.Untested = "too little was judged"
	if r := Merge([]report.Report{idle, idle}); r.Gate() != report.GateUntested {
		t.Errorf("got %s", r.Gate())
	}
}

// Shards that ran at the same time went on together, and what both found was found once.
func TestMergeJoinsCurves(t *testing.T) {
	one, other := part(1, "bob"), part(2, "bob")
	other.Started = one.Started
	one.Campaign.Curve = []report.Moment{{MS: 100, Requests: 4, Signatures: 2}, {MS: 300, Requests: 9, Signatures: 6, Findings: 1}}
	other.Campaign.Curve = []report.Moment{{MS: 200, Requests: 10, Signatures: 5, Findings: 1}, {MS: 400, Requests: 20, Signatures: 7, Findings: 1}}
	want := []report.Moment{
		{MS: 100, Requests: 4, Signatures: 2},
		{MS: 200, Requests: 14, Signatures: 5, Findings: 1},
		{MS: 300, Requests: 19, Signatures: 6, Findings: 1},
		{MS: 400, Requests: 29, Signatures: 7, Findings: 1},
	}
	if got := Merge([]report.Report{one, other}).Campaign.Curve; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	other.Started = one.Started.Add(time.Second)
	if got := Merge([]report.Report{one, other}).Campaign.Curve; len(got) != 4 || got[2] != (report.Moment{MS: 1200, Requests: 19, Signatures: 6, Findings: 1}) {
		t.Errorf("one after the other: got %v", got)
	}
}

// A form that several shards met is shown once, as the first met it.
func TestMergeJoinsForms(t *testing.T) {
	form := func(requests, status int) report.Form {
		return report.Form{Requests: requests, Exchange: wire.Exchange{Request: wire.Sent{Method: "POST"}, Answer: &wire.Answer{Status: status}}}
	}
	one, other := part(1), part(2)
	one.Campaign.Forms = []report.Form{form(3, 200), form(9, 400)}
	other.Campaign.Forms = []report.Form{form(1, 400), form(7, 500)}
	got := Merge([]report.Report{one, other}).Campaign.Forms
	if len(got) != 3 || got[0].Requests != 1 || got[1].Requests != 3 || got[2].Requests != 7 {
		t.Errorf("got %+v", got)
	}
}
