package suite

import (
	"net/http"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// A server that gives one answer to everything passes nothing, not even a
// selection of cases that any refusal would do for: they count only for a target
// that registers clients.
func TestOneAnswerToEverything(t *testing.T) {
	const page = "<html><body><h1>Welcome</h1></body></html>"
	for _, row := range []struct {
		name      string
		status    int
		mediaType string
		body      string
	}{
		{"200 page", 200, "text/html", page},
		{"200, empty", 200, "", ""},
		{"204", 204, "", ""},
		{"200 with an empty object", 200, "application/json", "{}"},
		{"200 with a cheer", 200, "application/json", `{"message": "ok"}`},
		{"302 to a login page", 302, "text/html", page},
		{"401 page", 401, "text/html", page},
		{"404 page", 404, "text/html", page},
		{"404, empty", 404, "", ""},
		{"404 in JSON, as frameworks have it", 404, "application/json", `{"detail": "Not Found"}`},
		{"404 in JSON, under error", 404, "application/json", `{"error": "Not Found"}`},
		{"500 in JSON", 500, "application/json", `{"error": "Internal Server Error"}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := try(t.Context(), t, Options{Target: "http://one.invalid", Wire: wire.Options{Timeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if row.mediaType != "" {
					w.Header().Set("Content-Type", row.mediaType)
				}
				w.WriteHeader(row.status)
				_, _ = w.Write([]byte(row.body))
			})}})
			compare(t, those(r, report.Passed), nil)
			if r.Gate() != report.GateUntested || r.OneAnswer == "" || r.Summary.Errored > 0 {
				t.Errorf("the gate is %s, %q, summary %+v", r.Gate(), r.OneAnswer, r.Summary)
			}
			for _, result := range r.Results {
				if result.Verdict == report.Skipped && result.Skip != report.SkipBlocked {
					t.Errorf("%s is skipped: %s", result.Name(), result.Reason)
				}
			}
		})
	}
}
