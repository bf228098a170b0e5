package specs

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

func TestConform(t *testing.T) {
	failed := report.Result{
		ID: "contacts/list", Encoding: cases.JSON, Level: cases.Documented, Title: "A list is refused.",
		Verdict: report.Failed, Requirements: []string{"contacts.list"},
		Mismatches: []report.Mismatch{{
			Step: 1, Aspect: report.AspectMessage, Level: cases.Documented, Requirement: "contacts.list",
			Expected: "this", Actual: "that", Explanation: "It is another.",
		}},
		Exchanges: []wire.Exchange{inJSON(400, `{"error": "that"}`)},
	}
	for _, row := range []struct {
		verdict report.Verdict
		ok      bool
	}{
		{report.Passed, true},
		{report.Waived, true},
		{report.Failed, false},
		{report.Skipped, false},
		{report.Errored, false},
		{"", false},
	} {
		result := failed
		result.Verdict, result.Reason = row.verdict, "so it is"
		got, err := Conform().Match(result)
		if err != nil || got != row.ok {
			t.Errorf("%s: got %t, %v", row.verdict, got, err)
		}
		message := Conform().FailureMessage(result)
		want := "contacts/list [json] is " + string(row.verdict) + ": so it is"
		if row.verdict == report.Failed {
			want = format.Text(result)
		}
		if message != want {
			t.Errorf("%s: got %q, want %q", row.verdict, message, want)
		}
	}
	if text := Conform().NegatedFailureMessage(failed); text != "contacts/list [json] passed, and was expected not to" {
		t.Errorf("got %q", text)
	}
	for _, other := range []any{nil, "contacts/list", &failed, wire.Exchange{}} {
		if ok, err := Conform().Match(other); ok || err == nil {
			t.Errorf("%T: got %t, %v", other, ok, err)
		}
	}
}

func TestAnswerAs(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	unauthorized, _ := catalogue.Message("unauthorized")
	e := judge.Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{Messages: []cases.ExpectedMessage{{Message: unauthorized}}}}, Level: cases.Documented,
	}
	matcher := AnswerAs(e)
	for _, row := range []struct {
		name string
		x    wire.Exchange
		want []string // in the message
	}{
		{"as expected", inJSON(401, `{"error": "Unauthorized."}`), nil},
		{"one difference", inJSON(401, `{"error": "Unauthorized"}`), []string{
			"message (documented): The message differs in the final stop only.", "expected  Unauthorized.", "got       Unauthorized",
		}},
		{"two differences", inJSON(200, `{"message": "Unauthorized."}`), []string{"status (implied)", "envelope (implied)"}},
		{"no answer", wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}}, []string{"connection (implied)"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			ok, err := matcher.Match(row.x)
			if err != nil || ok != (row.want == nil) {
				t.Fatalf("got %t, %v", ok, err)
			}
			for _, part := range row.want {
				if text := matcher.FailureMessage(row.x); !strings.Contains(text, part) {
					t.Errorf("%q is not in\n%s", part, text)
				}
			}
		})
	}
	if ok, err := matcher.Match("an answer"); ok || err == nil {
		t.Errorf("got %t, %v", ok, err)
	}
	if text := matcher.NegatedFailureMessage(nil); text != "the answer is, against expectation: Unauthorized." {
		t.Errorf("got %q", text)
	}
}

func inJSON(status int, body string) wire.Exchange {
	return wire.Exchange{Answer: &wire.Answer{
		Status: status, Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body),
	}}
}
