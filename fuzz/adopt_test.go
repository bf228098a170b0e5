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

// adopted are defects that show in every manner in which a finding is written down: in
// fields and in a raw body, in one step and in several, with clients of the case
// and of its steps.
var adopted = []string{
	"email-last-unchecked", "redirect-uri-null-crashes", "get-registers", "json-byte-order-mark-crashes", "secret-by-prefix",
	"long-value-crashes", "type-null-crashes", "contacts-list-taken-on-update", "form-field-empty-crashes",
}

// adoptedOfMany are defects that only many answers show, or that no single one does.
var adoptedOfMany = []string{
	"redirect-unchecked", "id-counts", "secret-of-eight-hex-digits", "unknown-id-status", "wrong-secret-challenge",
	"secret-with-quote-refused-otherwise", "secret-with-wildcard-refused-otherwise", "update-takes-client-out",
}

// TestFindingsAreCases makes a case of each thing that is found: it loads, it fails
// on the server that it was found on, and it passes on the one without the defect.
func TestFindingsAreCases(t *testing.T) {
	if slow {
		t.Skip("whole campaigns take minutes under the race detector; .ci/run tries them without it")
	}
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range adopted {
		t.Run(name, func(t *testing.T) { become(t, catalogue, name, cases.Implied, 30_000) })
	}
	for _, name := range adoptedOfMany {
		t.Run(name, func(t *testing.T) { become(t, catalogue, name, cases.Hardening, 3000) })
	}
}

// become finds a defect by so many requests, and makes cases of what was found.
func become(t *testing.T, catalogue *cases.Catalogue, defect string, least cases.Level, requests int) {
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
