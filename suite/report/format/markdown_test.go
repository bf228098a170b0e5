package format

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// GitHub takes a step summary of 1 MiB and throws a longer one away.
func TestMarkdownFitsIntoAStepSummary(t *testing.T) {
	const limit = 1 << 20
	long := strings.Repeat("\U000e0041`[<&\x00", 20_000)
	var results []report.Result
	for i := range 400 {
		one := fixture.Everywhere(long).Results[0]
		one.ID = fmt.Sprintf("a/case-%d", i)
		one.Mismatches[0].Explanation, one.Mismatches[0].Requirement = fmt.Sprint(i)+long, fmt.Sprintf("x.n%d", i)
		one.Mismatches[0].Actual = fmt.Sprint(i) + long
		results = append(results, one)
	}
	r := fixture.Report(results...)
	r.Stopped, r.OneAnswer, r.Information = long, "", []report.Information{{Text: long}}
	got := written(t, Markdown, r)
	if len(got) > limit/2 {
		t.Errorf("it has %d bytes", len(got))
	}
	if !strings.Contains(got, "375 further causes left out here") {
		t.Error("that causes are left out is not said")
	}
}

func TestMarkdownOfOneAnswer(t *testing.T) {
	r := fixture.Report(fixture.Result("a/a", report.Failed, cases.Documented))
	r.Causes = nil // as a run leaves it
	r.OneAnswer = "Every one of 10 requests got the same answer."
	got := written(t, Markdown, r)
	if !strings.Contains(got, "got the same answer") || strings.Contains(got, "### ") {
		t.Errorf("got\n%s", got)
	}
}
