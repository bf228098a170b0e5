package fuzz_test

import (
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/wire"
)

// TestJudgeAndOracleAgreeOnAnswers holds the two to one table of answers to the plainest
// registration: whether the answer conforms, at the levels that gate.
func TestJudgeAndOracleAgreeOnAnswers(t *testing.T) {
	success := func(expires string) string {
		return `{"client_id":"an-id","client_secret":"a-secret-of-some-length","expires_at":` + expires + `}`
	}
	for _, row := range []struct {
		name, body string
		status     int
		conforms   bool
	}{
		{"never", success("0"), 200, true},
		{"created", success("0"), 201, true},
		{"a fraction that is none", success("0.0"), 200, true},
		{"an exponent", success("2e9"), 200, true},
		{"the year 9999", success("253402300799"), 200, true},
		{"the largest integer", success("9223372036854775807"), 200, true},
		{"beyond the largest integer", success("9223372036854775808"), 200, false},
		{"beyond any float", success("1e999"), 200, false},
		{"next to nothing", success("1e-999999999"), 200, false},
		{"a fraction", success("0.5"), 200, false},
		{"the past", success("1"), 200, false},
		{"negative", success("-1"), 200, false},
		{"a text", success(`"0"`), 200, false},
		{"null", success("null"), 200, false},
		{"further members", `{"client_id":"an-id","client_secret":"a-secret-of-some-length","expires_at":0,"x":[1]}`, 200, true},
		{"no secret", `{"client_id":"an-id","expires_at":0}`, 200, false},
		{"an empty id", `{"client_id":"","client_secret":"a-secret-of-some-length","expires_at":0}`, 200, false},
		{"a number for an id", `{"client_id":7,"client_secret":"a-secret-of-some-length","expires_at":0}`, 200, false},
		{"a list", "[]", 200, false},
		{"no JSON", "welcome", 200, false},
		{"a refusal", `{"error":"Unauthorized."}`, 401, false},
		{"a failure", `{"error":"Internal Server Error"}`, 500, false},
	} {
		x := wire.Exchange{
			Request: wire.Sent{
				Method: "POST", URL: "http://target.example/api/client/register", Line: "POST /api/client/register HTTP/1.1",
				Header: []wire.Field{{Name: "Host", Value: "target.example"}, {Name: "Content-Type", Value: "application/json"}},
				Body:   []byte(`{"type":"client_associate","application_type":"native"}`),
			},
			Answer: &wire.Answer{
				Proto: "HTTP/1.1", Status: row.status, Body: []byte(row.body),
				Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}, {Name: "Cache-Control", Value: "no-store"}},
			},
			Started: time.Now().UTC(),
		}
		judged := judge.Exchange(judge.Expectation{
			Expect: cases.Expect{Success: &cases.Success{}}, Level: cases.Documented, Requirements: []string{"registration.minimal"}, Now: x.Started,
		}, x)
		if conforms := len(judged) == 0; conforms != row.conforms {
			t.Errorf("%s: to the judge it conforms: %v", row.name, conforms)
		}
		conforms := true
		for _, m := range oracle.NewTargetModel().Take(x) {
			conforms = conforms && !m.Level.AtLeast(cases.Implied)
		}
		if conforms != row.conforms {
			t.Errorf("%s: to the oracle it conforms: %v", row.name, conforms)
		}
	}
}
