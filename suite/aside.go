package suite

import (
	"context"
	"slices"
	"sync"

	"github.com/regspec/regspec/suite/wire"
)

// aside sends what belongs to no case, and keeps the exchanges: a credential
// that the target gave then may turn up in a case's answer, and must be known
// to be one.
type aside struct {
	client sender

	mu        sync.Mutex
	exchanges []wire.Exchange
}

// Do is that of the client.
func (a *aside) Do(ctx context.Context, r wire.Request) wire.Exchange {
	x := a.client.Do(ctx, r)
	a.keep(x)
	return x
}

// Close drops the idle connections of the client, if it has any.
func (a *aside) Close() {
	if client, ok := a.client.(interface{ Close() }); ok {
		client.Close()
	}
}

// keep keeps exchanges that were made elsewhere and are no part of a result.
func (a *aside) keep(exchanges ...wire.Exchange) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.exchanges = append(a.exchanges, exchanges...)
}

func (a *aside) all() []wire.Exchange {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.exchanges)
}
