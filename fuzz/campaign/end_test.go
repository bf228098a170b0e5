package campaign_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/gauntlet"
)

// A target that goes away shortly before the time is up is waited for: what it did is no
// success, whether it comes back or not.
func TestATargetThatIsAwayAtTheEnd(t *testing.T) {
	const duration = 500 * time.Millisecond
	hangUp := func() { panic(http.ErrAbortHandler) }
	for _, test := range []struct {
		name string
		do   func(h *gauntlet.Host, r *http.Request) // with each request in the second half of the time
		want string                                  // in the events, or in the words about a target that is gone
	}{
		{"crashes and comes back", func(h *gauntlet.Host, _ *http.Request) {
			h.Down(time.Second)
			hangUp()
		}, "The target answered nothing for 1"},
		{"crashes for good", func(h *gauntlet.Host, _ *http.Request) {
			h.Down(0)
			hangUp()
		}, "before any answer came"},
		{"falls silent", func(_ *gauntlet.Host, r *http.Request) {
			<-r.Context().Done()
			hangUp()
		}, "no answer within 2s"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // it waits more than it works
			var late atomic.Bool
			host, err := gauntlet.Start(gauntlet.Server{New: func() gauntlet.Behaviour {
				return gauntlet.Behaviour{Handler: func(h *gauntlet.Host) http.Handler {
					inner := reference.New(reference.Options{})
					armed := !late.Load() // it crashes once
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if armed && late.Load() {
							test.do(h, r)
						}
						inner.ServeHTTP(w, r)
					})
				}}
			}}, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer host.Stop()
			time.AfterFunc(duration/2, func() { late.Store(true) })
			r := campaign.Run(t.Context(), campaign.Options{Target: over(t, host.URL(), 2), Duration: duration, Seed: 1, RestartTime: 2 * time.Second})
			said := r.Gone
			for _, event := range r.Events {
				said += event.Text
			}
			if len(gating(r.Findings)) != 1 || !strings.Contains(said, test.want) {
				t.Errorf("said %q, %d answered, findings:%s", said, r.Answered, describe(r.Findings))
			}
		})
	}
}

// One that asks to wait when the time is up, and no longer soon after, was judged.
func TestATargetThatAsksToWaitAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const duration = 600 * time.Millisecond
		inner := taking(time.Millisecond)
		began := time.Now()
		r := campaign.Run(t.Context(), campaign.Options{
			Duration: duration, Seed: 1, RestartTime: 10 * time.Second,
			Target: direct(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if passed := time.Since(began); passed > duration/2 && passed < 2*duration {
					w.WriteHeader(http.StatusTooManyRequests)
					return
				}
				inner.ServeHTTP(w, r)
			}), time.Second),
		})
		if r.Untested != "" || r.Answered == 0 {
			t.Errorf("%d answered: %s", r.Answered, r.Untested)
		}
	})
}

// A campaign without a number of requests is not tested either where the target asks to wait
// for long, and to the end.
func TestATargetThatAsksToWaitForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := taking(time.Millisecond)
		began := time.Now()
		r := campaign.Run(t.Context(), campaign.Options{
			Duration: 8 * time.Second, Seed: 1, RestartTime: time.Second,
			Target: direct(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if time.Since(began) > 600*time.Millisecond {
					w.WriteHeader(http.StatusTooManyRequests)
					return
				}
				inner.ServeHTTP(w, r)
			}), time.Second),
		})
		if r.Untested == "" || r.Answered == 0 {
			t.Errorf("%d answered: %q", r.Answered, r.Untested)
		}
	})
}

// What had no answer when the time was up is sent again: nobody had the time to look whether it was over the request.
func TestWhatHadNoAnswerAtTheEndIsSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := taking(time.Millisecond)
		r := campaign.Run(t.Context(), campaign.Options{
			Duration: 600 * time.Millisecond, Seed: 1, RestartTime: time.Second,
			Target: direct(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body) // what was sent is whole
				if bytes.Contains(body, []byte("logo_url")) {
					<-r.Context().Done()
					return
				}
				r.Body = io.NopCloser(bytes.NewReader(body))
				inner.ServeHTTP(w, r)
			}), 500*time.Millisecond),
		})
		if len(gating(r.Findings)) == 0 {
			t.Errorf("%d answered of %d: %v", r.Answered, r.Requests, r.Events)
		}
	})
}

// Where far fewer requests were judged than asked for, finding nothing means nothing.
func TestATargetTooSlowToBeTested(t *testing.T) {
	for requests, untested := range map[int]bool{5000: true, 50: false} {
		synctest.Test(t, func(t *testing.T) {
			r := campaign.Run(t.Context(), campaign.Options{
				Duration: 600 * time.Millisecond, Seed: 1, RestartTime: time.Second, Requests: requests,
				Target: direct(t, taking(100*time.Millisecond), time.Second),
			})
			if (r.Untested != "") != untested || r.Answered == 0 {
				t.Errorf("%d answered of %d: %q", r.Answered, requests, r.Untested)
			}
		})
	}
}

// taking is a reference server that takes so long over each answer. In simulated time nothing else does.
func taking(long time.Duration) http.Handler {
	inner := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(long)
		inner.ServeHTTP(w, r)
	})
}
