//go:build long && !race

package campaign_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/testservers"
)

// conformingRequests is how many requests a server that conforms gets.
const conformingRequests = 10_000

// Five causes of a 500 are five findings, each minimised.
func TestFiveCausesAreFiveFindings(t *testing.T) {
	for _, seed := range []uint64{1, 3} {
		r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, testservers.FiveCauses(), 5*time.Second), Requests: 20_000, Seed: seed})
		found := slices.DeleteFunc(gating(r.Findings), func(f finding.Finding) bool {
			last := f.Exchanges[len(f.Exchanges)-1].Answer
			return last == nil || last.Status != http.StatusInternalServerError
		})
		if len(found) != 5 {
			t.Errorf("seed %d: %d findings of 500:%s", seed, len(found), describe(found))
		}
		for _, f := range found {
			n := 0
			for _, m := range f.Sequence.Steps[len(f.Sequence.Steps)-1].Body.Members {
				n += len(m.Value.Text)
			}
			if len(f.Sequence.Steps) > 1 || n > 260 {
				t.Errorf("seed %d: not minimised:%s", seed, describe([]finding.Finding{f}))
			}
		}
	}
}

// A server that crashes and forgets is reported, and does not end the campaign.
func TestAServerThatForgets(t *testing.T) {
	for name, h := range map[string]http.Handler{"restarting": testservers.Restarting(), "forgetful": testservers.Forgetful()} {
		t.Run(name, func(t *testing.T) {
			r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, h, time.Second), Requests: 20_000, Seed: 1})
			if r.Requests < 20_000 {
				t.Errorf("it ended after %d requests", r.Requests)
			}
			if !slices.ContainsFunc(r.Events, func(e campaign.Event) bool { return strings.Contains(e.Text, "knew none of its clients") }) {
				t.Errorf("the events are %v", r.Events)
			}
			if !slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Cause.Rule == oracle.RuleForgets }) {
				t.Errorf("the findings are%s", describe(r.Findings))
			}
			if len(gating(r.Findings)) > 3 {
				t.Errorf("%d findings:%s", len(gating(r.Findings)), describe(gating(r.Findings)))
			}
		})
	}
}

// eachOf is of how many servers one is tried.
const eachOf = 3
