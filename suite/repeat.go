package suite

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
)

// maxRetryPause bounds how long a target may ask to be left alone.
const maxRetryPause = 30 * time.Second

// retries holds the cases that have no verdict back, as long as they can still
// be repeated.
type retries struct {
	mu   sync.Mutex // guards what is below
	left int
	held []attempt
}

// hold keeps a result back that will be repeated, and reports whether it did.
func (t *retries) hold(i int, result report.Result) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if result.Verdict != report.Errored || t.left == 0 {
		return false
	}
	t.held = append(t.held, attempt{place: i, result: result})
	return true
}

// begin gives the cases to be repeated, in order, and counts one round down.
func (t *retries) begin() []attempt {
	t.mu.Lock()
	defer t.mu.Unlock()
	held := t.held
	t.held = nil
	t.left--
	slices.SortFunc(held, func(a, b attempt) int { return a.place - b.place })
	return held
}

// over lets nothing be held any more.
func (t *retries) over() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.left = 0
}

// repeat runs the cases without a verdict again, for as many rounds as was asked
// for. It does so one at a time: many at once may be why they have none. What
// they came to before stays in the report.
func (s *Execution) repeat(ctx context.Context, r runner) {
	for s.retries.left > 0 {
		held := s.retries.begin()
		if len(held) == 0 {
			return
		}
		target.Sleep(ctx, retryPause(held))
		s.paced.SetPatience(max(s.options.Patience, s.options.Wait))
		if s.isolation.stopped != "" && ctx.Err() == nil {
			if back, _ := s.comesBack(ctx, time.Now()); back {
				s.isolation.cameBack, s.isolation.stopped = s.isolation.stopped, ""
			}
		}
		if ctx.Err() != nil || s.isolation.stopped != "" {
			s.retries.over()
			for _, one := range held {
				if ctx.Err() != nil {
					one.result = interrupted("this case was repeated").of(one.result)
				}
				s.settle(one.place, one.result)
			}
			return
		}
		for _, one := range held {
			s.before[one.place] = append(s.before[one.place], report.Attempt{
				Reason: one.result.Reason, Exchanges: one.result.Exchanges, DurationMS: one.result.DurationMS,
			})
			s.carryOut(ctx, r, one.place)
		}
	}
}

// retryPause is how long to leave the target alone: as long as it asks (RFC 9110
// §10.2.3), within a bound.
func retryPause(held []attempt) time.Duration {
	longest := target.Pause
	for _, one := range held {
		for _, x := range one.result.Exchanges {
			if asked, ok := target.RetryAfter(x); ok {
				longest = max(longest, min(maxRetryPause, asked))
			}
		}
	}
	return longest
}
