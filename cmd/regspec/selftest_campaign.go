package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/selftest"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// campaigns tries fuzzing on servers that are known: which defects it finds, and
// whether it finds any on a server that conforms.
type campaigns struct {
	requests int
	seeds    int
	parallel int
	timeout  time.Duration // of each answer
	duration time.Duration // of each campaign: some of the servers are slow on purpose
}

// trial is what came of the campaigns on one subject.
type trial struct {
	selftest.Subject

	// Took has the requests to the first finding, one a seed, and -1 for none.
	Took []int `json:"requests_to_find"`
	// Cut has how many requests there were in campaigns that found nothing and were
	// ended by the time.
	Cut  []int  `json:"cut_short,omitempty"`
	Rule string `json:"rule,omitempty"` // that is broken
}

// median is that of the requests, where a campaign that found nothing counts as
// more than any.
func (t trial) median() int {
	sorted := slices.SortedFunc(slices.Values(t.Took), func(a, b int) int {
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

// run makes campaigns on all the subjects. It ends early with the context, and
// gives what there is.
func (c campaigns) run(ctx context.Context, subjects []selftest.Subject, progress func(done, total int, name string)) ([]trial, error) {
	trials := make([]trial, len(subjects))
	var mutex sync.Mutex
	done := 0
	var work errgroup.Group
	work.SetLimit(c.parallel)
	for i := range subjects {
		work.Go(func() error {
			var err error
			trials[i], err = c.try(ctx, subjects[i])
			mutex.Lock()
			defer mutex.Unlock()
			done++
			progress(done, len(subjects), subjects[i].Name)
			return err
		})
	}
	err := work.Wait()
	return slices.DeleteFunc(trials, func(t trial) bool { return len(t.Took) == 0 }), err
}

// try makes campaigns on one subject. On a defect, each goes on until the first finding
// that counts: at the level of the defect, or at one that gates. What a server that
// conforms is blamed for has been checked.
func (c campaigns) try(ctx context.Context, s selftest.Subject) (trial, error) {
	t := trial{Subject: s}
	for seed := range c.seeds {
		handler, err := s.New()
		if err != nil {
			return t, fmt.Errorf("making the server %s: %w", s.Name, err)
		}
		took := -1
		r := campaign.Run(ctx, campaign.Options{
			Sender: within(handler, c.timeout), Requests: c.requests, Duration: c.duration, Seed: uint64(seed) + 1, Workers: 1,
			StopAtFirst: func(f finding.Finding) bool {
				if s.Kind != selftest.Defect || !f.Level().AtLeast(cases.Implied) && s.Level != cases.Hardening {
					return false
				}
				took, t.Rule = f.RequestsToFind, string(f.Cause.Rule)
				return true
			},
		})
		if s.Kind != selftest.Defect && len(r.Findings) > 0 && r.Findings[0].Level().AtLeast(cases.Implied) { // they come by level
			took, t.Rule = r.Findings[0].RequestsToFind, string(r.Findings[0].Cause.Rule)
		}
		switch sent := r.Requests - r.Minimising; {
		case took < 0 && ctx.Err() != nil:
			return t, nil //nolint:nilerr // an interruption is no fault, and nothing can be said of this one
		case took < 0 && sent < c.requests:
			t.Cut = append(t.Cut, sent)
		}
		t.Took = append(t.Took, took)
	}
	return t, nil
}

// within sends to a handler without any connection.
func within(h http.Handler, timeout time.Duration) func() target.Sender {
	endpoint, err := wire.Endpoint("http://selftest.example", "")
	if err != nil {
		panic(err) // it is a constant
	}
	return func() target.Sender { return wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}) }
}

// mostNamed is how many servers are named of a kind.
const mostNamed = 10

// writeTrials tells what came of the campaigns. It reports false if a server that
// conforms was blamed.
func (c campaigns) writeTrials(w io.Writer, trials []trial) bool {
	var found, missed, blamed, cut []trial
	conforming := 0
	for _, t := range trials {
		if len(t.Cut) > 0 {
			cut = append(cut, t)
		}
		switch {
		case t.Kind == selftest.Defect && t.median() < 0:
			missed = append(missed, t)
		case t.Kind == selftest.Defect:
			found = append(found, t)
		default:
			conforming++
			if slices.ContainsFunc(t.Took, func(n int) bool { return n >= 0 }) {
				blamed = append(blamed, t)
			}
		}
	}
	slices.SortFunc(found, func(a, b trial) int {
		return cmp.Or(cmp.Compare(b.median(), a.median()), strings.Compare(a.Name, b.Name))
	})
	_, _ = fmt.Fprintf(w, "\nCampaigns of %d requests, seeds 1 to %d: of %d defects %d are found", c.requests, c.seeds, len(found)+len(missed), len(found))
	if middle := (len(found) + len(missed)) / 2; middle < len(found) { // those that are missed are slower than any
		_, _ = fmt.Fprintf(w, ", and half of all within %d requests", found[len(found)-1-middle].median())
	}
	_, _ = fmt.Fprintf(w, ".\nServers that conform: %d, of which %d are blamed.\n", conforming, len(blamed))
	list := func(title string, trials []trial) {
		if len(trials) == 0 {
			return
		}
		_, _ = fmt.Fprintf(w, "%s:\n", title)
		for _, t := range trials[:min(len(trials), mostNamed)] {
			_, _ = fmt.Fprintf(w, "  %-40s %-12s %s %s\n", t.Name, t.Level, requests(t.Took), t.Rule)
		}
		if more := len(trials) - mostNamed; more > 0 {
			_, _ = fmt.Fprintf(w, "  … and %d more; --report json=FILE has them all\n", more)
		}
	}
	list("Blamed, and conforming", blamed)
	list("The slowest to find, by seed", found[:min(len(found), mostNamed)])
	list("Not found by most of the seeds", missed)
	for _, t := range cut {
		_, _ = fmt.Fprintf(w, "%s had %s requests only: a campaign ends after %s.\n", t.Name, requests(t.Cut), c.duration)
	}
	return len(blamed) == 0
}

// requests lists numbers of requests.
func requests(took []int) string {
	words := make([]string, len(took))
	for i, n := range took {
		words[i] = strconv.Itoa(n)
		if n < 0 {
			words[i] = "never"
		}
	}
	return strings.Join(words, ", ")
}
