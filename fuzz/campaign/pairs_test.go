//go:build long && !race

package campaign_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
)

// several is how many servers with several defects are tried.
const several = 4

// pairRequests is how many requests a campaign on several defects gets. What a campaign sends depends on the answers,
// so that each defect alone has to be found in half of these.
const pairRequests = 6000

// TestSeveralDefectsAreAllFound tries servers with several defects: whatever is found of one alone is found
// among the others, too.
func TestSeveralDefectsAreAllFound(t *testing.T) {
	t.Parallel()
	defects := slices.DeleteFunc(reference.Defects(), func(d reference.Defect) bool {
		return strings.Contains(d.Name, "hang") || strings.Contains(d.Name, "slow")
	})
	alone := alone{t: t, found: map[string][]string{}}
	tried, missed := 0, 0
	choose := rand.New(rand.NewPCG(1, 2))
	for n := range several {
		var names []string
		for range 2 + n%3/2 { // a third are triples
			names = append(names, defects[choose.IntN(len(defects))].Name)
		}
		together := requirementsOf(alone.campaign(pairRequests, names...))
		for _, name := range names {
			wanted := alone.requirements(name)
			if len(wanted) == 0 {
				continue
			}
			if tried++; !slices.ContainsFunc(wanted, func(one string) bool { return slices.Contains(together, one) }) {
				missed++
				t.Logf("of %s, %s is not found: it is %v, and these are %v", names, name, wanted, together)
			}
		}
	}
	if t.Logf("%d defects among others were tried", tried); missed > 0 {
		t.Errorf("%d of %d defects are not found among others", missed, tried)
	}
}

// alone has what is found of a defect alone.
type alone struct {
	t     *testing.T
	mutex sync.Mutex
	found map[string][]string
}

func (a *alone) requirements(name string) []string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if _, ok := a.found[name]; !ok {
		a.found[name] = requirementsOf(a.campaign(pairRequests/2, name))
	}
	return a.found[name]
}

func (a *alone) campaign(requests int, defects ...string) []finding.Finding {
	server, err := reference.Seeded(reference.Options{Defects: defects})
	if err != nil {
		a.t.Fatal(err)
	}
	return gating(campaign.Run(a.t.Context(), campaign.Options{
		Target: direct(a.t, server, 500*time.Millisecond), Requests: requests, Duration: time.Minute, Seed: 1, RestartTime: time.Second,
	}).Findings)
}

func requirementsOf(findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		for _, one := range append([]finding.Finding{f}, f.Others...) {
			all = append(all, one.Requirement())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
