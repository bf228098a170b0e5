package campaign

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/describe"
)

// fewJudged is up to how many requests that were right nothing is described anew for more of them.
const fewJudged = 64

// described are the descriptions of the requests with a cause.
type described struct {
	groups []group
	wrong  int // how many requests had the cause then
	judged int // and how many were judged
}

// fits reports whether a request is described, or may be where it is not known what is due.
func fits(d describe.Description, j judged) bool {
	return !slices.ContainsFunc(d, func(t describe.Trait) bool {
		open := j.either && t.Kind == describe.OfOutcome
		return !open && !slices.Contains(j.traits(), t)
	})
}

// describing gives the finding of whose requests a request with one of its faults is one, or nil. Of those with a
// description there is to be one for each rule that is broken: that a good request is refused says more than
// that a bad one is with another message.
func (b *buckets) describing(rule oracle.RuleID, j judged) *found {
	for _, cause := range j.faults {
		d, ok := b.described[cause]
		if ok && (b.sample.of[cause] >= 2*max(d.wrong, 1) || b.sample.seen >= 2*max(d.judged, fewJudged)) { // it may be told better now
			b.describe(cause)
			d = b.described[cause]
		}
		for _, g := range d.groups {
			if !fits(g.description, j) {
				continue
			}
			if i := slices.IndexFunc(g.findings, func(f *found) bool { return f.Cause.Rule == rule }); i >= 0 {
				return g.findings[i]
			}
		}
	}
	return nil
}

// describe looks for what the requests of the findings with a cause have in common.
func (b *buckets) describe(cause finding.Cause) {
	b.described[cause] = described{b.groups(cause), b.sample.of[cause], b.sample.seen}
}

// group has the findings whose requests have one description.
type group struct {
	description describe.Description
	findings    []*found
}

// fewRequests is up to how many requests a description fits by chance.
const fewRequests = 2

// manyAnswers is how many different answers must be wrong in the same form to be one finding.
const manyAnswers = 3

// groups puts the findings with a cause together that one description fits. Those of one form with different
// answers are only put together where they are many.
func (b *buckets) groups(cause finding.Cause) []group {
	members := b.having(cause)
	if len(members) == 0 {
		return nil
	}
	whole := slices.ContainsFunc(members, func(f *found) bool { return f.Cause.Signature == cause.Signature })
	var groups []group
	for _, p := range b.sample.parts(cause, members) {
		g := group{description: p.Description}
		answers := map[string]bool{}
		members = slices.DeleteFunc(members, func(f *found) bool {
			is := fits(p.Description, f.judged)
			if is {
				g.findings = append(g.findings, f)
				answers[f.Cause.Signature] = true
			}
			return is
		})
		enough := p.Requests.Size() > fewRequests || len(g.findings) > 1 // these are minimised
		written := strings.HasPrefix(cause.Signature, ofAnswers) || len(p.Description) == 0
		if enough && len(answers) > 0 && (whole || written || len(answers) >= manyAnswers) {
			groups = append(groups, g)
		}
	}
	return groups
}

// parts describes the requests with a cause that were judged. Those of which it is not known what is due are described
// apart, as far as they do not fit what the others have in common.
func (s *sample) parts(cause finding.Cause, members []*found) []describe.Part {
	all := slices.Concat(s.wrong, s.right)
	for _, f := range members {
		all = append(all, f.judged)
	}
	traits := make([][]describe.Trait, len(all))
	shows, either, right := describe.NewSet(len(all)), describe.NewSet(len(all)), describe.NewSet(len(all))
	for i, j := range all {
		traits[i] = j.traits()
		switch hidden := slices.ContainsFunc(j.faults, func(f finding.Cause) bool { return f.Rule == cause.Rule || leads(f) }); {
		case slices.Contains(j.faults, cause) && j.either:
			either.Add(i)
		case slices.Contains(j.faults, cause):
			shows.Add(i)
		case !hidden && (j.due || cause.Rule != oracle.RuleRefuse) && (!j.free || leads(cause)):
			right.Add(i)
		}
	}
	index := describe.NewIndex(traits)
	parts := siblings(index.Parts(shows, right))
	others := describe.NewSet(len(all))
	for i, j := range all {
		if either.Has(i) && !slices.ContainsFunc(parts, func(p describe.Part) bool { return p.Requests.Size() > fewRequests && fits(p.Description, j) }) {
			others.Add(i)
		}
	}
	parts = append(parts, index.Parts(others, right)...)
	return slices.DeleteFunc(parts, func(p describe.Part) bool { // it is told from those that are right by nothing
		return len(p.Description) == 0 && right.Size() >= p.Requests.Size()
	})
}

// manyMessages is from how many messages on that are due it does not matter which is.
const manyMessages = 3

// siblings makes one part of those that differ only in the message that is due, where they are many.
func siblings(parts []describe.Part) []describe.Part {
	without := func(d describe.Description) (rest describe.Description, message bool) {
		rest = slices.DeleteFunc(slices.Clone(d), func(t describe.Trait) bool { return t.Kind == describe.OfMessage })
		return rest, len(rest) < len(d)
	}
	var all []describe.Part
	for _, p := range parts {
		rest, ok := without(p.Description)
		same := slices.DeleteFunc(slices.Clone(parts), func(other describe.Part) bool {
			r, message := without(other.Description)
			return !message || !slices.Equal(r, rest)
		})
		if !ok || len(same) < manyMessages {
			all = append(all, p)
			continue
		}
		if same[0].Requests.First() != p.Requests.First() {
			continue // it is in the one of the first
		}
		one := describe.Part{Description: append(rest, describe.OfOutcome.Is("refusal")), Requests: slices.Clone(p.Requests)}
		for _, other := range same[1:] {
			one.Requests.AddAll(other.Requests)
		}
		all = append(all, one)
	}
	return all
}

// having lists the findings with a cause that show again in one request, in order.
func (b *buckets) having(cause finding.Cause) []*found {
	return slices.DeleteFunc(b.all(), func(f *found) bool {
		return !f.reproduced() || len(f.Sequence.Steps) != 1 || !slices.Contains(f.judged.faults, cause)
	})
}
