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

// exclusivePatience is how long a second connection may have to wait, at least,
// before it counts as one that waits for the first.
const exclusivePatience = time.Second

// Exclusive reports whether a target serves one connection at a time: it waits for
// the next request on a connection that it has answered on, and takes no other
// until that is closed, as a server with neither threads nor events does. Whoever
// keeps connections open to it would hold up themselves. It is found out with a
// request on each of two connections, whose senders keep them, and takes a second
// or more of such a target and no time of any other.
func Exclusive(ctx context.Context, one, other Sender, r Request) bool {
	defer one.Close()
	defer other.Close()
	first := one.Do(ctx, r)
	if first.Answer == nil {
		return false
	}
	second := make(chan bool, 1)
	go func() { second <- other.Do(ctx, r).Answer != nil }()
	timer := time.NewTimer(max(exclusivePatience, 4*first.Duration))
	defer timer.Stop()
	select {
	case <-second:
		return false
	case <-timer.C:
	}
	one.Close()
	return <-second
}
