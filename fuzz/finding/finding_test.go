package finding

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

func one(members ...traffic.Member) traffic.Sequence {
	return traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Members: members}}}}
}

func member(name, text string) traffic.Member {
	return traffic.Member{Name: name, Value: traffic.Str(text)}
}

func nested(name string, depth int) traffic.Member {
	return traffic.Member{Name: name, Value: traffic.Literally(strings.Repeat("[", depth) + strings.Repeat("]", depth))}
}

func behind(q traffic.Sequence, tail string) traffic.Sequence {
	q.Steps[0].Body.Tail = tail
	return q
}

func TestFingerprints(t *testing.T) {
	native := member(traffic.ParamApplication, "native")
	tests := []struct {
		name      string
		known     traffic.Sequence
		other     traffic.Sequence
		explained bool
	}{
		{"itself", one(member("contacts", "a")), one(member("contacts", "a")), true},
		{"more members", one(member("contacts", "a")), one(native, member("contacts", "bob"), member("logo_url", "x")), true},
		{"another parameter", one(member("contacts", "a")), one(member("logo_url", "a")), false},
		{"either kind of application", one(native), one(member(traffic.ParamApplication, "web")), true},
		{"only the other kind", one(member(traffic.ParamApplication, "web")), one(native), false},
		{"a sign that is not there", one(member("contacts", "'")), one(member("contacts", "bob")), false},
		{"a sign among others", one(member("contacts", "'")), one(member("contacts", "o'hara")), true},
		{"a long one", one(member("application_name", strings.Repeat("a", 200))), one(member("application_name", "a")), false},
		{"both spellings of the list", one(member("redirect_uri", "a")), one(member("redirect_uris", "a")), true},
		{"any number", one(traffic.Member{Name: "contacts", Value: traffic.Literally("0")}), one(traffic.Member{Name: "contacts", Value: traffic.Literally("-12")}), true},
		{"null is no number", one(traffic.Member{Name: "contacts", Value: traffic.Literally("null")}), one(traffic.Member{Name: "contacts", Value: traffic.Literally("1")}), false},
		{"a registration explains an update", one(member("type", "client_associate"), native, member("contacts", "a")), one(member("type", "client_update"), member("contacts", "b")), true},
		{"but no other request without its application", one(native, member("contacts", "a")), one(member("contacts", "b")), false},
		{"depth elsewhere", one(native, nested("x", 100)), one(native, nested("contacts", 40)), true},
		{"a list is not deep", one(native, nested("x", 100)), one(native, nested("contacts", 2)), false},
		{"a comment elsewhere", behind(one(native), "/**/"), one(native, traffic.Member{Name: "contacts", Value: traffic.Literally("/* x */ 1")}), true},
		{"a URL is no comment", behind(one(native), "/**/"), one(native, traffic.Member{Name: "contacts", Value: traffic.Literally(`["https://a.example/"]`)}), false},
		{"behind it, and more", behind(one(native), "// x\n{}"), behind(one(native), "//"), false},
		{"steps between", one(member("contacts", "a")), traffic.Sequence{Steps: append(one(native).Steps, one(member("contacts", "b")).Steps...)}, true},
	}
	for _, test := range tests {
		if got := FingerprintOf(test.known).Explains(test.other); got != test.explained {
			t.Errorf("%s: %t\n%v\n%v", test.name, got, FingerprintOf(test.known), FingerprintOf(test.other))
		}
	}
}

func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"plain text": "plain text", "": "", "é漢🦊": "é漢🦊", "a\x00b": "a${hex:00}b", "\xff": "${hex:ff}", "${x}": "${hex:24}{x}", "$1": "$1", "$$": "${hex:24}$",
		strings.Repeat("a", 100) + "b": "${hex:61|x100}b", "\u202e": "${hex:e280ae}", "\n": "${hex:0a}",
	} {
		if got := quoted(text); got != want {
			t.Errorf("%q is written %q, and not %q", text, got, want)
		}
		back, err := cases.Expand(quoted(text), nil)
		if err != nil || back != text {
			t.Errorf("%q came back as %q, %v", text, back, err)
		}
	}
}

// Every rule of the oracle comes under a requirement of the catalogue.
func TestRequirements(t *testing.T) {
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range oracle.Rules() {
		for _, subject := range []string{"", "contacts", "type", "invalid-email", "redirect_uris", "GET"} {
			f := Finding{Cause: Cause{Rule: rule.ID}, Mismatch: oracle.Mismatch{Rule: rule.ID, Level: rule.Level, Subject: subject}}
			if _, ok := catalogue.Requirement(f.Requirement()); !ok {
				t.Errorf("%s of %q comes under %q, which there is not", rule.ID, subject, f.Requirement())
			}
		}
	}
}

func TestName(t *testing.T) {
	all := []Finding{
		{Cause: Cause{Rule: "status.server-error"}, Mismatch: oracle.Mismatch{Subject: "500"}},
		{Cause: Cause{Rule: "status.server-error"}, Mismatch: oracle.Mismatch{Subject: "500"}},
		{Cause: Cause{Rule: "outcome.should-refuse"}, Mismatch: oracle.Mismatch{Subject: "logo_url"}},
	}
	Name(all)
	for i, want := range []string{"status-server-error-500", "status-server-error-500-2", "outcome-should-refuse-logo-url"} {
		if all[i].ID != want {
			t.Errorf("%q, and not %q", all[i].ID, want)
		}
	}
}
