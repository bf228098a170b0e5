package wire

import (
	"context"
	"time"
)

// A Sender keeps a connection from one request to the next, until it is closed.
type Sender interface {
	Do(ctx context.Context, r Request) Exchange
	Close()
}

// Many is how many requests are sent at the same moment at most, and so how many
// connections a target has to bear.
const Many = 16

// scarcePatience is how long a connection may have to wait, at least, before it counts
// as one that waits for another to be closed.
const scarcePatience = time.Second

// Scarce reports whether a target lets connections wait while others are kept open: it
// reads from each with a thread of its own, of which it has few, or from one after the
// other. Whoever keeps connections open to it would hold up themselves. It is found
// out with a request on each of several connections, whose senders keep them, and
// takes two seconds or more of such a target, since it is asked twice lest it be the
// machine that is busy, and hardly any time of others.
func Scarce(ctx context.Context, senders []Sender, r Request) bool {
	for range 2 {
		if !waits(ctx, senders, r) {
			return false
		}
	}
	return true
}

// waits reports whether some of the senders had to wait until others were closed.
func waits(ctx context.Context, senders []Sender, r Request) bool {
	type answered struct {
		sender   Sender
		whole    bool
		duration time.Duration
	}
	came := make(chan answered, len(senders))
	for _, sender := range senders {
		defer sender.Close()
		go func() {
			x := sender.Do(ctx, r)
			came <- answered{sender, x.Break == nil, x.Duration}
		}()
	}
	var kept []Sender
	waiting, whole := false, true
	timer := time.NewTimer(scarcePatience)
	defer timer.Stop()
	for range senders {
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
		kept = append(kept, one.sender)
		if waiting {
			one.sender.Close()
		} else {
			timer.Reset(max(scarcePatience, 4*one.duration))
		}
	}
	return waiting && whole
}

func closeAll(senders []Sender) {
	for _, sender := range senders {
		sender.Close()
	}
}
