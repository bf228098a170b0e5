package describe

import (
	"cmp"
	"slices"
)

// Description is what requests have in common: all of these traits.
type Description []Trait

// mostTraits is how many traits a description has at most.
const mostTraits = 3

// Index finds the requests that have a trait.
type Index struct {
	requests [][]Trait
	of       map[Trait]Set
}

// NewIndex makes the index of requests with these traits each.
func NewIndex(requests [][]Trait) *Index {
	x := &Index{requests, map[Trait]Set{}}
	for i, traits := range requests {
		for _, t := range traits {
			if x.of[t] == nil {
				x.of[t] = NewSet(len(requests))
			}
			x.of[t].Add(i)
		}
	}
	return x
}

// Described lists the requests that a description covers; the empty one covers all.
func (x *Index) Described(d Description) Set {
	if len(d) == 0 {
		all := NewSet(len(x.requests))
		for i := range x.requests {
			all.Add(i)
		}
		return all
	}
	covered := x.having(d[0])
	for _, t := range d[1:] {
		covered = covered.and(x.having(t))
	}
	return covered
}

// having lists the requests with a trait, which may be none.
func (x *Index) having(t Trait) Set {
	if of, ok := x.of[t]; ok {
		return of
	}
	return NewSet(len(x.requests))
}

// Part is a set of requests that have a fault, and the description that fits them. That is nil
// where none does.
type Part struct {
	Description

	Requests Set
}

// Parts covers the requests that have a fault with descriptions that cover next to none of
// those that could have had it and have not: each time that which covers the most.
func (x *Index) Parts(faulty, right Set) []Part {
	left, whole := slices.Clone(faulty), faulty.Size()
	var all []Part
	for left.First() >= 0 {
		if len(all) == mostParts {
			return append(all, Part{nil, left})
		}
		best := x.best(left, right, whole)
		best.Requests = best.Requests.and(faulty)
		all = append(all, best)
		left.Remove(best.Requests)
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
func (x *Index) best(left, right Set, whole int) Part {
	var best Part
	most := 0
	consider := func(d Description, covered Set) bool {
		n := covered.Shared(left)
		if n < most || n == 0 {
			return false
		}
		cost := costOfRight
		if 5*n >= 4*whole {
			cost = costOfRightInMost
		}
		worth := n - cost*covered.Shared(right)
		if worth > most || worth == most && worth > 0 && better(d, best.Description) {
			best, most = Part{slices.Clone(d), covered}, worth
		}
		return true
	}
	rest := slices.Clone(left)
	for range seeds {
		seed := rest.First()
		if seed < 0 {
			break
		}
		x.star(x.requests[seed], consider)
		alone := NewSet(len(x.requests))
		alone.Add(seed)
		if most == 0 { // it cannot be told from one that is right
			return Part{nil, alone}
		}
		rest.Remove(best.Requests)
		rest.Remove(alone)
	}
	return best
}

// star tries every description with some of these traits. consider says whether one with
// more of them may still be of use.
func (x *Index) star(traits []Trait, consider func(Description, Set) bool) {
	var extend func(d Description, covered Set, from int)
	extend = func(d Description, covered Set, from int) {
		for i := from; i < len(traits); i++ {
			if traits[i].Kind == OfOutcome && slices.ContainsFunc(d, func(t Trait) bool { return t.Kind == OfOutcome }) {
				continue // that either is due says nothing
			}
			more, next := append(slices.Clip(d), traits[i]), x.of[traits[i]]
			if len(d) > 0 {
				next = covered.and(next)
			}
			if consider(more, next) && len(more) < mostTraits {
				extend(more, next, i+1)
			}
		}
	}
	if consider(nil, x.Described(nil)) {
		extend(make(Description, 0, mostTraits), nil, 0)
	}
}

// better reports whether a description says the same more plainly: with less traits, or
// with those that are preferred.
func better(a, b Description) bool {
	weigh := func(d Description) int {
		n := 0
		for _, t := range d {
			n += int(t.Kind)
		}
		return n
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(weigh(a), weigh(b))) < 0
}
