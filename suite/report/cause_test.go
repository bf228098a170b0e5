package report_test

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func TestTheExampleIsACaseThatIsAboutIt(t *testing.T) {
	for _, test := range []struct {
		what    string
		results []report.Result
		example string
		order   []string
	}{
		{"the first, where no case is", []report.Result{
			fixture.Faulty("a/x", cases.JSON, []string{"x.other"}, "x.status"),
			fixture.Faulty("b/x", cases.JSON, []string{"x.other", "x.more"}, "x.status"),
		}, "seen in a/x", []string{"a/x [json]", "b/x [json]"}},
		{"one that is", []report.Result{
			fixture.Faulty("a/x", cases.JSON, []string{"x.other"}, "x.status"),
			fixture.Faulty("a/x", cases.Form, []string{"x.other"}, "x.status"),
			fixture.Faulty("b/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
			fixture.Faulty("b/x", cases.Form, []string{"x.other", "x.status"}, "x.status"),
			fixture.Faulty("c/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
		}, "seen in b/x", []string{"b/x [json] [form]", "a/x [json] [form]", "c/x [json]"}},
		{"the one that is most", []report.Result{
			fixture.Faulty("a/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
			fixture.Faulty("b/x", cases.JSON, []string{"x.status", "x.other"}, "x.status"),
		}, "seen in b/x", []string{"b/x [json]", "a/x [json]"}},
	} {
		all := report.Causes(test.results)
		if len(all) != 1 {
			t.Errorf("%s: %d causes", test.what, len(all))
			continue
		}
		if got := report.Names(all[0].Results); all[0].Example.Actual != test.example || !slices.Equal(got, test.order) {
			t.Errorf("%s: got %q of %v, want %q of %v", test.what, all[0].Example.Actual, got, test.example, test.order)
		}
	}
}

func TestTheStrictestCauseComesFirst(t *testing.T) {
	advice, implied, documented := fixture.Faulty("a/x", cases.JSON, nil, "x.a"), fixture.Faulty("b/x", cases.JSON, nil, "x.b"), fixture.Faulty("c/x", cases.JSON, nil, "x.c")
	advice.Mismatches[0].Level, documented.Mismatches[0].Level = cases.Hardening, cases.Documented
	stricter := fixture.Faulty("d/x", cases.JSON, nil, "x.a")
	stricter.Mismatches[0].Level = cases.Documented
	var got []string
	for _, c := range report.Causes([]report.Result{advice, implied, documented, stricter}) {
		got = append(got, string(c.Level)+" "+c.Results[0].ID)
	}
	if want := []string{"documented a/x", "documented c/x", "implied b/x"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
