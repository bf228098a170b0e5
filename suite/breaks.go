package suite

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// comeback is how long a target that broke an exchange has to answer again
// before it counts as gone; a supervisor restarts a server within it.
const comeback = 2 * time.Second

// breaks sorts out whose fault it is when exchanges break off. Many cases are
// under way at once: when one of them crashes the server, the others lose their
// connections too and must not be blamed. So after a break the pool is held,
// the target is asked whether it still answers, and where several cases broke
// together each is run again alone.
type breaks struct {
	gate    sync.RWMutex // a case runs under the read side, sorting out takes the write side
	stopped string       // after which case the target stopped for good, or ""; guarded by gate
	gone    string       // what stopped was before the target came back for cases to be repeated
	apart   bool         // the target was seen to answer while a case hung, so that no case hangs on another's account; guarded by gate

	sorting sync.Mutex // held by who waits for the gate to sort out

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

// attempt runs an entry and settles it, or sorts out why it broke.
func (s *Session) attempt(ctx context.Context, r runner, i int) {
	b := &s.breaks
	b.gate.RLock()
	if b.stopped != "" {
		b.gate.RUnlock()
		s.settle(i, errored(blank(s.entries[i]), "the target had stopped answering"))
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

	// Whoever comes first waits for all that is under way and sorts it out. The
	// others must not ask for the gate again when it has: each would hold up what
	// has been begun since.
	b.sorting.Lock()
	defer b.sorting.Unlock()
	if !b.unsorted(i) {
		return
	}
	b.gate.Lock()
	defer b.gate.Unlock()
	s.sortOut(ctx, r)
}

// unsorted reports whether the attempt at a place waits to be sorted out.
func (b *breaks) unsorted(place int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.ContainsFunc(b.pending, func(a attempt) bool { return a.place == place })
}

// note remembers when the target was last seen to answer, and its slowest answer.
func (b *breaks) note(result report.Result) {
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
	return slices.ContainsFunc(result.Exchanges, func(x wire.Exchange) bool { return breaksOff(x.Break) })
}

func breaksOff(b *wire.Break) bool {
	return b != nil && !b.Ours() && !b.Bound() && b.Kind != wire.KindUndecodable
}

// sortOut settles the attempts that broke since the last time, if no other
// worker has done so already. It runs with nothing else under way. Whose fault
// a break was is not found out once the run is interrupted: who stops a run may
// have stopped the target with it.
func (s *Session) sortOut(ctx context.Context, r runner) {
	b := &s.breaks
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
			s.settle(one.place, unsettled(one.result))
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
func (s *Session) isolate(ctx context.Context, r runner, pending []attempt) {
	var innocent []attempt // with the result that they had alone
	var first []attempt    // the same, with the result that they had together
	guilty := false
	for _, one := range pending {
		switch {
		case s.breaks.stopped != "":
			s.settle(one.place, wentAway(one.result))
			continue
		case s.hungAlone(one.result):
			s.settle(one.place, one.result)
			continue
		}
		s.aside.keep(one.result.Exchanges...) // one of the two results is dropped
		again := s.runAlone(ctx, r, one.place)
		if !broke(again) {
			innocent, first = append(innocent, attempt{one.place, again}), append(first, one)
			continue
		}
		guilty = true
		switch back := s.comesBack(ctx); {
		case ctx.Err() != nil:
			s.settle(one.place, unsettled(again))
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
func (s *Session) runAlone(ctx context.Context, r runner, place int) report.Result {
	aside, done := context.WithCancel(ctx)
	defer done()
	answered := make(chan time.Time, 1)
	go func() {
		sleep(aside, pause)
		if _, plain := greet(aside, s.aside, nil); silence(plain) == "" {
			answered <- time.Now()
		}
	}()
	again := r.run(ctx, s.entries[place])
	select {
	case at := <-answered:
		ended := brokenAt(again)
		s.breaks.apart = s.breaks.apart || ended.Break != nil && ended.Break.Kind == wire.KindTimeout && at.Before(ended.Started.Add(ended.Duration-pause))
	default:
	}
	return again
}

// unsettled is the result of a case that broke, and of which the run's
// interruption kept it from being known why.
func unsettled(result report.Result) report.Result {
	return skipped(result, report.SkipInterrupted, "the run was interrupted before it was known why this case broke off")
}

// wentAway is the result of a case that broke because of another.
func wentAway(result report.Result) report.Result {
	return errored(result, "the target stopped answering while this case was under way")
}

// hungAlone reports whether a case timed out while the target answered requests
// that came later: then it hung on this input and on nothing else. Later means
// by more than a queue of all that were under way can have taken, since a server
// that does one thing after another need not keep to the order in which they
// came. And as much time must have been left to this one, or the target was held up by
// another until then. Where this is not to be seen, the case is run again alone.
func (s *Session) hungAlone(result report.Result) bool {
	b := &s.breaks
	last := brokenAt(result)
	if last.Break == nil || last.Break.Kind != wire.KindTimeout {
		return false
	}
	if b.apart {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	queue := max(pause, time.Duration(s.options.Parallel)*b.slowest)
	return b.answered.After(last.Started.Add(queue)) && b.answered.Before(last.Started.Add(last.Duration-queue))
}

// stop settles the attempts in flight when the target went away for good: the
// first that broke is taken to be the cause, the others have no verdict.
func (s *Session) stop(pending []attempt) {
	first := pending[0]
	name := s.entries[first.place].Name()
	s.breaks.stopped = "The target stopped answering after " + name + "."
	if len(pending) > 1 {
		var others []string
		for _, one := range pending[1:] {
			others = append(others, s.entries[one.place].Name())
		}
		s.breaks.stopped = "The target stopped answering after " + name + ", or one of those that were under way with it: " +
			strings.Join(others, ", ") + ". Running with --parallel 1 tells which."
	}
	s.settle(first.place, stoppedAt(first.result))
	for _, one := range pending[1:] {
		s.settle(one.place, wentAway(one.result))
	}
}

// stoppedAt is the failure of the case after which the target was gone.
func stoppedAt(result report.Result) report.Result {
	place := slices.IndexFunc(result.Exchanges, func(x wire.Exchange) bool { return breaksOff(x.Break) })
	result.Skip = ""
	result.Mismatches = slices.DeleteFunc(slices.Clone(result.Mismatches), func(m report.Mismatch) bool {
		return m.Aspect == report.AspectConnection
	})
	result.Mismatches = append(result.Mismatches, judge.Stopped(result.Level, place+1, result.Exchanges[place].Break))
	return judged(result)
}

// brokeWhen is when the result's exchange broke off.
func brokeWhen(result report.Result) time.Time {
	last := brokenAt(result)
	return last.Started.Add(last.Duration)
}

// brokenAt is the first exchange of the result that broke off, or an empty one.
func brokenAt(result report.Result) wire.Exchange {
	for _, x := range result.Exchanges {
		if breaksOff(x.Break) {
			return x
		}
	}
	return wire.Exchange{}
}

// comesBack reports whether the target gives a whole answer to anything,
// within a bound.
func (s *Session) comesBack(ctx context.Context) bool {
	deadline := time.Now().Add(max(comeback, s.options.Wait))
	for {
		if silence(slices.Concat(greet(ctx, s.aside, spellingQuestions(false)))) == "" {
			return ctx.Err() == nil
		}
		if ctx.Err() != nil || time.Now().Add(pause).After(deadline) {
			return false
		}
		sleep(ctx, pause)
	}
}
