package judge

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// A request that went out behind another is judged by its own answer only; what is none of its own is the
// fault of what was left of the other.
func TestBehind(t *testing.T) {
	for name, row := range map[string]struct {
		x      wire.Exchange
		behind bool
		expect cases.Expect
		own    bool
	}{
		"its own":               {inJSON(200, credentials), true, success(), true},
		"a refusal":             {inJSON(400, `{"error":"Bad request"}`), true, success(), false},
		"no HTTP":               {broken(wire.KindNotHTTP), true, success(), false},
		"closed":                {broken(wire.KindClosed), true, success(), true},
		"no HTTP, and alone":    {broken(wire.KindNotHTTP), false, success(), true},
		"a refusal, and alone":  {inJSON(400, `{"error":"Bad request"}`), false, success(), true},
		"a refusal that is due": {inJSON(400, `{"error":"Bad request"}`), true, refusal(), true},
	} {
		row.x.Request.Behind = row.behind
		e := Expectation{Expect: row.expect, Level: cases.Implied, Requirements: []string{"answer.alike"}, Now: now()}
		want := e.notItsOwn("").Explanation
		own := true
		for _, m := range Exchange(e, row.x) {
			own = own && m.Explanation != want
		}
		if own != row.own {
			t.Errorf("%s: its own is %t", name, own)
		}
	}
}

// What came instead of credentials is an error or a refusal, by its status.
func TestInstead(t *testing.T) {
	for status, want := range map[int]report.Instead{400: report.InsteadRefusal, 499: report.InsteadRefusal, 500: report.InsteadError, 503: report.InsteadError} {
		e := Expectation{Expect: success(), Level: cases.Documented, Requirements: []string{"type.associate"}, Now: now()}
		if got := Exchange(e, inJSON(status, `{"error":"No"}`)); len(got) == 0 || got[0].Instead != want {
			t.Errorf("%d: got %+v", status, got)
		}
	}
	for status, want := range map[int]report.Instead{499: "", 500: report.InsteadError, 301: ""} {
		e := Expectation{Expect: refusal(wanted(t, builtin(t), "unauthorized", "")), Level: cases.Documented, Requirements: []string{"error.unauthorized"}, Messages: builtin(t).Messages, Now: now()}
		if got := Exchange(e, inJSON(status, `{"error":"No"}`)); len(got) == 0 || got[0].Instead != want {
			t.Errorf("%d where a refusal is due: got %+v", status, got)
		}
	}
}

// Where only one status refuses, others do not.
func TestOnlyOneStatus(t *testing.T) {
	e := Expectation{Expect: cases.Expect{Success: &cases.Success{}, Refusal: &cases.Refusal{AnyClientError: true, Only: 411}}, Level: cases.Implied, Requirements: []string{"answer.alike"}, Now: now()}
	for status, conforms := range map[int]bool{411: true, 400: false, 501: true, 500: false, 505: false} {
		if got := Exchange(e, answered(status, "text/plain", "No")); (len(got) == 0) != conforms {
			t.Errorf("%d: got %+v", status, got)
		}
	}
}

func TestExpires(t *testing.T) {
	for text, ok := range map[string]bool{"0": false, "4102444800": true, `"4102444800"`: false, "1.5": false, "-5": true, "null": false} {
		at, got := Read(*inJSON(200, strings.Replace(credentials, ":0", ":"+text, 1)).Answer).Expires()
		if got != ok || ok && at.IsZero() {
			t.Errorf("%s: %s, %t", text, at, got)
		}
	}
}
