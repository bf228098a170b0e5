package suite

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
)

// A server that gives a client_id again long after is seen, though no case sees it of itself.
func TestAClientIDThatComesAgain(t *testing.T) {
	inner, n, kept := reference.New(reference.Options{}), 0, (*httptest.ResponseRecorder)(nil)
	var mu sync.Mutex // a preflight asks several things at once
	server := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		mu.Lock()
		defer mu.Unlock()
		if answer.Code == http.StatusOK && strings.Contains(answer.Body.String(), "client_secret") {
			switch n++; {
			case n == 5:
				kept = answer
			case n == 40 && kept != nil:
				answer = kept
			}
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	})
	got := try(t.Context(), t, within(server, Options{Parallel: 1, Selection: Selection{Patterns: []string{"logo-url/valid", "logo-url/of-a-web-client"}}}))
	failed := those(got, report.Failed)
	if len(failed) != 1 || len(got.Causes) != 1 || !strings.HasPrefix(got.Causes[0].Title, "Two registrations were given the same client_id") {
		t.Errorf("%q failed, of %d causes: %+v", failed, len(got.Causes), got.Causes)
	}
	if again := try(t.Context(), t, within(inner, Options{Selection: Selection{Patterns: []string{"logo-url/valid"}}})); len(those(again, report.Failed)) != 0 {
		t.Errorf("%q failed on a server that conforms", those(again, report.Failed))
	}
}
