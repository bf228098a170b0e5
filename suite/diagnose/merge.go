package diagnose

import "slices"

// split gives the parts of the answers with a fault that have a cause each. Where all have
// one it is one part, with the description of the most.
func (x *index) split(f fault, faulty, right set, whole bool) []part {
	if f.sort >= wording {
		return []part{{nil, faulty}}
	}
	all := x.parts(faulty, right)
	if !whole {
		return x.merged(f, all)
	}
	one := part{nil, faulty}
	if 5*all[0].requests.size() >= 4*faulty.size() {
		one.description = all[0].description
	}
	return []part{one}
}

// merged puts parts together that no description of weight keeps apart: those without one
// become one part, or join the one that outweighs them.
func (x *index) merged(f fault, all []part) []part {
	var strong, weak []part
	total := 0
	for _, p := range all {
		total += p.requests.size()
		if x.weighty(f, p) {
			strong = append(strong, p)
		} else {
			weak = append(weak, p)
		}
	}
	if len(weak) == 0 {
		return strong
	}
	if len(strong) > 0 && 5*strong[0].requests.size() >= 4*total {
		for _, p := range weak {
			strong[0].requests.addAll(p.requests)
		}
		return strong
	}
	if f.what == "" && f.sort != page {
		return append(strong, x.bySubject(weak)...)
	}
	if f.sort == page && len(strong) > 0 {
		weak, strong = append(strong[:1:1], weak...), strong[1:]
	}
	one := part{weak[0].description, slices.Clone(weak[0].requests)}
	for _, p := range weak[1:] {
		one.requests.addAll(p.requests)
	}
	if 5*weak[0].requests.size() < 4*one.requests.size() {
		one.description = nil
	}
	return append(strong, one)
}

// bySubject puts parts together that are about one thing.
func (x *index) bySubject(all []part) []part {
	var merged []part
	place := map[string]int{}
	for _, p := range all {
		subject := ""
		for _, t := range x.requests[p.requests.first()].traits {
			if t.kind == ofSubject {
				subject = t.value
			}
		}
		if i, ok := place[subject]; ok {
			merged[i].requests.addAll(p.requests)
			merged[i].description = nil
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
func (x *index) weighty(f fault, p part) bool {
	if p.description == nil {
		return false
	}
	for _, t := range p.description {
		if t.kind >= ofSubject || t.kind == ofSign && (f.sort == carriedOut || f.sort == page) {
			return false
		}
	}
	ids := map[string]bool{}
	for i, r := range x.requests {
		if p.requests.has(i) {
			for _, t := range r.traits {
				if t.kind == ofCase {
					ids[t.value] = true
				}
			}
		}
	}
	return len(ids) > fewCases
}
