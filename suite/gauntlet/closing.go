package gauntlet

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// connKey finds the state of a connection in the context of its requests.
type connKey struct{}

// onConn is what is counted on a connection.
type onConn struct {
	conn     net.Conn
	requests atomic.Int64
}

// counts has each request know its connection.
func counts(s *http.Server) {
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, &onConn{conn: c})
	}
}

// of is the connection of a request.
func of(r *http.Request) *onConn {
	one, _ := r.Context().Value(connKey{}).(*onConn)
	return one
}

// closesAfter closes each connection after so many answers. It says so with the last
// of them, or not.
func closesAfter(answers int64, says bool) func() Behaviour {
	return func() Behaviour {
		return Behaviour{Tune: counts, Handler: func(*Host) http.Handler {
			inner := conforming()
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if of(r).requests.Add(1) < answers {
					inner.ServeHTTP(w, r)
					return
				}
				if says {
					w.Header().Set("Connection", "close")
					inner.ServeHTTP(w, r)
					return
				}
				unsaid(inner, w, r)
			})
		}}
	}
}

// unsaid answers on a connection that it then closes without having said so.
func unsaid(inner http.Handler, w http.ResponseWriter, r *http.Request) {
	a := keep(inner, r)
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		a.send(w)
		return
	}
	defer func() { _ = c.Close() }()
	_, _ = c.Write(plainAnswer(r.Method, a))
}

// closing are servers that end kept connections in their own way. They conform.
func closing() []Server {
	var rows []Server
	for _, answers := range []int64{1, 3, 100} {
		rows = append(
			rows,
			Server{
				Name: fmt.Sprintf("closes-after-%d-announced", answers), Long: true, New: closesAfter(answers, true),
				Does: fmt.Sprintf("Closes each connection after %d answers, and says so with the last.", answers),
			},
			Server{
				Name: fmt.Sprintf("closes-after-%d-unannounced", answers), Long: answers != 3, New: closesAfter(answers, false),
				Does: fmt.Sprintf("Closes each connection after %d answers without having said so.", answers),
			},
		)
	}
	rows = append(
		rows,
		Server{Name: "closes-after-3-tls", Over: TLS, Long: true, New: closesAfter(3, true), Does: "Closes each connection after 3 answers, over TLS."},
		Server{Name: "closes-after-3-unix", Over: Unix, Long: true, New: closesAfter(3, false), Does: "Closes each connection after 3 answers and does not say so, at a socket."},
		Server{Name: "says-close-and-keeps", Long: true, New: byHand(lingering), Does: "Says Connection: close with each answer, and keeps the connection open until the client closes it."},
		Server{Name: "idle-5ms", New: idle(5 * time.Millisecond), Does: "Closes kept connections that were idle for 5 ms."},
		Server{Name: "idle-5ms-tls", Over: TLS, Long: true, New: idle(5 * time.Millisecond), Does: "The same, over TLS."},
		Server{Name: "idle-50ms-h2", Over: HTTP2, Long: true, New: idle(50 * time.Millisecond), Does: "The same after 50 ms, over HTTP/2, where less time may pass before the first request is there."},
		Server{Name: "idle-408", Long: true, New: byHand(timeout408), Does: "Sends 408 on a kept connection that was idle for 20 ms, and closes it (RFC 9110 §15.5.9)."},
		Server{Name: "idle-reset", Long: true, New: byHand(idleReset), Does: "Resets kept connections that were idle for 5 ms."},
		Server{Name: "restarts-orderly", Long: true, New: restarting, Does: "After every 700 requests ends its answers, does not listen for 0.3 s, and is back with its clients, as at a deployment."},
	)
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = passes(30*second), clean(30*second, "--requests", "1000", "--duration", "20s", "--seed", "1")
	}
	return lighter(rows, "idle-408", "restarts-orderly")
}

func idle(timeout time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Tune:    func(s *http.Server) { s.IdleTimeout = timeout },
		}
	}
}

// lingering says that it closes the connection, and waits for the client to do so.
func lingering(c *talk) {
	if r := c.read(); r != nil {
		a := keep(c.inner, r)
		a.header.Set("Connection", "close")
		c.write(plainAnswer(r.Method, a))
		c.drain()
	}
}

func timeout408(c *talk) {
	for first := true; ; first = false {
		if !first && !c.waits(20*time.Millisecond) {
			c.write([]byte("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
			return
		}
		if !c.serve() {
			return
		}
	}
}

func idleReset(c *talk) {
	for c.serve() {
		if !c.waits(5 * time.Millisecond) {
			reset(c.conn)
			return
		}
	}
}

// restarting goes away for a while in an orderly manner: what was asked is answered.
func restarting() Behaviour {
	inner := conforming()
	var seen, until atomic.Int64
	return Behaviour{Handler: func(h *Host) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if seen.Add(1)%700 == 0 {
				until.Store(time.Now().Add(200 * time.Millisecond).UnixNano())
				h.Refuse(300 * time.Millisecond)
			}
			if time.Now().UnixNano() < until.Load() {
				w.Header().Set("Connection", "close")
			}
			inner.ServeHTTP(w, r)
		})
	}}
}
