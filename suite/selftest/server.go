package selftest

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// server serves a handler over connections within this process, which are
// quicker than sockets and need no port.
type server struct {
	http   *http.Server
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func serve(handler http.Handler) *server {
	s := &server{
		http:   &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute},
		calls:  make(chan net.Conn),
		closed: make(chan struct{}),
	}
	go func() { _ = s.http.Serve(s) }() // ends when s is closed, with an error that says so
	return s
}

// close ends the server and every connection to it.
func (s *server) close() { _ = s.http.Close() }

func (s *server) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case s.calls <- theirs:
		return ours, nil
	case <-s.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err() //nolint:wrapcheck // as a dialer does
	}
}

// Accept waits for the next connection.
func (s *server) Accept() (net.Conn, error) {
	select {
	case conn := <-s.calls:
		return conn, nil
	case <-s.closed:
		return nil, net.ErrClosed
	}
}

// Close stops accepting connections.
func (s *server) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// Addr is where the listener listens.
func (s *server) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "pipe" }
func (address) String() string  { return "subject.invalid:80" }
