//go:build !race

package campaign_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// A worker that waited while thousands registered does not blame a small store for tests that has
// no room left for its clients.
func TestClientsThatAWaitMadeOld(t *testing.T) {
	t.Parallel()
	const room = 6500 // more than the clients of as many requests as a client is asked for after
	inner := reference.New(reference.Options{MaxClients: room})
	var requests, registered atomic.Int64
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 2000 { // one of the two workers waits
			until := registered.Load() + room + 500
			for deadline := time.Now().Add(20 * time.Second); registered.Load() < until && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
		}
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		if answer.Code == http.StatusOK && bytes.Contains(body, []byte("client_associate")) {
			registered.Add(1)
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	r := campaign.Run(t.Context(), campaign.Options{
		Target:   campaign.Paced(wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: time.Minute}), 2, true, nil),
		Requests: 60_000, Seed: 1,
	})
	if found := gating(r.Findings); len(found) > 0 {
		t.Errorf("found:%s", describe(found))
	}
	for _, e := range r.Events {
		t.Logf("after %d: %s", e.Requests, e.Text)
	}
}
