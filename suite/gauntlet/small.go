package gauntlet

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// workers accepts so many connections, and then one more for each that is closed: every
// worker is bound to its connection.
func workers(most int) func(*Host, net.Listener) net.Listener {
	return func(h *Host, l net.Listener) net.Listener {
		return bound{l, h, make(chan struct{}, most)}
	}
}

type bound struct {
	net.Listener

	host *Host
	busy chan struct{}
}

func (b bound) Accept() (net.Conn, error) {
	select {
	case b.busy <- struct{}{}:
	case <-b.host.done:
		return nil, net.ErrClosed
	}
	c, err := b.Listener.Accept()
	if err != nil {
		<-b.busy
		return nil, err
	}
	return &leaving{c, sync.OnceFunc(func() { <-b.busy })}, nil
}

// leaving is a connection that does something more when it is closed.
type leaving struct {
	net.Conn

	then func()
}

// Close closes the connection.
func (c *leaving) Close() error {
	defer c.then()
	return c.Conn.Close()
}

// slowAccept takes a connection not before some time after the one before.
func slowAccept(pause time.Duration) func(*Host, net.Listener) net.Listener {
	return func(h *Host, l net.Listener) net.Listener {
		return filter{l, func(net.Conn) bool { return h.Sleep(pause) }}
	}
}

// atMost serves so many requests at the same time, each for a moment, and treats the
// others otherwise.
func atMost(most int64, others http.HandlerFunc) func() Behaviour {
	return handler(func() http.Handler {
		var now atomic.Int64
		inner := conforming()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer now.Add(-1)
			if now.Add(1) > most {
				others(w, r)
				return
			}
			time.Sleep(2 * time.Millisecond) // or no two of them would meet
			inner.ServeHTTP(w, r)
		})
	})
}

// pooled is a conforming server with few workers, that keeps idle connections so long.
func pooled(most int, keepAlive time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Listen:  workers(most),
			Tune:    func(s *http.Server) { s.IdleTimeout = keepAlive },
		}
	}
}

// queued is a conforming server with a short queue and one slow loop that accepts. Each
// answer closes its connection.
func queued(backlog int, pause time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Listen:  slowAccept(pause), Backlog: backlog,
			Tune: func(s *http.Server) { s.SetKeepAlivesEnabled(false) },
		}
	}
}

// small are servers that serve few connections or requests at a time. They conform.
func small() []Server {
	rows := []Server{
		{Name: "one-connection", New: pooled(1, time.Minute), Does: "Serves one connection at a time, for as long as the client keeps it."},
		{Name: "one-connection-tls", Over: TLS, Long: true, New: pooled(1, time.Minute), Does: "The same, over TLS: the handshake waits too."},
		{Name: "one-connection-h2", Over: HTTP2, Long: true, New: pooled(1, time.Minute), Does: "The same, over HTTP/2, whose one connection can hold many streams."},
		{Name: "one-connection-unix", Over: Unix, Long: true, New: pooled(1, time.Minute), Does: "The same, at a socket."},
		{Name: "two-workers", Long: true, New: pooled(2, time.Second), Does: "Two workers, each bound to its connection until it was idle for 1 s."},
		{Name: "five-workers", Long: true, New: pooled(5, time.Second), Does: "Five workers, each bound to its connection until it was idle for 1 s."},
		{Name: "five-workers-tls", Over: TLS, Long: true, New: pooled(5, time.Second), Does: "The same, over TLS."},
		{Name: "five-workers-that-close", Long: true, New: closingWorkers(5), Does: "Five workers that close the connection after each answer, and say so."},
		{Name: "queue-of-one", Long: true, New: queued(1, 3*time.Millisecond), Does: "One connection waits in the queue at most, and one is accepted every 3 ms; what finds the queue full connects later or not at all."},
		{Name: "queue-of-five", Long: true, New: queued(5, 3*time.Millisecond), Does: "The same, with a queue of five."},
		{Name: "queue-of-five-unix", Over: Unix, Long: true, New: queued(5, 3*time.Millisecond), Does: "The same at a socket, which refuses at once what finds the queue full."},
		{Name: "four-requests-others-closed", Long: true, New: atMost(4, hangUp), Does: "Answers four requests at the same time, and closes the connections of others unanswered."},
		{Name: "four-requests-others-reset-h2", Over: HTTP2, Long: true, New: atMost(4, hangUp), Does: "The same, over HTTP/2, where the streams of the others are reset."},
		{Name: "eight-connections-others-closed", Long: true, New: roomFor(8), Does: "Takes eight connections, idle ones too, and ends the ninth at once."},
		{Name: "four-requests-others-503", Long: true, New: atMost(4, refusal(http.StatusServiceUnavailable)), Does: "Answers four requests at the same time, and the others with 503."},
		{Name: "one-request-others-503", Long: true, New: atMost(1, refusal(http.StatusServiceUnavailable)), Does: "Answers one request at a time, and the others with 503."},
		{Name: "one-request-others-closed-unix", Over: Unix, Long: true, New: atMost(1, hangUp), Does: "Answers one request at a time, and closes the connections of others unanswered; at a socket."},
		{Name: "one-stream-h2", Over: HTTP2, Long: true, New: oneStream, Does: "Allows one stream at a time on a connection of HTTP/2."},
		{Name: "one-lock", Long: true, New: handler(oneLock), Does: "Takes any number of connections, and answers one request at a time, 3 ms each."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = passes(40*second), clean(40*second, "--requests", "1000", "--duration", "30s", "--seed", "1")
	}
	return lighter(rows, "five-workers", "queue-of-five", "four-requests-others-503")
}

// roomFor takes so many connections, and ends what comes beyond.
func roomFor(most int32) func() Behaviour {
	return func() Behaviour {
		var open atomic.Int32
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Listen: func(_ *Host, l net.Listener) net.Listener {
				return filter{l, func(net.Conn) bool { return open.Load() < most }}
			},
			Tune: func(s *http.Server) {
				s.ConnState = func(_ net.Conn, state http.ConnState) {
					switch state {
					case http.StateNew:
						open.Add(1)
					case http.StateClosed, http.StateHijacked:
						open.Add(-1)
					case http.StateActive, http.StateIdle:
					}
				}
			},
		}
	}
}

func closingWorkers(most int) func() Behaviour {
	return func() Behaviour {
		b := pooled(most, time.Second)()
		b.Tune = func(s *http.Server) { s.SetKeepAlivesEnabled(false) }
		return b
	}
}

func oneStream() Behaviour {
	return Behaviour{
		Handler: func(*Host) http.Handler { return conforming() },
		Tune:    func(s *http.Server) { s.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 1} },
	}
}

func oneLock() http.Handler {
	var one sync.Mutex
	inner := conforming()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		time.Sleep(3 * time.Millisecond)
		inner.ServeHTTP(w, r)
	})
}
