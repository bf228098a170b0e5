package diagnose

import (
	"slices"
	"strings"

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
	r.unifyPages()
	r.unifyChance()
	r.unifySeveral()
	r.separateTexts()
	r.unifyErrors()
	r.unifyChecks()
	r.unifyTexts()
}

// anyRequest stands for what a server that fails says, where it says so to any request.
const anyRequest = "any request: "

// unifyChance puts answers with a 5xx and one text under one fault, where plain
// registrations get it as well, and others that are the same do not: it is not the request.
func (r *run) unifyChance() {
	wrong := map[int]bool{}
	r.every(func(s *symptom) { wrong[s.request] = true })
	right := map[string]bool{} // how plain registrations were sent that were answered rightly
	for i, one := range r.requests {
		right[one.plain()] = right[one.plain()] || !wrong[i]
	}
	chance := map[string]bool{} // what was said to others
	r.every(func(s *symptom) {
		if how := r.requests[s.request].plain(); how != "" && right[how] && s.sort == failing && s.what == "" {
			chance[said(s.mismatches[0].Mismatch)] = true
		}
	})
	only := ""
	for text := range chance {
		only = text
	}
	r.every(func(s *symptom) {
		said := said(s.mismatches[0].Mismatch)
		if len(chance) == 1 && len(said) == 3 { // the status, where any words would have done
			said = only
		}
		if s.sort == failing && s.what == "" && chance[said] {
			s.rename(anyRequest + said)
		}
	})
}

// saidOf is what was said, without the values that it names.
func (r *run) saidOf(s *symptom) string {
	return masked(said(s.mismatches[0].Mismatch), r.requests[s.request].step)
}

// unifySeveral puts an answer where one of several messages is due under the first of them
// instead of which the same is said where it alone is due.
func (r *run) unifySeveral() {
	type answer struct{ due, said string }
	alone := map[answer]bool{}
	messages := func(s *symptom) []cases.ExpectedMessage {
		if e := r.requests[s.request].step.Expect; s.sort == wording && e.Refusal != nil {
			return e.Refusal.Messages
		}
		return nil
	}
	r.each(func(s *symptom) {
		if of := messages(s); len(of) == 1 {
			alone[answer{of[0].Message.ID, r.saidOf(s)}] = true
		}
	})
	r.each(func(s *symptom) {
		if of := messages(s); len(of) > 1 {
			said := r.saidOf(s)
			if i := slices.IndexFunc(of, func(m cases.ExpectedMessage) bool { return alone[answer{m.Message.ID, said}] }); i >= 0 && s.what == of[0].Message.ID {
				s.rename(of[i].Message.ID)
			}
		}
	})
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
		said := said(s.mismatches[0].Mismatch)
		if id, ok := r.messageIn(said); ok { // whatever value it names
			return id
		}
		return said
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
		if _, known := r.messageIn(said(s.mismatches[0].Mismatch)); known || s.sort != wording {
			return ""
		}
		return r.saidOf(s)
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
	has := func(s *symptom) bool {
		return s.sort == failing && s.what != "" && !strings.HasPrefix(s.what, anyRequest)
	}
	r.each(func(s *symptom) {
		if has(s) && !slices.Contains(known, s.what) {
			known = append(known, s.what)
		}
	})
	if len(known) < severalMessages {
		return
	}
	r.each(func(s *symptom) {
		if has(s) {
			s.rename(anyMessage)
		}
	})
}

// unifyChecks puts what was carried out, where any refusal would have done, under the check
// that is missing: that with whose message another value of the same parameter is refused.
// Each operation has its own for credentials.
func (r *run) unifyChecks() {
	missing := map[string]string{}
	check := func(s *symptom) string {
		about := r.requests[s.request].about()
		if strings.HasPrefix(about, "client_") {
			about += r.requests[s.request].operation()
		}
		return about
	}
	r.each(func(s *symptom) {
		if about := check(s); s.sort == carriedOut && s.what != "" && about != "" && missing[about] == "" {
			missing[about] = s.what
		}
	})
	r.each(func(s *symptom) {
		if what := missing[check(s)]; s.sort == carriedOut && s.what == "" && what != "" {
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

// every visits what is wrong, and what blocks a case.
func (r *run) every(visit func(*symptom)) {
	r.each(visit)
	for i := range r.blocked {
		visit(&r.blocked[i])
	}
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
