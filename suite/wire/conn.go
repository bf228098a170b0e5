package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
)

// dialFunc makes a connection, as in [net.Dialer.DialContext].
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// earnestConn lets the reading side say how an exchange ended. net/http would
// report a failed write or what was read, as one or the other is noticed first,
// and a verdict must not depend on that.
//
// A server may answer a request that it has not read to the end (413, say) and
// close: RFC 9112 §9.5 asks a client to look for such an answer.
type earnestConn struct {
	net.Conn

	// cut is why a write failed, end why a read did. Both keep the first error:
	// the kernel reports a reset only once, to the one or the other, and an
	// orderly end from then on. net/http writes and reads in two goroutines.
	cut, end atomic.Pointer[error]
}

// earnest wraps every connection that dial makes.
func earnest(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &earnestConn{Conn: conn}, nil
	}
}

// Write reports success when the server ended the connection, so that the
// reading side goes on to its end.
func (c *earnestConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) ||
		// net/http closes the connection as soon as a read failed.
		errors.Is(err, net.ErrClosed) && c.end.Load() != nil {
		c.cut.CompareAndSwap(nil, &err)
		return len(p), nil
	}
	return n, err //nolint:wrapcheck // net/http compares the errors of a connection
}

func (c *earnestConn) Read(p []byte) (int, error) {
	if end := c.end.Load(); end != nil {
		return 0, *end
	}
	n, err := c.Conn.Read(p)
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		c.end.CompareAndSwap(nil, &err)
	}
	return n, err //nolint:wrapcheck // net/http compares the errors of a connection
}

// endings returns why a write and a read on a connection failed, each nil when
// none did or the connection is not known.
func endings(info httptrace.GotConnInfo) (cut, end error) {
	conn := info.Conn
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	e, ok := conn.(*earnestConn)
	if !ok {
		return nil, nil
	}
	if p := e.cut.Load(); p != nil {
		cut = *p
	}
	if p := e.end.Load(); p != nil {
		end = *p
	}
	return cut, end
}
