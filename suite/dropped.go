package suite

import (
	"slices"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// drop is a case of which a request was dropped, and not when it was run again.
type drop struct {
	place         int
	first, second report.Result
	atOnce        int // requests under way
}

// settleDropped settles the cases of which a request was dropped, and which passed or
// failed otherwise when they were run again. If that is more than what comes of too many
// requests at once, one of them fails for all.
func (s *Execution) settleDropped() {
	dropped := s.isolation.dropped
	if len(dropped) == 0 {
		return
	}
	slices.SortFunc(dropped, func(a, b drop) int { return a.place - b.place })
	if _, limited := s.dropsBeyond(); !limited {
		one := &dropped[0]
		step := slices.IndexFunc(one.first.Exchanges, func(x wire.Exchange) bool { return target.BrokeOff(x.Break) }) + 1
		others := one.second.Mismatches
		if len(others) == 0 {
			one.second = one.first // for the evidence
			one.second.Skip = ""
		}
		one.second.Mismatches = append(slices.Clone(others), judge.Dropped(step, len(dropped), s.paced.Traffic().Requests))
		one.second = outcome{}.of(one.second)
	}
	for _, one := range dropped {
		s.settle(one.place, one.second)
	}
}

// dropsBeyond gives how many requests at once the target answers all of, where it drops
// some only when there are more.
func (s *Execution) dropsBeyond() (bears int, limited bool) {
	fewest := 0
	for _, one := range s.isolation.dropped {
		if fewest == 0 || one.atOnce < fewest {
			fewest = one.atOnce
		}
	}
	return fewest - 1, s.paced.Traffic().Bears(fewest, len(s.isolation.dropped))
}
