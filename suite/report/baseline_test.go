package report_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// TestCompareBaseline compares results with those of an earlier run, and says what is
// named and what the gate is if only what is new counts.
func TestCompareBaseline(t *testing.T) {
	const id = "a/b"
	failed := func(change ...func(*report.Mismatch)) report.Result {
		r := fixture.Result(id, report.Failed, cases.Documented)
		for _, f := range change {
			f(&r.Mismatches[0])
		}
		return r
	}
	status := func(m *report.Mismatch) { m.Aspect = report.AspectStatus }
	other := func(m *report.Mismatch) { m.Actual = "Something else" }
	looser := func(m *report.Mismatch) { m.Level = cases.Implied }
	changed := failed()
	changed.Changes = []report.Change{{Waiver: "w.yaml:1"}}
	named := []string{id + " [json]"}
	none := []string{}
	for _, row := range []struct {
		name             string
		before, now      []report.Result
		failing, passing []string
		fresh, gone      []string
		gate             report.Gate
	}{
		{"as it was", []report.Result{failed()}, []report.Result{failed()}, none, none, none, none, report.GateOpen},
		{"another answer that fails in the same way", []report.Result{failed()}, []report.Result{failed(other)}, none, none, none, none, report.GateOpen},
		{"it passed", []report.Result{fixture.Result(id, report.Passed, cases.Documented)}, []report.Result{failed()}, named, none, none, none, report.GateFailed},
		{"it failed in another way", []report.Result{failed()}, []report.Result{failed(status)}, named, none, none, none, report.GateFailed},
		{"it failed less strictly", []report.Result{failed(looser)}, []report.Result{failed()}, named, none, none, none, report.GateFailed},
		{"it was waived", []report.Result{fixture.Result(id, report.Waived, cases.Documented)}, []report.Result{failed()}, none, none, none, none, report.GateOpen},
		{"it was waived, and left what is pinned", []report.Result{fixture.Result(id, report.Waived, cases.Documented)}, []report.Result{changed}, named, none, none, none, report.GateFailed},
		{"it did not run", []report.Result{fixture.Skipped(id, report.SkipDeselected, cases.Documented)}, []report.Result{failed()}, named, none, none, none, report.GateFailed},
		{"it had no verdict", []report.Result{fixture.Result(id, report.Errored, cases.Documented)}, []report.Result{failed()}, named, none, none, none, report.GateFailed},
		{"it was blocked and is", []report.Result{fixture.Skipped(id, report.SkipBlocked, cases.Documented)}, []report.Result{fixture.Skipped(id, report.SkipBlocked, cases.Documented)}, none, none, none, none, report.GateOpen},
		{"it is blocked now", []report.Result{failed()}, []report.Result{fixture.Skipped(id, report.SkipBlocked, cases.Documented)}, named, none, none, none, report.GateFailed},
		{"it passes now", []report.Result{failed()}, []report.Result{fixture.Result(id, report.Passed, cases.Documented)}, none, named, none, none, report.GateOpen},
		{"it was waived and passes now", []report.Result{fixture.Result(id, report.Waived, cases.Documented)}, []report.Result{fixture.Result(id, report.Passed, cases.Documented)}, none, named, none, none, report.GateOpen},
		{"it has no verdict now", []report.Result{failed()}, []report.Result{fixture.Result(id, report.Errored, cases.Documented)}, none, none, none, none, report.GateUntested},
		{"it is not asked for now", []report.Result{failed()}, []report.Result{fixture.Skipped(id, report.SkipDeselected, cases.Documented)}, none, none, none, none, report.GateOpen},
		{"a new case that passes", nil, []report.Result{fixture.Result(id, report.Passed, cases.Documented)}, none, none, named, none, report.GateOpen},
		{"a new case that fails", nil, []report.Result{failed()}, none, none, named, none, report.GateFailed},
		{"a case that is gone", []report.Result{failed()}, nil, none, none, none, named, report.GateOpen},
	} {
		passed := fixture.Result("a/passed", report.Passed, cases.Documented)
		before := fixture.Report(append(row.before, passed)...)
		now := fixture.Report(append(row.now, passed)...)
		r := report.CompareBaseline(now, before, true)
		b := r.Baseline
		if !reflect.DeepEqual(b.NewlyFailing, row.failing) || !reflect.DeepEqual(b.NewlyPassing, row.passing) ||
			!reflect.DeepEqual(b.New, row.fresh) || !reflect.DeepEqual(b.Gone, row.gone) {
			t.Errorf("%s: got %+v", row.name, b)
		}
		if got := r.Gate(); got != row.gate {
			t.Errorf("%s: the gate is %s, and not %s", row.name, got, row.gate)
		}
		if r := report.CompareBaseline(now, before, false); r.Gate() != now.Gate() {
			t.Errorf("%s: the gate is %s where all failures count, and it was %s", row.name, r.Gate(), now.Gate())
		}
		if now.Baseline != nil || len(row.now) > 0 && now.Results[0].Known {
			t.Errorf("%s: the report that was given is changed", row.name)
		}
	}
}

// A server that gives every request the same answer is not excused by a baseline in
// which it did so, too.
func TestABaselineExcusesNoOneAnswer(t *testing.T) {
	before := fixture.Report(fixture.Result("a/b", report.Failed, cases.Documented))
	before.OneAnswer = "Every one of 10 requests got the same answer."
	r := report.CompareBaseline(before, before, true)
	failures, blocked := r.Tolerated()
	if gate := r.Gate(); gate != report.GateUntested || failures+blocked != 0 {
		t.Errorf("the gate is %s, with %d failures and %d blocked cases tolerated", gate, failures, blocked)
	}
}

// A cause is new if any of its results is, and gates no more than they do.
func TestTheCausesOfABaseline(t *testing.T) {
	old, fresh := fixture.Result("a/b", report.Failed, cases.Documented), fixture.Result("a/c", report.Failed, cases.Documented)
	for _, row := range []struct {
		now       []report.Result
		failOnNew bool
		want      string
	}{
		{[]report.Result{old}, true, "new false, gates false"},
		{[]report.Result{old}, false, "new false, gates true"},
		{[]report.Result{old, fresh}, true, "new true, gates true"},
	} {
		r := report.CompareBaseline(fixture.Report(row.now...), fixture.Report(old), row.failOnNew)
		if got := fmt.Sprintf("new %t, gates %t", r.Causes[0].New, r.Causes[0].Gates); len(r.Causes) != 1 || got != row.want {
			t.Errorf("got %s, want %s", got, row.want)
		}
	}
}
