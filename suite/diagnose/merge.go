package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/describe"
)

// split gives the parts of the answers with a fault that have a cause each. Where all have
// one it is one part, with the description of the most.
func (r *run) split(f fault, faulty, right describe.Set, whole bool) []describe.Part {
	if f.sort >= wording || strings.HasPrefix(f.what, anyRequest) {
		return []describe.Part{{Requests: faulty}}
	}
	all := r.index.Parts(faulty, right)
	if !whole {
		return r.byText(f, r.merged(f, r.absorbed(f, all, right)))
	}
	one := describe.Part{Requests: faulty}
	if 5*all[0].Requests.Size() >= 4*faulty.Size() {
		one.Description = all[0].Description
	}
	return []describe.Part{one}
}

// absorbed puts a part under a larger one where nearly all of its requests have what that
// one says of a value, of the body or, if the same check is missing, of anything but what is
// due: there is then another fault in some of the requests, which is told instead. A server that
// fails may do so over a sign, whatever else is so.
func (r *run) absorbed(f fault, all []describe.Part, right describe.Set) []describe.Part {
	slices.SortStableFunc(all, func(a, b describe.Part) int { return b.Requests.Size() - a.Requests.Size() })
	var kept []describe.Part
	for _, p := range all {
		have := func(d describe.Description) bool {
			return len(d) > 0 && 10*r.index.Described(d).Shared(p.Requests) >= 9*p.Requests.Size()
		}
		i := slices.IndexFunc(kept, func(larger describe.Part) bool {
			rest := slices.DeleteFunc(slices.Clone(larger.Description), func(t describe.Trait) bool { return t.Kind <= describe.OfMessage })
			if f.sort == carriedOut && f.what != "" && (have(rest) || len(larger.Description) > 0 && len(rest) == 0) {
				return true
			}
			if over := only(larger.Description, describe.OfOutcome, describe.OfHeader); f.sort == refused && len(only(over, describe.OfHeader)) > 0 && len(over) == len(larger.Description) && have(over) {
				return true
			}
			if f.sort <= failing {
				over := only(larger.Description, describe.OfOutcome, describe.OfSign)
				if len(only(over, describe.OfSign)) > 0 && have(over) && 2*r.index.Described(over).Shared(right) <= larger.Requests.Size() {
					return true
				}
			}
			return slices.ContainsFunc(larger.Description, func(t describe.Trait) bool {
				return (t.Kind == describe.OfBoth || t.Kind == describe.OfBody) && have(describe.Description{t})
			})
		})
		if i < 0 {
			kept = append(kept, p)
			continue
		}
		kept[i].Requests.AddAll(p.Requests)
	}
	return kept
}

// only gives the traits of a description that are of these kinds.
func only(d describe.Description, kinds ...describe.Kind) describe.Description {
	return slices.DeleteFunc(slices.Clone(d), func(t describe.Trait) bool { return !slices.Contains(kinds, t.Kind) })
}

// merged puts parts together that no description of weight keeps apart: those without one
// become one part, or join the one that outweighs them.
func (r *run) merged(f fault, all []describe.Part) []describe.Part {
	var strong, weak []describe.Part
	total := 0
	for _, p := range all {
		total += p.Requests.Size()
		if r.weighty(f, p) {
			strong = append(strong, p)
		} else {
			weak = append(weak, p)
		}
	}
	if len(weak) == 0 {
		return strong
	}
	if len(strong) > 0 && 5*strong[0].Requests.Size() >= 4*total {
		var apart []describe.Part
		for _, p := range weak {
			if (f.sort == failing || f.sort == carriedOut && f.what == "") && r.without(p, strong[0].Description) {
				apart = append(apart, p)
				continue
			}
			strong[0].Requests.AddAll(p.Requests)
		}
		return append(strong, r.bySubject(apart)...)
	}
	if f.what == "" && f.sort != page {
		return append(strong, r.bySubject(weak)...)
	}
	if f.sort == page && len(strong) > 0 {
		weak, strong = append(strong[:1:1], weak...), strong[1:]
	}
	one := describe.Part{Description: weak[0].Description, Requests: slices.Clone(weak[0].Requests)}
	for _, p := range weak[1:] {
		one.Requests.AddAll(p.Requests)
	}
	if 5*weak[0].Requests.Size() < 4*one.Requests.Size() {
		one.Description = nil
	}
	return append(strong, one)
}

// byText puts parts together that one page came for: it is made in one place.
func (r *run) byText(f fault, all []describe.Part) []describe.Part {
	if f.sort != page {
		return all
	}
	texts := map[int]string{}
	r.each(func(s *symptom) { texts[s.request] = r.saidOf(s) })
	var merged []describe.Part
	for _, p := range all {
		text := texts[p.Requests.First()]
		i := slices.IndexFunc(merged, func(one describe.Part) bool { return texts[one.Requests.First()] == text })
		if i < 0 {
			merged = append(merged, p)
			continue
		}
		merged[i].Requests.AddAll(p.Requests)
		merged[i].Description = nil
	}
	return merged
}

// without reports whether no request of a part has the parameter that a description is about, also
// in a body that is written out.
func (r *run) without(p describe.Part, d describe.Description) bool {
	for _, t := range d {
		if t.Kind != describe.OfBoth && t.Kind != describe.OfParameter {
			continue
		}
		name, _, _ := strings.Cut(t.Value, ": ")
		for i, one := range r.requests {
			body := one.step.Send.Body
			if p.Requests.Has(i) && (body != nil && strings.Contains(*body, name) || slices.Contains(one.traits, describe.OfParameter.Is(name))) {
				return false
			}
		}
		return true
	}
	return false
}

// bySubject puts parts together that are about one thing.
func (r *run) bySubject(all []describe.Part) []describe.Part {
	var merged []describe.Part
	place := map[string]int{}
	for _, p := range all {
		subject := ""
		for _, t := range r.requests[p.Requests.First()].traits {
			if t.Kind == describe.OfSubject {
				subject = t.Value
			}
		}
		if i, ok := place[subject]; ok {
			merged[i].Requests.AddAll(p.Requests)
			merged[i].Description = nil
			continue
		}
		place[subject] = len(merged)
		merged = append(merged, p)
	}
	return merged
}

// fewCases is up to how many cases a description fits by chance.
const fewCases = 2

// weighty reports whether a description is likely to say why: it has no name of a case in
// it, and fits more than a few.
func (r *run) weighty(f fault, p describe.Part) bool {
	if p.Description == nil {
		return false
	}
	for _, t := range p.Description {
		if t.Kind >= describe.OfSubject || t.Kind == describe.OfSign && (f.sort == carriedOut || f.sort == page) {
			return false
		}
	}
	ids := map[string]bool{}
	for i, one := range r.requests {
		if p.Requests.Has(i) {
			for _, t := range one.traits {
				if t.Kind == describe.OfCase {
					ids[t.Value] = true
				}
			}
		}
	}
	return len(ids) > fewCases
}
