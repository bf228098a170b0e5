package fuzz_test

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/wire"
)

// TestJudgeAndOracleAgreeOnRefusals holds the two to one table of answers to a registration that is to be
// refused with a message of the document: the strictest level that an answer misses, and the requirement
// that a report names for it.
func TestJudgeAndOracleAgreeOnRefusals(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, ok := catalogue.Case("contacts/invalid-email/only")
	if !ok {
		t.Fatal("there is no such case")
	}
	const (
		due    = `{"error":"Email bob is not a valid email"}`
		missed = "documented error.invalid-email"
	)
	answered := func(status int, body string) wire.Exchange {
		return wire.Exchange{Answer: &wire.Answer{
			Proto: "HTTP/1.1", Status: status, Body: []byte(body), Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}},
		}}
	}
	broken := func(phase wire.Phase, kind wire.Kind) wire.Exchange {
		return wire.Exchange{Break: &wire.Break{Phase: phase, Kind: kind}}
	}
	for _, row := range []struct {
		name string
		x    wire.Exchange
		want string
	}{
		{"the message", answered(400, due), ""},
		{"with 429", answered(429, due), ""},
		{"with 500", answered(500, due), "implied answer.refusal-status"},
		{"with 200", answered(200, due), "implied answer.refusal-status"},
		{"another message", answered(400, `{"error":"Unauthorized."}`), missed},
		{"a failure", answered(500, `{"error":"Internal Server Error"}`), missed},
		{"a failure without content", answered(500, ""), missed},
		{"501", answered(501, ""), missed},
		{"the connection is dropped", broken(wire.PhaseWait, wire.KindClosed), missed},
		{"the connection is reset", broken(wire.PhaseWait, wire.KindReset), missed},
		{"no answer", broken(wire.PhaseWait, wire.KindTimeout), missed},
		{"an answer without end", broken(wire.PhaseBody, wire.KindBodyTooLarge), missed},
		{"no HTTP", broken(wire.PhaseHeaders, wire.KindNotHTTP), missed},
	} {
		x := row.x
		x.Started = time.Now().UTC()
		x.Request = wire.Sent{
			Method: "POST", URL: "http://target.example/api/client/register", Line: "POST /api/client/register HTTP/1.1",
			Header: []wire.Field{{Name: "Host", Value: "target.example"}, {Name: "Content-Type", Value: "application/json"}},
			Body:   []byte(`{"type":"client_associate","application_type":"native","contacts":"bob"}`),
		}
		expect := c.Steps[0].Expect
		refusal := *expect.Refusal
		expect.Refusal = &refusal
		refusal.Messages = []cases.ExpectedMessage{{Message: refusal.Messages[0].Message, Value: "bob"}}
		var judged strictest
		for _, m := range judge.Exchange(judge.Expectation{Expect: expect, Level: c.Level, Requirements: c.Requirements, Now: x.Started}, x) {
			judged.take(m.Level, m.Requirement)
		}
		if got := judged.String(); got != row.want {
			t.Errorf("%s: to the judge %q", row.name, got)
		}
		if got := strictestFound(x); got != row.want {
			t.Errorf("%s: to the oracle %q", row.name, got)
		}
	}
}

// strictest is the strictest level of mismatches, with the requirement of the first at it.
type strictest struct {
	level       cases.Level
	requirement string
}

func (s *strictest) take(level cases.Level, requirement string) {
	if level.AtLeast(cases.Implied) && (s.level == "" || !s.level.AtLeast(level)) {
		s.level, s.requirement = level, requirement
	}
}

func (s *strictest) String() string { return strings.TrimSpace(string(s.level) + " " + s.requirement) }

// strictestFound is the same of what the oracle says of an exchange, with the requirement that the report of a
// campaign names.
func strictestFound(x wire.Exchange) string {
	k := oracle.NewTargetModel()
	expected := oracle.Allowed(k, x.Request)
	var found strictest
	for _, m := range k.Take(x) {
		found.take(m.Level, finding.Finding{Cause: finding.Cause{Rule: m.Rule}, Mismatch: m, Expected: expected}.Requirement())
	}
	return found.String()
}
