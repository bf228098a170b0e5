package target

import (
	"context"
	"net/http"
	"sync"

	"github.com/regspec/regspec/suite/wire"
)

// MaxTogether is how many requests are sent at the same moment at most, and so how
// many connections a target should serve at once.
const MaxTogether = 16

// A Sender sends requests. What the interface leaves open, whether it may be used by
// several goroutines at once, is said by whoever takes one.
type Sender interface {
	Do(ctx context.Context, r wire.Request) wire.Exchange
}

// A Connection is a Sender that keeps a connection from one request to the next,
// until it is closed.
type Connection interface {
	Sender
	Close()
}

// SendTogether sends requests at the same moment and waits for all the answers. The
// sender must be safe for concurrent use.
func SendTogether(ctx context.Context, s Sender, requests []wire.Request) []wire.Exchange {
	exchanges := make([]wire.Exchange, len(requests))
	var wg sync.WaitGroup
	for i, request := range requests {
		wg.Go(func() { exchanges[i] = s.Do(ctx, request) })
	}
	wg.Wait()
	return exchanges
}

// SendDroppedAgain sends alone what was dropped when it was sent together with others,
// and puts the new exchange in the place of the old: a target may drop what comes
// together, and still answer one request. What timed out is left as it is.
func SendDroppedAgain(ctx context.Context, s Sender, requests []wire.Request, exchanges []wire.Exchange) {
	for i, x := range exchanges {
		if BrokeOff(x.Break) && x.Break.Kind != wire.KindTimeout {
			exchanges[i] = s.Do(ctx, requests[i])
		}
	}
}

// BrokeOff reports whether the target, or what lies before it, ended an exchange
// before the answer was whole. What our own bounds ended, or the caller, did not
// break off, nor did an answer that came and cannot be unpacked.
func BrokeOff(b *wire.Break) bool {
	return b != nil && !b.Ours() && !b.Bound() && b.Kind != wire.KindUndecodable
}

// Unavailable reports whether an answer says that the target is away, and nothing about
// the request: 502, 503 or 504 (RFC 9110 §15.6.3 to §15.6.5).
func Unavailable(x wire.Exchange) bool {
	if x.Break != nil || x.Answer == nil {
		return false
	}
	switch x.Answer.Status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
