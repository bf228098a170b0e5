package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

// GitHub takes a step summary of 1 MiB and throws a longer one away.
func TestMarkdownFitsIntoAStepSummary(t *testing.T) {
	const limit = 1 << 20
	long := strings.Repeat("\U000e0041`[<&\x00", 20_000)
	var results []Result
	for i := range 400 {
		one := everywhere(long).Results[0]
		one.ID = fmt.Sprintf("a/case-%d", i)
		one.Mismatches[0].Explanation = fmt.Sprint(i) + long
		results = append(results, one)
	}
	r := reported(results...)
	r.Stopped, r.OneAnswer, r.Information = long, "", []Information{{Text: long}}
	got := written(t, WriteMarkdown, r)
	if len(got) > limit/2 {
		t.Errorf("it has %d bytes", len(got))
	}
	if !strings.Contains(got, "375 further causes left out here") {
		t.Error("that causes are left out is not said")
	}
}

func TestMarkdownOfOneAnswer(t *testing.T) {
	other := result("a/b", Failed, cases.Implied)
	other.Mismatches[0].Explanation = "Another."
	r := reported(result("a/a", Failed, cases.Documented), other)
	r.OneAnswer = "Every one of 10 requests got the same answer."
	got := written(t, WriteMarkdown, r)
	if !strings.Contains(got, "1 further cause left out here") || !strings.Contains(got, "got the same answer") || strings.Count(got, "### ") != 1 {
		t.Errorf("got\n%s", got)
	}
}
