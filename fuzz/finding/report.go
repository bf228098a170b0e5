package finding

import (
	"fmt"
	"strings"

	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Comment says what was found, for the head of the finding's case file.
func (f Finding) Comment(seed uint64) string {
	text := fmt.Sprintf("%s (%s)\nExpected: %s\nGot: %s\nFound by regspec fuzz after %d requests, seed %d.\n",
		report.Visible(f.Mismatch.Explanation), f.Level(), report.Visible(f.Mismatch.Expected), report.Visible(f.Mismatch.Actual), f.RequestsToFind, seed)
	recipe := f.Recipe()
	if len(recipe) == 0 {
		return text
	}
	for i := range recipe {
		recipe[i] = "  " + report.Visible(recipe[i]) + "\n"
	}
	return text + "Again, in a shell:\n" + strings.Join(recipe, "")
}

// Report is the part of a report that findings are.
func Report(all []Finding) report.Report {
	r := report.Report{
		Version: 1, Kind: report.KindFuzz, Information: []report.Information{}, Results: []report.Result{},
		Findings: []report.Finding{}, Summary: report.Summarise(nil),
	}
	for _, f := range all {
		r.Findings = append(r.Findings, report.Finding{
			ID: f.ID, Signature: f.Cause.Signature, Rule: string(f.Mismatch.Rule), Subject: f.Mismatch.Subject, Level: f.Level(),
			Requirement: f.Requirement(), RequestsToFind: f.RequestsToFind, Count: f.Count, Repeats: f.Repeats, Checks: f.Checked, Flaky: f.Flaky(),
			Expected: f.Mismatch.Expected, Actual: f.Mismatch.Actual, Explanation: f.explanation(), Exchanges: append([]wire.Exchange{}, f.Exchanges...),
			Program: traffic.Encode(f.Sequence), Recipe: f.Recipe(),
		})
	}
	return r
}
