package campaign_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// over sends over real connections.
func over(t *testing.T, url string, workers int) *target.Paced {
	t.Helper()
	endpoint, err := wire.Endpoint(url, "")
	if err != nil {
		t.Fatal(err)
	}
	return campaign.Paced(wire.NewClient(endpoint, wire.Options{Timeout: 2 * time.Second, NoGzip: true}), workers, false, nil)
}

func gating(findings []finding.Finding) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return !f.Level().AtLeast(cases.Implied) })
}

func describe(findings []finding.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "\n%s after %d, %d times, repeats %d: %s", f.ID, f.RequestsToFind, f.Count, f.Repeats, f.Cause)
		if n := len(f.Exchanges); n > 0 {
			fmt.Fprintf(&b, "\n\t%.300q\n\texpected %.200s\n\tgot %.200s", f.Exchanges[n-1].Request.Body, f.Mismatch.Expected, f.Mismatch.Actual)
		}
	}
	return b.String()
}

// On a server that conforms there is nothing to be found.
func TestNothingIsFoundOnTheReference(t *testing.T) {
	r := campaign.Run(t.Context(), campaign.Options{
		Target: direct(t, reference.New(reference.Options{}), 5*time.Second), Requests: conformingRequests, Seed: 1,
	})
	if len(r.Findings) > 0 || r.Requests < conformingRequests || r.Answered == 0 || r.Interrupted || r.Gone != "" {
		t.Errorf("%d requests, %d answered, findings:%s", r.Requests, r.Answered, describe(r.Findings))
	}
	if r.Signatures < 20 || len(r.Corpus) < 20 {
		t.Errorf("only %d different answers, %d sequences kept", r.Signatures, len(r.Corpus))
	}
}

// The same seed sends the same, byte for byte, to a server that answers the same.
func TestTheSameSeedSendsTheSame(t *testing.T) {
	const requests = 500
	// Of requests at the same moment any may come first.
	sent := func(seed uint64) []string {
		var all []string
		var mutex sync.Mutex
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			mutex.Lock()
			defer mutex.Unlock()
			all = append(all, fmt.Sprintf("%s %s %v %q", r.Method, r.URL, r.Header, body))
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"client_id":"%x","client_secret":"secret","expires_at":0}`, sha256.Sum256(body))
		})
		// An answer that comes late on a busy machine is another answer.
		campaign.Run(t.Context(), campaign.Options{Target: direct(t, h, time.Minute), Requests: requests, Seed: seed})
		slices.Sort(all)
		return all
	}
	first := sent(3)
	if again := sent(3); !slices.Equal(again, first) {
		t.Errorf("the same seed sent something else: %d requests, and then %d", len(first), len(again))
	}
	if slices.Equal(first, sent(4)) {
		t.Error("another seed sent the same")
	}
}

// It ends by itself in time, when it is interrupted, and when the target is gone.
func TestEnds(t *testing.T) {
	server := httptest.NewServer(reference.New(reference.Options{}))
	defer server.Close()
	t.Run("in time", func(t *testing.T) {
		began := time.Now()
		r := campaign.Run(t.Context(), campaign.Options{Target: over(t, server.URL, 2), Duration: 300 * time.Millisecond, Seed: 1})
		if took := time.Since(began); took > 5*time.Second || r.Interrupted || r.Answered == 0 {
			t.Errorf("after %s, %d answered, interrupted %t", took, r.Answered, r.Interrupted)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		r := campaign.Run(ctx, campaign.Options{Target: over(t, server.URL, 2), Seed: 1})
		if !r.Interrupted || r.Answered == 0 || len(gating(r.Findings)) > 0 {
			t.Errorf("interrupted %t, %d answered, findings:%s", r.Interrupted, r.Answered, describe(r.Findings))
		}
	})
	t.Run("held back", func(t *testing.T) {
		r := campaign.Run(t.Context(), campaign.Options{Target: over(t, server.URL, 2), Duration: 500 * time.Millisecond, Rate: 50, Seed: 1})
		if r.Requests > 60 || r.Requests == 0 {
			t.Errorf("%d requests in half a second, at 50 a second", r.Requests)
		}
	})
	t.Run("busy for ever", func(t *testing.T) {
		busy := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		})
		target := direct(t, busy, time.Second)
		target.SetPatience(300 * time.Millisecond)
		r := campaign.Run(t.Context(), campaign.Options{Target: target, Requests: 100, Seed: 1})
		if r.Answered != 0 || r.Untested == "" {
			t.Errorf("%d requests count as answered by a server that never did", r.Answered)
		}
	})
	t.Run("unreachable", func(t *testing.T) {
		r := campaign.Run(t.Context(), campaign.Options{Target: over(t, "http://127.0.0.1:1", 1), Seed: 1, RestartTime: time.Minute})
		if r.Unreachable == "" || r.Answered != 0 {
			t.Errorf("%+v", r.Stats)
		}
	})
	t.Run("gone", func(t *testing.T) {
		var once sync.Once
		var n atomic.Int64
		var dying *httptest.Server
		inner := reference.New(reference.Options{})
		dying = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) > 500 {
				once.Do(func() {
					_ = dying.Listener.Close()
					go dying.CloseClientConnections()
				})
			}
			inner.ServeHTTP(w, r)
		}))
		r := campaign.Run(t.Context(), campaign.Options{Target: over(t, dying.URL, 1), Duration: time.Minute, Seed: 1, RestartTime: 300 * time.Millisecond})
		if r.Gone == "" || r.Interrupted {
			t.Errorf("gone %q, %d requests", r.Gone, r.Requests)
		}
	})
}
