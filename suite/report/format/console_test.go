package format

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

const evidence = `    sent      POST /api/client/register   application/json
              {"contacts":"alice@example.org bob"}
    expected  Email bob is not a valid email
    got       Email alice@example.org bob is not a valid email   (400,
              application/json)

  The message names the whole list; the document asks for the one address that
  is wrong.
  Again:  curl -sS -X POST http://localhost:6543/api/client/register -H 'Content-Type: application/json' -d '{"contacts":"alice@example.org bob"}'
  More:   regspec explain contacts/invalid-email/last-of-two
`

func TestAFailureAsTheReaderMeetsIt(t *testing.T) {
	r := fixture.Result("contacts/invalid-email/last-of-two", report.Failed, cases.Documented)
	const alone = `✗ contacts/invalid-email/last-of-two [json]
  documented   error.invalid-email
  An address that is not one is refused by name.

` + evidence
	if got := Text(r); got != alone {
		t.Errorf("got\n%s\nwant\n%s", got, alone)
	}
	const want = `Mend first
  1. Says “Email alice@example.org bob is not a valid email” instead of “Email
     bob is not a valid email”: 1 failure (documented)

  documented is what the document says, implied what it needs to make sense, and
  hardening advice. A blocked case could not be done for the cause that blocks
  it.

✗ 1. Says “Email alice@example.org bob is not a valid email” instead of “Email
     bob is not a valid email”
  documented; it misses error.invalid-email

  contacts/invalid-email/last-of-two [json]: An address that is not one is
  refused by name.
` + evidence + `
http://localhost:6543  does not conform
1 failure (1 documented) from 1 cause
1 case selected of 1, 1 run: 0 passed, 1 failed  in 2.346s
`
	if got := console(t, fixture.Report(r)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFailureInALaterStep(t *testing.T) {
	r := fixture.Result("update/repeated", report.Failed, cases.Documented)
	first := fixture.Exchanged(`{"type":"client_associate"}`, `{}`)
	second := fixture.Exchanged(`{"type":"client_update"}`, "")
	second.Answer = nil
	second.Break = &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}
	r.Exchanges = []wire.Exchange{first, second}
	status := fixture.Mismatch(cases.Implied)
	status.Requirement, status.Expected, status.Actual, status.Explanation = "answer.success-status", "a 2xx status", "400", "It is no success."
	r.Mismatches[0].Step = 2
	r.Mismatches = append([]report.Mismatch{status}, r.Mismatches...)
	const want = `✗ update/repeated [json]
  documented   answer.success-status error.invalid-email
  An address that is not one is refused by name.

    step 1 of this case
    sent      POST /api/client/register   application/json
              {"type":"client_associate"}
    expected  a 2xx status
    got       400   (400, application/json)
    step 2 of this case
    sent      POST /api/client/register   application/json
              {"type":"client_update"}
    expected  Email bob is not a valid email
    got       Email alice@example.org bob is not a valid email

  It is no success.
  The message names the whole list; the document asks for the one address that
  is wrong.
  Again:  curl -sS -X POST http://localhost:6543/api/client/register -H 'Content-Type: application/json' -d '{"type":"client_associate"}'
  More:   regspec explain update/repeated
`
	if got := Text(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheTextOfAResultThatDidNotFail(t *testing.T) {
	for want, r := range map[string]report.Result{
		"a/b [json]: errored: step 1: nobody listens at 127.0.0.1:1\n": fixture.Result("a/b", report.Errored, cases.Implied),
		"a/b [json]: skipped: the user did not ask for it\n":           fixture.Result("a/b", report.Skipped, cases.Implied),
		"a/b [json]: passed\n": fixture.Result("a/b", report.Passed, cases.Implied),
	} {
		if got := Text(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWhatCannotBeSentAgainAsItStands(t *testing.T) {
	const again = "  Again:  regspec run --target http://localhost:6543 --encoding json contacts/failed\n"
	redacted := fixture.Result("contacts/failed", report.Failed, cases.Documented)
	redacted.Exchanges[0].Request.Body = []byte(`{"client_secret":"` + report.Redacted + `"}`)
	long := fixture.Result("contacts/failed", report.Failed, cases.Documented)
	long.Exchanges[0].Request.Body = []byte(`{"contacts":"` + strings.Repeat("a name with more letters than a run has; ", 125) + `"}`)
	for _, r := range []report.Result{redacted, long} {
		if got := console(t, fixture.Report(r)); !strings.Contains(got, again) {
			t.Errorf("there is no\n%sin\n%s", again, got)
		}
	}
	if want := strings.Replace(again, "http://localhost:6543", "URL", 1); !strings.Contains(Text(redacted), want) {
		t.Errorf("there is no\n%sin\n%s", want, Text(redacted))
	}
}

func TestLongTextsAreCut(t *testing.T) {
	r := fixture.Result("contacts/failed", report.Failed, cases.Documented)
	r.Exchanges[0].Request.Body = []byte(strings.Repeat("éa", 350))
	r.Mismatches[0].Actual = strings.Repeat("户客", 300) + "户"
	r.Mismatches[0].Expected = strings.Repeat("xy", 300)
	got := console(t, fixture.Report(r))
	for _, want := range []string{
		strings.Repeat("éa", 276) + "é…\n              (747 characters)\n", // with the request line and the media type before it
		"户客…\n              (601 characters)",
		strings.Repeat("xy", 300) + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in\n%s", want, got)
		}
	}
}

func TestWhatWasNotDoneIsToldByReason(t *testing.T) {
	var all []report.Result
	for i := range 14 {
		r := fixture.Result(fmt.Sprintf("update/n%02d", i), report.Errored, cases.Documented)
		all = append(all, r)
		r.Encoding = cases.Form
		all = append(all, r)
	}
	blocked := fixture.Skipped("update/blocked", report.SkipBlocked, cases.Documented)
	blocked.Reason = "needs registering a client, which failed"
	all = append(all, blocked, fixture.Skipped("update/deselected", report.SkipDeselected, cases.Documented), fixture.Skipped("update/late", report.SkipInterrupted, cases.Documented))
	got := console(t, fixture.Report(all...))
	const want = `! errored: step 1: nobody listens at 127.0.0.1:1
  update/n00 [json] [form], update/n01 [json] [form], update/n02 [json] [form]
  and 11 more

! skipped: needs registering a client, which failed
  update/blocked [json]

`
	if !strings.HasPrefix(got, want+"http://") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheLastLines(t *testing.T) {
	passed, advice := fixture.Result("a/passed", report.Passed, cases.Documented), fixture.Result("a/advice", report.Failed, cases.Hardening)
	deselected := fixture.Result("a/skipped", report.Skipped, cases.Documented)
	interrupted := fixture.Report(passed, fixture.Skipped("a/late", report.SkipInterrupted, cases.Documented))
	interrupted.Interrupted = true
	unreachable := fixture.Report(fixture.Result("a/b", report.Errored, cases.Documented))
	unreachable.Unreachable = "nobody listens at 127.0.0.1:1"
	stopped := fixture.Report(passed)
	stopped.Stopped = "The target stopped answering after a/passed [json]."
	stopped.Information = []report.Information{{Erratum: "E01", Text: "It reads redirect_uri."}}
	for _, test := range []struct {
		what string
		r    report.Report
		want string
	}{
		{"open", fixture.Report(passed, deselected), `http://localhost:6543  conforms
1 case selected of 2, 1 run: 1 passed, 0 failed  in 2.346s
`},
		{"open with advice", fixture.Report(passed, advice), `http://localhost:6543  conforms (as far as --fail-on implied asks)
1 failure (1 hardening) from 1 cause
2 cases selected of 2, 2 run: 1 passed, 1 failed  in 2.346s
`},
		{"failed", fixture.Report(passed, fixture.Result("a/b", report.Failed, cases.Documented), advice), `http://localhost:6543  does not conform
2 failures (1 documented, 1 hardening) from 1 cause
3 cases selected of 3, 3 run: 1 passed, 2 failed  in 2.346s
`},
		{"nothing selected", fixture.Report(deselected), `http://localhost:6543  not tested
0 cases selected of 1, 0 run: 0 passed, 0 failed  in 2.346s
`},
		{"unreachable", unreachable, `· The target could not be tested: nobody listens at 127.0.0.1:1.

http://localhost:6543  not tested
1 case selected of 1, 0 run: 0 passed, 0 failed, 1 errored  in 2.346s
`},
		{"interrupted", interrupted, `· The run was interrupted; what was done until then is reported.

http://localhost:6543  interrupted
2 cases selected of 2, 1 run: 1 passed, 0 failed, 1 skipped  in 2.346s
`},
		{"stopped", stopped, `· The target stopped answering after a/passed [json].
· It reads redirect_uri. (E01)

http://localhost:6543  conforms
1 case selected of 1, 1 run: 1 passed, 0 failed  in 2.346s
`},
	} {
		got := console(t, test.r)
		if !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", test.what, got, test.want)
		}
		if test.r.Summary.Failed == 0 && got != test.want {
			t.Errorf("%s: got\n%s\nwant nothing before\n%s", test.what, got, test.want)
		}
	}
}

func TestOneCauseIsShownOnce(t *testing.T) {
	own := []string{"x.own"}
	got := console(t, fixture.Report(
		fixture.Faulty("a/one", cases.JSON, own, "x.status", "x.own"),
		fixture.Faulty("a/one", cases.Form, own, "x.status", "x.status", "x.own"),
		fixture.Faulty("b/two", cases.JSON, own, "x.status"),
		fixture.Faulty("c/three", cases.JSON, own, "x.status"),
		fixture.Faulty("c/three", cases.Form, own, "x.status"),
		fixture.Result("d/passed", report.Passed, cases.Implied),
	))
	if n := strings.Count(got, "✗ "); n != 1 { // that of the same answers is told with it
		t.Errorf("%d causes are shown, want 1:\n%s", n, got)
	}
	for _, want := range []string{
		"  Also:   a/one [form], b/two [json], c/three [json] [form]\n", "5 failures (5 implied) from 1 cause", "\n  implied; it misses x.own, x.status\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}

func TestListsAreCut(t *testing.T) {
	var all []string
	for i := range 13 {
		all = append(all, fmt.Sprintf("n%d", i+1))
	}
	if got := listed(all[:12], namesShown); got != "n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12" {
		t.Errorf("got %s", got)
	}
	if got := listed(all, namesShown); got != "n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12 and 1 more" {
		t.Errorf("got %s", got)
	}
}

func TestOneAnswerToEverythingIsAllThatIsTold(t *testing.T) {
	r := fixture.Report(fixture.Faulty("a/x", cases.JSON, nil, "x.a"), fixture.Faulty("b/x", cases.JSON, nil, "x.b"))
	r.OneAnswer = "Every one of 10 requests got the same answer. Try another."
	const want = `✗ Every one of 10 requests got the same answer. Try another.

http://localhost:6543  not tested
`
	if got := console(t, r); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// How much is told is for the reader to say.
func TestQuietAndVerbose(t *testing.T) {
	var all []report.Result
	for i := range 12 {
		all = append(all, fixture.Faulty(fmt.Sprintf("a/n%02d", i), cases.JSON, nil, fmt.Sprintf("x.n%02d", i%2)))
	}
	r := fixture.Report(all...)
	r.Causes = r.Causes[:1]
	r.Causes = append(r.Causes, r.Causes[0], r.Causes[0])
	for _, row := range []struct {
		what         string
		o            ConsoleOptions
		told, listed int
	}{
		{"quiet", ConsoleOptions{Quiet: true, MaxCauses: 2}, 0, 3},
		{"some", ConsoleOptions{MaxCauses: 2}, 2, 3},
		{"all", ConsoleOptions{}, 3, 3},
		{"verbose", ConsoleOptions{Verbose: true, MaxCauses: 2}, 3, 3},
	} {
		var b strings.Builder
		if err := Console(&b, r, row.o); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		if told, listed := strings.Count(got, "✗ "), strings.Count(got, ". Says “seen in a/n00” instead of “Email bob is not a valid email”: 6"); told != row.told || listed != row.listed {
			t.Errorf("%s: %d are told and %d listed, want %d and %d:\n%s", row.what, told, listed, row.told, row.listed, got)
		}
		if named := strings.Contains(got, "a/n10"); named != row.o.Verbose {
			t.Errorf("%s: every result is named: %t", row.what, named)
		}
		if further := strings.Contains(got, "1 further cause is only named above"); further != (row.what == "some") {
			t.Errorf("%s: it says that there are more: %t", row.what, further)
		}
	}
}
