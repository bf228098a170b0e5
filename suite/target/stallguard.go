package target

import (
	"context"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// StallGuard sends several requests at the same moment. While some of them wait and
// others were answered long ago, it closes the idle connections: a target that serves
// few connections at a time is waiting for more requests on them.
type StallGuard struct {
	// Client sends. It must be safe for concurrent use; if it has no Close, nothing
	// is guarded.
	Client Sender

	mu       sync.Mutex // guards what is below
	waiting  int
	quickest time.Duration // of those that were answered, 0 for none
}

// Do sends r and waits for the answer.
func (g *StallGuard) Do(ctx context.Context, r wire.Request) wire.Exchange {
	g.mu.Lock()
	g.waiting++
	g.mu.Unlock()
	x := g.Client.Do(ctx, r)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting--
	if x.Break == nil && (g.quickest == 0 || x.Duration < g.quickest) {
		g.quickest = x.Duration
	}
	return x
}

// Watch guards what is sent until the function that it returns is called.
func (g *StallGuard) Watch(ctx context.Context) (done func()) {
	client, ok := g.Client.(interface{ Close() })
	if !ok {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	began := time.Now()
	var watching sync.WaitGroup
	watching.Go(func() {
		for ctx.Err() == nil {
			Sleep(ctx, Pause)
			if ctx.Err() == nil && g.stalled(time.Since(began)) {
				client.Close()
			}
		}
	})
	return func() {
		cancel()
		watching.Wait()
	}
}

// stalled reports whether some requests have waited for much longer than others.
func (g *StallGuard) stalled(waited time.Duration) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting > 0 && g.quickest > 0 && waited > max(3*Pause, 4*g.quickest)
}
