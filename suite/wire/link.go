package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/net/http2"
)

// bufferSize is what the reading buffer begins with. The buffer grows with a long
// header up to its bound.
const bufferSize = 8 << 10

// maxEmptyReads is how often a connection may give neither a byte nor an error.
const maxEmptyReads = 100

// past is a deadline that ends whatever is under way.
var past = time.Unix(1, 0)

// link is one connection.
type link struct {
	conn    net.Conn
	probe   *probe            // looks at it before it is used again; nil where that is not possible
	http2   *http2.ClientConn // set where the server agreed on HTTP/2
	last    time.Time         // when the latest answer came on it, zero before the first
	refused string            // what kind of refusal that answer is, "" for none
	instant bool              // writing to it never waits
}

// drop closes the connection, if there is one.
func (c *Conn) drop() {
	if c.link != nil {
		c.link.close()
		c.link = nil
	}
	c.at, c.end = 0, 0
}

func (l *link) close() {
	if l.http2 != nil {
		_ = l.http2.Close()
	}
	_ = l.conn.Close() // nothing on it is of use any more
}

// connect makes sure that there is a connection with a deadline. A kept one that
// the server has closed, or on which something came unasked, is replaced.
func (c *Conn) connect(ctx context.Context, deadline time.Time) *Break {
	if c.link != nil {
		if c.blind && c.link.http2 == nil && c.link.conn.SetDeadline(deadline) == nil || c.link.ready(deadline) {
			return nil
		}
		c.drop()
	}
	link, phase, err := c.remote.dial(ctx, deadline)
	if err != nil {
		return c.remote.classify(ctx, err, phase)
	}
	c.link = link
	return nil
}

// ready reports whether a kept connection can be used once more.
func (l *link) ready(deadline time.Time) bool {
	if l.http2 != nil {
		return l.http2.CanTakeNewRequest()
	}
	if secure, ok := l.conn.(*tls.Conn); ok {
		// What came with the answer is in the buffers of TLS, where no probe looks.
		_ = secure.SetReadDeadline(past)
		if _, err := secure.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			return false
		}
	}
	return l.conn.SetDeadline(deadline) == nil && l.probe.still()
}

// interruptible makes the end of ctx end what is under way on the connection. The
// function it returns takes that back, and reports whether it came in time.
func (l *link) interruptible(ctx context.Context) (stop func() bool) {
	if ctx.Done() == nil {
		return func() bool { return true }
	}
	return context.AfterFunc(ctx, func() { _ = l.conn.SetDeadline(past) })
}

// fill reads more into the buffer.
func (c *Conn) fill() error {
	switch {
	case c.in == nil:
		c.in = make([]byte, bufferSize)
	case c.at == c.end:
		c.at, c.end = 0, 0
	}
	if c.end == len(c.in) {
		grown := make([]byte, 2*len(c.in))
		copy(grown, c.in)
		c.in = grown
	}
	n, err := c.readInto(c.in[c.end:])
	c.end += n
	return err
}

// readInto reads some bytes, at least one unless there is an error.
func (c *Conn) readInto(b []byte) (int, error) {
	for range maxEmptyReads {
		n, err := c.link.conn.Read(b)
		if n > 0 {
			return n, nil // an error comes again
		}
		if err != nil {
			return 0, err //nolint:wrapcheck // classify looks at what it is
		}
	}
	return 0, io.ErrNoProgress
}
