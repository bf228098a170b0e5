package target

import (
	"context"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// MaxTogether is how many requests are sent at the same moment at most, and so how
// many connections a target must serve at once.
const MaxTogether = 16

// minWait is how long a connection must have waited before it counts as one that waits
// for another to be closed.
const minWait = time.Second

// LimitsConnections reports whether a target lets connections wait while others are
// kept open: it reads from each with a thread of its own, of which it has few, or from
// one after the other. A client that keeps connections open to it would block itself.
//
// It sends a request on each of the connections. Such a target is asked twice, in case
// the machine was busy, and takes two seconds or more; others take hardly any time.
func LimitsConnections(ctx context.Context, connections []Connection, r wire.Request) bool {
	for range 2 {
		if !waits(ctx, connections, r) {
			return false
		}
	}
	return true
}

// waits reports whether some of the connections had to wait until others were closed.
func waits(ctx context.Context, connections []Connection, r wire.Request) bool {
	type answered struct {
		connection Connection
		whole      bool
		duration   time.Duration
	}
	came := make(chan answered, len(connections))
	for _, connection := range connections {
		defer connection.Close()
		go func() {
			x := connection.Do(ctx, r)
			came <- answered{connection, x.Break == nil, x.Duration}
		}()
	}
	var kept []Connection
	waiting, whole := false, true
	timer := time.NewTimer(minWait)
	defer timer.Stop()
	for range connections {
		var one answered
		select {
		case one = <-came:
		case <-timer.C:
			if waiting = len(kept) > 0; waiting {
				closeAll(kept)
			}
			one = <-came
		}
		whole = whole && one.whole
		kept = append(kept, one.connection)
		if waiting {
			one.connection.Close()
		} else {
			timer.Reset(max(minWait, 4*one.duration))
		}
	}
	return waiting && whole
}

func closeAll(connections []Connection) {
	for _, connection := range connections {
		connection.Close()
	}
}
