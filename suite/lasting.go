package suite

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
)

// beginLasting does the steps of cases that come before the end of the run: what they
// register then has to last until all other cases are done. It gives the cases by the places
// of their entries. Where there is no target to ask, they are carried out like any others.
func (s *Execution) beginLasting(ctx context.Context, r runner) map[int]*scenario {
	lasting := map[int]*scenario{}
	if s.preflight.unreachable != "" || !s.preflight.registers {
		return lasting
	}
	for i, e := range s.entries {
		if e.Deselected != "" || !lasts(e) {
			continue
		}
		one := r.scenario(e)
		for one.left() && !e.Case.Steps[one.next].AtEnd {
			one.advance(ctx)
		}
		if one.left() { // else it is carried out with the others, where what broke is looked into
			lasting[i] = one
		}
	}
	return lasting
}

// lasts reports whether an entry has steps for the end of the run.
func lasts(e Entry) bool {
	for _, step := range e.Case.Steps {
		if step.AtEnd {
			return true
		}
	}
	return false
}

// endLasting does the steps that were left for the end of the run, on connections of their own.
func (s *Execution) endLasting(ctx context.Context, r runner, lasting map[int]*scenario) {
	if len(lasting) == 0 {
		return
	}
	s.paced.Close()
	for _, i := range slices.Sorted(maps.Keys(lasting)) {
		one := lasting[i]
		target.Sleep(ctx, s.options.Age-time.Since(brokeWhen(one.result)))
		if why := s.outlasted(one.result); why != "" {
			s.settle(i, skipped(report.SkipInapplicable, why).of(one.result))
			continue
		}
		for one.left() && ctx.Err() == nil {
			one.advance(ctx)
		}
		if s.isolation.suspect(attempt{place: i, result: one.end()}) {
			s.triage(ctx, r)
			continue
		}
		s.settle(i, one.end())
	}
}

// outlasted says why a client cannot be asked to have lasted: the target may be another
// process since, or the client has expired; "" where neither is so.
func (s *Execution) outlasted(before report.Result) string {
	b := &s.isolation
	if b.stopped != "" || len(b.crashing) > 0 || len(b.unexplained) > 0 {
		return "the target stopped answering meanwhile, and may have lost its clients"
	}
	for _, x := range before.Exchanges {
		if x.Answer == nil {
			continue
		}
		if at, ok := judge.Read(*x.Answer).Expires(); ok && at.Before(time.Now().Add(s.options.Wire.Timeout)) {
			return "the client expires at " + at.UTC().Format(time.RFC3339)
		}
	}
	return ""
}
