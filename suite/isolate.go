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

// isolation finds out which case is to blame when exchanges break off. Many cases are
// under way at once: when one of them crashes the server, the others lose their
// connections too, or the clients that they registered, and must not be blamed. So
// after a break the pool is held, the target is asked whether it still answers, and what
// may be another's doing is run again alone.
type isolation struct {
	gate        sync.RWMutex             // a case runs under the read side, isolating takes the write side
	stopped     string                   // after which case the target stopped for good, or ""; guarded by gate, as what follows
	cameBack    string                   // what stopped was, if the target came back for cases to be repeated
	hangs       map[string]bool          // kinds of which a case hung with nothing else under way
	independent bool                     // the target was seen to answer others while one of them hung
	busy        time.Duration            // how long the target answered nothing since it was still busy with those
	unexplained []time.Duration          // how long the target was away, where it was not seen over which case
	absences    target.Absences          // these
	crashing    map[string]time.Duration // how long the target was away over cases of a kind that crash it or keep it busy
	dropped     []drop
	lost        *attempt // passed, and a kept connection was lost at a request of it; not settled yet
	tooMuch     string   // says that the target dropped only what was too much at once, or is ""
	restarts    target.Restarts

	turn sync.Mutex // held by the worker that waits for the gate to isolate

	mu        sync.Mutex // guards what is below
	pending   []attempt
	lateAlone int           // cases whose answers came late when nothing else was under way
	hung      int           // cases that hung on their own input
	shortened time.Duration // how long an answer is waited for since, 0 where that is as before
	slowest   time.Duration // how long any whole answer took
	latest    time.Time     // when the latest request was sent that got a whole answer
}

// attempt is the result of an entry that is not settled yet.
type attempt struct {
	place  int
	result report.Result
	beside bool // a request was answered that was sent while the one waited that broke off
}

// reached reports whether the attempt broke off when the target had the request.
func (a attempt) reached() bool {
	b := brokenAt(a.result).Break
	return b != nil && !b.Unreachable()
}

// reached counts those that broke off when the target had the request.
func reached(attempts []attempt) int {
	n := 0
	for _, one := range attempts {
		if one.reached() {
			n++
		}
	}
	return n
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
	if about := kind(s.entries[i]); b.crashing[about] >= mostAway || b.hangs[about] && b.busy >= mostAway {
		b.gate.RUnlock()
		s.settle(i, errored(fmt.Sprintf("not tried, since the target answered nothing for more than %s over others of %s", mostAway, about)).of(blank(s.entries[i])))
		return
	}
	stop := s.greetMeanwhile(ctx, b.independent)
	result := r.run(ctx, s.entries[i])
	stop()
	b.note(result.Exchanges...)
	one := attempt{i, result, b.answeredBeside(brokenAt(result))}
	if b.keepLost(one) {
		b.gate.RUnlock()
		return
	}
	if s.hungAlone(one) { // so that nothing else has to wait
		s.hung(one)
		b.gate.RUnlock()
		return
	}
	if !b.suspect(one) {
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

// keepLost keeps the first attempt that passed though a kept connection was lost: the target
// may drop requests on others, too, which is found out at the end. It reports whether it did.
func (b *isolation) keepLost(a attempt) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	lost := func(x wire.Exchange) bool { return x.Lost != nil }
	if b.lost != nil || a.result.Verdict != report.Passed || !slices.ContainsFunc(a.result.Exchanges, lost) {
		return false
	}
	b.lost = &a
	return true
}

// suspect keeps an attempt for triage, and reports whether it did: one that broke, one whose
// answer came late while others were under way, or one that failed while the target may have
// been started again, without its clients.
func (b *isolation) suspect(a attempt) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	again := func(x wire.Exchange) bool { return x.Reconnected }
	failed := a.result.Verdict == report.Failed || a.result.Skip == report.SkipBlocked
	slow := late(a.result) && b.lateAlone < mostLate
	if !broke(a.result) && !slow && (!failed || len(b.pending) == 0 && !slices.ContainsFunc(a.result.Exchanges, again)) {
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

// note remembers the slowest and the latest answer of the target.
func (b *isolation) note(exchanges ...wire.Exchange) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, x := range exchanges {
		if x.Break == nil {
			b.slowest = max(b.slowest, x.Duration)
			if x.Started.After(b.latest) {
				b.latest = x.Started
			}
		}
	}
}

// broke reports whether an exchange of the result broke off in a way that may
// be another case's doing.
func broke(result report.Result) bool {
	return brokenPlace(result) >= 0
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
	if len(pending) == 0 {
		return
	}
	inOrder(pending)
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

// inOrder puts attempts in the order in which they broke off, and behind them those that
// only failed.
func inOrder(pending []attempt) {
	slices.SortFunc(pending, func(x, y attempt) int {
		if a, b := broke(x.result), broke(y.result); a != b {
			if a {
				return -1
			}
			return 1
		}
		return brokeWhen(x.result).Compare(brokeWhen(y.result))
	})
}

// isolate settles attempts of which each may have broken because of another. away is for
// how long the target did not answer.
func (s *Execution) isolate(ctx context.Context, r runner, pending []attempt, away time.Duration) {
	reached := reached(pending)
	if len(s.isolation.hangs) > 0 {
		s.isolation.busy += away
	}
	if away > 0 {
		s.paced.OneByOne() // what crashes it next is then known at once
	}
	var dropped []drop
	guilty := false
	for _, one := range pending {
		switch {
		case s.isolation.stopped != "":
			s.settle(one.place, wentAway().of(one.result))
			continue
		case reached == 1 && one.reached() && away > 0 && s.crashes(one):
			s.crashed(one, away)
		case s.hungAlone(one):
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
	if away > 0 && !guilty {
		s.isolation.unexplained = append(s.isolation.unexplained, away)
		s.isolation.absences.Add(reached > 0, s.paced.Traffic().Requests, time.Now())
	}
	for _, one := range dropped {
		if guilty || ctx.Err() != nil || !(attempt{place: one.place, result: one.first}).reached() {
			s.settle(one.place, one.second)
		} else {
			one.away = away > 0 || s.paced.RefusedSince(brokeWhen(one.first))
			s.isolation.dropped = append(s.isolation.dropped, one)
		}
	}
}

// stop settles the attempts in flight when the target went away for good: the
// first that broke is taken to be the cause, the others have no verdict. What only failed
// did so before.
func (s *Execution) stop(pending []attempt) {
	for len(pending) > 0 && !broke(pending[len(pending)-1].result) {
		last := pending[len(pending)-1]
		s.settle(last.place, last.result)
		pending = pending[:len(pending)-1]
	}
	if len(pending) == 0 {
		s.isolation.stopped = "The target stopped answering."
		return
	}
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
	place := brokenPlace(result)
	result.Skip = ""
	result.Mismatches = slices.DeleteFunc(slices.Clone(result.Mismatches), func(m report.Mismatch) bool {
		return m.Aspect == report.AspectConnection
	})
	result.Mismatches = append(result.Mismatches, judge.Stopped(place+1, result.Exchanges[place].Break))
	return outcome{}.of(result)
}

// brokeWhen is when the result's exchange broke off, or when its last one ended.
func brokeWhen(result report.Result) time.Time {
	last := brokenAt(result)
	if n := len(result.Exchanges); last.Break == nil && n > 0 {
		last = result.Exchanges[n-1]
	}
	return last.Started.Add(last.Duration)
}

// brokenAt is the first exchange of the result that broke off, or an empty one.
func brokenAt(result report.Result) wire.Exchange {
	if place := brokenPlace(result); place >= 0 {
		return result.Exchanges[place]
	}
	return wire.Exchange{}
}

// brokenPlace is the place of that exchange, or -1.
func brokenPlace(result report.Result) int {
	return slices.IndexFunc(result.Exchanges, func(x wire.Exchange) bool { return target.BrokeOff(x.Break) })
}

// comesBack reports whether the target gives a whole answer to anything, within a bound,
// and for how long after a break it did not.
func (s *Execution) comesBack(ctx context.Context, broke time.Time) (back bool, away time.Duration) {
	s.isolation.restarts.Answered(s.isolation.slowest)
	s.paced.Close() // a server that does not listen may go on with the connections that it has
	wait := max(s.options.RestartTime, s.options.Wait)
	if len(s.isolation.hangs) > 0 { // it may still be busy with those, also where nobody waits for them any more
		wait = max(wait, mostAway)
	}
	why, away := s.isolation.restarts.Back(ctx, wait, broke, func() (string, time.Time) {
		replied, plain := greet(ctx, s.paced, spellingQuestions(false))
		all := slices.Concat(plain, replied)
		return silence(all), firstAnswer(all)
	})
	return why == "" && ctx.Err() == nil, away
}

// firstAnswer is when the first of the exchanges ended that did not break off.
func firstAnswer(exchanges []wire.Exchange) time.Time {
	var first time.Time
	for _, x := range exchanges {
		if at := x.Started.Add(x.Duration); !target.BrokeOff(x.Break) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
