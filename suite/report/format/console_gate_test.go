package format

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/report/redact"
)

func TestWhatWaiversAddIsAsTheSchemaSays(t *testing.T) {
	for name, r := range map[string]report.Report{"as it is": fixture.WithWaivers(), "redacted": redact.Report(fixture.WithWaivers(), nil)} {
		text := written(t, JSON, r)
		if err := schemas.Validate(schemas.Report, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var again report.Report
		if err := json.Unmarshal([]byte(text), &again); err != nil || !reflect.DeepEqual(again, r) {
			t.Errorf("%s: got\n%+v\nwant\n%+v (%v)", name, again, r, err)
		}
	}
}

func TestTheConsoleTellsOfWaivers(t *testing.T) {
	text := console(t, fixture.WithWaivers())
	for _, want := range []string{
		"~ waived contacts/waived [json]  Of old. (#7)  w.yaml:3\n",
		"~ waived contacts/waived [json], update/blocked [json]  And more.  w.yaml:9\n",
		"The deviation has changed: w.yaml:12 pins “Yes”, and the answer is “No” (400).\n",
		"! stale waiver  w.yaml:12: contacts/changed [json] has another answer; look at it again",
		"· 1 waiver has no reason yet; fill it in: w.yaml:9\n",
		"· 1 case was repeated for want of a verdict (--retries); 1 of them have one now.\n",
		"5 cases selected of 5, 4 run: 2 passed, 1 failed, 1 waived, 1 skipped ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

// What is red or stale is explained in the last lines, also if they are all that is asked for.
func TestTheLastLinesTellOfWaivers(t *testing.T) {
	waived, blocked := fixture.Result("a/waived", report.Waived, cases.Documented), fixture.Skipped("a/b", report.SkipBlocked, cases.Documented)
	passed := fixture.WithWaivers()
	passed.Results = []report.Result{fixture.Result("a/passed", report.Passed, cases.Documented)}
	passed.Summary = report.Summarise(passed.Results)
	passed.Waivers.Stale[0].Kind = report.StalePassed
	both := blocked
	both.Verdict = report.Waived
	for _, test := range []struct {
		r    report.Report
		o    ConsoleOptions
		want string
	}{
		{fixture.Report(waived, blocked), ConsoleOptions{Quiet: true, Width: 500}, "1 case is blocked and not waived: a waiver of a failure does not excuse the cases that the failure blocks. --write-waivers FILE "},
		{fixture.Report(waived, blocked), ConsoleOptions{Width: 500}, "--write-waivers FILE writes waivers for them, too (aspect: blocked).\n"},
		{passed, ConsoleOptions{Quiet: true}, "! stale waiver  w.yaml:12: contacts/changed [json] has another answer; take it out\n  or: regspec run --target http://localhost:6543 --write-waivers w.yaml\n"},
		{fixture.Report(waived, both), ConsoleOptions{}, "conforms (but for 1 failure and 1 blocked case waived)\n2 cases selected of 2, 1 run: 0 passed, 0 failed, 1 waived, 1 skipped "},
		{fixture.Report(both, passed.Results[0]), ConsoleOptions{}, "conforms (but for 1 blocked case waived)\n"},
	} {
		var b strings.Builder
		if err := Console(&b, test.r, test.o); err != nil || strings.Count(b.String(), test.want) != 1 {
			t.Errorf("%v: there is no %q in\n%s", err, test.want, b.String())
		}
	}
	var b strings.Builder
	if err := Console(&b, passed, ConsoleOptions{Rewritten: "w.yaml"}); err != nil || strings.Contains(b.String(), "or: ") || strings.Contains(b.String(), "no reason yet") {
		t.Errorf("%v: what is written next is told in\n%s", err, b.String())
	}
}

func TestJUnitTellsOfWaivers(t *testing.T) {
	text := written(t, JUnit, fixture.WithWaivers())
	for _, want := range []string{
		`<skipped message="waived: Of old. (#7); And more.">`, `The deviation has changed: w.yaml:12 pins`,
		`<property name="regspec.stale_waiver" value="w.yaml:12: contacts/changed [json] has another answer">`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

func TestTheConsoleNamesWhatIsOtherwise(t *testing.T) {
	before := fixture.Report(fixture.Result("a/mended", report.Failed, cases.Documented), fixture.Result("a/broken", report.Passed, cases.Documented), fixture.Result("a/gone", report.Passed, cases.Documented),
		fixture.Result("a/known", report.Failed, cases.Documented))
	now := fixture.Report(fixture.Result("a/mended", report.Passed, cases.Documented), fixture.Result("a/broken", report.Failed, cases.Documented), fixture.Result("a/new", report.Passed, cases.Documented),
		fixture.Result("a/known", report.Failed, cases.Documented))
	text := console(t, report.CompareBaseline(now, before, false))
	for _, want := range []string{
		"± newly failing  a/broken [json]\n", "± newly passing  a/mended [json]\n", "± new cases  a/new [json] (passed)\n", "± cases gone  a/gone [json]\n",
		"· Compared with the run of 2026-01-02 03:04 UTC against http://localhost:6543 (4 run).\n", "does not conform\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	blocked := fixture.Report(fixture.Skipped("a/b", report.SkipBlocked, cases.Documented), fixture.Result("a/known", report.Failed, cases.Documented))
	if text := console(t, report.CompareBaseline(blocked, blocked, true)); !strings.Contains(text, "(1 failure and 1 blocked case known from the baseline)\n") {
		t.Errorf("got\n%s", text)
	}
	advice := fixture.Report(fixture.Result("a/mended", report.Failed, cases.Documented), fixture.Result("a/broken", report.Failed, cases.Hardening))
	if text := console(t, report.CompareBaseline(advice, before, true)); !strings.Contains(text, "no new failure at or above implied (1 failure known from the baseline; 1 new below implied)\n") {
		t.Errorf("got\n%s", text)
	}
	same := console(t, report.CompareBaseline(before, before, true))
	for _, want := range []string{"nothing is otherwise.\n", "fails no more than it did (2 failures known from the baseline)\n"} {
		if !strings.Contains(same, want) {
			t.Errorf("there is no %q in\n%s", want, same)
		}
	}
}

// A comparison says when nothing that newly fails counts.
func TestCompareSentenceSaysWhatCounts(t *testing.T) {
	of := func(verdict report.Verdict, level cases.Level) report.Report {
		return fixture.Report(fixture.Result("a/b", verdict, level), fixture.Result("a/passed", report.Passed, cases.Documented))
	}
	for _, test := range []struct {
		then, now report.Report
		says      bool
	}{
		{of(report.Passed, cases.Hardening), of(report.Failed, cases.Hardening), true},
		{of(report.Passed, cases.Implied), of(report.Failed, cases.Implied), false},
		{of(report.Failed, cases.Hardening), of(report.Passed, cases.Hardening), false},
	} {
		c, err := report.Compare([]report.Report{test.then, test.now})
		if err != nil {
			t.Fatal(err)
		}
		text := CompareSentence(c)
		if strings.HasSuffix(text, " None of these failures counts at --fail-on implied, as B was run.") != test.says {
			t.Errorf("got %s", text)
		}
	}
}
