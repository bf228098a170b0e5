package format

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// No reader of a list of what is wrong may take an empty one for a good run.
func TestAShutGateIsNeverAnEmptyList(t *testing.T) {
	all := otherReports()
	all["hostile"] = hostile()
	all["advice"] = fixture.Report(fixture.Result("a/advice", report.Failed, cases.Hardening), fixture.Result("a/passed", report.Passed, cases.Implied))
	all["passed"] = fixture.Report(fixture.Result("a/passed", report.Passed, cases.Implied))
	all["inapplicable"] = fixture.Report(fixture.Skipped("a/b", report.SkipInapplicable, cases.Implied))
	for name, r := range all {
		open := r.Gate() == report.GateOpen
		gating := slices.ContainsFunc(notices(r), func(n notice) bool { return n.gates })
		if gating == open {
			t.Errorf("%s: the gate is %s, and the notices are %+v", name, r.Gate(), notices(r))
		}
		if errors := strings.Contains(written(t, GitHub, r), "::error "); errors == open {
			t.Errorf("%s: the gate is %s, and there are error annotations: %v", name, r.Gate(), errors)
		}
		if !open && strings.TrimSpace(written(t, GitLab, r)) == "[]" {
			t.Errorf("%s: the gate is %s, and GitLab is shown nothing", name, r.Gate())
		}
	}
}

func TestNotices(t *testing.T) {
	var got []string
	for _, n := range notices(fixture.EveryVerdict()) {
		got = append(got, fmt.Sprintf("%v %s %s", n.gates, n.level, n.title))
	}
	want := []string{
		"true documented Says “Email alice@example.org bob is not a valid email” instead of “Email bob is not a valid email”",
		"true implied The message names the whole list; the document asks for the one address that is wrong",
		"true documented contacts/errored [json]", "true documented update/blocked [json]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	unreachable := otherReports()["unreachable"]
	all := notices(unreachable)
	if len(all) != 1 || all[0].title != "regspec: not tested" || !strings.Contains(strings.Join(all[0].text, "\n"), "nobody listens at 127.0.0.1:1") {
		t.Errorf("got %+v", all)
	}
	stopped := notices(otherReports()["stopped"])
	if last := stopped[len(stopped)-1]; !strings.Contains(strings.Join(last.text, "\n"), "stopped answering") {
		t.Errorf("that the target stopped is not said in %+v", stopped)
	}
}

// GitHub shows ten annotations of a kind; the last one says that there are more.
func TestGitHubHasRoomForTen(t *testing.T) {
	for n, want := range map[int]int{1: 1, 9: 9, 10: 10, 11: 10, 300: 10} {
		var results []report.Result
		for i := range n {
			one := fixture.Result(fmt.Sprintf("a/case-%d", i), report.Failed, cases.Documented)
			one.Mismatches[0].Requirement, one.Mismatches[0].Actual = fmt.Sprintf("x.n%d", i), fmt.Sprintf("Text %d.", i)
			results = append(results, one)
		}
		got := written(t, GitHub, fixture.Report(results...))
		if count := strings.Count(got, "::error "); count != want {
			t.Errorf("%d causes make %d annotations", n, count)
		}
		if more := fmt.Sprintf("title=%d further causes", n-9); strings.Contains(got, "further") != (n > 10) || n > 10 && !strings.Contains(got, more) {
			t.Errorf("%d causes: got\n%s", n, got)
		}
	}
}

// The fingerprint of a cause does not change with what else is wrong.
func TestGitLabKnowsACauseAgain(t *testing.T) {
	fingerprints := func(r report.Report) []string {
		var issues []gitlabIssue
		strictly(t, written(t, GitLab, r), &issues)
		var all []string
		for _, issue := range issues {
			all = append(all, issue.Fingerprint)
		}
		return all
	}
	one := fingerprints(fixture.Report(fixture.Result("contacts/failed", report.Failed, cases.Documented)))
	all := fingerprints(fixture.EveryVerdict())
	if len(one) != 1 || !slices.Contains(all, one[0]) {
		t.Errorf("%q is not in %q", one, all)
	}
}

func TestPlace(t *testing.T) {
	for source, want := range map[string]string{
		"": " 1", "cases/a.yaml:48": "cases/a.yaml 48", "a.yaml": "a.yaml 1", "a.yaml:0": "a.yaml:0 1", `C:\a.yaml:7`: `C:\a.yaml 7`, "a:b": "a:b 1",
	} {
		file, line := place(report.Result{Source: source})
		if got := fmt.Sprintf("%s %d", file, line); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestBadge(t *testing.T) {
	passed, failed := fixture.Result("a/passed", report.Passed, cases.Documented), fixture.Result("a/failed", report.Failed, cases.Documented)
	advice, waived := fixture.Result("a/advice", report.Failed, cases.Hardening), fixture.Result("a/waived", report.Waived, cases.Documented)
	shard := fixture.Report(passed)
	shard.Shard = &report.Shard{Index: 2, Count: 3}
	interrupted := fixture.Report(passed)
	interrupted.Interrupted = true
	for _, test := range []struct {
		r              report.Report
		message, color string
	}{
		{fixture.Report(passed), "conforms", "brightgreen"},
		{fixture.Report(passed, waived), "conforms, 1 waived", "yellowgreen"},
		{fixture.Report(passed, advice), "conforms: 1 failed of 2", "yellow"},
		{fixture.Report(passed, fixture.Skipped("a/b", report.SkipDeselected, cases.Implied)), "conforms, 1 of 2 cases", "yellow"},
		{fixture.Report(passed, failed), "does not conform: 1 failed of 2", "red"},
		{fixture.Report(fixture.Result("a/errored", report.Errored, cases.Documented)), "not tested", "lightgrey"},
		{fixture.Report(), "not tested", "lightgrey"},
		{interrupted, "interrupted", "lightgrey"},
		{shard, "conforms (shard 2/3)", "brightgreen"},
	} {
		var got badge
		strictly(t, written(t, Badge, test.r), &got)
		if want := (badge{1, "client registration", test.message, test.color}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}
