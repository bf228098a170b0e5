package suite

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// restartTime is how long a target that broke an exchange has to answer again
// before it counts as stopped; a supervisor restarts a server within it.
const restartTime = 2 * time.Second

// isolation finds out which case is to blame when exchanges break off. Many cases are
// under way at once: when one of them crashes the server, the others lose their
// connections too and must not be blamed. So after a break the pool is held,
// the target is asked whether it still answers, and where several cases broke
// together each is run again alone.
type isolation struct {
	gate        sync.RWMutex // a case runs under the read side, isolating takes the write side
	stopped     string       // after which case the target stopped for good, or ""; guarded by gate
	cameBack    string       // what stopped was, if the target came back for cases to be repeated
	independent bool         // the target was seen to answer while a case hung, so that no case hangs because of another; guarded by gate

	turn sync.Mutex // held by the worker that waits for the gate to isolate

	mu       sync.Mutex // guards what is below
	pending  []attempt
	answered time.Time     // when the latest exchange began that got a whole answer
	slowest  time.Duration // how long any whole answer took
}

// attempt is the result of an entry that is not settled yet.
type attempt struct {
	place  int
	result report.Result
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
	result := r.run(ctx, s.entries[i])
	b.note(result)
	if !broke(result) {
		s.settle(i, result)
		b.gate.RUnlock()
		return
	}
	b.mu.Lock()
	b.pending = append(b.pending, attempt{i, result})
	b.mu.Unlock()
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
	back := s.comesBack(ctx)
	switch {
	case ctx.Err() != nil:
		for _, one := range pending {
			s.settle(one.place, unexplained().of(one.result))
		}
	case !back:
		s.stop(pending)
	case len(pending) == 1:
		s.settle(pending[0].place, pending[0].result)
	default:
		s.isolate(ctx, r, pending)
	}
}

// isolate runs again alone each attempt whose break another one may have
// caused. If none of them breaks alone, dropping connections when several come
// at once is a fault of its own, and the first results stand.
func (s *Execution) isolate(ctx context.Context, r runner, pending []attempt) {
	var innocent []attempt // with the result that they had alone
	var first []attempt    // the same, with the result that they had together
	guilty := false
	for _, one := range pending {
		switch {
		case s.isolation.stopped != "":
			s.settle(one.place, wentAway().of(one.result))
			continue
		case s.hungAlone(one.result):
			s.settle(one.place, one.result)
			continue
		}
		s.recorder.Keep(one.result.Exchanges...) // one of the two results is dropped
		again := s.runAlone(ctx, r, one.place)
		if !broke(again) {
			innocent, first = append(innocent, attempt{one.place, again}), append(first, one)
			continue
		}
		guilty = true
		switch back := s.comesBack(ctx); {
		case ctx.Err() != nil:
			s.settle(one.place, unexplained().of(again))
		case back:
			s.settle(one.place, again)
		default:
			s.stop([]attempt{{one.place, again}})
		}
	}
	if !guilty && ctx.Err() == nil {
		innocent = first
	}
	for _, one := range innocent {
		s.settle(one.place, one.result)
	}
}

// runAlone runs an entry again with nothing else under way, but for a greeting
// that tells whether the target answers while the entry hangs.
func (s *Execution) runAlone(ctx context.Context, r runner, place int) report.Result {
	greeting, done := context.WithCancel(ctx)
	defer done()
	answered := make(chan time.Time, 1)
	go func() {
		target.Sleep(greeting, target.Pause)
		if _, plain := greet(greeting, s.recorder, nil); silence(plain) == "" {
			answered <- time.Now()
		}
	}()
	again := r.run(ctx, s.entries[place])
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
	queue := max(target.Pause, time.Duration(s.options.Parallel)*b.slowest)
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
			strings.Join(others, ", ") + ". Running with --parallel 1 tells which."
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
	result.Mismatches = append(result.Mismatches, judge.Stopped(result.Level, place+1, result.Exchanges[place].Break))
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

// comesBack reports whether the target gives a whole answer to anything,
// within a bound.
func (s *Execution) comesBack(ctx context.Context) bool {
	why := target.Poll(ctx, max(restartTime, s.options.Wait), nil, func() string {
		return silence(slices.Concat(greet(ctx, s.recorder, spellingQuestions(false))))
	})
	return why == "" && ctx.Err() == nil
}
