package wire

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// A kernel whose server has its queue full drops what comes, and the client's asks again
// after 1, 3 and 7 seconds only: of many that come together, some would be late by no fault
// of what they ask. So another connection is begun beside one that takes long: at first
// after mostHedge, or hedgeTimes as long as the quickest took, and then after twice the time.
const (
	leastHedge = 50 * time.Millisecond
	mostHedge  = 500 * time.Millisecond
	hedgeTimes = 20
)

// hedgedDial begins another connection each time that none has come for a while, and
// gives the first that comes, or the first failure.
func hedgedDial(dial dialFunc) dialFunc {
	var quickest atomic.Int64
	quickest.Store(int64(mostHedge))
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // those that have not come
		type result struct {
			conn net.Conn
			err  error
			took time.Duration
		}
		came := make(chan result)
		after := min(max(hedgeTimes*time.Duration(quickest.Load()), leastHedge), mostHedge)
		for {
			go func() {
				began := time.Now()
				conn, err := dial(ctx, network, address)
				select {
				case came <- result{conn, err, time.Since(began)}:
				case <-ctx.Done():
					if err == nil {
						_ = conn.Close() // nobody waits for it any more
					}
				}
			}()
			timer := time.NewTimer(after)
			select {
			case one := <-came:
				timer.Stop()
				if one.err == nil && int64(one.took) < quickest.Load() {
					quickest.Store(int64(one.took))
				}
				return one.conn, one.err
			case <-ctx.Done():
				timer.Stop()
				return nil, ctx.Err()
			case <-timer.C:
				after = min(2*after, mostHedge)
			}
		}
	}
}
