package fuzz_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// TestRunAndFuzzNameTheSame holds a campaign to the names of a run: what it finds of a seeded defect comes under a requirement that
// the run names of the same server. With the build tag long more defects are tried.
func TestRunAndFuzzNameTheSame(t *testing.T) {
	t.Parallel()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	tried, other := 0, 0
	for _, d := range reference.Defects() {
		if !namedAlike(d.Name) || strings.Contains(d.Name, "hang") {
			continue
		}
		named := namedByRun(t, catalogue, d.Name)
		if len(named) == 0 {
			continue
		}
		for _, f := range campaign.Run(t.Context(), campaign.Options{
			Target: campaign.Paced(seeded(t, reference.Options{Defects: []string{d.Name}}), 1, true, nil), Requests: 2000, Duration: 5 * time.Second, Seed: 1,
		}).Findings {
			if !f.Level().AtLeast(cases.Implied) || f.Repeats == 0 {
				continue
			}
			if tried++; !slices.Contains(named, f.Requirement()) {
				other++
				t.Logf("%s (%s): %s comes under %s, and the run names %v", d.Name, d.Requirement, f.ID, f.Requirement(), named)
			}
		}
	}
	t.Logf("%d findings, %d under another requirement", tried, other)
	if tried == 0 || other*10 > tried {
		t.Errorf("of %d findings %d come under another requirement than in a run", tried, other)
	}
}

// namedByRun are the requirements that a run names of a server with a defect.
func namedByRun(t *testing.T, catalogue *cases.Catalogue, defect string) []string {
	t.Helper()
	server, err := reference.Seeded(reference.Options{Defects: []string{defect}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := suite.Run(t.Context(), suite.Options{
		Catalogue: catalogue, Target: "http://target.example", FailOn: cases.Implied, Parallel: 1, Wire: wire.Options{Handler: server, Timeout: 500 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, one := range r.Results {
		if one.Verdict != report.Failed {
			continue
		}
		named = append(named, one.Requirements...)
		for _, m := range one.Mismatches {
			named = append(named, m.Requirement)
		}
	}
	slices.Sort(named)
	return slices.Compact(named)
}
