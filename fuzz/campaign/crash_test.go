package campaign_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/gauntlet"
	"github.com/regspec/regspec/suite/wire"
)

// Where a crash breaks off several requests, the one that is to blame is found, also if
// another is looked into first.
func TestACrashIsFoundBesideWhatItBrokeOff(t *testing.T) {
	var r campaign.Result
	for range 3 { // a matter of moments, of which few go wrong
		r = besideACrash(t)
		if found := gating(r.Findings); len(found) == 1 && found[0].Repeats > 0 {
			return
		}
	}
	t.Errorf("%d answered, findings:%s\n%v", r.Answered, describe(r.Findings), r.Events)
}

// besideACrash makes a campaign on a server that crashes over one request, and breaks off others before.
func besideACrash(t *testing.T) campaign.Result {
	t.Helper()
	var mu sync.Mutex // guards what follows
	var guilty string // the body that crashes the server
	var seen int
	dying := false
	crashes := func(body string) (guiltyOne, hangUp bool) {
		mu.Lock()
		defer mu.Unlock()
		if seen++; guilty == "" && seen > 300 && strings.Contains(body, "contacts") && !strings.Contains(body, "client_id") {
			guilty = body
		}
		guiltyOne, hangUp = !dying && guilty != "" && body == guilty, dying
		dying = dying || guiltyOne
		return guiltyOne, hangUp
	}
	host, err := gauntlet.Start(gauntlet.Server{New: func() gauntlet.Behaviour {
		return gauntlet.Behaviour{Handler: func(h *gauntlet.Host) http.Handler {
			mu.Lock()
			defer mu.Unlock()
			dying = false
			inner := reference.New(reference.Options{})
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				guilty, hangUp := crashes(string(body))
				if guilty {
					time.Sleep(50 * time.Millisecond) // the others break off before it does
					h.Down(100 * time.Millisecond)
				}
				if guilty || hangUp {
					panic(http.ErrAbortHandler)
				}
				r.Body = io.NopCloser(strings.NewReader(string(body)))
				inner.ServeHTTP(w, r)
			})
		}}
	}}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer host.Stop()
	return campaign.Run(t.Context(), campaign.Options{Target: over(t, host.URL(), 2), Requests: 2000, Seed: 1, RestartTime: 3 * time.Second})
}

// A crash over what came before, and so over no request again, is found as well; so is one
// over a request on which a server may hang up.
func TestACrashThatIsNotSeenAgain(t *testing.T) {
	for _, test := range []struct {
		name string
		over func(seen int64, r *http.Request) bool
	}{
		{"by number", func(seen int64, _ *http.Request) bool { return seen == 300 }},
		{"over CONNECT", func(_ int64, r *http.Request) bool { return r.Method == http.MethodConnect }},
	} {
		t.Run(test.name, func(t *testing.T) {
			var seen atomic.Int64
			host, err := gauntlet.Start(gauntlet.Server{New: func() gauntlet.Behaviour {
				return gauntlet.Behaviour{Handler: func(h *gauntlet.Host) http.Handler {
					inner := reference.New(reference.Options{})
					return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						if test.over(seen.Add(1), r) {
							h.Down(300 * time.Millisecond)
							panic(http.ErrAbortHandler)
						}
						inner.ServeHTTP(w, r)
					})
				}}
			}}, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer host.Stop()
			tunnel := traffic.Sequence{Steps: []traffic.Step{traffic.ReadSent(wire.Sent{Method: http.MethodConnect, URL: host.URL() + reference.Path})}}
			r := campaign.Run(t.Context(), campaign.Options{
				Target: over(t, host.URL(), 2), Requests: 400, Seed: 1, RestartTime: 3 * time.Second, Corpus: []traffic.Sequence{tunnel},
			})
			if found := gating(r.Findings); len(found) != 1 || !strings.Contains(found[0].Mismatch.Actual, "when the target went away") {
				t.Errorf("%d answered, findings:%s\n%v", r.Answered, describe(r.Findings), r.Events)
			}
		})
	}
}
