package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/suite/selftest"
	"github.com/regspec/regspec/suite/wire"
)

// campaigns tries fuzzing on servers that are known: which defects it finds, and
// whether it finds any on a server that conforms.
type campaigns struct {
	requests int
	seeds    int
	parallel int
	timeout  time.Duration
}

// trial is what came of the campaigns on one subject.
type trial struct {
	selftest.Subject

	// took has the requests to the first finding, one a seed, and -1 for none.
	took []int
	by   string // the rule that is broken
	err  error
}

// median is that of the requests, where a campaign that found nothing counts as
// more than any.
func (t trial) median() int {
	sorted := slices.SortedFunc(slices.Values(t.took), func(a, b int) int {
		switch {
		case a == b:
			return 0
		case a < 0:
			return 1
		case b < 0:
			return -1
		}
		return cmp.Compare(a, b)
	})
	return sorted[len(sorted)/2]
}

// run makes campaigns on all the subjects. It ends early with the context.
func (c campaigns) run(ctx context.Context, subjects []selftest.Subject, progress func(done, total int, name string)) []trial {
	trials := make([]trial, len(subjects))
	work := make(chan int)
	var workers sync.WaitGroup
	var mutex sync.Mutex
	done := 0
	for range c.parallel {
		workers.Go(func() {
			for i := range work {
				trials[i] = c.try(ctx, subjects[i])
				mutex.Lock()
				done++
				progress(done, len(subjects), subjects[i].Name)
				mutex.Unlock()
			}
		})
	}
	for i := range subjects {
		if ctx.Err() != nil {
			break
		}
		work <- i
	}
	close(work)
	workers.Wait()
	return trials
}

// try makes campaigns on one subject, each until the first finding that counts:
// at the level of the defect, or at one that gates.
func (c campaigns) try(ctx context.Context, s selftest.Subject) trial {
	t := trial{Subject: s}
	for seed := range c.seeds {
		handler, err := s.New()
		if err != nil {
			t.err = err
			return t
		}
		took := -1
		campaign.Run(ctx, campaign.Options{
			Sender: within(handler, c.timeout), Requests: c.requests, Seed: uint64(seed) + 1, Workers: 1,
			StopAtFirst: func(f finding.Finding) bool {
				if !f.Level().AtLeast(cases.Implied) && s.Level != cases.Hardening {
					return false
				}
				took, t.by = f.RequestsToFind, f.Cause.Rule
				return true
			},
		})
		t.took = append(t.took, took)
	}
	return t
}

// within sends to a handler without any connection.
func within(h http.Handler, timeout time.Duration) func() session.Sender {
	endpoint, err := wire.Endpoint("http://selftest.example", "")
	if err != nil {
		panic(err) // it is a constant
	}
	return func() session.Sender { return wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}) }
}

// slowest is how many of the defects that took longest are named.
const slowest = 10

// writeTrials tells what came of the campaigns. It reports false if a server that
// conforms was blamed.
func (c campaigns) writeTrials(w io.Writer, trials []trial) bool {
	var found, missed, blamed []trial
	conforming := 0
	for _, t := range trials {
		switch {
		case len(t.took) == 0:
		case t.Kind == selftest.Defect && t.median() < 0:
			missed = append(missed, t)
		case t.Kind == selftest.Defect:
			found = append(found, t)
		default:
			conforming++
			if t.median() >= 0 || slices.ContainsFunc(t.took, func(n int) bool { return n >= 0 }) {
				blamed = append(blamed, t)
			}
		}
	}
	slices.SortFunc(found, func(a, b trial) int {
		return cmp.Or(cmp.Compare(a.median(), b.median()), strings.Compare(a.Name, b.Name))
	})
	_, _ = fmt.Fprintf(w, "\nCampaigns of %d requests, seeds 1 to %d: of %d defects %d are found", c.requests, c.seeds, len(found)+len(missed), len(found))
	if len(found) > 0 {
		_, _ = fmt.Fprintf(w, ", the one in the middle after %d requests", found[len(found)/2].median())
	}
	_, _ = fmt.Fprintf(w, ".\nServers that conform: %d, of which %d are blamed.\n", conforming, len(blamed))
	list := func(title string, trials []trial) {
		if len(trials) == 0 {
			return
		}
		_, _ = fmt.Fprintf(w, "%s:\n", title)
		for _, t := range trials {
			_, _ = fmt.Fprintf(w, "  %-40s %-12s %v %s\n", t.Name, t.Level, t.took, t.by)
		}
	}
	list("Blamed, and conforming", blamed)
	list("The slowest to find", found[max(0, len(found)-slowest):])
	list("Not found by most seeds (-1 is none)", missed)
	return len(blamed) == 0
}
