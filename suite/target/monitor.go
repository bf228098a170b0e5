package target

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// RestartTime is how long a target that stopped has to answer again, before it is
	// known how long it takes. A supervisor restarts most servers within it.
	RestartTime = 5 * time.Second
	// maxRestartTime bounds that for a target that takes long.
	maxRestartTime = time.Minute
)

// Restarts is how long a target has to come back: longer than it was seen to take.
type Restarts struct{ longest atomic.Int64 }

// Wait is how long to wait for the target, at least so long.
func (r *Restarts) Wait(least time.Duration) time.Duration {
	return max(least, min(3*time.Duration(r.longest.Load()), maxRestartTime))
}

// Took notes that the target was away for so long.
func (r *Restarts) Took(away time.Duration) {
	for longest := r.longest.Load(); int64(away) > longest; longest = r.longest.Load() {
		if r.longest.CompareAndSwap(longest, int64(away)) {
			return
		}
	}
}

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
	tries := 0
	wait := m.restarts.Wait(m.RestartTime)
	if m.Answered() == 0 {
		wait = 3 * Pause // it was never there, or drops what comes close together
	}
	why := Poll(ctx, wait, nil, func() string {
		tries++
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
	if tries > 1 {
		m.restarts.Took(time.Since(began))
		m.CameBack(x, time.Since(began))
	}
	return true
}
