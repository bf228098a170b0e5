package suite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

const (
	// enoughAlone is how many failures of one kind are asked again alone, before it is known
	// that the answers are wrong alone, too.
	enoughAlone = 2
	// longestAlone bounds how long all that may take, and a case that is asked again.
	longestAlone = 3 * time.Second
	// mostCompared is how often two answers that are to be alike are asked for alone until they
	// are: of instances that differ, each may answer one of them most times, and not each time.
	mostCompared = 10
)

// beside holds back the cases that failed while others were under way, until they can be
// run again alone: answers may be wrong only beside others.
type beside struct {
	mu       sync.Mutex // guards what is below
	open     bool       // cases are held back
	held     []attempt
	partly   int // of those that were asked again alone, how many failed then, where not all did
	partlyOf int
	alone    map[string]bool // what was answered, and whether all cases that were answered so passed alone
}

// hold holds a result back that may be due to what else was under way, and reports whether
// it did. What broke off is looked into at once, and is not held.
func (b *beside) hold(i int, e Entry, result report.Result) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrong := result.Verdict == report.Failed && !late(result) || result.Skip == report.SkipBlocked && len(result.Exchanges) > 0
	broken := slices.ContainsFunc(result.Exchanges, func(x wire.Exchange) bool { return x.Break != nil })
	if !b.open || !wrong || broken || sentTogether(e) || result.DurationMS > milliseconds(longestAlone) {
		return false
	}
	b.held = append(b.held, attempt{place: i, result: result})
	return true
}

// sentTogether reports whether a case sends requests at the same moment by itself.
func sentTogether(e Entry) bool {
	for first := range e.Case.Steps {
		if e.Case.Stage(first) > first+1 {
			return true
		}
	}
	return false
}

// settleBeside runs failed cases again alone, a few of each kind or all where these pass, and
// settles them.
func (s *Execution) settleBeside(ctx context.Context, r runner) {
	b := &s.beside
	b.mu.Lock()
	held := b.held
	b.open, b.held = false, nil
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, longestAlone)
	defer cancel()
	slices.SortFunc(held, func(x, y attempt) int {
		last := func(a attempt) int { // what is asked for often is not to take the time of the rest
			if compares(a.result) {
				return 1
			}
			return 0
		}
		return cmp.Or(last(x)-last(y), cmp.Compare(s.likeness(x), s.likeness(y)), cmp.Compare(x.place, y.place))
	})
	b.alone = map[string]bool{}
	for len(held) > 0 && s.isolation.stopped == "" {
		n := 1
		for n < len(held) && s.likeness(held[n]) == s.likeness(held[0]) {
			n++
		}
		s.settleAlike(ctx, r, held[:n])
		held = held[n:]
	}
	for _, one := range held {
		s.settle(one.place, one.result)
	}
}

// likeness is the same for failures that may have one cause.
func (s *Execution) likeness(one attempt) string {
	all := slices.Concat(one.result.Mismatches, one.result.Needs)
	if len(all) == 0 {
		return kind(s.entries[one.place])
	}
	return string(all[0].Aspect) + " " + all[0].Requirement + " " + kind(s.entries[one.place])
}

// answerOf is what was answered where something else was due.
func answerOf(one attempt) string {
	for _, m := range slices.Concat(one.result.Mismatches, one.result.Needs) {
		if x := one.result.Exchange(m.Step); x.Answer != nil {
			return fmt.Sprintf("%d %s", x.Answer.Status, x.Answer.Body)
		}
	}
	return ""
}

// compares reports whether a result failed only since two answers are not alike.
func compares(r report.Result) bool {
	return r.Verdict == report.Failed && !slices.ContainsFunc(r.Mismatches, func(m report.Mismatch) bool { return !judge.Compares(m) })
}

// again runs a case alone, and once more where two answers are not alike.
func (r runner) again(ctx context.Context, e Entry) report.Result {
	result := r.run(ctx, e)
	for n := 1; n < mostCompared && compares(result) && ctx.Err() == nil; n++ {
		result = r.run(ctx, e)
	}
	return result
}

// settleAlike settles failures that may have one cause.
func (s *Execution) settleAlike(ctx context.Context, r runner, alike []attempt) {
	second, wrong := []report.Result{}, 0
	for _, one := range alike {
		if len(second) >= enoughAlone && wrong == len(second) {
			break // it is so each time
		}
		again := r.again(ctx, s.entries[one.place])
		if ctx.Err() != nil {
			break
		}
		passed := again.Verdict == report.Passed
		if second = append(second, again); !passed {
			wrong++
		}
		before, known := s.beside.alone[answerOf(one)]
		s.beside.alone[answerOf(one)] = passed && (before || !known)
	}
	comesAndGoes := 0 < wrong && wrong < len(second)
	for i, one := range alike {
		switch {
		case i < len(second) && second[i].Verdict == report.Passed && compares(one.result):
			one.result = second[i]
		case wrong > 0, i >= len(second) && !s.beside.alone[answerOf(one)]:
		case one.result.Verdict == report.Failed:
			told := judge.Beside(one.result.Mismatches)
			comesAndGoes = comesAndGoes || slices.Equal(told, one.result.Mismatches)
			one.result.Mismatches = told
		case i >= len(second):
			one.result.Needs = judge.Beside(one.result.Needs)
		default:
			one.result = second[i]
		}
		s.settle(one.place, one.result)
	}
	if comesAndGoes {
		s.beside.partly += wrong
		s.beside.partlyOf += len(second)
	}
}
