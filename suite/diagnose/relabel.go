package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
)

// relabel puts the answers with a wrong message under the refusal of good requests that is
// behind them, where one is: it says the same, and what it refuses is described so that
// these requests are among it, or it names the same value, or both name several items as one.
func (r *run) relabel(all []*found) {
	texts := map[string]bool{} // with which good requests are refused for a value
	lists := map[string]bool{} // messages that are said of good requests and name a list as one item
	r.each(func(s *symptom) {
		said := said(s.mismatches[0].Mismatch)
		if _, documented := r.messageIn(said); s.sort == refused && documented {
			texts[said] = !slices.ContainsFunc(r.messages, func(m cases.Message) bool { return m.Text == said })
			lists[s.what] = lists[s.what] || r.namesList(said)
		} else if s.sort == refused {
			texts[s.what] = names(said)
		}
	})
	always := r.alwaysSaid(unauthorized)
	r.each(func(s *symptom) {
		if s.sort != wording {
			return
		}
		text := said(s.mismatches[0].Mismatch)
		same := texts[text]
		if id, ok := r.messageIn(text); ok {
			same = same || lists[id] && r.namesList(text)
			text = id
		} else {
			text = r.saidOf(s)
			same = texts[text] && !r.isMeantFor(text, r.requests[s.request].step)
		}
		for _, cause := range all {
			e := r.requests[s.request].step.Expect
			lost := text == unauthorized && !always[s.what] // a client that is gone hides all that is wrong
			if f := (fault{refused, text}); cause.fault == f && (e.Success != nil || lost || same || cause.fits(r.requests[s.request])) {
				s.fault, s.mismatches[0].fault = f, f
			}
		}
	})
}

// namesList reports whether a text is a message with several items in the place of one.
func (r *run) namesList(text string) bool {
	id, ok := r.messageIn(text)
	return ok && slices.ContainsFunc(r.messages, func(m cases.Message) bool {
		return m.ID == id && strings.Count(text, " ") > strings.Count(m.Text, " ")
	})
}

// isMeantFor reports whether a text is meant to be a message that is due: it begins as that
// does.
func (r *run) isMeantFor(text string, step cases.Step) bool {
	first := func(text string) string { word, _, _ := strings.Cut(text, " "); return word }
	refusal := step.Expect.Refusal
	return refusal != nil && slices.ContainsFunc(refusal.Messages, func(m cases.ExpectedMessage) bool {
		return first(m.Message.Text) == first(text)
	})
}

// alwaysSaid gives the messages in place of which another one comes most of the times that
// they alone are due.
func (r *run) alwaysSaid(other string) map[string]bool {
	due, instead := map[string]int{}, map[string]int{}
	for _, one := range r.requests {
		if refusal := one.step.Expect.Refusal; refusal != nil && len(refusal.Messages) == 1 {
			due[refusal.Messages[0].Message.ID]++
		}
	}
	r.each(func(s *symptom) {
		refusal := r.requests[s.request].step.Expect.Refusal
		if id, _ := r.messageIn(said(s.mismatches[0].Mismatch)); id == other && s.sort == wording && refusal != nil && len(refusal.Messages) == 1 {
			instead[refusal.Messages[0].Message.ID]++
		}
	})
	always := map[string]bool{}
	for id, n := range due {
		always[id] = 3*instead[id] >= 2*n
	}
	return always
}
