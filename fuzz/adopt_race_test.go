//go:build long && !race

package fuzz_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/testservers"
	"github.com/regspec/regspec/suite/wire"
)

// A finding that needs different requests at the same moment becomes a case that
// sends them so: it fails on the server with the race, as the catalogue's own case does,
// and passes on one without.
func TestARaceIsACase(t *testing.T) {
	const racy = "update-beside-refused-loses-client"
	servers := testservers.RareDefects()
	server := servers[slices.IndexFunc(servers, func(s testservers.Server) bool { return s.Name == racy })]
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	handler := server.New()
	var found []finding.Finding
	for seed := uint64(1); len(found) == 0; seed++ { // which requests meet in the moment is a matter of luck
		if seed > 10 {
			t.Fatal("not found")
		}
		found = campaign.Run(t.Context(), campaign.Options{
			Target:   campaign.Paced(wire.NewClient(endpoint, wire.Options{Handler: handler, Timeout: 5 * time.Second}), 1, true, nil),
			Requests: 5_000, Seed: seed,
		}).Findings
		found = slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Level() != cases.Documented || f.Flaky() })
	}
	f := found[0]
	text, err := finding.WriteCase(f, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "together: true"); n < 2 {
		t.Errorf("%d steps of it are together:\n%s", n, text)
	}
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	with, err := catalogue.Extend("race.yaml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	played := func(h http.Handler) map[string]report.Verdict {
		r, err := suite.Run(t.Context(), suite.Options{
			Catalogue: with, Target: "http://target.example", FailOn: cases.Implied, Parallel: 16,
			Selection: suite.Selection{Patterns: []string{"findings/" + f.ID, "update/beside-refused"}}, Wire: wire.Options{Handler: h, Timeout: 5 * time.Second},
		})
		if err != nil {
			t.Fatal(err)
		}
		verdicts := map[string]report.Verdict{}
		for _, one := range r.Results {
			if one.Skip != report.SkipDeselected {
				verdicts[one.Name()] = one.Verdict
			}
		}
		return verdicts
	}
	for name, verdict := range played(testservers.Careful()) {
		if verdict != report.Passed {
			t.Errorf("%s %s on a server without the race:\n%s", name, verdict, text)
		}
	}
	// On a busy machine the requests may not meet each time.
	failed := map[string]bool{}
	var all map[string]report.Verdict
	for range 10 {
		all = played(server.New())
		for name, verdict := range all {
			failed[name] = failed[name] || verdict == report.Failed
		}
	}
	if len(all) < 3 {
		t.Errorf("only %d were run", len(all))
	}
	for name := range all {
		if !failed[name] {
			t.Errorf("%s never fails on the server with the race:\n%s", name, text)
		}
	}
}
