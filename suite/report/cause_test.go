package report_test

import (
	"slices"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

func TestShown(t *testing.T) {
	r := fixture.Report(fixture.Faulty("a/x", cases.JSON, nil, "x.a", "x.b"))
	for _, row := range []struct {
		cause report.Cause
		want  string
	}{
		{report.Cause{Example: "a/x [json]", Mismatch: 1}, "x.b"},
		{report.Cause{Example: "a/x [json]", Mismatch: 2}, ""},
		{report.Cause{Example: "a/y [json]"}, ""},
	} {
		if result, m, ok := r.Shown(row.cause); m.Requirement != row.want || ok != (row.want != "") || ok && result.ID != "a/x" {
			t.Errorf("%+v: got %q %t of %s", row.cause, m.Requirement, ok, result.ID)
		}
	}
}

// What a cause blocks is told with the cause.
func TestUndone(t *testing.T) {
	blocked, another := fixture.Skipped("a/x", report.SkipBlocked, cases.Implied), fixture.Skipped("a/y", report.SkipBlocked, cases.Implied)
	r := fixture.Report(blocked, another, fixture.Result("a/z", report.Errored, cases.Implied))
	r.Causes = []report.Cause{{Blocked: []string{"a/x [json]"}}}
	var got [][]string
	for _, group := range r.Undone(report.SkipBlocked) {
		got = append(got, report.Names(group))
	}
	if want := [][]string{{"a/y [json]"}, {"a/z [json]"}}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTogether(t *testing.T) {
	got := report.Together([]string{"a/x [json]", "a/x [form]", "a/y [form]", "recorded", "recorded"})
	if want := []string{"a/x [json] [form]", "a/y [form]", "recorded", "recorded"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
