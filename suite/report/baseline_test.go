package report

import (
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

// TestAgainst compares results with those of an earlier run, and says what is
// named and what the gate is if only what is new counts.
func TestAgainst(t *testing.T) {
	const id = "a/b"
	failed := func(change ...func(*Mismatch)) Result {
		r := result(id, Failed, cases.Documented)
		for _, f := range change {
			f(&r.Mismatches[0])
		}
		return r
	}
	status := func(m *Mismatch) { m.Aspect = AspectStatus }
	other := func(m *Mismatch) { m.Actual = "Something else" }
	looser := func(m *Mismatch) { m.Level = cases.Implied }
	changed := failed()
	changed.Changes = []Change{{Waiver: "w.yaml:1"}}
	named := []string{id + " [json]"}
	none := []string{}
	for _, row := range []struct {
		name             string
		before, now      []Result
		failing, passing []string
		fresh, gone      []string
		gate             Gate
	}{
		{"as it was", []Result{failed()}, []Result{failed()}, none, none, none, none, GateOpen},
		{"another answer that fails in the same way", []Result{failed()}, []Result{failed(other)}, none, none, none, none, GateOpen},
		{"it passed", []Result{result(id, Passed, cases.Documented)}, []Result{failed()}, named, none, none, none, GateFailed},
		{"it failed in another way", []Result{failed()}, []Result{failed(status)}, named, none, none, none, GateFailed},
		{"it failed less strictly", []Result{failed(looser)}, []Result{failed()}, named, none, none, none, GateFailed},
		{"it was waived", []Result{result(id, Waived, cases.Documented)}, []Result{failed()}, none, none, none, none, GateOpen},
		{"it was waived, and left what is pinned", []Result{result(id, Waived, cases.Documented)}, []Result{changed}, named, none, none, none, GateFailed},
		{"it did not run", []Result{skippedAs(id, SkipDeselected, cases.Documented)}, []Result{failed()}, named, none, none, none, GateFailed},
		{"it had no verdict", []Result{result(id, Errored, cases.Documented)}, []Result{failed()}, named, none, none, none, GateFailed},
		{"it was blocked and is", []Result{skippedAs(id, SkipBlocked, cases.Documented)}, []Result{skippedAs(id, SkipBlocked, cases.Documented)}, none, none, none, none, GateOpen},
		{"it is blocked now", []Result{failed()}, []Result{skippedAs(id, SkipBlocked, cases.Documented)}, named, none, none, none, GateFailed},
		{"it passes now", []Result{failed()}, []Result{result(id, Passed, cases.Documented)}, none, named, none, none, GateOpen},
		{"it was waived and passes now", []Result{result(id, Waived, cases.Documented)}, []Result{result(id, Passed, cases.Documented)}, none, named, none, none, GateOpen},
		{"it has no verdict now", []Result{failed()}, []Result{result(id, Errored, cases.Documented)}, none, none, none, none, GateUntested},
		{"it is not asked for now", []Result{failed()}, []Result{skippedAs(id, SkipDeselected, cases.Documented)}, none, none, none, none, GateOpen},
		{"a new case that passes", nil, []Result{result(id, Passed, cases.Documented)}, none, none, named, none, GateOpen},
		{"a new case that fails", nil, []Result{failed()}, none, none, named, none, GateFailed},
		{"a case that is gone", []Result{failed()}, nil, none, none, none, named, GateOpen},
	} {
		passed := result("a/passed", Passed, cases.Documented)
		before := reported(append(row.before, passed)...)
		now := reported(append(row.now, passed)...)
		r := Against(now, before, true)
		b := r.Baseline
		if !reflect.DeepEqual(b.NewlyFailing, row.failing) || !reflect.DeepEqual(b.NewlyPassing, row.passing) ||
			!reflect.DeepEqual(b.New, row.fresh) || !reflect.DeepEqual(b.Gone, row.gone) {
			t.Errorf("%s: got %+v", row.name, b)
		}
		if got := r.Gate(); got != row.gate {
			t.Errorf("%s: the gate is %s, and not %s", row.name, got, row.gate)
		}
		if r := Against(now, before, false); r.Gate() != now.Gate() {
			t.Errorf("%s: the gate is %s where all failures count, and it was %s", row.name, r.Gate(), now.Gate())
		}
		if now.Baseline != nil || len(row.now) > 0 && now.Results[0].Known {
			t.Errorf("%s: the report that was given is changed", row.name)
		}
	}
}

func TestTheConsoleNamesWhatIsOtherwise(t *testing.T) {
	before := reported(result("a/mended", Failed, cases.Documented), result("a/broken", Passed, cases.Documented), result("a/gone", Passed, cases.Documented),
		result("a/known", Failed, cases.Documented))
	now := reported(result("a/mended", Passed, cases.Documented), result("a/broken", Failed, cases.Documented), result("a/new", Passed, cases.Documented),
		result("a/known", Failed, cases.Documented))
	text := console(t, Against(now, before, false))
	for _, want := range []string{
		"± newly failing  a/broken [json]\n", "± newly passing  a/mended [json]\n", "± new cases  a/new [json] (passed)\n", "± cases gone  a/gone [json]\n",
		"· Compared with the run of 2026-01-02 03:04 UTC against http://localhost:6543 (4 run).\n", "does not conform\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	same := console(t, Against(before, before, true))
	for _, want := range []string{"nothing is otherwise.\n", "fails no more than it did (2 failures known from the baseline)\n"} {
		if !strings.Contains(same, want) {
			t.Errorf("there is no %q in\n%s", want, same)
		}
	}
}
