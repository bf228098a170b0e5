package wire

import (
	"context"
	"net"
	"time"
)

// hedgeAfter is how long a connection may take before another one is begun beside
// it. A kernel whose server has its queue full drops what comes, and the client's asks
// again after 1, 3 and 7 seconds only: of many that come together, some would be late
// by no fault of what they ask.
const hedgeAfter = 500 * time.Millisecond

// hedgedDial begins another connection each time that none has come for a while, and
// gives the first that comes, or the first failure.
func hedgedDial(dial dialFunc, after time.Duration) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // those that have not come
		type result struct {
			conn net.Conn
			err  error
		}
		came := make(chan result)
		tick := time.NewTicker(after)
		defer tick.Stop()
		for {
			go func() {
				conn, err := dial(ctx, network, address)
				select {
				case came <- result{conn, err}:
				case <-ctx.Done():
					if err == nil {
						_ = conn.Close() // nobody waits for it any more
					}
				}
			}()
			select {
			case one := <-came:
				return one.conn, one.err
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-tick.C:
			}
		}
	}
}
