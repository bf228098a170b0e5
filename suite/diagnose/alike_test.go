package diagnose

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// What only requests show that have the same odd thing in them is one cause, if that says why.
func TestAlike(t *testing.T) {
	c := builtinCases(t)
	every := func(report.Result) bool { return true }
	only := func(d describe.Description, b behaviour) behaviour {
		return func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			m, right := b(c, encoding, step)
			for _, t := range d {
				right = right || !has(t)(encoding, step)
			}
			return m, right
		}
	}
	zeros := describe.Description{describe.OfValue.Is(zero)}
	forms := describe.Description{describe.OfEncoding.Is("form"), describe.OfSign.Is("a space")}
	plus := func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		value := ""
		for _, f := range step.Send.Fields {
			if text, ok := f.Value.(string); ok && f.Name == "contacts" {
				value = strings.ReplaceAll(text, " ", "+")
			}
		}
		m := report.Mismatch{Aspect: report.AspectStatus, Instead: report.InsteadRefusal, Actual: "400 Bad Request: Email " + value + " is not a valid email", Explanation: "It refuses."}
		return m, step.Expect.Success == nil || value == ""
	}
	inForms := func(b behaviour) behaviour {
		return func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			m, right := b(c, encoding, step)
			return m, right || encoding != cases.Form
		}
	}
	for name, row := range map[string]struct {
		server behaviour
		want   int
	}{
		"zeros":  {only(zeros, all(accepts("client-id-only-for-update", always), accepts("client-secret-only-for-update", always), says("unauthorized", "client_id is required to update."))), 1},
		"checks": {all(accepts("client-id-only-for-update", always), says("unauthorized", "No")), 2},
		"a format": {only(describe.Description{describe.OfSign.Is("a percent sign"), describe.OfParameter.Is("redirect_uri")}, all(inCases("input/", fails(always)), func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			m := report.Mismatch{Aspect: report.AspectMessage, Actual: "URI 0 is not a valid URI", Explanation: "The value is used as a format: % and what follows it is read."}
			return m, due(step) != "invalid-redirect-uri" || step.Expect.Success != nil
		})), 1},
		"spaces kept as +":           {only(forms, all(plus, accepts("invalid-redirect-uri", always), says("invalid-logo-url", "No"))), 1},
		"numbers in forms":           {only(describe.Description{describe.OfEncoding.Is("form"), describe.OfValue.Is(numeric)}, all(refuses("pairs/good", "application_name must be a string."), says("invalid-email", "No"), says("invalid-logo-url", "Not so"))), 1},
		"chunks":                     {only(describe.Description{describe.OfHeader.Is("Transfer-Encoding")}, all(inForms(refuses("", "No registration type provided")), refuses("", "Could not decode JSON"))), 1},
		"one message for everything": {all(refuses("", "Could not decode JSON"), says("invalid-email", "Could not decode JSON"), says("invalid-logo-url", "Could not decode JSON"), says("client-id-only-for-update", "Could not decode JSON")), 1},
		"one message for two":        {all(refuses("contacts/valid", "Could not decode JSON"), says("invalid-logo-url", "Could not decode JSON")), 3},
		"spaces":                     {only(forms, all(accepts("invalid-redirect-uri", always), says("invalid-logo-url", "No"))), 2},
	} {
		if causes := Causes(ran(c, row.server), c, every, nil); len(causes) != row.want {
			t.Errorf("%s: %d causes, not %d", name, len(causes), row.want)
			for _, one := range causes {
				t.Log(one.Title)
			}
		}
	}
}
