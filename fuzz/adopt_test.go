package fuzz_test

import (
	"context"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// TestAFindingIsACase makes cases of findings: each loads, fails on the server that it was found
// on, and passes on the one without the defect. With the build tag long many more are tried.
func TestAFindingIsACase(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"line-end-crashes", "success-without-cache-control", "secret-from-name"} {
		t.Run(name, func(t *testing.T) { become(t, catalogue, name, cases.Hardening) })
	}
}

// become finds a defect, and makes cases of what was found.
func become(t *testing.T, catalogue *cases.Catalogue, defect string, least cases.Level) {
	t.Helper()
	defective := reference.Options{Defects: []string{defect}}
	found := untilFound(t, defective, least, func(found []finding.Finding) []finding.Finding { return found })
	if len(found) == 0 {
		t.Fatal("nothing was found")
	}
	for _, f := range found {
		isCase(t, catalogue, f, defective)
	}
}

// isCase makes a case of a finding. It fails where it was found, and passes without the defect.
func isCase(t *testing.T, catalogue *cases.Catalogue, f finding.Finding, defective reference.Options) {
	t.Helper()
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

// untilFound gives what is wanted of the findings of a campaign that grows until there is some of it.
func untilFound(
	t *testing.T, o reference.Options, least cases.Level, wanted func([]finding.Finding) []finding.Finding,
) []finding.Finding {
	t.Helper()
	var found []finding.Finding
	for requests := 500; len(found) == 0 && requests <= 32_000; requests *= 4 {
		found = wanted(findings(t, o, least, requests))
	}
	return found
}

// findings gives what a short campaign finds at a level or stricter.
func findings(t *testing.T, o reference.Options, least cases.Level, requests int) []finding.Finding {
	t.Helper()
	client := seeded(t, o)
	result := campaign.Run(t.Context(), campaign.Options{
		Target: campaign.Paced(client, 1, true, nil), Requests: requests, Seed: 2,
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
