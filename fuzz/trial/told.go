package trial

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
)

// Told says how well campaigns tell what is wrong, on servers with so many defects each.
type Told struct {
	Defects  int `json:"defects"` // of each server
	Servers  int `json:"servers"`
	Reached  int `json:"reached"` // the defects that a campaign on a server with one finds
	Found    int `json:"found"`   // of these, those that are found among the others
	Findings int `json:"findings"`
	Few      int `json:"few"` // servers with two findings at most for each defect
}

// most is how many findings a defect may have.
const most = 2

// teller makes whole campaigns.
type teller struct {
	Options

	mutex sync.Mutex                 // guards alone
	alone map[string]map[string]bool // of each defect alone, the requirements of its findings
}

// Tell makes a campaign on each of these servers with one defect, and on some with two and three of them, chosen at
// random. What is found of a defect alone is to be found among others, under the same requirement.
func Tell(ctx context.Context, o Options, servers []Server, pairs, triples int, combine func([]string) (http.Handler, error)) ([]Told, error) {
	t := &teller{Options: o, alone: map[string]map[string]bool{}}
	var single [][]string
	for _, s := range servers {
		if !s.conforms() {
			single = append(single, []string{s.Name})
		}
	}
	chance := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the same in every run
	several := func(n, size int) [][]string {
		var all [][]string
		for range n {
			var names []string
			for _, at := range chance.Perm(len(single))[:min(size, len(single))] {
				names = append(names, single[at][0])
			}
			all = append(all, names)
		}
		return all
	}
	var all []Told
	for i, sets := range [][][]string{single, several(pairs, 2), several(triples, 3)} {
		if len(sets) == 0 {
			continue
		}
		told, err := t.tell(ctx, i+1, sets, combine)
		if err != nil {
			return all, err
		}
		all = append(all, told)
	}
	return all, nil
}

// tell makes a campaign on a server with each of these sets of defects. What a campaign sends depends on the answers,
// so that it gets more requests where there are several.
func (t *teller) tell(ctx context.Context, defects int, sets [][]string, combine func([]string) (http.Handler, error)) (Told, error) {
	told := Told{Defects: defects}
	var work errgroup.Group
	work.SetLimit(t.Parallel)
	for _, names := range sets {
		work.Go(func() error {
			handler, err := combine(names)
			if err != nil {
				return fmt.Errorf("making a server with %s: %w", strings.Join(names, ", "), err)
			}
			r := campaign.Run(ctx, campaign.Options{Target: within(handler, t.Timeout), Requests: defects * t.Requests, Duration: t.Duration, Seed: 1})
			if ctx.Err() == nil {
				t.count(&told, names, r.Findings)
			}
			return nil
		})
	}
	err := work.Wait()
	return told, err //nolint:wrapcheck // it says already which server could not be made
}

func (t *teller) count(told *Told, names []string, findings []finding.Finding) {
	gating := slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return !f.Level().AtLeast(cases.Implied) })
	requirements := map[string]bool{}
	for _, f := range gating {
		for _, one := range append([]finding.Finding{f}, f.Others...) {
			requirements[one.Requirement()] = true
		}
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if len(names) == 1 {
		t.alone[names[0]] = requirements
	}
	reached := 0
	for _, name := range names {
		if len(t.alone[name]) == 0 {
			continue
		}
		reached++
		for requirement := range t.alone[name] {
			if requirements[requirement] {
				told.Found++
				break
			}
		}
	}
	if reached == 0 {
		return
	}
	told.Servers++
	told.Reached += reached
	told.Findings += len(gating)
	if len(gating) <= most*reached {
		told.Few++
	}
}

// WriteTold writes how well campaigns tell what is wrong.
func WriteTold(w io.Writer, all []Told) {
	for _, t := range all {
		_, _ = fmt.Fprintf(w, "%d servers with %d defect(s) each: %d of %d defects found, by %d findings (%.2f each), two at most for each on %d servers.\n",
			t.Servers, t.Defects, t.Found, t.Reached, t.Findings, float64(t.Findings)/float64(max(t.Reached, 1)), t.Few)
	}
}
