package wire_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestKeptConnections(t *testing.T) {
	noLeaks(t)
	tests := []struct {
		name string
		// second is what the first connection does after the second request.
		second func(*rawConn)
		// fresh is what the second connection does after a request.
		fresh       func(*rawConn)
		request     wire.Request
		kind        wire.Kind
		phase       wire.Phase
		reconnected bool
	}{
		{name: "reused", second: func(c *rawConn) { _ = c.say(ok) }},
		{name: "closed", second: func(*rawConn) {}, reconnected: true},
		{name: "reset", second: (*rawConn).abort, reconnected: true},
		{name: "closed, GET", second: func(*rawConn) {}, request: wire.Request{Method: "GET"}, reconnected: true},
		{
			name:        "left over from before",
			second:      func(c *rawConn) { _ = c.say("<p>more than 2 bytes</p>\r\n") },
			reconnected: true,
		},
		{
			name: "closed twice", second: func(*rawConn) {}, fresh: func(*rawConn) {},
			kind: wire.KindClosed, phase: wire.PhaseWait, reconnected: true,
		},
		{
			name: "an answer had begun", second: func(c *rawConn) { _ = c.say("HTTP/1.1 2") },
			kind: wire.KindClosed, phase: wire.PhaseHeaders,
		},
		{
			name: "timeout", second: (*rawConn).hold,
			kind: wire.KindTimeout, phase: wire.PhaseWait,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u := serve(t, func(c *rawConn) {
				raw := c.request()
				if c.nth == 0 {
					_ = c.say(ok)
					c.request()
					test.second(c)
					return
				}
				if !bytes.HasPrefix(raw, []byte("POST")) && !bytes.HasPrefix(raw, []byte("GET")) {
					t.Errorf("the second connection got %q", raw)
				}
				if test.fresh != nil {
					test.fresh(c)
					return
				}
				_ = c.say(ok)
			})
			client := newClient(t, u, wire.Options{Timeout: 3 * short})
			r := test.request
			if r.Method == "" {
				r = post()
			}
			want(t, client.Do(context.Background(), r), "", "")
			x := client.Do(context.Background(), r)
			want(t, x, test.kind, test.phase)
			if x.Reconnected != test.reconnected {
				t.Errorf("reconnected is %v", x.Reconnected)
			}
			if n := len(wire.Values(x.Request.Header, "Host")); n != 1 {
				t.Errorf("recorded are %d Host fields", n)
			}
			if test.kind == "" && (x.Answer == nil || x.Answer.Status != 200) {
				t.Errorf("answer is %+v", x.Answer)
			}
		})
	}
}

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
