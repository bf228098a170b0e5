package waive

import (
	"slices"

	"github.com/regspec/regspec/suite/report"
)

// need is one way in which a result fails that gates and that nothing else excuses.
type need struct {
	place  int
	aspect report.Aspect
	cause  string
	pins   Pins
	seen   observation
}

// needs lists what has to be excused for the gate to open, and the names of the
// results that failed only one time of two, which no waiver can hold.
func needs(r, again report.Report, others []Resolved) (all []need, unsteady []string) {
	second := map[string]report.Result{}
	for _, result := range again.Results {
		second[result.Name()] = result
	}
	j := newJudgement(r, others)
	for place, result := range r.Results {
		if !ran(result) {
			continue
		}
		twice, there := second[result.Name()]
		there = there && ran(twice)
		for _, o := range observe(result) {
			if !o.level.AtLeast(r.FailOn) || !j.excusable(o) || len(j.excusing(place, o)) > 0 {
				continue
			}
			one := need{place: place, aspect: o.aspect, cause: o.cause, seen: o, pins: pinned(o, nil)}
			if there {
				repeated, ok := same(o, observe(twice))
				if !ok {
					unsteady = append(unsteady, result.Name())
					continue
				}
				one.pins = pinned(o, &repeated)
			}
			all = append(all, one)
		}
	}
	return all, slices.Compact(unsteady)
}

// same finds an observation among those of another run.
func same(o observation, others []observation) (observation, bool) {
	for _, other := range others {
		if other.aspect == o.aspect && other.step == o.step && (other.cause == o.cause || o.aspect == report.AspectBlocked) {
			return other, true
		}
	}
	return observation{}, false
}
