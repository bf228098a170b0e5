package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// request is a step of a case in one encoding, and its traits.
type request struct {
	title  string       // of the case
	before []cases.Step // those of the case that come first
	step   cases.Step
	traits []describe.Trait
}

// hasMisfit reports whether a value is not what its parameter is for.
func (r request) hasMisfit() bool { return slices.ContainsFunc(r.traits, isMisfit) }

func isMisfit(t describe.Trait) bool {
	_, value, _ := strings.Cut(t.Value, ": ")
	return t.Kind == describe.OfBoth && (value == noText || value == noURL || value == noAddress)
}

// about is the parameter that the request has besides the least, if it is one, or else the
// one whose value cannot be right.
func (r request) about() string {
	var given, wrong []string
	for _, t := range r.traits {
		name, _, _ := strings.Cut(t.Value, ": ")
		switch {
		case t.Kind == describe.OfParameter:
			given = append(given, name)
		case isMisfit(t):
			wrong = append(wrong, name)
		}
	}
	for _, names := range [][]string{given, wrong} {
		if len(names) == 1 {
			return names[0]
		}
	}
	return ""
}

// isAfterRefusal reports whether an update with good credentials may have been refused before.
func (r request) isAfterRefusal() bool {
	return slices.ContainsFunc(r.before, func(s cases.Step) bool {
		own := 0
		for _, f := range s.Send.Fields {
			text, _ := f.Value.(string)
			own += order(describe.OwnCredential(f.Name, text))
		}
		return own == 2 && s.Expect.Refusal != nil
	})
}

// mostly reports whether next to all requests of a cause are so.
func (r *run) mostly(f *found, is func(request) bool) bool {
	n := 0
	for i, one := range r.requests {
		n += order(f.Requests.Has(i) && is(one))
	}
	return n > 0 && 10*n >= 9*f.Requests.Size()
}

// plain is how a registration was sent that has only what it must have; it is "" for any other
// request.
func (r request) plain() string {
	if r.step.Register == "" {
		return ""
	}
	var how []string
	for _, t := range r.traits {
		if t.Kind < describe.OfSubject {
			how = append(how, t.Value)
		}
	}
	return strings.Join(how, ", ")
}

// operation is what the request asks for.
func (r request) operation() string {
	for _, t := range r.traits {
		if t.Kind == describe.OfOperation {
			return t.Value
		}
	}
	return ""
}

// traitsOf lists what can be said of a step.
func traitsOf(c cases.Case, encoding cases.Encoding, step cases.Step) []describe.Trait {
	all := []describe.Trait{describe.OfCase.Is(c.ID)}
	segments := strings.Split(c.ID, "/")
	all = append(all, describe.OfSubject.Is(segments[0]))
	for n := 1; n < len(segments); n++ {
		all = append(all, describe.OfSegment.Is(segments[n]))
		if n > 1 {
			all = append(all, describe.OfFamily.Is(strings.Join(segments[:n], "/")))
		}
	}
	switch e := step.Expect; {
	case e.Success != nil && e.Refusal == nil:
		all = append(all, describe.OfOutcome.Is("success"))
	case e.Refusal != nil && e.Success == nil:
		all = append(all, describe.OfOutcome.Is("refusal"))
	}
	if refusal := step.Expect.Refusal; refusal != nil && len(refusal.Messages) == 1 {
		all = append(all, describe.OfMessage.Is(refusal.Messages[0].Message.ID))
	}
	return slices.Concat(all, describe.Of(step.Send, encoding), valueTraits(step.Send.Fields))
}
