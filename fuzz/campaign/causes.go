package campaign

import (
	"cmp"
	"fmt"
	"os"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/describe"
)

// described is what the requests of a finding have in common.
type described struct {
	describe.Description

	finding *found
}

// fits reports whether a request is described, or may be where it is not known what is due.
func fits(d describe.Description, j judged) bool {
	return !slices.ContainsFunc(d, func(t describe.Trait) bool {
		return !slices.Contains(j.traits, t) && !(j.either && t.Kind == describe.OfOutcome)
	})
}

// describing gives the finding of whose requests a request with one of its faults is one, or nil.
func (b *buckets) describing(j judged) *found {
	for _, cause := range j.faults {
		for _, d := range b.described[cause] {
			if fits(d.Description, j) {
				return d.finding
			}
		}
	}
	return nil
}

// describe looks for what the requests of the findings with a cause have in common.
func (b *buckets) describe(cause finding.Cause) {
	b.described[cause] = nil
	for _, g := range b.groups(cause) {
		b.described[cause] = append(b.described[cause], described{g.description, g.findings[0]})
	}
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
	all := slices.Concat(b.sample.wrong, b.sample.right)
	places := map[*found]int{}
	for _, f := range members {
		places[f] = len(all)
		all = append(all, f.judged)
	}
	traits := make([][]describe.Trait, len(all))
	shows, left, either, right := describe.NewSet(len(all)), describe.NewSet(len(all)), describe.NewSet(len(all)), describe.NewSet(len(all))
	for i, j := range all {
		traits[i] = j.traits
		switch hidden := slices.ContainsFunc(j.faults, func(f finding.Cause) bool { return f.Rule == cause.Rule || leads(f) }); {
		case slices.Contains(j.faults, cause) && j.either:
			left.Add(i)
		case slices.Contains(j.faults, cause):
			shows.Add(i)
		case !hidden && (j.due || cause.Rule != oracle.RuleRefuse):
			right.Add(i)
		}
	}
	index := describe.NewIndex(traits)
	parts := siblings(index.Parts(shows, right))
	for i, j := range all {
		described := func(p describe.Part) bool { return p.Requests.Size() > fewRequests && fits(p.Description, j) }
		if left.Has(i) && !slices.ContainsFunc(parts, described) {
			either.Add(i)
		}
	}
	parts = append(parts, index.Parts(either, right)...)
	var groups []group
	for _, p := range parts {
		g := group{description: p.Description}
		if os.Getenv("DBGPARTS") != "" {
			n := 0
			for _, f := range members {
				if p.Requests.Has(places[f]) {
					n++
				}
			}
			fmt.Fprintln(os.Stderr, "PART", cause, p.Requests.Size(), "of", shows.Size(), right.Size(), p.Description, n, "of", len(members))
		} // DBGPARTS
		answers := map[string]bool{}
		for _, f := range members {
			if at, left := places[f]; left && (p.Requests.Has(at) || fits(p.Description, f.judged)) {
				delete(places, f)
				g.findings = append(g.findings, f)
				answers[f.Cause.Signature] = true
			}
		}
		whole := slices.ContainsFunc(members, func(f *found) bool { return f.Cause.Signature == cause.Signature })
		enough := p.Requests.Size() > fewRequests || len(g.findings) > 1 && len(g.description) > 0 // these are minimised
		if enough && len(answers) > 0 && (whole || len(answers) >= manyAnswers) {
			groups = append(groups, g)
		}
	}
	return groups
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

// all lists the findings, the strictest level first, in the order in which they were found.
func (b *buckets) all() []*found {
	var all []*found
	for _, the := range b.of {
		all = append(all, the.findings...)
	}
	slices.SortFunc(all, func(x, y *found) int {
		return cmp.Or(cmp.Compare(slices.Index(cases.Levels(), x.Level()), slices.Index(cases.Levels(), y.Level())),
			cmp.Compare(x.RequestsToFind, y.RequestsToFind), cmp.Compare(x.Cause.String(), y.Cause.String()))
	})
	return all
}

// united lists a finding for each cause.
func (b *buckets) united() []*found {
	all := b.all()
	in := map[*found]*found{} // the one that stands for it
	unite := func(one, more *found) {
		for in[one] != nil {
			one = in[one]
		}
		for in[more] != nil {
			more = in[more]
		}
		if slices.Index(all, more) < slices.Index(all, one) {
			one, more = more, one
		}
		if one != more {
			in[more] = one
		}
	}
	for _, cause := range causesOf(all) {
		for _, g := range b.groups(cause) {
			for _, f := range g.findings[1:] {
				unite(g.findings[0], f)
			}
		}
	}
	for i, f := range all {
		for _, other := range all[i+1:] {
			if f.alike(other) {
				unite(f, other)
			}
		}
	}
	return joined(all, in)
}

// causesOf lists the causes that findings have, in order.
func causesOf(all []*found) []finding.Cause {
	var causes []finding.Cause
	for _, f := range all {
		causes = append(causes, f.judged.faults...)
	}
	slices.SortFunc(causes, func(x, y finding.Cause) int { return cmp.Compare(x.String(), y.String()) })
	return slices.Compact(causes)
}

// alike reports whether two findings are of one cause where no description says so, by the rules that hold for the
// causes of a run, too.
func (f *found) alike(other *found) bool {
	if !f.reproduced() || !other.reproduced() || f.Mismatch.Outcome() != other.Mismatch.Outcome() {
		return false
	}
	same, about := keyOf(&f.Finding) == keyOf(&other.Finding), f.Requirement() == other.Requirement()
	switch {
	case len(f.Sequence.Steps) > 1 && len(other.Sequence.Steps) > 1:
		return same && about
	case same && !f.Difference.None() && f.Difference == other.Difference:
		return true
	case f.Cause.Rule != other.Cause.Rule && !(f.wording() && other.wording()):
		return same && f.says && other.says // the refusal is right, and its status is wrong
	case f.Cause.Rule == oracle.RuleRefuse: // one check is missing
		return same && f.Mismatch.Subject == other.Mismatch.Subject
	case f.Cause.Rule == oracle.RuleNotJSON, f.Cause.Rule == oracle.RuleMsgStatus:
		return slices.Equal(f.judged.faults[1:], other.judged.faults[1:])
	}
	return f.wording() && other.wording() && (about || same && !f.says)
}

// wording reports whether the finding is that a refusal has another message than is due.
func (f *found) wording() bool {
	last := f.Exchanges[len(f.Exchanges)-1]
	refused := last.Answer != nil && last.Break == nil && last.Answer.Status/100 == 4
	return refused && (f.Cause.Rule == oracle.RuleMessage || f.Cause.Rule == oracle.RuleValue)
}

// joined gives the findings that stand for themselves, each with those that it stands for.
func joined(all []*found, in map[*found]*found) []*found {
	var ones []*found
	copies := map[*found]*found{}
	for _, f := range all {
		if in[f] == nil {
			one := *f
			copies[f] = &one
			ones = append(ones, &one)
		}
	}
	for _, f := range all {
		if one := in[f]; one != nil {
			for in[one] != nil {
				one = in[one]
			}
			copies[one].join(f)
		}
	}
	return ones
}

// join takes over what is known of a finding of the same cause.
func (f *found) join(other *found) {
	f.Count += other.Count
	f.RequestsToFind = min(f.RequestsToFind, other.RequestsToFind)
	f.Others = append(f.Others, other.Finding)
}
