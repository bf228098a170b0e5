package gauntlet

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// lifetime is how many requests a server answers before it dies. A run of the whole
// catalogue sends more.
const lifetime = 2000

// after passes the requests of a lifetime on, and then does something else with each.
func after(inner http.Handler, then http.HandlerFunc) http.Handler {
	var seen atomic.Int64
	return before(inner, func(*http.Request) bool { return seen.Add(1) > lifetime }, then)
}

// died are the words about a server that is gone for good.
func died(within time.Duration) (run, fuzz Expected) {
	return refuted(within, gone, someErrored).never(back, flaky, allPassed),
		found(within, stopped).with("--requests", "10000", "--duration", "30s", "--seed", "1").never(back, flaky, `\b0 findings`)
}

// dies are servers that answer for a while and then stop for good, whatever is asked.
func dies() []Server {
	refuse := func() Behaviour {
		return Behaviour{Handler: func(h *Host) http.Handler {
			return after(conforming(), func(w http.ResponseWriter, r *http.Request) {
				h.Down(0)
				hangUp(w, r)
			})
		}}
	}
	silent := func() Behaviour {
		return Behaviour{Handler: func(*Host) http.Handler {
			return after(conforming(), func(w http.ResponseWriter, r *http.Request) {
				readBody(r)
				hang(w, r)
			})
		}}
	}
	rows := []Server{
		{Name: "refuses-for-good", New: refuse, Does: "Answers 2,000 requests and then refuses connections."},
		{Name: "refuses-for-good-tls", New: refuse, Over: TLS, Long: true, Does: "The same, over TLS."},
		{Name: "refuses-for-good-h2", New: refuse, Over: HTTP2, Long: true, Does: "The same, over HTTP/2."},
		{Name: "refuses-for-good-unix", New: refuse, Over: Unix, Long: true, Does: "The same, at a socket; its file is gone as well."},
		{Name: "silent-for-good", New: silent, Long: true, Does: "Answers 2,000 requests and then none; connections are taken."},
		{Name: "silent-for-good-h2", New: silent, Over: HTTP2, Long: true, Does: "The same, over HTTP/2: the connection stays, the streams wait."},
		{Name: "resets-for-good", Long: true, New: resetsForGood, Does: "Answers 2,000 requests and then resets every connection, those that are kept included."},
		{Name: "out-of-descriptors", New: outOfDescriptors, Long: true, Does: "After 2,000 answers closes the connections that it has, and accepts no more: what connects waits in the queue of the system."},
		{Name: "out-of-descriptors-tls", New: outOfDescriptors, Over: TLS, Long: true, Does: "The same, so that the handshake of TLS is not answered."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = died(60 * second)
	}
	return rows
}

func resetsForGood() Behaviour {
	var seen atomic.Int64
	over := func() bool { return seen.Load() > lifetime }
	return Behaviour{
		Handler: func(*Host) http.Handler {
			inner := conforming()
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if seen.Add(1); over() {
					c, _, err := http.NewResponseController(w).Hijack()
					if err != nil {
						return
					}
					reset(c)
					_ = c.Close()
					return
				}
				inner.ServeHTTP(w, r)
			})
		},
		Listen: func(_ *Host, l net.Listener) net.Listener {
			return filter{l, func(c net.Conn) bool {
				if over() {
					reset(c)
				}
				return !over()
			}}
		},
	}
}

// filter closes connections that are not wanted.
type filter struct {
	net.Listener

	wanted func(net.Conn) bool
}

func (f filter) Accept() (net.Conn, error) {
	for {
		c, err := f.Listener.Accept()
		if err != nil || f.wanted(c) {
			return c, err
		}
		_ = c.Close()
	}
}

func outOfDescriptors() Behaviour {
	out := make(chan struct{})
	full := sync.OnceFunc(func() { close(out) })
	return Behaviour{
		Handler: func(*Host) http.Handler {
			return after(conforming(), func(w http.ResponseWriter, r *http.Request) {
				full()
				hangUp(w, r)
			})
		},
		Listen: func(h *Host, l net.Listener) net.Listener { return exhausted{l, h, out} },
	}
}

// exhausted is a listener that accepts nothing more once out is closed.
type exhausted struct {
	net.Listener

	host *Host
	out  chan struct{}
}

func (l exhausted) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	select {
	case <-l.out:
		l.host.forget(c) // nobody serves it, and it stays open until the host ends
		<-l.host.done
		_ = c.Close()
		return nil, net.ErrClosed
	default:
		return c, nil
	}
}
