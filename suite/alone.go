package suite

import (
	"context"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// again runs an attempt again alone, until it breaks in the same place or does not break.
// It settles it if it breaks, and gives what came of it if not.
func (s *Execution) again(ctx context.Context, r runner, one attempt) *drop {
	wanted := 2 // times that it must break alone, or it may be chance
	before := one.result
	for range mostAlone {
		was := brokenAt(before).Break
		stop := s.greetMeanwhile(ctx, was != nil && was.Kind == wire.KindTimeout)
		second := r.run(ctx, s.entries[one.place])
		stop()
		if notWhole(before, second) {
			s.settle(one.place, second) // no whole answer again, in another way
			return nil
		}
		if !broke(second) {
			atOnce := s.paced.AtOnce(brokenAt(one.result))
			if broke(one.result) {
				s.paced.Strained(atOnce)
			}
			if late(second) {
				s.isolation.lateAlone++
			}
			return &drop{place: one.place, first: one.result, second: second, atOnce: atOnce}
		}
		last, atOnce := brokenAt(second), together(second)
		back, away := s.comesBack(ctx, brokeWhen(second))
		switch {
		case ctx.Err() != nil:
			s.settle(one.place, unexplained().of(second))
			return nil
		case !back:
			s.stop([]attempt{{place: one.place, result: second}})
			return nil
		case last.Break.Unreachable(): // it went away for another reason
			continue
		case away > 0 && last.Break.Kind != wire.KindTimeout && brokenPlace(before) == brokenPlace(second): // elsewhere it is no matter of the request
			s.crashed(attempt{place: one.place, result: second}, away)
			return nil
		case last.Break.Kind == wire.KindTimeout && atOnce <= 1:
			if together(before) > 1 {
				s.paced.Strained(1)
			}
			s.isolation.hangsAlone(s.entries[one.place], last, away)
			s.hung(attempt{place: one.place, result: second})
			return nil
		case last.Break.Kind == wire.KindTimeout: // one by one, since to wait takes long
			s.paced.Strained(2)
		case atOnce > 1: // the case sends several requests at once by itself: less of them now
			s.paced.Strained(atOnce)
		case brokenPlace(before) == brokenPlace(second):
			wanted--
		}
		if before = second; wanted <= 0 {
			s.paced.Strained(1)
			s.settle(one.place, before)
			return nil
		}
	}
	return &drop{place: one.place, first: one.result, second: errored("one of its requests was dropped each time, and not always the same").of(one.result), atOnce: 1}
}

// notWhole reports whether a request that broke off got no whole answer again, for a reason
// that is no matter of what else is under way.
func notWhole(before, again report.Result) bool {
	at := brokenPlace(before)
	return at >= 0 && !broke(again) && len(again.Exchanges) > at && again.Exchanges[at].Break != nil
}

// together is how many requests of a result were under way with the one that broke off,
// itself counted.
func together(result report.Result) int {
	last, n := brokenAt(result), 0
	for _, x := range result.Exchanges {
		if x.Started.Before(last.Started.Add(last.Duration)) && !x.Started.Add(x.Duration).Before(last.Started) {
			n++
		}
	}
	return n
}

// mostAlone is how often a case that sends many requests at the same moment is run again,
// with less of them each time.
const mostAlone = 12

// crashed settles the attempt over which the target stopped for a while.
func (s *Execution) crashed(one attempt, away time.Duration) {
	s.isolation.charge(s.entries[one.place], away)
	one.result.Mismatches = judge.Crashed(one.result.Mismatches, away)
	s.settle(one.place, one.result)
}

// crashes reports whether another case of the kind was seen to crash the target when it was
// run again alone: then this one need not be. A target may also crash by itself.
func (s *Execution) crashes(one attempt) bool {
	about := kind(s.entries[one.place])
	return s.isolation.crashing[about] > 0 && !s.isolation.hangs[about]
}

// hangsAlone takes in a case that got no answer with nothing else under way, after which the
// target was away for so long.
func (b *isolation) hangsAlone(e Entry, x wire.Exchange, away time.Duration) {
	b.independent = b.independent || b.answeredBeside(x)
	if b.hangs == nil {
		b.hangs = map[string]bool{}
	}
	b.hangs[kind(e)] = true
	b.busy += away
}

// charge counts how long the target was away over a case.
func (b *isolation) charge(e Entry, away time.Duration) {
	if b.crashing == nil {
		b.crashing = map[string]time.Duration{}
	}
	b.crashing[kind(e)] += away
}

// mostAway is how long the target may be away over cases of a kind that crash it. The
// others of the kind are not tried.
const mostAway = 30 * time.Second

// kind is the first part of a case's id, which says what it is about.
func kind(e Entry) string {
	about, _, _ := strings.Cut(e.Case.ID, "/")
	return about
}
