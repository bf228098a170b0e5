package finding

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// A header field that was sent twice is in the case twice.
func TestARepeatedField(t *testing.T) {
	q := one(member(traffic.ParamType, "client_associate"))
	q.Steps[0].Header = []wire.Field{{Name: "X-Twice", Value: "a"}, {Name: "X-Once", Value: "c"}, {Name: "X-Twice", Value: "b"}}
	text, err := WriteCase(Finding{ID: "one", Sequence: q, Expected: oracle.Outcomes{Success: true}}, "")
	if err != nil {
		t.Fatal(err)
	}
	const want = "headers:\n            X-Twice:\n              - a\n              - b\n            X-Once: c\n"
	if !strings.Contains(string(text), want) {
		t.Errorf("there is no\n%s in it:\n%s", want, text)
	}
}

// What came back in the header, or as a page, is in the case as what must not.
func TestAnEcho(t *testing.T) {
	for _, test := range []struct {
		rule        oracle.RuleID
		sent, field string
		want        string
	}{
		{oracle.RuleHeaderEcho, "https://a.example/", "for https://a.example/", "echo: https://a.example/\n"},
		{oracle.RuleHeaderEcho, "a b@c.example", "a+b%40c.example", "echo: a+b%40c.example\n"},
		{oracle.RuleSplit, "x\r\nX-Split: cut", "cut", "echo: cut\n"},
		{oracle.RuleHTML, "https://a.example/", "", "echo: https://a.example/\n"},
	} {
		x := wire.Exchange{Answer: &wire.Answer{Body: []byte(test.sent), Header: []wire.Field{{Name: "Link", Value: test.field}}}}
		text, err := WriteCase(Finding{
			ID: "one", Cause: Cause{Rule: test.rule}, Mismatch: oracle.Mismatch{Rule: test.rule, Subject: "Link"},
			Sequence: one(member(traffic.ParamName, "e"), member(traffic.ParamLogo, test.sent)), Exchanges: []wire.Exchange{x}, Expected: oracle.Outcomes{Success: true},
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), test.want) {
			t.Errorf("there is no %q in it:\n%s", test.want, text)
		}
	}
}
