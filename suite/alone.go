package suite

import (
	"context"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// mostHung is how many cases may hang for the whole timeout. Later ones wait less.
const mostHung = 3

// again runs an attempt again alone, until it breaks in the same place or does not break.
// It settles it if it breaks, and gives what came of it if not.
func (s *Execution) again(ctx context.Context, r runner, one attempt) *drop {
	wanted := 2 // times that it must break alone, or it may be chance
	before := one.result
	for range mostAlone {
		second := s.runAlone(ctx, r, one.place, brokenAt(before).Break)
		if at := brokenPlace(before); at >= 0 && !broke(second) && len(second.Exchanges) > at && second.Exchanges[at].Break != nil {
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
			return &drop{one.place, one.result, second, atOnce}
		}
		last, atOnce := brokenAt(second), together(second)
		back, away := s.comesBack(ctx, brokeWhen(second))
		switch {
		case ctx.Err() != nil:
			s.settle(one.place, unexplained().of(second))
			return nil
		case !back:
			s.stop([]attempt{{one.place, second}})
			return nil
		case last.Break.Unreachable(): // it went away for another reason
			continue
		case away > 0:
			s.crashed(attempt{one.place, second}, away)
			return nil
		case last.Break.Kind == wire.KindTimeout && atOnce <= 1:
			if together(before) > 1 {
				s.paced.Strained(1)
			}
			s.hung(attempt{one.place, second})
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
	return &drop{one.place, one.result, errored("one of its requests was dropped each time, and not always the same").of(one.result), 1}
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
	b := &s.isolation
	if b.crashing == nil {
		b.crashing = map[string]time.Duration{}
	}
	b.crashing[kind(s.entries[one.place])] += away
	one.result.Mismatches = judge.Crashed(one.result.Mismatches, away)
	s.settle(one.place, one.result)
}

// mostAway is how long the target may be away over cases of a kind that crash it. The
// others of the kind are not tried.
const mostAway = 30 * time.Second

// kind is the first part of a case's id, which says what it is about.
func kind(e Entry) string {
	about, _, _ := strings.Cut(e.Case.ID, "/")
	return about
}

// hung settles an attempt that was not answered in time. After some of them the others
// are not waited for as long: hundreds of cases may be about the same.
func (s *Execution) hung(one attempt) {
	b := &s.isolation
	b.mu.Lock()
	if b.hung++; b.hung == mostHung {
		b.shortened = s.paced.Shorten(s.options.Wire.Timeout)
	}
	b.mu.Unlock()
	s.settle(one.place, one.result)
}

// runAlone runs an entry again with nothing else under way. If it hung before, a greeting
// is sent beside it, that tells whether the target answers while the entry hangs.
func (s *Execution) runAlone(ctx context.Context, r runner, place int, before *wire.Break) report.Result {
	if before == nil || before.Kind != wire.KindTimeout {
		return r.run(ctx, s.entries[place])
	}
	greeting, done := context.WithCancel(ctx)
	defer done()
	answered := make(chan time.Time, 1)
	go func() {
		target.Sleep(greeting, target.Pause)
		if _, plain := greet(greeting, s.paced, nil); silence(plain) == "" {
			answered <- time.Now()
		}
	}()
	again := r.run(ctx, s.entries[place])
	last := brokenAt(again)
	if last.Break == nil || last.Break.Kind != wire.KindTimeout || together(again) > 1 {
		return again
	}
	s.isolation.tried = true
	select {
	case at := <-answered:
		s.isolation.independent = s.isolation.independent || at.Before(last.Started.Add(last.Duration-target.Pause))
	default:
	}
	return again
}

// hungAlone reports whether a case hung, and the target was seen to answer others while one
// did: then it hung on this input and on nothing else. Else it is run again alone: that
// others were answered meanwhile is no proof, since a full queue drops what comes first and
// takes what comes later.
func (s *Execution) hungAlone(result report.Result) bool {
	last := brokenAt(result)
	return s.isolation.independent && last.Break != nil && last.Break.Kind == wire.KindTimeout
}
