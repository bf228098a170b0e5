package trial

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// Server is a server of which it is known what is wrong with it.
type Server struct {
	Name string
	// Level is the one of its defect, or "" for a server that conforms.
	Level cases.Level
	// New makes a fresh server, with nobody registered.
	New func() (http.Handler, error)
}

func (s Server) conforms() bool { return s.Level == "" }

// Options say how many campaigns to try, and how long.
type Options struct {
	Requests int           // of each campaign, at most
	Seeds    int           // campaigns on each server, with the seeds from 1
	Parallel int           // campaigns at the same time
	Timeout  time.Duration // of each answer
	Duration time.Duration // of each campaign, at most: some of the servers are slow on purpose
}

// Trial is what came of the campaigns on one server.
type Trial struct {
	Server Server `json:"-"`
	// Took has the requests to the first finding, one a seed, and -1 for none. It is
	// empty for a server that was not tried.
	Took []int `json:"requests_to_find"`
	// Cut has how many requests there were in campaigns that found nothing and were
	// ended by the time.
	Cut []int `json:"cut_short,omitempty"`
	// Rule is the rule of the oracle that the finding is about.
	Rule string `json:"rule,omitempty"`
}

// median is the median of the requests. A campaign that found nothing counts as more
// than any.
func (t Trial) median() int {
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

// Run makes campaigns on all the servers, and gives a trial for each, in their order.
// It ends early with the context. progress is called after each server, one call at a
// time. The error is one of making a server.
func Run(ctx context.Context, o Options, servers []Server, progress func(done, total int, name string)) ([]Trial, error) {
	trials := make([]Trial, len(servers))
	var mutex sync.Mutex
	done := 0
	var work errgroup.Group
	work.SetLimit(o.Parallel)
	for i := range servers {
		work.Go(func() error {
			var err error
			trials[i], err = o.try(ctx, servers[i])
			mutex.Lock()
			defer mutex.Unlock()
			done++
			progress(done, len(servers), servers[i].Name)
			return err
		})
	}
	return trials, work.Wait() //nolint:wrapcheck // it says already which server could not be made
}

// try makes campaigns on one server. On a defect, each goes on until the first finding
// that counts: at the level of the defect, or at one that gates. What a server that
// conforms is blamed for has been checked.
func (o Options) try(ctx context.Context, s Server) (Trial, error) {
	t := Trial{Server: s}
	for seed := range o.Seeds {
		handler, err := s.New()
		if err != nil {
			return t, fmt.Errorf("making the server %s: %w", s.Name, err)
		}
		took := -1
		r := campaign.Run(ctx, campaign.Options{
			Target: within(handler, o.Timeout), Requests: o.Requests, Duration: o.Duration, Seed: uint64(seed) + 1,
			StopAtFirst: func(f finding.Finding) bool {
				if s.conforms() || !f.Level().AtLeast(cases.Implied) && s.Level != cases.Hardening {
					return false
				}
				took, t.Rule = f.RequestsToFind, string(f.Cause.Rule)
				return true
			},
		})
		if s.conforms() && len(r.Findings) > 0 && r.Findings[0].Level().AtLeast(cases.Implied) { // they come by level
			took, t.Rule = r.Findings[0].RequestsToFind, string(r.Findings[0].Cause.Rule)
		}
		switch sent := r.Requests - r.Minimising; {
		case took < 0 && ctx.Err() != nil:
			return t, nil //nolint:nilerr // an interruption is no fault, and nothing can be said of this one
		case took < 0 && sent < o.Requests:
			t.Cut = append(t.Cut, sent)
		}
		t.Took = append(t.Took, took)
	}
	return t, nil
}

// within sends to a handler without any connection.
func within(h http.Handler, timeout time.Duration) *target.Paced {
	endpoint, err := wire.Endpoint("http://selftest.example", "")
	if err != nil {
		panic(err) // it is a constant
	}
	return campaign.Paced(wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}), 1, true, nil)
}
