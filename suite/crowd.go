package suite

import (
	"context"
	"sync"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// approach makes the client of a run, and asks the target its first questions. A
// target that serves fewer connections at a time than are needed gets a client that
// keeps none.
func approach(ctx context.Context, o Options, needed int) (*wire.Client, *aside, preflight, error) {
	endpoint, err := wire.Endpoint(o.Target, o.Path)
	if err != nil {
		return nil, nil, preflight{}, err
	}
	client := wire.NewClient(endpoint, o.Wire)
	aside := &aside{client: client}
	p := inspect(ctx, aside, o.Wait, o.Waiting)
	if p.unreachable != "" || o.Wire.Handler != nil {
		return client, aside, p, nil
	}
	client.Close()
	senders := make([]wire.Sender, needed)
	for i := range senders {
		senders[i] = keeping{aside, wire.NewClient(endpoint, o.Wire)}
	}
	if p.scarce = wire.Scarce(ctx, senders, greetings()[0]); p.scarce {
		o.Wire.NoReuse = true
		client = wire.NewClient(endpoint, o.Wire)
		aside.client = client
	}
	return client, aside, p, nil
}

// keeping is a client whose exchanges are kept aside.
type keeping struct {
	*aside

	client *wire.Client
}

func (k keeping) Do(ctx context.Context, r wire.Request) wire.Exchange {
	x := k.client.Do(ctx, r)
	k.keep(x)
	return x
}

func (k keeping) Close() { k.client.Close() }

// crowd sends several requests at the same moment. While some of them wait and others
// were answered long ago, it drops the connections of those: a target that serves few
// connections at a time is waiting for more on them.
type crowd struct {
	client sender

	mu       sync.Mutex // guards what is below
	waiting  int
	quickest time.Duration // of those that were answered, 0 for none
}

// Do is that of the client.
func (c *crowd) Do(ctx context.Context, r wire.Request) wire.Exchange {
	c.mu.Lock()
	c.waiting++
	c.mu.Unlock()
	x := c.client.Do(ctx, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting--
	if x.Break == nil && (c.quickest == 0 || x.Duration < c.quickest) {
		c.quickest = x.Duration
	}
	return x
}

// watch looks after what is sent until the function that it returns is called.
func (c *crowd) watch(ctx context.Context) (done func()) {
	client, ok := c.client.(interface{ Close() })
	if !ok {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	began := time.Now()
	var watching sync.WaitGroup
	watching.Go(func() {
		for ctx.Err() == nil {
			sleep(ctx, pause)
			if ctx.Err() == nil && c.holdsUp(time.Since(began)) {
				client.Close()
			}
		}
	})
	return func() {
		cancel()
		watching.Wait()
	}
}

// holdsUp reports whether some requests have waited for much longer than others.
func (c *crowd) holdsUp(waited time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting > 0 && c.quickest > 0 && waited > max(3*pause, 4*c.quickest)
}
