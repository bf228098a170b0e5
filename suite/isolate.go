package suite

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// mostHung is how many cases may hang for the whole timeout. Later ones wait less.
const mostHung = 3

// isolation finds out which case is to blame when exchanges break off. Many cases are
// under way at once: when one of them crashes the server, the others lose their
// connections too, or the clients that they registered, and must not be blamed. So
// after a break the pool is held, the target is asked whether it still answers, and what
// may be another's doing is run again alone.
type isolation struct {
	gate        sync.RWMutex // a case runs under the read side, isolating takes the write side
	stopped     string       // after which case the target stopped for good, or ""; guarded by gate, as what follows
	cameBack    string       // what stopped was, if the target came back for cases to be repeated
	tried       bool         // a case was run alone, and hung
	independent bool         // the target was seen to answer while a case hung, so that no case hangs because of another
	crashes     []crash
	crashing    map[string]time.Duration // how long the target was away over cases of a kind
	dropped     []drop
	restarts    target.Restarts

	turn sync.Mutex // held by the worker that waits for the gate to isolate

	mu        sync.Mutex // guards what is below
	pending   []attempt
	hung      int           // cases that hung on their own input
	shortened time.Duration // how long an answer is waited for since, 0 where that is as before
	answered  time.Time     // when the latest exchange began that got a whole answer
	slowest   time.Duration // how long any whole answer took
}

// crash is that the target stopped and came back.
type crash struct {
	name string // the case that it stopped in, "" where that is not known
	away time.Duration
}

// drop is a case of which a request was dropped, and not when it was run again.
type drop struct {
	place         int
	first, second report.Result
	atOnce        int // requests under way
}

// attempt is the result of an entry that is not settled yet.
type attempt struct {
	place  int
	result report.Result
}

// reached reports whether the attempt broke off when the target had the request.
func (a attempt) reached() bool {
	b := brokenAt(a.result).Break
	return b != nil && !b.Unreachable()
}

// attempt runs an entry and settles it, or finds out why it broke.
func (s *Execution) attempt(ctx context.Context, r runner, i int) {
	b := &s.isolation
	b.gate.RLock()
	if b.stopped != "" {
		b.gate.RUnlock()
		s.settle(i, errored("the target had stopped answering").of(blank(s.entries[i])))
		return
	}
	if about := kind(s.entries[i]); b.crashing[about] >= mostAway {
		b.gate.RUnlock()
		s.settle(i, errored(fmt.Sprintf("not tried, since others of %s crashed the target again and again, which took it %s", about, mostAway)).of(blank(s.entries[i])))
		return
	}
	result := r.run(ctx, s.entries[i])
	b.note(result)
	if s.hungAlone(result) { // so that nothing else has to wait
		s.hung(attempt{i, result})
		b.gate.RUnlock()
		return
	}
	if !b.suspect(attempt{i, result}) {
		s.settle(i, result)
		b.gate.RUnlock()
		return
	}
	b.gate.RUnlock()

	// The first worker waits for all that is under way and isolates. The others must
	// not ask for the gate again afterwards: each would hold up what was begun since.
	b.turn.Lock()
	defer b.turn.Unlock()
	if !b.waitsForTriage(i) {
		return
	}
	b.gate.Lock()
	defer b.gate.Unlock()
	s.triage(ctx, r)
}

// suspect keeps an attempt for triage, and reports whether it did: one that broke, or one
// that failed while the target may have been started again, without its clients.
func (b *isolation) suspect(a attempt) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	again := func(x wire.Exchange) bool { return x.Reconnected }
	if !broke(a.result) && (a.result.Verdict != report.Failed || len(b.pending) == 0 && !slices.ContainsFunc(a.result.Exchanges, again)) {
		return false
	}
	b.pending = append(b.pending, a)
	return true
}

// waitsForTriage reports whether the attempt at a place is not settled yet.
func (b *isolation) waitsForTriage(place int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.pending, func(a attempt) bool { return a.place == place })
}

// note remembers when the target was last seen to answer, and its slowest answer.
func (b *isolation) note(result report.Result) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, x := range result.Exchanges {
		if x.Break != nil {
			continue
		}
		b.slowest = max(b.slowest, x.Duration)
		if x.Started.After(b.answered) {
			b.answered = x.Started
		}
	}
}

// broke reports whether an exchange of the result broke off in a way that may
// be another case's doing.
func broke(result report.Result) bool {
	return slices.ContainsFunc(result.Exchanges, func(x wire.Exchange) bool { return target.BrokeOff(x.Break) })
}

// triage settles the attempts that broke since the last time, if no other worker has
// done so already. It runs with nothing else under way. Once the run is interrupted no
// case is blamed: whoever stopped the run may have stopped the target with it.
func (s *Execution) triage(ctx context.Context, r runner) {
	b := &s.isolation
	b.mu.Lock()
	pending := b.pending
	b.pending = nil
	b.mu.Unlock()
	slices.SortFunc(pending, func(x, y attempt) int { return brokeWhen(x.result).Compare(brokeWhen(y.result)) })
	if len(pending) == 0 {
		return
	}
	back, away := s.comesBack(ctx, brokeWhen(pending[0].result))
	switch {
	case ctx.Err() != nil:
		for _, one := range pending {
			s.settle(one.place, unexplained().of(one.result))
		}
	case !back:
		s.stop(pending)
	default:
		s.isolate(ctx, r, pending, away)
	}
}

// isolate settles attempts of which each may have broken because of another. away is for
// how long the target did not answer.
func (s *Execution) isolate(ctx context.Context, r runner, pending []attempt, away time.Duration) {
	reached := 0 // how many broke when the target had the request
	for _, one := range pending {
		if one.reached() {
			reached++
		}
	}
	if away > 0 {
		s.paced.OneByOne() // what crashes it next is then known at once
		s.isolation.crashes = append(s.isolation.crashes, crash{away: away})
	}
	var dropped []drop
	guilty := false
	for _, one := range pending {
		last := brokenAt(one.result)
		alone := reached == 1 && one.reached()
		switch {
		case s.isolation.stopped != "":
			s.settle(one.place, wentAway().of(one.result))
			continue
		case alone && away > 0:
			s.crashed(one, away)
		case alone && last.Break.Kind == wire.KindTimeout && s.isolation.tried, s.hungAlone(one.result):
			s.hung(one)
		default:
			d := s.again(ctx, r, one)
			if d != nil {
				dropped = append(dropped, *d)
				continue
			}
		}
		guilty = true
	}
	for _, one := range dropped {
		if guilty || ctx.Err() != nil || !(attempt{one.place, one.first}).reached() {
			s.settle(one.place, one.second)
		} else {
			s.isolation.dropped = append(s.isolation.dropped, one)
		}
	}
}

// again runs an attempt again alone, until it breaks in the same place or does not break.
// It settles it if it breaks, and gives what came of it if not.
func (s *Execution) again(ctx context.Context, r runner, one attempt) *drop {
	wanted := 2 // times that it must break alone, or it may be chance
	before := one.result
	for range mostAlone {
		second := s.runAlone(ctx, r, one.place)
		if !broke(second) {
			atOnce := s.paced.AtOnce(brokenAt(one.result))
			s.paced.Strained(atOnce)
			return &drop{one.place, one.result, second, atOnce}
		}
		last, atOnce := brokenAt(second), s.paced.AtOnce(brokenAt(second))
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
			s.isolation.crashes = append(s.isolation.crashes, crash{away: away})
			s.crashed(attempt{one.place, second}, away)
			return nil
		case last.Break.Kind == wire.KindTimeout:
			s.hung(attempt{one.place, second})
			return nil
		case atOnce > 1: // the case sends several requests at once by itself: less of them now
			s.paced.Strained(atOnce)
		case len(before.Exchanges) == len(second.Exchanges):
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

// mostAlone is how often a case that sends many requests at the same moment is run again,
// with less of them each time.
const mostAlone = 5

// crashed settles the attempt over which the target stopped for a while.
func (s *Execution) crashed(one attempt, away time.Duration) {
	b := &s.isolation
	b.crashes[len(b.crashes)-1].name = s.entries[one.place].Name()
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

// runAlone runs an entry again with nothing else under way, but for a greeting
// that tells whether the target answers while the entry hangs.
func (s *Execution) runAlone(ctx context.Context, r runner, place int) report.Result {
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
	s.isolation.tried = s.isolation.tried || last.Break != nil && last.Break.Kind == wire.KindTimeout
	select {
	case at := <-answered:
		ended := brokenAt(again)
		s.isolation.independent = s.isolation.independent || ended.Break != nil && ended.Break.Kind == wire.KindTimeout && at.Before(ended.Started.Add(ended.Duration-target.Pause))
	default:
	}
	return again
}

// hungAlone reports whether a case timed out while the target answered requests
// that came later: then it hung on this input and on nothing else. Later means
// by more than a queue of all that were under way can have taken, since a server
// that does one thing after another need not keep to the order in which they
// came. And as much time must have been left to this one, or the target was held up by
// another until then. Where this is not to be seen, the case is run again alone.
func (s *Execution) hungAlone(result report.Result) bool {
	b := &s.isolation
	last := brokenAt(result)
	if last.Break == nil || last.Break.Kind != wire.KindTimeout {
		return false
	}
	if b.independent {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	queue := max(target.Pause, time.Duration(max(s.paced.Width(), len(b.pending)))*b.slowest)
	return b.answered.After(last.Started.Add(queue)) && b.answered.Before(last.Started.Add(last.Duration-queue))
}

// stop settles the attempts in flight when the target went away for good: the
// first that broke is taken to be the cause, the others have no verdict.
func (s *Execution) stop(pending []attempt) {
	first := pending[0]
	name := s.entries[first.place].Name()
	s.isolation.stopped = "The target stopped answering after " + name + "."
	if len(pending) > 1 {
		var others []string
		for _, one := range pending[1:] {
			others = append(others, s.entries[one.place].Name())
		}
		s.isolation.stopped = "The target stopped answering after " + name + ", or one of those that were under way with it: " +
			strings.Join(others, ", ") + ". To run with --parallel 1 tells which."
	}
	s.settle(first.place, stoppedAt(first.result))
	for _, one := range pending[1:] {
		s.settle(one.place, wentAway().of(one.result))
	}
}

// stoppedAt is the failure of the case after which the target was gone.
func stoppedAt(result report.Result) report.Result {
	place := slices.IndexFunc(result.Exchanges, func(x wire.Exchange) bool { return target.BrokeOff(x.Break) })
	result.Skip = ""
	result.Mismatches = slices.DeleteFunc(slices.Clone(result.Mismatches), func(m report.Mismatch) bool {
		return m.Aspect == report.AspectConnection
	})
	result.Mismatches = append(result.Mismatches, judge.Stopped(place+1, result.Exchanges[place].Break))
	return outcome{}.of(result)
}

// brokeWhen is when the result's exchange broke off.
func brokeWhen(result report.Result) time.Time {
	last := brokenAt(result)
	return last.Started.Add(last.Duration)
}

// brokenAt is the first exchange of the result that broke off, or an empty one.
func brokenAt(result report.Result) wire.Exchange {
	for _, x := range result.Exchanges {
		if target.BrokeOff(x.Break) {
			return x
		}
	}
	return wire.Exchange{}
}

// comesBack reports whether the target gives a whole answer to anything, within a bound,
// and for how long after a break it did not.
func (s *Execution) comesBack(ctx context.Context, broke time.Time) (back bool, away time.Duration) {
	tries, began := 0, time.Now()
	s.paced.Close() // a server that does not listen may go on with the connections that it has
	why := target.Poll(ctx, s.isolation.restarts.Wait(max(s.options.RestartTime, s.options.Wait)), nil, func() string {
		tries++
		replied, plain := greet(ctx, s.paced, spellingQuestions(false))
		return silence(slices.Concat(plain, replied))
	})
	if why != "" || ctx.Err() != nil {
		return false, 0
	}
	s.isolation.mu.Lock()
	usual := max(time.Second, 8*s.isolation.slowest) // a busy machine may take as long
	s.isolation.mu.Unlock()
	if !broke.IsZero() && (tries > 1 || time.Since(began) > usual) {
		away = time.Since(broke)
		s.isolation.restarts.Took(away)
	}
	return true, away
}
