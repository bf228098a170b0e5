package diagnose

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// severalMessages is from how many on the messages that come with a 5xx are not each a
// cause of their own.
const severalMessages = 3

// anyMessage stands for the message that comes with a 5xx, where it is the same with several.
const anyMessage = "any message"

// unify puts faults together that are one in other words.
func (r *run) unify() {
	r.separateTexts()
	r.unifyErrors()
	r.unifyChecks()
	r.unifyTexts()
}

// unauthorized is the message with which clients are refused that are not known.
const unauthorized = "unauthorized"

// oftenSaid is from how many answers on a text is one that a server says on purpose.
const oftenSaid = 3

// separateTexts tells faults apart by what is said, where a message that names no value is
// due and several texts come often instead of it.
func (r *run) separateTexts() {
	text := func(s *symptom) string {
		fixed := slices.ContainsFunc(r.messages, func(m cases.Message) bool { return m.ID == s.what && m.Placeholder == "" })
		if s.sort != wording || !fixed {
			return ""
		}
		return said(s.mismatches[0].Mismatch)
	}
	type answer struct{ due, said string }
	count := map[answer]int{}
	often := map[string]int{} // how many texts
	r.each(func(s *symptom) {
		if said := text(s); said != "" {
			a := answer{s.what, said}
			if count[a]++; count[a] == oftenSaid {
				often[s.what]++
			}
		}
	})
	r.each(func(s *symptom) {
		if said := text(s); said != "" && often[s.what] > 1 && count[answer{s.what, said}] >= oftenSaid {
			s.rename(s.what + " " + said)
		}
	})
}

// unifyTexts puts answers with one text, which is none of the document's, under one fault,
// where several messages are due.
func (r *run) unifyTexts() {
	faults := map[string][]string{}
	text := func(s *symptom) string {
		said := said(s.mismatches[0].Mismatch)
		if _, known := r.messageIn(said); known || s.sort != wording {
			return ""
		}
		return said
	}
	r.each(func(s *symptom) {
		if said := text(s); said != "" && !slices.Contains(faults[said], s.what) {
			faults[said] = append(faults[said], s.what)
		}
	})
	r.each(func(s *symptom) {
		if said := text(s); len(faults[said]) > 1 {
			s.rename(said)
		}
	})
}

// unifyErrors puts refusals with the right message and a 5xx under one fault, where it is
// the same with several messages.
func (r *run) unifyErrors() {
	var known []string
	r.each(func(s *symptom) {
		if s.sort == failing && s.what != "" && !slices.Contains(known, s.what) {
			known = append(known, s.what)
		}
	})
	if len(known) < severalMessages {
		return
	}
	r.each(func(s *symptom) {
		if s.sort == failing && s.what != "" {
			s.rename(anyMessage)
		}
	})
}

// unifyChecks puts what was carried out, where any refusal would have done, under the check
// that is missing: that with whose message another value of the same parameter is refused.
func (r *run) unifyChecks() {
	missing := map[string]string{}
	r.each(func(s *symptom) {
		if about := r.requests[s.request].about(); s.sort == carriedOut && s.what != "" && about != "" && missing[about] == "" {
			missing[about] = s.what
		}
	})
	r.each(func(s *symptom) {
		if what := missing[r.requests[s.request].about()]; s.sort == carriedOut && s.what == "" && what != "" {
			s.rename(what)
		}
	})
}

// rename changes what tells the fault from others of its sort.
func (s *symptom) rename(what string) {
	s.what = what
	s.mismatches[0].fault = s.fault
}

// each visits what is wrong.
func (r *run) each(visit func(*symptom)) {
	for _, of := range r.symptoms {
		for i := range of {
			visit(&of[i])
		}
	}
}

// relabel puts the answers with a wrong message under the refusal of good requests that is
// behind them, where one is: it says the same, and what it refuses is described so that
// these requests are among it, or it names the same value.
func (r *run) relabel(all []*found) {
	names := map[string]bool{} // the texts with which good requests are refused for a value
	r.each(func(s *symptom) {
		if text := said(s.mismatches[0].Mismatch); s.sort == refused && text != s.what {
			_, documented := r.messageIn(text)
			names[text] = documented && !slices.ContainsFunc(r.messages, func(m cases.Message) bool { return m.Text == text })
		}
	})
	r.each(func(s *symptom) {
		if s.sort != wording {
			return
		}
		text := said(s.mismatches[0].Mismatch)
		same := names[text]
		if id, ok := r.messageIn(text); ok {
			text = id
		}
		for _, cause := range all {
			e := r.requests[s.request].step.Expect
			lost := text == unauthorized // a client that is gone hides all that is wrong
			if f := (fault{refused, text}); cause.fault == f && (e.Success != nil || lost || same || cause.fits(r.requests[s.request])) {
				s.fault, s.mismatches[0].fault = f, f
			}
		}
	})
}

// fits reports whether the description of a cause, which is not empty, fits a request.
func (f *found) fits(r request) bool {
	for _, t := range f.Description {
		if t.Kind != describe.OfOutcome && !slices.Contains(r.traits, t) {
			return false
		}
	}
	return len(f.Description) > 0
}
