package diagnose

import (
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// builtinCases is the catalogue, read once for a test.
func builtinCases(t *testing.T) *cases.Catalogue {
	t.Helper()
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// behaviour says how a server answers a step; ok is whether that is right.
type behaviour func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool)

// ran gives the results of a run of the catalogue on a server that behaves so.
func ran(c *cases.Catalogue, behaves behaviour) []report.Result {
	var all []report.Result
	for _, one := range c.Cases() {
		for _, encoding := range one.Encodings {
			r := report.Result{ID: one.ID, Encoding: encoding, Level: one.Level, Requirements: one.Requirements, Verdict: report.Passed}
			for at, step := range one.Steps {
				m, ok := behaves(one, encoding, step)
				if ok || step.Register != "" {
					continue
				}
				m.Step, m.Level = at+1, one.Level
				if m.Requirement == "" {
					m.Requirement = one.Requirements[0]
				}
				r.Verdict = report.Failed
				r.Mismatches = append(r.Mismatches, m)
			}
			r.Exchanges = make([]wire.Exchange, len(one.Steps))
			all = append(all, r)
		}
	}
	return all
}

// fails is a server that answers 500 to what the condition fits.
func fails(condition func(cases.Encoding, cases.Step) bool) behaviour {
	return func(_ cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		return report.Mismatch{
			Aspect: report.AspectStatus, Instead: report.InsteadError, Actual: "500 Internal Server Error: <html>", Explanation: "It fails.",
		}, !condition(encoding, step)
	}
}

// accepts is a server that carries out what has the message due, and no other fault, where the condition fits.
func accepts(message string, condition func(cases.Encoding, cases.Step) bool) behaviour {
	return func(_ cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		m := report.Mismatch{Aspect: report.AspectMessage, Instead: report.InsteadSuccess, Actual: "200 OK: {}", Explanation: "It accepts the request."}
		several := step.Expect.Refusal != nil && len(step.Expect.Refusal.Messages) > 1
		return m, due(step) != message || several || step.Expect.Success != nil || !condition(encoding, step)
	}
}

// inCases is a server with a fault in some cases only.
func inCases(prefix string, b behaviour) behaviour {
	return func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		m, right := b(c, encoding, step)
		return m, right || !strings.HasPrefix(c.ID, prefix)
	}
}

// says is a server with another text for a message.
func says(message, text string) behaviour {
	return func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		m := report.Mismatch{Aspect: report.AspectMessage, Expected: message, Actual: text, Explanation: "It says something else."}
		return m, due(step) != message || step.Expect.Success != nil
	}
}

// refuses is a server that refuses good values with a message of these cases' own.
func refuses(prefix, message string) behaviour {
	return inCases(prefix, func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		m := report.Mismatch{Aspect: report.AspectStatus, Instead: report.InsteadRefusal, Actual: "400 Bad Request: " + message, Explanation: "It refuses the request."}
		return m, step.Expect.Success == nil
	})
}

// all is a server with several faults, the first of which counts for an answer.
func all(several ...behaviour) behaviour {
	return func(c cases.Case, encoding cases.Encoding, step cases.Step) (report.Mismatch, bool) {
		for _, one := range several {
			if m, ok := one(c, encoding, step); !ok {
				return m, false
			}
		}
		return report.Mismatch{}, true
	}
}

func always(cases.Encoding, cases.Step) bool { return true }

func has(want describe.Trait) func(cases.Encoding, cases.Step) bool {
	return func(encoding cases.Encoding, step cases.Step) bool {
		return slices.Contains(traitsOf(cases.Case{ID: "a/b"}, encoding, step), want)
	}
}
