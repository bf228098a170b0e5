package report_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func runOf(catalogue string, results ...report.Result) report.Report {
	r := fixture.Report(results...)
	r.Catalogue = catalogue
	r.Requirements = report.Matrix([]cases.Requirement{{ID: "contacts.list"}, {ID: "error.invalid-email"}}, r.Results)
	return r
}

func TestCompare(t *testing.T) {
	good := runOf("a", fixture.Result("x/a", report.Passed, cases.Documented), fixture.Result("x/b", report.Passed, cases.Documented))
	bad := runOf("b", fixture.Result("x/a", report.Failed, cases.Documented), fixture.Result("x/c", report.Passed, cases.Documented))
	c, err := report.Compare([]report.Report{good, bad})
	if err != nil {
		t.Fatal(err)
	}
	if c.Shared != 1 || !c.Editions || !c.OneTarget || c.Several() {
		t.Errorf("%d shared, other editions %t, one target %t, several %t", c.Shared, c.Editions, c.OneTarget, c.Several())
	}
	differing := c.Differing()
	if len(differing) != 1 || differing[0].ID != "error.invalid-email" || !reflect.DeepEqual(differing[0].Verdicts, []report.RequirementVerdict{report.Untested, report.Missed}) {
		t.Fatalf("these differ: %+v", differing)
	}
	if one := differing[0].Results; len(one) != 1 || one[0].Name != "x/a [json]" || !reflect.DeepEqual(one[0].Verdicts, []report.Verdict{report.Passed, report.Failed}) ||
		!strings.HasPrefix(one[0].Reasons[1], "The message names") {
		t.Errorf("of it these results: %+v", one)
	}
	if got := c.Change; !reflect.DeepEqual(got.NewlyFailing, []string{"x/a [json]"}) || len(got.NewlyPassing) > 0 || len(got.NewCauses) != 1 || len(got.GoneCauses) > 0 || !got.Gates {
		t.Errorf("the change is %+v", got)
	}
	back, err := report.Compare([]report.Report{bad, good})
	if err != nil || back.Change.Gates || len(back.Change.NewlyPassing) != 1 || len(back.Change.GoneCauses) != 1 {
		t.Errorf("the change back is %+v: %v", back.Change, err)
	}
}

func TestCompareWantsRuns(t *testing.T) {
	campaign := fixture.Report()
	campaign.Campaign = &report.Campaign{}
	for want, runs := range map[string][]report.Report{"two reports": {fixture.Report()}, "report 2 is that of a campaign": {fixture.Report(), campaign}} {
		if _, err := report.Compare(runs); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
}
