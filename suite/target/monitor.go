package target

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// maxBusy bounds how often one request is sent again to a target that is busy.
	maxBusy = 5
	// maxBusyPause bounds how long a busy target is left alone before the next try.
	maxBusyPause = 2 * time.Second
	// restartPause is how long to wait before the next try to connect to a target that
	// went away.
	restartPause = 50 * time.Millisecond
)

// Monitor is what several senders to one target share: whether it answers, and how
// often it went away and came back. It is safe for concurrent use.
type Monitor struct {
	// RestartTime is how long a target that went away has to come back.
	RestartTime time.Duration
	// Busy reports whether an answer asks the client to wait and says nothing about
	// the request.
	Busy func(wire.Exchange) bool
	// Stopped is called when the target went away and did not come back in time, or
	// when it never answered, with why the last exchange broke.
	Stopped func(why string)

	answered, restarts atomic.Int64
}

// Answered is how many requests got a whole answer that was not busy.
func (m *Monitor) Answered() int { return int(m.answered.Load()) }

// Restarts is how often the target went away and came back.
func (m *Monitor) Restarts() int64 { return m.restarts.Load() }

// Retrying is a sender that sends a request again where the target went away or was
// busy: a restart must not fail the requests after it.
func (m *Monitor) Retrying(s Sender) Connection { return retrying{s, m} }

type retrying struct {
	sender  Sender
	monitor *Monitor
}

// Do sends r, and again after a pause where that is due.
func (s retrying) Do(ctx context.Context, r wire.Request) wire.Exchange {
	for retries := 0; ; retries++ {
		x := s.sender.Do(ctx, r)
		switch busy := s.monitor.Busy(x); {
		case x.Break != nil && x.Break.Unreachable() && ctx.Err() == nil:
			again, ok := s.afterRestart(ctx, r)
			if !ok {
				s.monitor.Stopped(x.Break.Sentence())
				return x
			}
			return again
		case busy && retries < maxBusy:
			pause := maxBusyPause / 4
			if asked, ok := RetryAfter(x); ok {
				pause = min(asked, maxBusyPause)
			}
			Sleep(ctx, pause)
		default:
			if x.Break == nil && !busy { // a busy target was not tested
				s.monitor.answered.Add(1)
			}
			return x
		}
	}
}

// Close closes the connection, if the sender has one.
func (s retrying) Close() {
	if c, ok := s.sender.(interface{ Close() }); ok {
		c.Close()
	}
}

// afterRestart sends until the target takes connections again, if it ever answered
// and does so in time.
func (s retrying) afterRestart(ctx context.Context, r wire.Request) (wire.Exchange, bool) {
	if s.monitor.Answered() == 0 {
		return wire.Exchange{}, false
	}
	for began := time.Now(); time.Since(began) < s.monitor.RestartTime && ctx.Err() == nil; {
		Sleep(ctx, restartPause)
		if again := s.sender.Do(ctx, r); again.Break == nil || !again.Break.Unreachable() {
			s.monitor.restarts.Add(1)
			return again, true
		}
	}
	return wire.Exchange{}, ctx.Err() != nil
}
