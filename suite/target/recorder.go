package target

import (
	"context"

	"github.com/regspec/regspec/suite/wire"
)

// Recorder sends what belongs to no case, and lets somebody learn of the exchanges: a
// credential that the target gave in one may come back in the answer to a case, and must
// be known to be a credential. It is safe for concurrent use if its client and Learn are.
type Recorder struct {
	Client Sender
	// Learn is called with each exchange, which is not kept.
	Learn func(wire.Exchange)
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

// Keep is for exchanges that were made elsewhere and are no part of a result.
func (r *Recorder) Keep(exchanges ...wire.Exchange) {
	for _, x := range exchanges {
		r.Learn(x)
	}
}
