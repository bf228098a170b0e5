package target

import (
	"context"
	"slices"
	"sync"

	"github.com/regspec/regspec/suite/wire"
)

// Recorder sends what belongs to no case, and keeps the exchanges: a credential that
// the target gave in one may come back in the answer to a case, and must be known to
// be a credential. It is safe for concurrent use if its client is.
type Recorder struct {
	Client Sender

	mu        sync.Mutex
	exchanges []wire.Exchange
}

// Do sends q and waits for the answer.
func (r *Recorder) Do(ctx context.Context, q wire.Request) wire.Exchange {
	x := r.Client.Do(ctx, q)
	r.Keep(x)
	return x
}

// Close closes the idle connections of the client, if it has a Close.
func (r *Recorder) Close() {
	if client, ok := r.Client.(interface{ Close() }); ok {
		client.Close()
	}
}

// Keep keeps exchanges that were made elsewhere and are no part of a result.
func (r *Recorder) Keep(exchanges ...wire.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exchanges = append(r.exchanges, exchanges...)
}

// Exchanges are all that were kept so far, in no certain order.
func (r *Recorder) Exchanges() []wire.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.exchanges)
}
