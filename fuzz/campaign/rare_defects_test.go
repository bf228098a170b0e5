//go:build long && !race

package campaign_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/testservers"
)

// TestMeasureRareDefects says how many requests the campaign needs to find defects that
// only fuzzing can meet, from an empty corpus. REGSPEC_MEASURE is the number of seeds.
func TestMeasureRareDefects(t *testing.T) {
	seeds, err := strconv.Atoi(os.Getenv("REGSPEC_MEASURE"))
	if err != nil {
		t.Skip("it takes minutes: set REGSPEC_MEASURE to a number of seeds to run it")
	}
	const limit = 100_000
	for _, s := range testservers.RareDefects() {
		var took []int
		by := ""
		for seed := range seeds {
			found := limit * 10
			campaign.Run(t.Context(), campaign.Options{
				Target: direct(t, s.New(), 2*time.Second), Requests: limit, Seed: uint64(seed + 1), RestartTime: time.Second,
				StopAtFirst: func(f finding.Finding) bool {
					if !f.Level().AtLeast(cases.Level(s.Level)) {
						return false
					}
					found, by = f.RequestsToFind, string(f.Cause.Rule)
					return true
				},
			})
			took = append(took, found)
		}
		t.Log(s.Rarity, s.Name, took, by)
	}
}

// TestNothingIsFoundOnTheCareful tries the server into which the rare defects are put,
// without any.
func TestNothingIsFoundOnTheCareful(t *testing.T) {
	r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, testservers.Careful(), 5*time.Second), Requests: 20_000, Seed: 1})
	if g := gating(r.Findings); len(g) > 0 {
		t.Errorf("findings:%s", describe(g))
	}
}
