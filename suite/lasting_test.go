package suite_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// replaced is a handler that can be put in the place of another.
type replaced struct {
	now atomic.Pointer[reference.Server]
}

func (h *replaced) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.now.Load().ServeHTTP(w, r) }

// expiring says of each client that it expires soon.
func expiring(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.Code)
		soon := time.Now().Add(3 * time.Second).Unix()
		_, _ = w.Write([]byte(strings.Replace(answer.Body.String(), `"expires_at":0`, `"expires_at":`+strconv.FormatInt(soon, 10), 1)))
	})
}

// TestClientsLast holds what is said of a client that is asked for at the end of a run.
func TestClientsLast(t *testing.T) {
	for _, test := range []struct {
		name     string
		age      time.Duration
		patterns []string
		handler  func() http.Handler
		want     report.Verdict
		skip     report.Skip
	}{
		{"kept", 0, []string{"registration"}, func() http.Handler { return reference.New(reference.Options{}) }, report.Passed, ""},
		{"the newest 30 kept", 0, []string{"registration/lasting"}, func() http.Handler { return reference.New(reference.Options{MaxClients: 30}) }, report.Failed, ""},
		{"the newest 400 kept", 0, nil, func() http.Handler { return reference.New(reference.Options{MaxClients: 400}) }, report.Failed, ""},
		{"forgotten soon, and asked for sooner", 0, []string{"registration/lasting"}, func() http.Handler { return forgetting(time.Minute) }, report.Passed, ""},
		{"forgotten soon", 1500 * time.Millisecond, []string{"registration/lasting"}, func() http.Handler { return forgetting(time.Second) }, report.Failed, ""},
		{"expired", 0, []string{"registration/lasting"}, func() http.Handler { return expiring(reference.New(reference.Options{})) }, report.Skipped, report.SkipInapplicable},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := suite.Run(context.Background(), suite.Options{
				Target: "http://server.invalid", Age: test.age, Selection: suite.Selection{Patterns: test.patterns}, Wire: wire.Options{Handler: test.handler()},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, result := range r.Results {
				if result.ID == "registration/lasting" && (result.Verdict != test.want || result.Skip != test.skip) {
					t.Errorf("%s %s: %s %v", result.Verdict, result.Skip, result.Reason, result.Mismatches)
				}
			}
		})
	}
}

// forgetting loses all clients each time that this long has passed since it began.
func forgetting(after time.Duration) http.Handler {
	h := &replaced{}
	h.now.Store(reference.New(reference.Options{}))
	time.AfterFunc(after, func() { h.now.Store(reference.New(reference.Options{})) })
	return h
}
