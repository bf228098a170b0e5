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
	// was never there, with the exchange that broke first.
	Stopped func(wire.Exchange)
	// CameBack is called when the target answers again, with the exchange that it
	// stopped in and how long it did not answer.
	CameBack func(x wire.Exchange, away time.Duration)

	answered atomic.Int64
	restarts Restarts
	checking sync.Mutex // held by who looks whether the target is there
	since    time.Time  // when it was last seen to be, and whether it stopped for good; guarded by checking
	gone     bool
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
			}
			return x
		case !BrokeOff(x.Break) || ctx.Err() != nil:
			return x
		case !m.back(ctx, x) || !x.Break.Unreachable():
			return x
		}
	}
}

// back reports whether the target answers, after an exchange broke off.
func (m *Monitor) back(ctx context.Context, x wire.Exchange) bool {
	m.checking.Lock()
	defer m.checking.Unlock()
	began := x.Started.Add(x.Duration)
	switch {
	case m.gone || ctx.Err() != nil:
		return false
	case m.since.After(began): // somebody has looked in the meantime
		return true
	}
	wait := m.RestartTime
	if m.Answered() == 0 {
		wait = 3 * Pause // it was never there, or drops what comes close together
	}
	why, away := m.restarts.Back(ctx, wait, began, func() string {
		if g := m.Sender.Do(ctx, m.Greeting); BrokeOff(g.Break) {
			return g.Break.Sentence()
		}
		return ""
	})
	switch {
	case ctx.Err() != nil:
		return false
	case why != "":
		m.gone = true
		m.Stopped(x)
		return false
	}
	m.since = time.Now()
	if away > 0 {
		m.CameBack(x, away)
	}
	return true
}
