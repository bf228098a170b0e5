package campaign

import (
	"cmp"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

// Bounds of what is kept of one cause, and of all.
const (
	maxGroups   = 400
	maxPerRule  = 40
	maxPerGroup = 12
	// mostSkip bounds, in powers of 2, how many sequences of a group are let go by
	// because others turned out to be known: a rare cause must not drown among them.
	mostSkip = 4
	// mostTraits bounds the traits that a group remembers.
	mostTraits = 512
)

// groups are the findings by their causes.
type groups map[finding.Cause]*group

// group are the findings whose answers look the same. Their cores tell them apart.
type group struct {
	findings []found
	// vain is how often one was cut down and turned out to be known; skip is how
	// many are let go by for that, if they have no trait that is new.
	vain, skip int
	traits     map[string]bool
	// busy says that a worker is cutting one of them down.
	busy bool
}

type found struct {
	finding.Finding

	core finding.Core
}

// wanted reports whether a sequence that shows the cause is worth cutting down.
// If it is not, it has been counted.
func (g groups) wanted(cause finding.Cause, q traffic.Sequence) bool {
	the := g[cause]
	if the == nil {
		if len(g) >= maxGroups || g.ofRule(cause.Rule) >= maxPerRule {
			return false
		}
		g[cause] = &group{busy: true, traits: map[string]bool{}}
		return true
	}
	for i := range the.findings {
		if the.findings[i].core.Explains(q) || the.findings[i].lasting() && cause.Rule == oracle.RuleForgets {
			the.findings[i].Count++
			return false
		}
	}
	if known := g.refusing(cause, q); known != nil {
		known.Count++
		return false
	}
	if the.busy || len(the.findings) >= maxPerGroup {
		return false
	}
	if fresh := the.learn(q); !fresh && the.skip > 0 {
		the.skip--
		return false
	}
	the.busy = true
	return true
}

// refusing is the finding that a right request with traits that the sequence has too
// is refused, with the very answer that is wrong for the sequence; or nil.
func (g groups) refusing(cause finding.Cause, q traffic.Sequence) *found {
	the := g[finding.Cause{Rule: oracle.RuleSucceed, Signature: cause.Signature}]
	if the == nil || cause.Rule == oracle.RuleSucceed {
		return nil
	}
	for i := range the.findings {
		if the.findings[i].lasting() && the.findings[i].core.Explains(q) {
			return &the.findings[i]
		}
	}
	return nil
}

// learn reports whether a sequence has a trait that none had before it.
func (the *group) learn(q traffic.Sequence) bool {
	fresh := false
	for _, step := range finding.CoreOf(q) {
		for _, trait := range step {
			if !the.traits[trait] && len(the.traits) < mostTraits {
				the.traits[trait], fresh = true, true
			}
		}
	}
	return fresh
}

// add takes a finding that was cut down.
func (g groups) add(f finding.Finding) {
	the := g[f.Cause]
	the.busy = false
	core := finding.CoreOf(f.Sequence)
	for i := range the.findings {
		known := &the.findings[i]
		switch {
		case !known.lasting() && f.Repeats > 0 && f.Cause.Rule == oracle.RuleForgets: // the better evidence
			f.Count += known.Count
			f.RequestsToFind = known.RequestsToFind
			*known = found{f, core}
			return
		case known.core.Same(core), known.core.Explains(f.Sequence), !known.lasting() && f.Repeats == 0:
			known.Count++
			the.vain++
			the.skip = 1<<min(the.vain, mostSkip) - 1
			return
		}
	}
	the.findings = slices.DeleteFunc(the.findings, func(known found) bool {
		explained := f.Repeats > 0 && known.lasting() && core.Explains(known.Sequence)
		if explained { // by less than it was thought to need
			f.Count += known.Count
			f.RequestsToFind = min(f.RequestsToFind, known.RequestsToFind)
		}
		return explained
	})
	the.findings = append(the.findings, found{f, core})
}

// ofRule counts the causes under one rule.
func (g groups) ofRule(rule oracle.RuleID) int {
	n := 0
	for cause := range g {
		if cause.Rule == rule {
			n++
		}
	}
	return n
}

// drop forgets that a cause was being cut down, where it turned out to be another.
func (g groups) drop(cause finding.Cause) {
	if the := g[cause]; the != nil && len(the.findings) == 0 {
		delete(g, cause)
	} else if the != nil {
		the.busy = false
	}
}

// lasting reports whether it showed again at all. Of those that did not, it
// cannot be told what they need, and one of a cause is enough.
func (f *found) lasting() bool { return f.Repeats > 0 }

func (g groups) count() int {
	return len(g.findings())
}

// findings lists them, the strictest level first, in the order in which they were
// found, with ids of their own.
func (g groups) findings() []finding.Finding {
	var all []finding.Finding
	for cause, the := range g {
		for _, f := range the.findings {
			if g.refusing(cause, f.Sequence) == nil {
				all = append(all, f.Finding)
			}
		}
	}
	slices.SortFunc(all, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(cases.Levels(), a.Level()), slices.Index(cases.Levels(), b.Level())), cmp.Compare(a.RequestsToFind, b.RequestsToFind), cmp.Compare(a.Cause.String(), b.Cause.String()))
	})
	finding.Name(all)
	return all
}
