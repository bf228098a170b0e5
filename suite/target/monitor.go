package target

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// Monitor sends for several workers to one target, and finds out whether it is still
// there when an exchange breaks off. It is safe for concurrent use.
type Monitor struct {
	// Sender sends; it must be safe for concurrent use.
	Sender Sender
	// Greeting is a request that every target answers.
	Greeting wire.Request
	// Busy reports whether an answer asks the client to wait.
	Busy func(wire.Exchange) bool
	// RestartTime is how long a target that stopped has to come back.
	RestartTime time.Duration
	// Stopped is called once, when the target stopped and did not come back in time, or
	// was never there, with the exchange that broke first and how the last greeting broke off,
	// which is not nil.
	Stopped func(x wire.Exchange, greeted *wire.Break)
	// Waiting, if set, is the context in which a target that went away is waited for. It
	// outlasts that of a request, so that a target is judged that was away at the end.
	Waiting context.Context //nolint:containedctx // that of the caller who made this, not of a request
	// CameBack is called when the target answers again, with the exchange that it
	// stopped in and how long it did not answer.
	CameBack func(x wire.Exchange, away time.Duration)

	answered atomic.Int64
	restarts Restarts
	checking sync.Mutex // held by who looks whether the target is there
	since    time.Time  // when it was last seen to be, and whether it stopped for good; guarded by checking
	gone     bool

	mu      sync.Mutex // guards what is below
	latest  time.Time  // when the latest request was sent that was answered
	slowest time.Duration
}

// Answered is how many requests got a whole answer that was not busy.
func (m *Monitor) Answered() int { return int(m.answered.Load()) }

// Do sends r. Where it broke off, the target is greeted: one that is away is waited for,
// and a request that never reached it is sent again.
func (m *Monitor) Do(ctx context.Context, r wire.Request) wire.Exchange {
	for {
		x := m.Sender.Do(ctx, r)
		switch {
		case x.Break == nil:
			if !m.Busy(x) { // a busy target was not tested
				m.answered.Add(1)
				m.saw(x)
			}
			return x
		case !BrokeOff(x.Break), !m.back(ctx, x), !x.Break.Unreachable(), ctx.Err() != nil:
			return x
		}
	}
}

// Check greets the target once, to find out whether it is still there.
func (m *Monitor) Check(ctx context.Context) {
	if x := m.Sender.Do(ctx, m.Greeting); BrokeOff(x.Break) {
		m.back(ctx, x)
	}
}

// saw takes a whole answer.
func (m *Monitor) saw(x wire.Exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.slowest = max(m.slowest, x.Duration)
	if x.Started.After(m.latest) {
		m.latest = x.Started
	}
}

// answers reports whether a request was answered that was sent after a time, and how long
// the slowest answer took.
func (m *Monitor) answers(since time.Time) (answered bool, slowest time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.latest.After(since), m.slowest
}

// back reports whether the target answers, after an exchange broke off.
func (m *Monitor) back(ctx context.Context, x wire.Exchange) bool {
	if m.Waiting != nil {
		ctx = m.Waiting
	}
	m.checking.Lock()
	defer m.checking.Unlock()
	began := x.Started.Add(x.Duration)
	answered, slowest := m.answers(began)
	switch {
	case m.gone || ctx.Err() != nil:
		return false
	case answered && !x.Break.Unreachable(), m.since.After(began): // somebody has looked in the meantime
		return true
	}
	m.restarts.Answered(slowest)
	wait := m.RestartTime
	if m.Answered() == 0 {
		wait = 3 * Pause // it was never there, or drops what comes close together
	}
	refused := x.Break.Unreachable()
	var greeted *wire.Break
	why, away := m.restarts.Back(ctx, wait, began, func() (string, time.Time) {
		g := m.Sender.Do(ctx, m.Greeting)
		refused = refused || g.Break.Unreachable()
		switch answered, _ = m.answers(began); {
		case !BrokeOff(g.Break) && !refused && greeted == nil:
			return "", began.Add(g.Duration) // it may have had to wait for others of ours before it was sent
		case !BrokeOff(g.Break), answered && !refused:
			return "", g.Started.Add(g.Duration)
		}
		greeted = g.Break
		return g.Break.Sentence(), time.Time{}
	})
	switch {
	case ctx.Err() != nil:
		return false
	case why != "":
		m.gone = true
		m.Stopped(x, greeted)
		return false
	}
	m.since = time.Now()
	if away > 0 && (refused || !answered) {
		m.CameBack(x, away)
	}
	return true
}
