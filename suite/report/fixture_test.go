package report

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

func started() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC) }

// exchanged is one exchange: a request with a JSON body, and its answer.
func exchanged(sent, got string) wire.Exchange {
	return wire.Exchange{
		Request: wire.Sent{
			Method: "POST", URL: "http://localhost:6543/api/client/register", Line: "POST /api/client/register HTTP/1.1",
			Header: []wire.Field{{Name: "Host", Value: "localhost:6543"}, {Name: "Content-Type", Value: "application/json"}},
			Body:   []byte(sent),
		},
		Answer: &wire.Answer{
			Proto: "HTTP/1.1", Status: 400, Reason: "Bad Request",
			Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}},
			Body:   []byte(got),
		},
		Started: started(), Duration: 1234 * time.Microsecond,
	}
}

// result is one with a verdict and all that the verdict asks for.
func result(id string, verdict Verdict, level cases.Level) Result {
	r := Result{
		ID: id, Encoding: cases.JSON, Level: level, Requirements: []string{"contacts.list"}, Errata: []string{"E10"},
		Title: "An address that is not one is refused by name.", Verdict: verdict,
		Mismatches: []Mismatch{}, Exchanges: []wire.Exchange{}, DurationMS: 1.5,
	}
	switch verdict {
	case Failed, Waived:
		r.Mismatches = []Mismatch{mismatch(level)}
		r.Exchanges = []wire.Exchange{exchanged(`{"contacts":"alice@example.org bob"}`, `{"error":"Email alice@example.org bob is not a valid email"}`)}
	case Passed:
		r.Exchanges = []wire.Exchange{exchanged(`{"contacts":"bob"}`, `{"error":"Email bob is not a valid email"}`)}
	case Errored:
		r.Reason = "step 1: nobody listens at 127.0.0.1:1"
	case Skipped:
		r.Skip, r.Reason = SkipDeselected, "the user did not ask for it"
	}
	return r
}

func mismatch(level cases.Level) Mismatch {
	return Mismatch{
		Step: 1, Aspect: AspectMessage, Level: level, Requirement: "error.invalid-email",
		Expected: "Email bob is not a valid email", Actual: "Email alice@example.org bob is not a valid email",
		Explanation: "The message names the whole list; the document asks for the one address that is wrong.",
	}
}

func skippedAs(id string, kind Skip, level cases.Level) Result {
	r := result(id, Skipped, level)
	r.Skip = kind
	return r
}

// reported is a whole report of these results.
func reported(results ...Result) Report {
	return Report{
		Version: 1, Tool: Tool{"regspec", "1.2.3"}, Kind: "run", Target: "http://localhost:6543", Started: started(),
		DurationMS: 2345.6, FailOn: cases.Implied, Information: []Information{},
		Summary: Summarise(results), Results: append([]Result{}, results...),
	}
}

// everyVerdict is a report with each verdict, and with each kind of skipped.
func everyVerdict() Report {
	broken := result("contacts/broken", Failed, cases.Implied)
	broken.Encoding = cases.Form
	broken.Mismatches[0].Aspect = AspectConnection
	broken.Exchanges[0].Answer = nil
	broken.Exchanges[0].Break = &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}
	r := reported(
		result("answer/passed", Passed, cases.Implied),
		result("contacts/failed", Failed, cases.Documented),
		broken,
		result("contacts/advice", Failed, cases.Hardening),
		result("contacts/waived", Waived, cases.Documented),
		result("contacts/errored", Errored, cases.Documented),
		result("update/deselected", Skipped, cases.Documented),
		skippedAs("update/blocked", SkipBlocked, cases.Documented),
		skippedAs("update/inapplicable", SkipInapplicable, cases.Documented),
		skippedAs("update/interrupted", SkipInterrupted, cases.Documented),
	)
	r.Information = []Information{{Erratum: "E01", Text: "The target reads redirect_uri."}, {Text: "It is quick."}}
	return r
}

// writers are all the writers by name.
func writers() map[string]func(io.Writer, Report) error {
	console := func(color bool) func(io.Writer, Report) error {
		return func(w io.Writer, r Report) error { return WriteConsole(w, r, ConsoleOptions{Color: color}) }
	}
	return map[string]func(io.Writer, Report) error{
		"json": WriteJSON, "junit": WriteJUnit, "console": console(false), "coloured console": console(true),
		"markdown": WriteMarkdown, "har": WriteHAR, "github": WriteGitHub, "gitlab": WriteGitLab, "badge": WriteBadge,
	}
}

func written(t testing.TB, write func(io.Writer, Report) error, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func console(t testing.TB, r Report) string {
	t.Helper()
	return written(t, writers()["console"], r)
}
