package wire

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A connection that does not come is asked for again after a multiple of what the quickest
// took, within bounds.
func TestWhenItDialsAgain(t *testing.T) {
	for _, test := range []struct{ quickest, want time.Duration }{
		{0, 500 * time.Millisecond}, // none came yet
		{time.Millisecond, 50 * time.Millisecond},
		{10 * time.Millisecond, 200 * time.Millisecond},
		{300 * time.Millisecond, 500 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			var lost atomic.Int64 // how many do not come
			dial := hedgedDial(func(ctx context.Context, _, _ string) (net.Conn, error) {
				if lost.Add(-1) >= 0 {
					<-ctx.Done()
					return nil, ctx.Err()
				}
				time.Sleep(test.quickest)
				return &net.TCPConn{}, nil
			})
			took := func() time.Duration {
				began := time.Now()
				if _, err := dial(t.Context(), "tcp", ""); err != nil {
					t.Error(err)
				}
				return time.Since(began) - test.quickest
			}
			if test.quickest > 0 {
				took()
			}
			lost.Store(1)
			if first := took(); first != test.want {
				t.Errorf("after a connection in %v, one that was lost is sought again after %v", test.quickest, first)
			}
			lost.Store(2)
			if second, want := took(), test.want+min(2*test.want, mostHedge); test.quickest > 0 && second != want {
				t.Errorf("after a connection in %v, the third is sought after %v, and not %v", test.quickest, second, want)
			}
		})
	}
}
