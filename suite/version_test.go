package suite_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// TestAnOlderVersionOfHTTP holds what a server may answer to a request in HTTP/1.0: what it
// answers to any other, or that it wants another version.
func TestAnOlderVersionOfHTTP(t *testing.T) {
	server := reference.New(reference.Options{})
	for name, row := range map[string]struct {
		status int // 0 is the usual answer
		want   report.Verdict
	}{
		"the same":       {0, report.Passed},
		"426":            {http.StatusUpgradeRequired, report.Skipped},
		"505":            {http.StatusHTTPVersionNotSupported, report.Skipped},
		"another":        {http.StatusBadRequest, report.Failed},
		"a server fault": {http.StatusInternalServerError, report.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			old := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if row.status > 0 && !r.ProtoAtLeast(1, 1) {
					w.WriteHeader(row.status)
					return
				}
				server.ServeHTTP(w, r)
			})
			r, err := suite.Run(context.Background(), suite.Options{
				Target: "http://server.invalid", Selection: suite.Selection{Patterns: []string{"header/http-1-0"}}, Wire: wire.Options{Handler: old},
			})
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			for _, result := range r.Results {
				if result.ID == "header/http-1-0" {
					if seen++; result.Verdict != row.want || result.Skip == report.SkipBlocked {
						t.Errorf("%s: %s, want %s: %s %s", result.Name(), result.Verdict, row.want, result.Skip, result.Reason)
					}
				}
			}
			if seen != 2 {
				t.Errorf("%d results", seen)
			}
		})
	}
}
