package diagnose

import (
	"cmp"
	"slices"
)

// description is what requests have in common: all of these traits.
type description []trait

// mostTraits is how many traits a description has at most.
const mostTraits = 3

// index finds the requests that have a trait.
type index struct {
	requests []request
	of       map[trait]set
}

func newIndex(requests []request) *index {
	x := &index{requests, map[trait]set{}}
	for i, r := range requests {
		for _, t := range r.traits {
			if x.of[t] == nil {
				x.of[t] = newSet(len(requests))
			}
			x.of[t].add(i)
		}
	}
	return x
}

// described lists the requests that a description covers; the empty one covers all.
func (x *index) described(d description) set {
	if len(d) == 0 {
		all := newSet(len(x.requests))
		for i := range x.requests {
			all.add(i)
		}
		return all
	}
	covered := x.of[d[0]]
	for _, t := range d[1:] {
		covered = covered.and(x.of[t])
	}
	return covered
}

// part is a set of requests that have a fault, and the description that fits them.
type part struct {
	description
	requests set
}

// parts covers the requests that have a fault with descriptions that cover next to none of
// those that could have had it and have not: each time that which covers the most.
func (x *index) parts(faulty, right set) []part {
	left, whole := slices.Clone(faulty), faulty.size()
	var all []part
	for left.first() >= 0 {
		if len(all) == mostParts {
			return append(all, part{nil, left})
		}
		best := x.best(left, right, whole)
		best.requests = best.requests.and(faulty)
		all = append(all, best)
		left.remove(best.requests)
	}
	return all
}

// mostParts is how many descriptions of one fault are looked for, which bounds the time.
const mostParts = 50

// seeds is from how many requests the best description is looked for.
const seeds = 6

// costOfRight is how many more answers with a fault a description has to cover for each one
// that it covers and that is right. Some are, for reasons of their own.
const (
	costOfRight       = 10
	costOfRightInMost = 2 // where it covers most of the answers with the fault
)

// best is the description that covers the most of what is left, and little that is right.
func (x *index) best(left, right set, whole int) part {
	var best part
	most := 0
	consider := func(d description, covered set) bool {
		n := covered.shared(left)
		if n < most || n == 0 {
			return false
		}
		cost := costOfRight
		if 5*n >= 4*whole {
			cost = costOfRightInMost
		}
		worth := n - cost*covered.shared(right)
		if worth > most || worth == most && worth > 0 && better(d, best.description) {
			best, most = part{slices.Clone(d), covered}, worth
		}
		return true
	}
	rest := slices.Clone(left)
	for range seeds {
		seed := rest.first()
		if seed < 0 {
			break
		}
		x.star(x.requests[seed].traits, consider)
		alone := newSet(len(x.requests))
		alone.add(seed)
		if most == 0 { // it cannot be told from one that is right
			return part{nil, alone}
		}
		rest.remove(best.requests)
		rest.remove(alone)
	}
	return best
}

// star tries every description with some of these traits. consider says whether one with
// more of them may still be of use.
func (x *index) star(traits []trait, consider func(description, set) bool) {
	var extend func(d description, covered set, from int)
	extend = func(d description, covered set, from int) {
		for i := from; i < len(traits); i++ {
			more, next := append(slices.Clip(d), traits[i]), x.of[traits[i]]
			if len(d) > 0 {
				next = covered.and(next)
			}
			if consider(more, next) && len(more) < mostTraits {
				extend(more, next, i+1)
			}
		}
	}
	if consider(nil, x.described(nil)) {
		extend(make(description, 0, mostTraits), nil, 0)
	}
}

// better reports whether a description says the same more plainly: with less traits, or
// with those that are preferred.
func better(a, b description) bool {
	weigh := func(d description) int {
		n := 0
		for _, t := range d {
			n += int(t.kind)
		}
		return n
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(weigh(a), weigh(b))) < 0
}
