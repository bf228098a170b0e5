package format

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// located is a report with each verdict whose cases say where they are written,
// from a shard.
func located() report.Report {
	r := fixture.EveryVerdict()
	for i := range r.Results {
		r.Results[i].Source = "cases/catalogue/contacts.yaml:48"
	}
	r.Results[1].Mismatches = append(r.Results[1].Mismatches, report.Mismatch{
		Step: 1, Aspect: report.AspectContentType, Level: cases.Implied, Requirement: "answer.media-type",
		Expected: "application/json", Actual: "text/html", Explanation: "The answer is sent as text/html; many clients will not read it as JSON.",
	})
	r.Shard = &report.Shard{Index: 1, Count: 3}
	return r
}

// The output of the writers for other programs was reviewed by eye, and is kept in
// testdata/golden. REGSPEC_UPDATE_GOLDEN=1 writes it anew.
func TestGolden(t *testing.T) {
	for file, name := range map[string]string{
		"report.md": "markdown", "report.har": "har", "github.txt": "github", "gitlab.json": "gitlab", "badge.json": "badge",
	} {
		path := filepath.Join("testdata", "golden", file)
		got := written(t, writers()[name], located())
		if os.Getenv("REGSPEC_UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
		}
	}
}
