package fuzz_test

import (
	"context"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// TestFindingsAreCases makes a case of each thing that is found: it loads, it fails
// on the server that it was found on, and it passes on the one without the defect.
// With -tags long TestMoreFindingsAreCases tries more defects.
func TestFindingsAreCases(t *testing.T) {
	if slow {
		t.Skip("whole campaigns take minutes under the race detector; .ci/run tries them without it")
	}
	become(t, cases.Implied, 5000, "get-registers")
	become(t, cases.Hardening, 3000, "unknown-id-status", "id-counts")
}

// become finds each defect by so many requests, and makes cases of what was found.
func become(t *testing.T, least cases.Level, requests int, defects ...string) {
	t.Helper()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, defect := range defects {
		t.Run(defect, func(t *testing.T) { becomeOne(t, catalogue, defect, least, requests) })
	}
}

func becomeOne(t *testing.T, catalogue *cases.Catalogue, defect string, least cases.Level, requests int) {
	t.Helper()
	defective := reference.Options{Defects: []string{defect}}
	found := findings(t, defective, least, requests)
	if len(found) == 0 {
		t.Fatal("nothing was found")
	}
	for _, f := range found {
		text, err := finding.WriteCase(f, "Found by a test.\n")
		if err != nil {
			t.Fatal(err)
		}
		with, err := catalogue.Extend(f.ID+".yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := verdicts(t, with, f.ID, defective); got[report.Failed] == 0 {
			t.Errorf("it does not fail where it was found: %v\n%s", got, text)
		}
		if got := verdicts(t, with, f.ID, reference.Options{}); got[report.Passed] == 0 || got[report.Failed] > 0 {
			t.Errorf("it does not pass without the defect: %v\n%s", got, text)
		}
	}
}

// findings are those of a short campaign that are of a level or a stricter one.
func findings(t *testing.T, o reference.Options, least cases.Level, requests int) []finding.Finding {
	t.Helper()
	target := seeded(t, o)
	result := campaign.Run(t.Context(), campaign.Options{
		Sender: func() session.Sender {
			return target
		},
		Requests: requests, Seed: 2, Workers: 1,
	})
	var wanted []finding.Finding
	for _, f := range result.Findings {
		if f.Level().AtLeast(least) && !f.Flaky() {
			wanted = append(wanted, f)
		}
	}
	return wanted
}

// verdicts counts what became of the case of a finding, in all its encodings.
func verdicts(t *testing.T, catalogue *cases.Catalogue, id string, o reference.Options) map[report.Verdict]int {
	t.Helper()
	server, err := reference.Seeded(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := suite.Run(context.Background(), suite.Options{
		Catalogue: catalogue, Target: "http://target.example", FailOn: cases.Implied, Parallel: 1,
		Selection: suite.Selection{Patterns: []string{"findings/" + id}}, Wire: wire.Options{Handler: server, Timeout: time.Second},
	})
	if err != nil {
		t.Fatal(err)
	}
	count := map[report.Verdict]int{}
	for _, one := range r.Results {
		if one.Skip != report.SkipDeselected {
			count[one.Verdict]++
		}
	}
	return count
}
