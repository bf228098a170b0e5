package wire_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// TestDialsAgain holds that a connection that does not come is asked for again, well
// before the kernel would, and that no more is left of the first.
func TestDialsAgain(t *testing.T) {
	noLeaks(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	var dials atomic.Int32
	client := newClient(t, endpoint(t, server.URL), wire.Options{
		Timeout: time.Minute,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if dials.Add(1) == 1 { // its first packet was dropped
				<-ctx.Done()
				return nil, ctx.Err()
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	})
	want(t, client.Do(context.Background(), post()), "", "")
	want(t, client.Do(context.Background(), post()), "", "") // over the one that came
	if got := dials.Load(); got != 2 {
		t.Errorf("%d connections were sought", got)
	}
}
