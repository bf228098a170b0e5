package report_test

import (
	"reflect"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

func TestMatrix(t *testing.T) {
	requirements := []cases.Requirement{
		{ID: "a", Level: cases.Documented, Section: "A", Statement: "A."},
		{ID: "b", Level: cases.Implied, Section: "B", Statement: "B."},
		{ID: "c", Level: cases.Implied, Section: "C", Statement: "C."},
		{ID: "d", Level: cases.Hardening, Section: "D", Statement: "D."},
		{ID: "e", Level: cases.Hardening, Section: "E", Statement: "E."},
		{ID: "f", Level: cases.Hardening, Section: "F", Statement: "F."},
	}
	one := func(id string, verdict report.Verdict, tests []string, breaks ...string) report.Result {
		r := report.Result{ID: id, Encoding: cases.JSON, Verdict: verdict, Requirements: tests}
		for _, requirement := range breaks {
			r.Mismatches = append(r.Mismatches, report.Mismatch{Requirement: requirement})
		}
		return r
	}
	matrix := report.Matrix(requirements, []report.Result{
		one("x/1", report.Passed, []string{"a", "b"}),
		one("x/2", report.Failed, []string{"a"}, "a", "a"), // twice the same
		one("x/3", report.Failed, []string{"b"}, "c"),      // not what the case is about
		one("x/4", report.Waived, []string{"d"}, "d"),      // as a waiver says
		one("x/5", report.Errored, []string{"e"}),          // no verdict
		one("x/6", report.Skipped, []string{"e"}),          // not run
		one("x/7", report.Waived, []string{"a"}, "a"),      // a failure outweighs it
		one("x/8", report.Failed, []string{"z"}, "y"),      // of somebody's own cases
		one("x/9", report.Failed, []string{"f"}, "c"),      // it failed before it came to that
	})
	type row struct {
		verdict report.RequirementVerdict
		run     int
		broken  []string
	}
	want := []row{
		{report.Missed, 3, []string{"x/2 [json]", "x/7 [json]"}},
		{report.Met, 2, []string{}},
		{report.Missed, 0, []string{"x/3 [json]", "x/9 [json]"}},
		{report.Excused, 1, []string{"x/4 [json]"}},
		{report.Untested, 0, []string{}},
		{report.Untested, 1, []string{}},
	}
	for i, r := range matrix {
		if got := (row{r.Verdict, r.Run, r.Broken}); !reflect.DeepEqual(got, want[i]) || r.ID != requirements[i].ID || r.Statement != requirements[i].Statement {
			t.Errorf("%s: got %+v, want %+v", r.ID, got, want[i])
		}
	}
}
