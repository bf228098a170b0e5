package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// faults lists those of a sort that lead the first wrong answer of a result, or have nothing to do
// with what does. What is wrong later in a case may follow from what was wrong before, if that was
// more than a time.
func (r *run) faults(of sort) []fault {
	var all []fault
	add := func(f fault) {
		if f.sort == of && !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	count := map[fault]int{} // of answers that have it
	r.each(func(s *symptom) {
		for _, m := range s.mismatches {
			count[m.fault]++
		}
	})
	for _, symptoms := range r.symptoms {
		add(symptoms[0].fault)
		for _, s := range symptoms {
			lead := s.mismatches[0]
			for _, m := range s.mismatches {
				if apart(m.Mismatch, lead.Mismatch) || lead.Aspect == report.AspectContentType && m.Aspect == report.AspectSchema && rarely*count[m.fault] < count[lead.fault] {
					add(m.fault)
				}
			}
			if !isOfTime(lead.Mismatch) {
				break
			}
		}
	}
	return all
}

// rarely is how much rarer something is than a wrong media type that has nothing to do with it.
const rarely = 10

// apart reports whether a mismatch has nothing to do with the one that leads its answer: it is in
// the header, and not where the same is asked of both, or in what only has a wrong time beside it.
func apart(m, lead report.Mismatch) bool {
	return m.Requirement != lead.Requirement && (m.Aspect == report.AspectHeader || isOfTime(lead))
}

// isOfTime reports whether a mismatch is of the time at which credentials expire.
func isOfTime(m report.Mismatch) bool { return m.Requirement == "response.expires-at" }

// cover gives the requests whose answers have a fault, and those that could and have not.
func (r *run) cover(f fault) (shows, right describe.Set) {
	shows, right = describe.NewSet(len(r.requests)), describe.NewSet(len(r.requests))
	worse := describe.NewSet(len(r.requests)) // a worse fault may hide this one
	for _, of := range r.symptoms {
		for _, s := range of {
			if s.fault == f {
				shows.Add(s.request)
			} else if s.sort < f.sort || slices.ContainsFunc(s.mismatches, func(m faulty) bool { return m.fault == f }) {
				worse.Add(s.request)
			}
		}
	}
	for _, s := range r.blocked {
		worse.Add(s.request)
	}
	for i, one := range r.requests {
		refusal := one.step.Expect.Refusal
		several := f.sort == failing && refusal != nil && len(refusal.Messages) != 1 // what else is wrong may hide it
		// It may be refused for what else is wrong.
		several = several || f.sort == carriedOut && refusal != nil && (len(refusal.Messages) > order(f.what != "") || f.what == "" && one.hasMisfit())
		if !shows.Has(i) && !worse.Has(i) && !several && f.sort.possible(one.step) {
			right.Add(i)
		}
	}
	return shows, right
}

// whole reports whether all answers with the fault have one cause.
func (f fault) whole(r *run) bool {
	known := f.what == anyMessage || f.what == cutShort || slices.ContainsFunc(r.messages, func(m cases.Message) bool { return m.ID == f.what })
	if f.sort == refused && f.what == "unknown-content-type" {
		return false // it says nothing of what about the type is unknown
	}
	return f.sort >= wording || known && (f.sort == failing || f.sort == refused || f.sort == page) || f.sort == refused && names(f.what)
}

// names reports whether what a server says is about one check: it names what is wrong, as
// "bad request" does not.
func names(said string) bool {
	said = strings.ToLower(said)
	return slices.ContainsFunc([]string{"name", "contact", "mail", "logo", "uri", "url", "secret", "client_id", "type", "long"}, func(word string) bool {
		return strings.Contains(said, word)
	})
}
