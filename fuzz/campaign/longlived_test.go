//go:build long && !race

package campaign_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
)

// keeping is a server that knows the last clients only, so many of them.
func keeping(most int) http.Handler {
	inner := reference.New(reference.Options{})
	var mutex sync.Mutex
	var order []string
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		var given struct {
			ID string `json:"client_id"`
		}
		mutex.Lock()
		defer mutex.Unlock()
		if json.Unmarshal(answer.Body.Bytes(), &given) == nil && given.ID != "" {
			switch {
			case !strings.Contains(string(body), given.ID):
				order = append(order, given.ID)
			case !slices.Contains(order[max(0, len(order)-most):], given.ID):
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = io.WriteString(w, `{"error":"Unauthorized."}`)
				return
			}
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
}

// A server that keeps no more than so many clients is found out, and the finding says how
// many it takes. A small store for tests that keeps more than the oracle is not blamed.
func TestAServerThatKeepsTheLast(t *testing.T) {
	for most, blamed := range map[int]bool{1000: true, 5000: false} {
		r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, keeping(most), 5*time.Second), Requests: 20_000, Seed: 1})
		found := gating(r.Findings)
		if !blamed {
			if len(found) > 0 {
				t.Errorf("%d: %s", most, describe(found))
			}
			continue
		}
		if len(found) != 1 || found[0].Cause.Rule != oracle.RuleForgets || found[0].Flaky() {
			t.Fatalf("%d: %s", most, describe(found))
		}
		registered := 0
		for _, step := range found[0].Sequence.Steps[:len(found[0].Sequence.Steps)-1] {
			registered += step.Repeats()
		}
		if registered < most-3 || registered > most { // three clients stand before those of the sequence
			t.Errorf("%d have to register, of %d", registered, most)
		}
		text, err := finding.WriteCase(found[0], "")
		if err != nil {
			t.Fatal(err)
		}
		builtin, err := cases.Builtin()
		if err != nil {
			t.Fatal(err)
		}
		if err := finding.Verify(text, builtin); err != nil || strings.Contains(string(text), "capture") || !strings.Contains(string(text), "times: 100") {
			t.Errorf("%v\n%.2000s", err, text)
		}
	}
}

// A client whose credentials have expired is not forgotten.
func TestCredentialsThatExpire(t *testing.T) {
	const life = 500 * time.Millisecond
	inner := reference.New(reference.Options{})
	var mutex sync.Mutex
	given := map[string]time.Time{}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		time.Sleep(300 * time.Microsecond) // so that clients expire before they are asked for again
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		var client struct {
			ID string `json:"client_id"`
		}
		mutex.Lock()
		defer mutex.Unlock()
		if json.Unmarshal(answer.Body.Bytes(), &client) == nil && client.ID != "" {
			at, known := given[client.ID]
			if !known {
				at = time.Now()
				given[client.ID] = at
			}
			expires := at.Add(life).Unix() + 1
			if time.Now().Unix() >= expires {
				w.Header().Del("Content-Length")
				w.WriteHeader(http.StatusUnauthorized)
				_, _ = io.WriteString(w, `{"error":"Unauthorized."}`)
				return
			}
			w.Header().Del("Content-Length")
			w.WriteHeader(answer.Code)
			_, _ = io.WriteString(w, strings.Replace(answer.Body.String(), `"expires_at":0`, fmt.Sprintf(`"expires_at":%d`, expires), 1))
			return
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
	r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, h, 5*time.Second), Requests: 7000, Seed: 1})
	if found := gating(r.Findings); len(found) > 0 {
		t.Errorf("after %s:%s", r.Elapsed, describe(found))
	}
}
