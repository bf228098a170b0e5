package suite

import (
	"net/http"
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// A server that gives one answer to everything passes nothing, but for cases
// that any refusal will do for, where it is a whole and proper one.
func TestOneAnswerToEverything(t *testing.T) {
	const page = "<html><body><h1>Welcome</h1></body></html>"
	var anyRefusal []string // cases that ask for no more, so it is right for them
	for _, e := range expand(builtin(t)) {
		if !slices.ContainsFunc(e.Case.Steps, func(s cases.Step) bool { return s.Expect.Refusal == nil || len(s.Expect.Refusal.Messages) > 0 }) {
			anyRefusal = append(anyRefusal, e.Name())
		}
	}
	for _, row := range []struct {
		name      string
		status    int
		mediaType string
		body      string
		passed    []string
	}{
		{"200 page", 200, "text/html", page, nil},
		{"200, empty", 200, "", "", nil},
		{"204", 204, "", "", nil},
		{"200 with an empty object", 200, "application/json", "{}", nil},
		{"200 with a cheer", 200, "application/json", `{"message": "ok"}`, nil},
		{"302 to a login page", 302, "text/html", page, nil},
		{"401 page", 401, "text/html", page, nil},
		{"404 page", 404, "text/html", page, nil},
		{"404, empty", 404, "", "", nil},
		{"404 in JSON, as frameworks have it", 404, "application/json", `{"detail": "Not Found"}`, nil},
		{"404 in JSON, under error", 404, "application/json", `{"error": "Not Found"}`, anyRefusal},
		{"500 in JSON", 500, "application/json", `{"error": "Internal Server Error"}`, nil},
		{"502 page", 502, "text/html", page, nil},
		{"503, empty", 503, "", "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := try(t.Context(), t, Options{Target: serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if row.mediaType != "" {
					w.Header().Set("Content-Type", row.mediaType)
				}
				w.WriteHeader(row.status)
				_, _ = w.Write([]byte(row.body))
			}))})
			compare(t, those(r, report.Passed), row.passed)
			if r.Gate() != report.GateFailed || r.OneAnswer == "" || r.Summary.Errored > 0 {
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
