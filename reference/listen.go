package reference

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Bounds on what one connection can hold up. Requests are small; whoever needs
// longer than this is not going to finish.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10 // bytes
	// shutdownTimeout is how long requests may go on after the context of
	// Listen has ended.
	shutdownTimeout = 5 * time.Second
)

// Listener is a server that is accepting connections. Its methods may be
// called at any time, from several goroutines, and more than once.
type Listener struct {
	url    string
	server *http.Server

	served chan struct{} // closed when no more connections are accepted
	err    error         // why, unless asked to; set before served is closed

	draining sync.Mutex // held while the last requests are waited for
}

// Listen serves h on addr, a host and port such as "127.0.0.1:0", where port 0
// picks a free one. It returns as soon as connections are accepted. When ctx
// ends, the listener shuts down, with a few seconds' grace for open requests.
// It fails if the address cannot be bound.
//
// Requests that are not HTTP at all never get to h: net/http answers them with
// a text of its own, and, as RFC 9112 §6.1 wants it, an unknown
// Transfer-Encoding with 501.
func Listen(ctx context.Context, addr string, h http.Handler) (*Listener, error) {
	var lc net.ListenConfig
	socket, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("binding the reference server to %q: %w", addr, err)
	}
	l := &Listener{
		url: "http://" + reachable(socket.Addr()),
		server: &http.Server{
			Handler:           h,
			ReadHeaderTimeout: headerTimeout,
			ReadTimeout:       readTimeout,
			WriteTimeout:      writeTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeader,
		},
		served: make(chan struct{}),
	}
	// A request whose answer will never come ends with the server.
	base, end := context.WithCancel(ctx)
	l.server.BaseContext = func(net.Listener) context.Context { return base }
	l.server.RegisterOnShutdown(end)
	forget := context.AfterFunc(ctx, l.finish)
	go func() {
		defer forget()
		l.serve(socket)
	}()
	return l, nil
}

// reachable is an address that connects to a socket bound to addr, which makes
// a difference if it is bound to all interfaces.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	loopback := *tcp
	loopback.IP = net.IPv6loopback
	if tcp.IP.To4() != nil {
		loopback.IP = net.IPv4(127, 0, 0, 1)
	}
	return loopback.String()
}

func (l *Listener) serve(socket net.Listener) {
	defer close(l.served)
	err := l.server.Serve(socket)
	if !errors.Is(err, http.ErrServerClosed) {
		l.err = fmt.Errorf("serving on %s: %w", l.url, err)
	}
}

// finish ends the server in bounded time.
func (l *Listener) finish() {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if l.Shutdown(ctx) != nil {
		_ = l.Close() // there is nobody left to tell
	}
}

// URL is the base URL of the server, without a final slash, such as
// "http://127.0.0.1:49152". For a listener on all interfaces it has the
// loopback address.
func (l *Listener) URL() string { return l.url }

// Wait blocks until the server has ended. The error is nil if it was asked to,
// by the context, Shutdown or Close.
func (l *Listener) Wait() error {
	<-l.served
	l.draining.Lock()
	defer l.draining.Unlock()
	return l.err
}

// Shutdown stops accepting connections and waits for the open requests to be
// answered. If ctx ends first, they go on and its error is returned.
func (l *Listener) Shutdown(ctx context.Context) error {
	l.draining.Lock()
	defer l.draining.Unlock()
	if err := l.server.Shutdown(ctx); err != nil {
		return fmt.Errorf("shutting down %s: %w", l.url, err)
	}
	return nil
}

// Close ends the server at once, breaking off open requests.
func (l *Listener) Close() error {
	if err := l.server.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", l.url, err)
	}
	return nil
}
