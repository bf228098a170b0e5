package target_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// limited accepts so many connections and then one more for each that is closed.
type limited struct {
	net.Listener

	free chan struct{}
}

func (l limited) Accept() (net.Conn, error) {
	<-l.free
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &released{Conn: c, release: sync.OnceFunc(func() { l.free <- struct{}{} })}, nil
}

type released struct {
	net.Conn

	release func()
}

func (r *released) Close() error {
	defer r.release()
	return r.Conn.Close()
}

// serves starts a server that serves so many connections at once.
func serves(t *testing.T, most int, handler http.HandlerFunc) string {
	server := httptest.NewUnstartedServer(handler)
	l := limited{server.Listener, make(chan struct{}, 100)}
	for range most {
		l.free <- struct{}{}
	}
	server.Listener = l
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		l.free <- struct{}{} // for the listener to be closed
		server.Close()
	})
	return server.URL
}

func TestLimitsConnections(t *testing.T) {
	answers := func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }
	var first sync.Once
	for _, test := range []struct {
		name    string
		most    int
		handler http.HandlerFunc
		want    bool
	}{
		{"serves as many as there are", target.MaxTogether, answers, false},
		{"serves one", 1, answers, true},
		{"serves three", 3, answers, true},
		{"serves one, and closes it", 1, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			answers(w, r)
		}, false},
		{"answers the first only", target.MaxTogether, func(_ http.ResponseWriter, r *http.Request) {
			wait := true
			first.Do(func() { wait = false })
			if wait {
				<-r.Context().Done()
			}
		}, false},
		{"answers nothing", target.MaxTogether, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel() // it waits more than it works
			endpoint, err := wire.Endpoint(serves(t, test.most, test.handler), "")
			if err != nil {
				t.Fatal(err)
			}
			var connections []target.Connection
			for range target.MaxTogether {
				connections = append(connections, wire.NewClient(endpoint, wire.Options{Timeout: 3 * time.Second}))
			}
			if got := target.LimitsConnections(t.Context(), connections, wire.Request{Method: "POST"}); got != test.want {
				t.Errorf("limits connections: %v", got)
			}
		})
	}
}

// A target that serves one connection at a time gets connections that are not kept.
func TestConnector(t *testing.T) {
	for _, limited := range []bool{false, true} {
		t.Run(fmt.Sprint(limited), func(t *testing.T) {
			t.Parallel() // it waits more than it works
			most := 50
			if limited {
				most = 1
			}
			endpoint, err := wire.Endpoint(serves(t, most, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, r.RemoteAddr)
			}), "")
			if err != nil {
				t.Fatal(err)
			}
			connect, found := target.Connector(t.Context(), endpoint, wire.Options{Timeout: 3 * time.Second}, wire.Request{Method: "POST"})
			if found != limited {
				t.Errorf("limited is %v", found)
			}
			c := connect()
			defer c.Close()
			first, second := c.Do(t.Context(), wire.Request{Method: "POST"}), c.Do(t.Context(), wire.Request{Method: "POST"})
			if first.Answer == nil || second.Answer == nil {
				t.Fatalf("breaks are %+v and %+v", first.Break, second.Break)
			}
			if same := string(first.Answer.Body) == string(second.Answer.Body); same == limited {
				t.Errorf("the requests came on connections %s and %s", first.Answer.Body, second.Answer.Body)
			}
		})
	}
}

// answer is an exchange with a header field.
func answer(fields ...wire.Field) wire.Exchange {
	return wire.Exchange{Answer: &wire.Answer{Status: 503, Header: fields}}
}

func TestRetryAfter(t *testing.T) {
	for _, test := range []struct {
		name string
		x    wire.Exchange
		want time.Duration
		ok   bool
	}{
		{"no answer", wire.Exchange{}, 0, false},
		{"no field", answer(), 0, false},
		{"seconds", answer(wire.Field{Name: "retry-after", Value: "3"}), 3 * time.Second, true},
		{"at once", answer(wire.Field{Name: "Retry-After", Value: "0"}), 0, true},
		{"a date", answer(wire.Field{Name: "Retry-After", Value: "Fri, 31 Dec 1999 23:59:59 GMT"}), 0, false},
		{"negative", answer(wire.Field{Name: "Retry-After", Value: "-1"}), 0, false},
		{"for ever", answer(wire.Field{Name: "Retry-After", Value: "999999999999"}), 2147483647 * time.Second, true},
	} {
		if got, ok := target.RetryAfter(test.x); got != test.want || ok != test.ok {
			t.Errorf("%s: got %v, %v", test.name, got, ok)
		}
	}
}

// dropping drops what is sent together with other requests.
type dropping struct {
	mu     sync.Mutex
	sent   int
	breaks wire.Kind
}

func (d *dropping) Do(context.Context, wire.Request) wire.Exchange {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sent++
	if d.sent <= 3 {
		return wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: d.breaks}}
	}
	return wire.Exchange{Answer: &wire.Answer{Status: 200}}
}

func TestSendDroppedAgain(t *testing.T) {
	for kind, sent := range map[wire.Kind]int{
		wire.KindClosed: 6, wire.KindReset: 6, wire.KindTimeout: 3, wire.KindInterrupted: 3, wire.KindBodyTooLarge: 3,
	} {
		d := &dropping{breaks: kind}
		requests := make([]wire.Request, 3)
		exchanges := target.SendTogether(t.Context(), d, requests)
		target.SendDroppedAgain(t.Context(), d, requests, exchanges)
		if d.sent != sent || (sent > 3) != (exchanges[0].Answer != nil) {
			t.Errorf("%s: %d were sent, and the first came to %+v", kind, d.sent, exchanges[0])
		}
	}
}
