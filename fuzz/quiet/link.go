package quiet

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/regspec/regspec/suite/wire"
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
	conn  net.Conn
	probe *probe
	used  bool // an answer came on it before
}

// drop closes the connection, if there is one.
func (c *Client) drop() {
	if c.link != nil {
		_ = c.link.conn.Close() // nothing on it is of use any more
		c.link = nil
	}
	c.at, c.end = 0, 0
}

// connect makes sure that there is a connection with a deadline. A kept one that
// the server has closed, or on which something came unasked, is replaced.
func (c *Client) connect(ctx context.Context, deadline time.Time) *wire.Break {
	if c.link != nil {
		if err := c.link.conn.SetDeadline(deadline); err == nil && c.link.probe.still() {
			return nil
		}
		c.drop()
	}
	var resolving atomic.Bool
	dial, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	conn, err := c.options.Dial(httptrace.WithClientTrace(dial, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { resolving.Store(true) },
		DNSDone:  func(info httptrace.DNSDoneInfo) { resolving.Store(info.Err != nil) },
	}), c.network, c.address)
	if err != nil {
		phase := wire.PhaseConnect
		if resolving.Load() {
			phase = wire.PhaseResolve
		}
		if dial.Err() != nil && ctx.Err() == nil {
			err = context.DeadlineExceeded
		}
		return c.classify(ctx, err, phase)
	}
	c.link = &link{conn: conn, probe: newProbe(conn)}
	if err := conn.SetDeadline(deadline); err != nil {
		c.drop()
		return c.classify(ctx, err, wire.PhaseConnect)
	}
	return nil
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
func (c *Client) fill() error {
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
func (c *Client) readInto(b []byte) (int, error) {
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

// classify turns the error that ended an exchange into a break.
func (c *Client) classify(ctx context.Context, err error, phase wire.Phase) *wire.Break {
	if ctx.Err() != nil {
		return &wire.Break{Phase: phase, Kind: wire.KindInterrupted}
	}
	var dns *net.DNSError
	var malformed *malformedError
	var timeout net.Error
	switch {
	case errors.As(err, &malformed):
		return &wire.Break{Phase: phase, Kind: wire.KindNotHTTP, Detail: detail(malformed.what)}
	case errors.Is(err, errHeaderTooLong):
		return &wire.Break{Phase: wire.PhaseHeaders, Kind: wire.KindHeadersTooLarge, Detail: size(c.options.MaxHeader)}
	case errors.Is(err, errBodyTooLong):
		return &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindBodyTooLarge, Detail: size(c.options.MaxBody)}
	case errors.Is(err, io.EOF), errors.Is(err, syscall.EPIPE):
		return &wire.Break{Phase: phase, Kind: wire.KindClosed}
	case errors.Is(err, syscall.ECONNRESET):
		return &wire.Break{Phase: phase, Kind: wire.KindReset}
	case errors.As(err, &timeout) && timeout.Timeout() && !errors.As(err, &dns):
		return &wire.Break{Phase: phase, Kind: wire.KindTimeout, Detail: c.options.Timeout.String()}
	case errors.As(err, &dns):
		return &wire.Break{Phase: wire.PhaseResolve, Kind: wire.KindUnresolved, Detail: detail(dns.Name)}
	case errors.Is(err, syscall.ECONNREFUSED), c.network == "unix" && errors.Is(err, syscall.ENOENT):
		return &wire.Break{Phase: phase, Kind: wire.KindRefused, Detail: detail(c.address)}
	case phase == wire.PhaseHeaders, phase == wire.PhaseBody:
		return &wire.Break{Phase: phase, Kind: wire.KindNotHTTP, Detail: detail(err.Error())}
	default:
		return &wire.Break{Phase: phase, Kind: wire.KindOther, Detail: detail(err.Error())}
	}
}
