package campaign_test

import (
	"slices"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
)

// What only many answers show is found in a short campaign, and shows again in what
// is sent to check it.
func TestWhatManyAnswersShow(t *testing.T) {
	for defect, rule := range map[string]oracle.RuleID{
		"id-counts":                              oracle.RuleCounting,
		"secret-of-eight-hex-digits":             oracle.RuleEntropy,
		"unknown-id-status":                      oracle.RuleDistinguishable,
		"wrong-secret-challenge":                 oracle.RuleDistinguishable,
		"secret-with-quote-refused-otherwise":    oracle.RuleSpecial,
		"secret-with-wildcard-refused-otherwise": oracle.RuleSpecial,
	} {
		t.Run(defect, func(t *testing.T) {
			server, err := reference.Seeded(reference.Options{Defects: []string{defect}})
			if err != nil {
				t.Fatal(err)
			}
			r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, server, 5*time.Second), Requests: 1500, Seed: 1})
			at := slices.IndexFunc(r.Findings, func(f finding.Finding) bool { return f.Cause.Rule == rule })
			if at < 0 {
				t.Fatalf("not found; but:%s", describe(r.Findings))
			}
			if f := r.Findings[at]; f.Flaky() || f.Repeats < finding.Checks {
				t.Errorf("it is not the same again:%s", describe([]finding.Finding{f}))
			}
		})
	}
}
