package suite

import (
	"context"
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
	atOnce        int  // requests under way
	away          bool // the target was, then
}

// settleDropped settles the cases of which a request was dropped, and which passed or
// failed otherwise when they were run again. If that is more than what comes of too many
// requests at once, one of them fails for all.
func (s *Execution) settleDropped(ctx context.Context) {
	if s.isolation.absences.Orderly() {
		s.isolation.dropped = slices.DeleteFunc(s.isolation.dropped, func(one drop) bool {
			if one.away {
				s.settle(one.place, one.second)
			}
			return one.away
		})
	}
	dropped := s.isolation.dropped
	if lost := s.isolation.lost; lost != nil {
		s.settleLost(ctx, *lost, len(dropped) == 0)
	}
	if len(dropped) == 0 {
		return
	}
	slices.SortFunc(dropped, func(a, b drop) int { return a.place - b.place })
	var d target.Drops
	for _, one := range dropped {
		d.Add(brokenAt(one.first).Break, one.atOnce)
	}
	if s.isolation.tooMuch = s.paced.TooMuch(ctx, d); s.isolation.tooMuch == "" {
		one := &dropped[0]
		step := brokenPlace(one.first) + 1
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

// settleLost settles the case that passed though a kept connection was lost. If nothing else
// shows whether the target drops requests, it is asked on new connections.
func (s *Execution) settleLost(ctx context.Context, lost attempt, ask bool) {
	if ask {
		if dropped, sent := s.paced.Loses(ctx); dropped > 0 {
			i := slices.IndexFunc(lost.result.Exchanges, func(x wire.Exchange) bool { return x.Lost != nil })
			x := &lost.result.Exchanges[i]
			x.Answer, x.Break = nil, x.Lost // the evidence is what happened at first
			lost.result.Mismatches = []report.Mismatch{judge.Dropped(i+1, dropped, sent)}
			lost.result = outcome{}.of(lost.result)
		}
	}
	s.settle(lost.place, lost.result)
}
