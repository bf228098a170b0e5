package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

const failure = `✗ contacts/invalid-email/last-of-two [json]                           documented   error.invalid-email
  An address that is not one is refused by name.

    sent      POST /api/client/register   application/json   {"contacts":"alice@example.org bob"}
    expected  Email bob is not a valid email
    got       Email alice@example.org bob is not a valid email   (400, application/json)

  The message names the whole list; the document asks for the one address that is wrong.
  Again:  curl -sS -X POST http://localhost:6543/api/client/register -H 'Content-Type: application/json' -d '{"contacts":"alice@example.org bob"}'
  More:   regspec explain contacts/invalid-email/last-of-two
`

func TestAFailureAsTheReaderMeetsIt(t *testing.T) {
	r := result("contacts/invalid-email/last-of-two", Failed, cases.Documented)
	if got := Text(r); got != failure {
		t.Errorf("got\n%s\nwant\n%s", got, failure)
	}
	got := console(t, reported(r))
	want := failure + `
http://localhost:6543  does not conform
1 case selected of 1, 1 run: 0 passed, 1 failed (1 documented) from 1 cause, 0 waived, 0 skipped, 0 errored  in 2.346s
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFailureInALaterStep(t *testing.T) {
	r := result("update/repeated", Failed, cases.Documented)
	first := exchanged(`{"type":"client_associate"}`, `{}`)
	second := exchanged(`{"type":"client_update"}`, "")
	second.Answer = nil
	second.Break = &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}
	r.Exchanges = []wire.Exchange{first, second}
	status := mismatch(cases.Implied)
	status.Requirement, status.Expected, status.Actual, status.Explanation = "answer.success-status", "a 2xx status", "400", "It is no success."
	r.Mismatches[0].Step = 2
	r.Mismatches = append([]Mismatch{status}, r.Mismatches...)
	const want = `✗ update/repeated [json]                                              documented   answer.success-status error.invalid-email
  An address that is not one is refused by name.

    step 1 of this case
    sent      POST /api/client/register   application/json   {"type":"client_associate"}
    expected  a 2xx status
    got       400   (400, application/json)
    step 2 of this case
    sent      POST /api/client/register   application/json   {"type":"client_update"}
    expected  Email bob is not a valid email
    got       Email alice@example.org bob is not a valid email

  It is no success.
  The message names the whole list; the document asks for the one address that is wrong.
  Again:  curl -sS -X POST http://localhost:6543/api/client/register -H 'Content-Type: application/json' -d '{"type":"client_associate"}'
  More:   regspec explain update/repeated
`
	if got := Text(r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheTextOfAResultThatDidNotFail(t *testing.T) {
	for want, r := range map[string]Result{
		"a/b [json]: errored: step 1: nobody listens at 127.0.0.1:1\n": result("a/b", Errored, cases.Implied),
		"a/b [json]: skipped: the user did not ask for it\n":           result("a/b", Skipped, cases.Implied),
		"a/b [json]: passed\n": result("a/b", Passed, cases.Implied),
	} {
		if got := Text(r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWhatCannotBeSentAgainAsItStands(t *testing.T) {
	const again = "  Again:  regspec run --target http://localhost:6543 --encoding json contacts/failed\n"
	redacted := result("contacts/failed", Failed, cases.Documented)
	redacted.Exchanges[0].Request.Body = []byte(`{"client_secret":"` + Redacted + `"}`)
	long := result("contacts/failed", Failed, cases.Documented)
	long.Exchanges[0].Request.Body = []byte(`{"contacts":"` + strings.Repeat("a name with more letters than a run has; ", 125) + `"}`)
	for _, r := range []Result{redacted, long} {
		if got := console(t, reported(r)); !strings.Contains(got, again) {
			t.Errorf("there is no\n%sin\n%s", again, got)
		}
	}
	if want := strings.Replace(again, "http://localhost:6543", "URL", 1); !strings.Contains(Text(redacted), want) {
		t.Errorf("there is no\n%sin\n%s", want, Text(redacted))
	}
}

func TestLongTextsAreCut(t *testing.T) {
	r := result("contacts/failed", Failed, cases.Documented)
	r.Exchanges[0].Request.Body = []byte(strings.Repeat("é", 700))
	r.Mismatches[0].Actual = strings.Repeat("客", 601)
	r.Mismatches[0].Expected = strings.Repeat("x", 600)
	got := console(t, reported(r))
	for _, want := range []string{
		"application/json   " + strings.Repeat("é", 553) + "… (747 characters)\n", // with the request line and the media type before it
		strings.Repeat("客", 600) + "… (601 characters)",
		strings.Repeat("x", 600) + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in\n%s", want, got)
		}
	}
}

func TestWhatWasNotDoneIsToldByReason(t *testing.T) {
	var all []Result
	for i := range 14 {
		r := result(fmt.Sprintf("update/n%02d", i), Errored, cases.Documented)
		all = append(all, r)
		r.Encoding = cases.Form
		all = append(all, r)
	}
	blocked := skippedAs("update/blocked", SkipBlocked, cases.Documented)
	blocked.Reason = "needs registering a client, which failed"
	all = append(all, blocked, skippedAs("update/deselected", SkipDeselected, cases.Documented), skippedAs("update/late", SkipInterrupted, cases.Documented))
	got := console(t, reported(all...))
	const want = `! errored: step 1: nobody listens at 127.0.0.1:1
  update/n00 [json] [form], update/n01 [json] [form], update/n02 [json] [form], update/n03 [json] [form], update/n04 [json] [form], update/n05 [json] [form], update/n06 [json] [form], update/n07 [json] [form], update/n08 [json] [form], update/n09 [json] [form], update/n10 [json] [form], update/n11 [json] [form] and 2 more

! skipped: needs registering a client, which failed
  update/blocked [json]

`
	if !strings.HasPrefix(got, want+"http://") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheLastLines(t *testing.T) {
	passed, advice := result("a/passed", Passed, cases.Documented), result("a/advice", Failed, cases.Hardening)
	deselected := result("a/skipped", Skipped, cases.Documented)
	interrupted := reported(passed, skippedAs("a/late", SkipInterrupted, cases.Documented))
	interrupted.Interrupted = true
	unreachable := reported(result("a/b", Errored, cases.Documented))
	unreachable.Unreachable = "nobody listens at 127.0.0.1:1"
	stopped := reported(passed)
	stopped.Stopped = "The target stopped answering after a/passed [json]."
	stopped.Information = []Information{{"E01", "It reads redirect_uri."}}
	for _, test := range []struct {
		what string
		r    Report
		want string
	}{
		{"open", reported(passed, deselected), `http://localhost:6543  conforms
1 case selected of 2, 1 run: 1 passed, 0 failed, 0 waived, 0 skipped, 0 errored  in 2.346s
`},
		{"open with advice", reported(passed, advice), `http://localhost:6543  conforms (as far as --fail-on implied asks)
2 cases selected of 2, 2 run: 1 passed, 1 failed (1 hardening) from 1 cause, 0 waived, 0 skipped, 0 errored  in 2.346s
`},
		{"failed", reported(passed, result("a/b", Failed, cases.Documented), advice), `http://localhost:6543  does not conform
3 cases selected of 3, 3 run: 1 passed, 2 failed (1 documented, 1 hardening) from 1 cause, 0 waived, 0 skipped, 0 errored  in 2.346s
`},
		{"nothing selected", reported(deselected), `http://localhost:6543  not tested
0 cases selected of 1, 0 run: 0 passed, 0 failed, 0 waived, 0 skipped, 0 errored  in 2.346s
`},
		{"unreachable", unreachable, `· The target could not be tested: nobody listens at 127.0.0.1:1.

http://localhost:6543  not tested
1 case selected of 1, 0 run: 0 passed, 0 failed, 0 waived, 0 skipped, 1 errored  in 2.346s
`},
		{"interrupted", interrupted, `· The run was interrupted; what was done until then is reported.

http://localhost:6543  interrupted
2 cases selected of 2, 1 run: 1 passed, 0 failed, 0 waived, 1 skipped, 0 errored  in 2.346s
`},
		{"stopped", stopped, `· The target stopped answering after a/passed [json].
· It reads redirect_uri. (E01)

http://localhost:6543  conforms
1 case selected of 1, 1 run: 1 passed, 0 failed, 0 waived, 0 skipped, 0 errored  in 2.346s
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
