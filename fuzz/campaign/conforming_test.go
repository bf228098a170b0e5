package campaign_test

import (
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/suite/testservers"
)

// On servers that conform, each in its own way, there is nothing to be found that gates.
func TestNothingIsFoundOnServersThatConform(t *testing.T) {
	t.Parallel()
	for i, s := range testservers.All() {
		if s.Level != "" || s.Connected || i%eachOf > 0 {
			continue
		}
		r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, s.New(), 5*time.Second), Requests: conformingRequests / 5, Seed: 1})
		if found := gating(r.Findings); len(found) > 0 {
			t.Errorf("%s is blamed:%s", s.Name, describe(found))
		}
	}
}
