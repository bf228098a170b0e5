package quiet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/quiet"
	"github.com/regspec/regspec/suite/wire"
)

func TestUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	resolver := func(dial func(ctx context.Context) error) func(context.Context, string, string) (net.Conn, error) {
		return (&net.Dialer{Resolver: &net.Resolver{
			PreferGo: true,
			Dial:     func(ctx context.Context, _, _ string) (net.Conn, error) { return nil, dial(ctx) },
		}}).DialContext
	}
	waits := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	dials := func(dial func(ctx context.Context) error) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, _, _ string) (net.Conn, error) { return nil, dial(ctx) }
	}
	tests := []struct {
		name, target string
		options      quiet.Options
		want         wire.Break
	}{
		{"refused", "http://" + closed, quiet.Options{}, wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused, Detail: closed}},
		{
			"no such name", "http://nonexistent.invalid",
			quiet.Options{Dial: resolver(func(context.Context) error { return errors.New("no name server") })},
			wire.Break{Phase: wire.PhaseResolve, Kind: wire.KindUnresolved, Detail: "nonexistent.invalid"},
		},
		{
			"name server does not answer", "http://nonexistent.invalid",
			quiet.Options{Dial: resolver(waits), Timeout: short},
			wire.Break{Phase: wire.PhaseResolve, Kind: wire.KindTimeout, Detail: "200ms"},
		},
		{
			"no connection in time", "http://192.0.2.1",
			quiet.Options{Dial: dials(waits), Timeout: short},
			wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindTimeout, Detail: "200ms"},
		},
		{
			"the dialer's own bound", "http://192.0.2.1",
			quiet.Options{Dial: dials(func(context.Context) error { return os.ErrDeadlineExceeded })},
			wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindTimeout, Detail: "10s"},
		},
		{
			"no connection at all", "http://192.0.2.1",
			quiet.Options{Dial: dials(func(context.Context) error { return errors.New("no route to host") })},
			wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindOther, Detail: "no route to host"},
		},
		{
			"no socket", "unix:/nonexistent/socket",
			quiet.Options{},
			wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused, Detail: "/nonexistent/socket"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			u := endpoint(t, test.target)
			x := newClient(t, u, test.options).Do(context.Background(), post())
			if x.Break == nil || *x.Break != test.want {
				t.Errorf("break is %+v, want %+v", x.Break, test.want)
			}
			o := wire.Options{Timeout: test.options.Timeout, Dial: test.options.Dial}
			if other := wire.NewClient(u, o).Do(context.Background(), post()); other.Break == nil || *other.Break != test.want {
				t.Errorf("break of the other client is %+v", other.Break)
			}
			if x.Answer != nil || !x.Break.Unreachable() || x.Reconnected || len(x.Request.Header) == 0 {
				t.Errorf("exchange is %+v", x)
			}
		})
	}
}

func TestInterrupted(t *testing.T) {
	for _, test := range []struct {
		name   string
		handle func(*rawConn)
		phase  wire.Phase
		size   int
	}{
		{"wait", func(c *rawConn) { c.request(); c.hold() }, wire.PhaseWait, 10},
		{"headers", func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 2"); c.hold() }, wire.PhaseHeaders, 10},
		{"body", func(c *rawConn) { c.request(); _ = c.say(partial); c.hold() }, wire.PhaseBody, 10},
		{"send", (*rawConn).ignore, wire.PhaseSend, 16 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := newClient(t, serve(t, test.handle), quiet.Options{})
			for _, how := range []string{"cancelled", "deadline"} {
				patiently(t, func(bound time.Duration) string {
					started := time.Now()
					ctx, cancel := context.WithTimeout(context.Background(), bound)
					if how == "cancelled" {
						ctx, cancel = context.WithCancel(context.Background())
						time.AfterFunc(bound, cancel)
					}
					r := post()
					r.Body = make([]byte, test.size)
					x := client.Do(ctx, r)
					cancel()
					if x.Break == nil || x.Break.Kind != wire.KindInterrupted || x.Break.Phase != test.phase || x.Break.Detail != "" {
						return fmt.Sprintf("%s, break is %+v, want %s", how, x.Break, test.phase)
					}
					if took := time.Since(started); took < bound || took > 10*bound {
						return fmt.Sprintf("%s, it took %v", how, took)
					}
					return ""
				})
			}
		})
	}
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		client := newClient(t, serve(t, says(ok)), quiet.Options{})
		client.Do(context.Background(), post())
		for range 20 {
			x := client.Do(ctx, post())
			if x.Break == nil || x.Break.Kind != wire.KindInterrupted || x.Answer != nil {
				t.Fatalf("break is %+v", x.Break)
			}
		}
	})
}

// TestContextsDoNotLinger holds that the end of a context does nothing to the
// exchanges after its own.
func TestContextsDoNotLinger(t *testing.T) {
	client := newClient(t, serve(t, says(ok)), quiet.Options{})
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		x := client.Do(ctx, post())
		go cancel()
		y := client.Do(context.Background(), post())
		if x.Break != nil || y.Break != nil || y.Reconnected {
			t.Fatalf("breaks are %+v and %+v, reconnected %v", x.Break, y.Break, y.Reconnected)
		}
	}
}

// TestEarlyAnswer holds that an answer is not lost when the server closes the
// connection without reading the request to its end.
func TestEarlyAnswer(t *testing.T) {
	u := serve(t, func(c *rawConn) {
		_, _ = c.in.ReadString('\n')
		_ = c.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
	})
	client := newClient(t, u, quiet.Options{})
	r := post()
	r.Body = make([]byte, 8<<20)
	for range 20 {
		x := client.Do(context.Background(), r)
		if x.Break != nil || x.Answer.Status != 413 || string(x.Answer.Body) != "big" {
			t.Fatalf("answer is %+v, break %+v", x.Answer, x.Break)
		}
	}
}

// TestAsksLeave holds that a server that drops large requests without an answer
// is asked once more, so that it can refuse by the header alone.
func TestAsksLeave(t *testing.T) {
	tests := []struct {
		name, asked string
		status      int
	}{
		{"refuses", "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n", 413},
		{"gives leave", "HTTP/1.1 100 Continue\r\n\r\n", 200},
		{"says nothing", "", 200},
		{"does not know it", "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			u := serve(t, func(c *rawConn) {
				header := ""
				for !strings.HasSuffix(header, "\r\n\r\n") {
					line, err := c.in.ReadString('\n')
					if err != nil {
						return
					}
					header += line
				}
				if !strings.Contains(header, "\r\nExpect: 100-continue\r\n") {
					c.abort()
					return
				}
				_ = c.say(test.asked)
				if test.asked == "" || strings.Contains(test.asked, " 100 ") {
					_, _ = io.CopyN(io.Discard, c.in, 1<<20)
					_ = c.say(ok)
				}
			})
			r := post()
			r.Body = make([]byte, 1<<20)
			x := newClient(t, u, quiet.Options{}).Do(context.Background(), r)
			if test.status == 0 {
				if x.Answer != nil || x.Break == nil || len(wire.Values(x.Request.Header, "Expect")) != 0 {
					t.Errorf("exchange is %+v, break %+v", x, x.Break)
				}
				return
			}
			if x.Break != nil || x.Answer.Status != test.status || !x.Reconnected || len(wire.Values(x.Request.Header, "Expect")) != 1 {
				t.Errorf("exchange is %+v, break %+v", x, x.Break)
			}
		})
	}
}

func TestASocketIsATarget(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "a.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no socket can be made here: ", err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Host+r.URL.Path)
	})}}
	server.Start()
	t.Cleanup(server.Close)
	u := endpoint(t, "unix:"+socket)
	client := newClient(t, u, quiet.Options{})
	for range 2 {
		x := client.Do(context.Background(), post())
		if x.Break != nil || string(x.Answer.Body) != "localhost/api/client/register" || x.Request.URL != u.String() {
			t.Errorf("exchange is %+v, break %+v", x, x.Break)
		}
	}
}

// A target that serves one connection at a time is found to be one, and is then served with
// connections that are not kept.
func TestConnector(t *testing.T) {
	t.Parallel() // it waits more than it works
	for _, scarce := range []bool{false, true} {
		var one sync.Mutex
		u := serve(t, func(c *rawConn) {
			if scarce {
				one.Lock()
				defer one.Unlock()
			}
			for c.request() != nil && c.say(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n%02d", c.nth)) == nil {
			}
		})
		connect, found := quiet.Connector(t.Context(), u, wire.Options{Timeout: 3 * time.Second}, post())
		if found != scarce {
			t.Errorf("scarce is %v, want %v", found, scarce)
		}
		client := connect()
		first, second := client.Do(t.Context(), post()), client.Do(t.Context(), post())
		client.Close()
		if first.Answer == nil || second.Answer == nil {
			t.Fatalf("breaks are %+v and %+v", first.Break, second.Break)
		}
		if same := string(first.Answer.Body) == string(second.Answer.Body); same == scarce {
			t.Errorf("the requests came on connections %s and %s", first.Answer.Body, second.Answer.Body)
		}
	}
}

func TestLeavesNoGoroutine(t *testing.T) {
	u := serve(t, func(c *rawConn) { c.hold() })
	before := runtime.NumGoroutine()
	client := newClient(t, u, quiet.Options{Timeout: short})
	r := post()
	r.Body = make([]byte, 32<<20)
	x := client.Do(context.Background(), r)
	client.Close()
	if x.Break == nil || x.Break.Kind != wire.KindTimeout {
		t.Errorf("break is %+v", x.Break)
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("there are %d goroutines, and were %d", runtime.NumGoroutine(), before)
		}
	}
}
