//go:build long && !race

package campaign_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// undecoded is a server that does not undo the percent escapes in the names of a form.
func undecoded() http.Handler {
	inner := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			pairs := strings.Split(string(body), "&")
			for i, pair := range pairs {
				name, rest, ok := strings.Cut(pair, "=")
				if ok {
					pairs[i] = strings.ReplaceAll(name, "%", "%25") + "=" + rest
				}
			}
			body = []byte(strings.Join(pairs, "&"))
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		inner.ServeHTTP(w, r)
	})
}

// commented is a server whose parser of JSON skips comments, as Ruby's does. It has another status
// for what it creates than for what it changes.
func commented() http.Handler {
	inner := reference.New(reference.Options{})
	comments := regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		status := http.StatusOK
		if plain := comments.ReplaceAll(body, nil); !json.Valid(body) && json.Valid(plain) {
			body, status = plain, http.StatusCreated
		}
		if bytes.Contains(body, []byte("client_update")) {
			status = http.StatusOK
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		inner.ServeHTTP(&created{w, status}, r)
	})
}

// created has another status for a success.
type created struct {
	http.ResponseWriter

	status int
}

func (c *created) WriteHeader(status int) {
	if status == http.StatusOK {
		status = c.status
	}
	c.ResponseWriter.WriteHeader(status)
}

// repeating is a server that refuses names in a form that it does not know, by name. JSON
// that is sent as a form is a name.
func repeating() http.Handler {
	inner := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if pairs, err := url.ParseQuery(string(body)); err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			for name := range pairs {
				if strings.HasPrefix(name, "{") {
					text, _ := json.Marshal(map[string]string{"error": "Unknown parameter " + name})
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusUnprocessableEntity)
					_, _ = w.Write(text)
					return
				}
			}
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		inner.ServeHTTP(w, r)
	})
}

// bottomless is a server that does not mind how deep a value is nested.
func bottomless() http.Handler {
	inner := reference.New(reference.Options{})
	nested := regexp.MustCompile(`:\s*\[+\]+`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		body = nested.ReplaceAllFunc(body, func(value []byte) []byte {
			if len(value) < 1000 {
				return value
			}
			return []byte(`:"https://client.example/"`)
		})
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		inner.ServeHTTP(w, r)
	})
}

// draft is a server that refuses all updates of a client after one with a bad logo.
func draft() http.Handler {
	inner := reference.New(reference.Options{})
	var mutex sync.Mutex
	corrupted := map[string]bool{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		var sent struct {
			Type string `json:"type"`
			ID   string `json:"client_id"`
			Logo string `json:"logo_url"`
		}
		update := json.Unmarshal(body, &sent) == nil && sent.Type == "client_update" && sent.ID != ""
		mutex.Lock()
		defer mutex.Unlock()
		if update && corrupted[sent.ID] {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":"Logo URL of before is not a valid URL"}`)
			return
		}
		inner.ServeHTTP(&noting{w, func(status int) {
			if update && sent.Logo != "" && status >= 400 {
				corrupted[sent.ID] = true
			}
		}}, r)
	})
}

// noting tells of the status of an answer.
type noting struct {
	http.ResponseWriter

	tell func(status int)
}

func (n *noting) WriteHeader(status int) {
	n.tell(status)
	n.ResponseWriter.WriteHeader(status)
}

// One cause that shows in many requests is reported few times.
func TestOneCauseOfMany(t *testing.T) {
	for _, row := range []struct {
		name   string
		server http.Handler
		most   int
	}{
		{"names are not decoded", undecoded(), 3},
		{"comments are taken", commented(), 4}, // in a body that is one piece there are no members to go by
		{"names are repeated", repeating(), 2}, // seen: one with a member less does not explain the other
		{"depth is no trouble", bottomless(), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, row.server, 5*time.Second), Requests: 20_000, Seed: 1})
			if n := len(r.Findings); n == 0 || n > row.most {
				t.Errorf("%d findings:%s", n, describe(r.Findings))
			}
		})
	}
}

// What needs something that a client was sent before shows again, and is no flaky finding.
func TestWhatWasSentBefore(t *testing.T) {
	for seed := range uint64(2) {
		r := campaign.Run(t.Context(), campaign.Options{Target: direct(t, draft(), 5*time.Second), Requests: 5_000, Seed: seed + 1})
		found := gating(r.Findings)
		if len(found) == 0 {
			t.Errorf("seed %d: nothing was found", seed+1)
		}
		for _, f := range found {
			if f.Flaky() {
				t.Errorf("seed %d: %d of the checks showed %s", seed+1, f.Repeats, f.ID)
			}
		}
		if least := slices.MinFunc(found, func(a, b finding.Finding) int { return len(a.Sequence.Steps) - len(b.Sequence.Steps) }); len(least.Sequence.Steps) > 2 {
			t.Errorf("seed %d: the shortest has %d steps", seed+1, len(least.Sequence.Steps))
		}
	}
}

// An answer that is late once is reported, and does not fail a server: the machine
// may have been busy. One that is late whenever it is asked for is.
func TestLateAnswers(t *testing.T) {
	for name, late := range map[string]func(nth int, body string) bool{
		"once": func(nth int, _ string) bool { return nth == 20 },
		"always": func(_ int, body string) bool {
			return strings.Contains(body, "contacts") && strings.Contains(body, "client_update")
		},
	} {
		t.Run(name, func(t *testing.T) {
			inner := reference.New(reference.Options{})
			var mutex sync.Mutex
			seen := 0
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				mutex.Lock()
				seen++
				wait := late(seen, string(body))
				mutex.Unlock()
				if wait {
					<-r.Context().Done()
					return
				}
				inner.ServeHTTP(w, r)
			})
			r := campaign.Run(t.Context(), campaign.Options{
				Target: direct(t, h, 150*time.Millisecond), Requests: 200, Seed: 1,
			})
			at := slices.IndexFunc(r.Findings, func(f finding.Finding) bool {
				last := f.Exchanges[len(f.Exchanges)-1]
				return last.Break != nil && last.Break.Kind == wire.KindTimeout // the rule may be that of the message that was due
			})
			if at < 0 {
				t.Fatalf("it is not told of, but:%s", describe(r.Findings))
			}
			if f := r.Findings[at]; f.Level().AtLeast(cases.Implied) != (name == "always") || f.Flaky() || (f.Repeats > 0) != (name == "always") {
				t.Errorf("it is %s, and %d of the checks showed it: %s", f.Level(), f.Repeats, f.Mismatch.Explanation)
			}
		})
	}
}
