package finding

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

// What is special about what was sent is in the case, and the case can be loaded.
func TestWriteCase(t *testing.T) {
	credential := func(kind traffic.Kind, name string) traffic.Member {
		return traffic.Member{Name: name, Value: traffic.Value{Kind: kind}}
	}
	update := []traffic.Member{
		member(traffic.ParamType, "client_update"), credential(traffic.ID, traffic.ParamID), credential(traffic.Secret, traffic.ParamSecret),
	}
	step := func(format traffic.Format, style traffic.Style, members ...traffic.Member) traffic.Step {
		return traffic.Step{Body: traffic.Body{Format: format, Style: style, Members: members}}
	}
	refused := oracle.Outcomes{Messages: []oracle.AllowedMessage{{Message: "unauthorized"}}}
	tests := []struct {
		name     string
		rule     oracle.RuleID
		expected oracle.Outcomes
		steps    []traffic.Step
		has      []string
		lacks    []string
	}{
		{
			"escapes of a form", oracle.RuleRefuse, refused,
			[]traffic.Step{step(traffic.Form, traffic.Escaped|traffic.OtherCase, member("type", "a/"))},
			[]string{"body: \"%74%79%70%65=%61%2f\"", "encodings:\n      - form"},
			nil,
		},
		{
			"escapes beside a credential", oracle.RuleRefuse, refused,
			[]traffic.Step{step(traffic.Form, traffic.Escaped, update...)},
			[]string{"%63%6C%69%65%6E%74%5F%69%64=${client.client_id|form}&", "=${client.client_secret|form}"},
			[]string{"zq", "%7A%71"},
		},
		{
			"escapes of JSON", oracle.RuleRefuse, refused,
			[]traffic.Step{step(traffic.JSON, traffic.Escaped, update[1])},
			[]string{`\\u005f\\u0069\\u0064\":\"${client.client_id|json}\"`},
			[]string{"zq"},
		},
		{
			"a message about nothing", oracle.RuleValue,
			oracle.Outcomes{Messages: []oracle.AllowedMessage{{Message: "invalid-logo-url", HasValue: true}}},
			[]traffic.Step{step(traffic.JSON, 0, member("logo_url", ""))},
			[]string{`invalid-logo-url: ""`},
			nil,
		},
		{
			"JSON before a form", oracle.RuleCompare, refused,
			[]traffic.Step{
				step(traffic.JSON, 0, member("type", "x"), traffic.Member{Name: "contacts", Value: traffic.Literally("[]")}),
				step(traffic.Form, 0, member("type", "x")),
			},
			[]string{"body: \"{\\\"type\\\":\\\"x\\\",\\\"contacts\\\":[]}\"\n          content_type: application/json", "encodings:\n      - form", "fields:\n            type: x"},
			nil,
		},
		{
			"advice", oracle.RuleScript,
			oracle.Outcomes{Success: true, Advice: oracle.RuleScript, Messages: []oracle.AllowedMessage{{Message: "invalid-logo-url", Value: "data:,x", HasValue: true}}},
			[]traffic.Step{step(traffic.JSON, 0, member("logo_url", "data:,x"))},
			[]string{"refusal:\n            - invalid-logo-url: data:,x"},
			[]string{"success"},
		},
		{
			"advice of which nothing is left", oracle.RuleNoLimit,
			oracle.Outcomes{Success: true, Advice: oracle.RuleNoLimit},
			[]traffic.Step{step(traffic.JSON, 0, member("application_name", "x"))},
			[]string{"refusal: 4xx"},
			[]string{"success"},
		},
		{
			"an answer that may be cached", oracle.RuleCacheable,
			oracle.Outcomes{Success: true},
			[]traffic.Step{step(traffic.JSON, 0, member("type", "client_associate"))},
			[]string{"success: {}\n          header:\n            Cache-Control: no-store"},
			nil,
		},
		{
			"a secret that was not sent", oracle.RuleLeaked, refused,
			[]traffic.Step{step(traffic.JSON, 0, update[1], member("client_secret", "nothing"))},
			[]string{"- register: client\n", "without:\n            - ${client.client_secret}\n"},
			nil,
		},
		{
			"a secret that no step speaks of", oracle.RuleLeaked, refused,
			[]traffic.Step{step(traffic.JSON, 0, member("type", "client_associate"))},
			[]string{"- register: client\n", "without:\n            - ${client.client_secret}\n"},
			nil,
		},
		{
			"a slow answer", oracle.RuleSlow, refused,
			[]traffic.Step{step(traffic.JSON, 0, member("type", "x"))},
			[]string{"within: 5s"},
			nil,
		},
		{
			"two encodings treated differently", oracle.RuleCompare,
			oracle.Outcomes{Success: true, ServerWording: true},
			[]traffic.Step{step(traffic.JSON, 0, member("type", "x")), step(traffic.Form, 0, member("type", "x"))},
			[]string{"- name: compared\n        times: 2\n", "across:\n          alike: compared"},
			nil,
		},
		{
			"a secret that was made longer", oracle.RuleEchoed, refused,
			[]traffic.Step{step(traffic.JSON, 0, update[1], traffic.Member{Name: "client_secret", Value: traffic.Value{Kind: traffic.Secret, Corruption: traffic.Extended}})},
			[]string{"without:\n            - ${client.client_secret}\n"},
			nil,
		},
		{
			"credentials given out before", oracle.RuleNotUnique,
			oracle.Outcomes{Success: true},
			[]traffic.Step{step(traffic.JSON, 0, member("type", "client_associate"))},
			[]string{"times: 2\n", "distinct:\n            - client_id\n"},
			nil,
		},
		{
			"a redirect list that is ignored", oracle.RuleRedirectName,
			oracle.Outcomes{Success: true, ServerWording: true, Messages: []oracle.AllowedMessage{{Message: "invalid-redirect-uri", Value: "x", HasValue: true}, {Message: "could-not-decode-json"}}},
			[]traffic.Step{step(traffic.JSON, 0, member("redirect_uri", "x"))},
			[]string{"refusal:\n            - invalid-redirect-uri: x\n"},
			[]string{"own", "could-not-decode-json", "success"},
		},
		{
			"a secret", oracle.RuleEchoed, refused,
			[]traffic.Step{step(traffic.JSON, 0, update...)},
			[]string{"without:\n            - ${client.client_secret}"},
			nil,
		},
	}
	subject := map[oracle.RuleID]string{oracle.RuleRedirectName: "invalid-redirect-uri"}
	builtin, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, err := WriteCase(Finding{
				ID: "one", Cause: Cause{Rule: test.rule}, Mismatch: oracle.Mismatch{Rule: test.rule, Level: cases.Implied, Subject: subject[test.rule], Explanation: "It is wrong."},
				Sequence: traffic.Sequence{Steps: test.steps}, Expected: test.expected,
			}, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := Verify(text, builtin); err != nil {
				t.Errorf("%v\n%s", err, text)
			}
			for _, one := range test.has {
				if !strings.Contains(string(text), one) {
					t.Errorf("there is no %s in it:\n%s", one, text)
				}
			}
			for _, one := range test.lacks {
				if strings.Contains(string(text), one) {
					t.Errorf("%s is in it:\n%s", one, text)
				}
			}
		})
	}
}
