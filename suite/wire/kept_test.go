package wire_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// TestEarlyAnswer holds that an answer is not lost when the server closes the
// connection without reading the request to its end.
func TestEarlyAnswer(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) {
		_, _ = c.in.ReadString('\n')
		_ = c.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
	})
	client := newClient(t, u, wire.Options{})
	r := post()
	r.Body = make([]byte, 8<<20)
	for range 20 {
		x := client.Do(context.Background(), r)
		want(t, x, "", "")
		if x.Answer.Status != 413 || string(x.Answer.Body) != "big" {
			t.Fatalf("answer is %+v", x.Answer)
		}
	}
}

// TestOpensWhatItUses holds that no connection is opened that nothing is sent on: where
// a server has few threads, and each reads from one connection, that would keep the
// others waiting.
func TestOpensWhatItUses(t *testing.T) {
	for name, start := range map[string]func(*httptest.Server){"plain": (*httptest.Server).Start, "over TLS": (*httptest.Server).StartTLS} {
		t.Run(name, func(t *testing.T) {
			var mutex sync.Mutex
			unused := map[net.Conn]bool{}
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			server.Config.ConnState = func(conn net.Conn, state http.ConnState) {
				mutex.Lock()
				defer mutex.Unlock()
				switch state {
				case http.StateNew:
					unused[conn] = true
				case http.StateActive:
					delete(unused, conn)
				}
			}
			start(server)
			t.Cleanup(server.Close)
			options := wire.Options{}
			if server.TLS != nil {
				options.TLS = server.Client().Transport.(*http.Transport).TLSClientConfig
			}
			client := newClient(t, endpoint(t, server.URL), options)
			var all sync.WaitGroup
			for range 16 {
				all.Go(func() {
					for range 20 {
						want(t, client.Do(context.Background(), post()), "", "")
					}
				})
			}
			all.Wait()
			mutex.Lock()
			defer mutex.Unlock()
			if len(unused) > 0 {
				t.Errorf("%d connections were opened and not used", len(unused))
			}
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) {
		for range 5 { // and closes the connection under the client's hands
			if c.request() == nil || c.say(ok) != nil {
				return
			}
		}
	})
	client := newClient(t, u, wire.Options{Parallel: 4})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				x := client.Do(context.Background(), post())
				if x.Break != nil || x.Answer.Status != 200 || len(x.Request.Header) != 6 {
					t.Errorf("exchange is %+v, %+v", x, x.Break)
				}
			}
		})
	}
	all.Wait()
}

// TestLost holds that a connection which ends as soon as it was of use is told apart from
// one that was idle.
func TestLost(t *testing.T) {
	t.Parallel() // it waits more than it works
	for name, row := range map[string]struct {
		pause time.Duration
		say   string
		lost  bool
	}{
		"at once":                  {0, "", true},
		"after a pause":            {150 * time.Millisecond, "", false},
		"at once, with a farewell": {0, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := newConn(t, serve(t, func(c *rawConn) {
				c.request()
				_ = c.say(ok)
				c.request()
				_ = c.say(row.say)
			}), wire.Options{})
			want(t, conn.Do(context.Background(), post()), "", "")
			time.Sleep(row.pause)
			x := conn.Do(context.Background(), post())
			if want(t, x, "", ""); !x.Reconnected || (x.Lost != nil) != row.lost {
				t.Errorf("reconnected %t, lost %+v; want %t", x.Reconnected, x.Lost, row.lost)
			}
		})
	}
}
