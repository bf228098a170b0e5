package diagnose

import (
	"fmt"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// mixes is a server that answers each so many requests with what it should have said to one before.
func mixes(each int) behaviour {
	n := 0
	var refusals []string
	return func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		if e := step.Expect.Refusal; e != nil && len(e.Messages) == 1 {
			refusals = append(refusals, e.Messages[0].Message.With(e.Messages[0].Value))
		}
		if n++; n%each != 0 || len(refusals) < 20 || step.Expect.Refusal != nil && step.Expect.Success != nil {
			return report.Mismatch{}, true
		}
		m := report.Mismatch{Aspect: report.AspectMessage, Actual: refusals[len(refusals)-20], Explanation: "It says something else."}
		if step.Expect.Success != nil {
			m.Aspect, m.Instead, m.Actual = report.AspectStatus, report.InsteadRefusal, "400 Bad Request: "+m.Actual
		}
		return m, false
	}
}

// Requests that are given the answers of others are one cause, whatever else they look like. A server that names one and
// the same other value each time does not mix them up.
func TestMixed(t *testing.T) {
	c := builtinCases(t)
	every := func(report.Result) bool { return true }
	causes := Causes(ran(c, mixes(7)), c, every, nil)
	if len(causes) != 1 || !strings.HasPrefix(causes[0].Title, "Gives requests the answers of others") {
		for _, one := range causes {
			t.Log(one.Explains, one.Title)
		}
		t.Fatalf("%d causes", len(causes))
	}
	for name, b := range map[string]behaviour{
		"one value":      says("invalid-email", "Email alice@example.org is not a valid email"),
		"mixed rarely":   mixes(4000),
		"another text":   says("invalid-logo-url", "Logo URL is not good"),
		"the right ones": accepts("unauthorized", always),
	} {
		for _, one := range Causes(ran(c, b), c, every, nil) {
			if strings.HasPrefix(one.Title, "Gives requests") {
				t.Errorf("%s: %s", name, fmt.Sprint(one.Title))
			}
		}
	}
}

// A client that is not known now and then is one cause, however it was seen. One that is never known for web clients is
// another.
func TestForgotten(t *testing.T) {
	c := builtinCases(t)
	every := func(report.Result) bool { return true }
	for name, row := range map[string]struct {
		refused func(n int, web bool) bool
		want    int
	}{
		"now and then": {func(n int, _ bool) bool { return n%10 == 0 }, 1},
		"each time":    {func(_ int, web bool) bool { return web }, 2},
	} {
		n := 0
		causes := Causes(ran(c, func(_ cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			n++
			m := report.Mismatch{Aspect: report.AspectSample, Requirement: "client.lasting", Actual: "401 Unauthorized: Unauthorized.", Explanation: "Does not know a client."}
			refused := row.refused(n, has(describe.OfClient.Is("web"))(encoding, step))
			if refused {
				m.Aspect, m.Instead, m.Requirement = report.AspectStatus, report.InsteadRefusal, ""
			}
			return m, step.Expect.Success == nil || len(step.Expect.Success.Members) == 0 || n%10 > 1 && !refused
		}), c, every, nil)
		if len(causes) != row.want {
			t.Errorf("%s: %d causes, not %d: %+v", name, len(causes), row.want, causes)
		}
	}
}
