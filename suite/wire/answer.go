package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// firstAlloc bounds what is set aside for a body before any of it came, in bytes:
// a length can lie.
const firstAlloc = 64 << 10

// errBodyTooLong ends the reading of a body at its bound.
var errBodyTooLong = errors.New("more than the bound for a body")

// receive reads the answer. With a break it returns what came. body is called
// when an interim answer comes, to send what is held back. keep is whether the
// answer leaves the connection open.
func (c *Conn) receive(ctx context.Context, d draft, body func(), s *sending) (a *Answer, keep bool, brk *Break) {
	if c.at == c.end {
		if err := c.fill(); err != nil {
			return nil, false, c.remote.classify(ctx, err, s.phase())
		}
	}
	budget := c.remote.options.MaxHeader
	phase := PhaseHeaders
	h, f, err := c.readHead(d.method, &budget)
	for err == nil && h.status/100 == 1 && h.status != http.StatusSwitchingProtocols {
		body()
		body = func() {}
		if h, f, err = c.readHead(d.method, &budget); errors.Is(err, errHeaderTooLong) && h.status < 200 {
			phase = PhaseWait
		}
	}
	if err != nil {
		return nil, false, c.remote.classify(ctx, err, phase)
	}
	if f.length == inChunks && strings.HasSuffix(d.line, oldVersion) {
		f = framing{length: untilClose} // the client is one that knows no chunks (RFC 9112 §6.1)
	}
	a = &Answer{Proto: h.proto, Status: h.status, Reason: h.reason, Header: h.fields}
	a.Body, err = c.readBody(f.length)
	if err != nil {
		brk = c.bodyBreak(ctx, err, len(a.Body), f.length)
	}
	return a, f.keep, c.unpack(a, brk)
}

// bodyBreak says why a body is not whole of which some bytes came. length is how
// long it was to be, if it was said.
func (c *Conn) bodyBreak(ctx context.Context, err error, came int, length int64) *Break {
	brk := c.remote.classify(ctx, err, PhaseBody)
	if brk.Kind == KindBodyTooLarge {
		brk.Detail = size(c.maxBody)
	}
	if length > 0 && brk.Kind == KindTimeout {
		brk.Detail += fmt.Sprintf("; of the %d bytes that its Content-Length announces %d came", length, came)
	}
	if length > 0 && (brk.Kind == KindClosed || brk.Kind == KindReset) {
		brk.Detail = fmt.Sprintf("%d of %d bytes", came, length)
	}
	return brk
}

// readBody reads a body; with an error it returns what came of it. A body
// without a byte is nil.
func (c *Conn) readBody(length int64) ([]byte, error) {
	switch length {
	case 0:
		return nil, nil
	case inChunks:
		return c.readChunks()
	case untilClose:
		return c.readToEnd()
	default:
		return c.readLength(length)
	}
}

// readLength reads a body of a known length, straight into its own memory.
func (c *Conn) readLength(length int64) ([]byte, error) {
	limit := c.maxBody
	wanted := min(length, limit+1)
	body := c.take(make([]byte, 0, min(wanted, firstAlloc)), wanted)
	for int64(len(body)) < wanted {
		if len(body) == cap(body) {
			grown := make([]byte, len(body), min(wanted, 4*int64(cap(body))))
			copy(grown, body)
			body = grown
		}
		n, err := c.readInto(body[len(body):cap(body)])
		body = body[:len(body)+n]
		if err != nil {
			return orNil(body), err
		}
	}
	return bounded(body, limit)
}

// readToEnd reads a body that ends with the connection.
func (c *Conn) readToEnd() ([]byte, error) {
	limit := c.maxBody
	var body []byte
	for {
		body = c.take(body, limit+1-int64(len(body)))
		if int64(len(body)) > limit {
			return bounded(body, limit)
		}
		if err := c.fill(); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return body, err
		}
	}
}

// take moves at most n bytes from the buffer to the end of body.
func (c *Conn) take(body []byte, n int64) []byte {
	n = min(n, int64(c.end-c.at))
	if n == 0 {
		return body
	}
	body = append(body, c.in[c.at:c.at+int(n)]...)
	c.at += int(n)
	return body
}

// bounded holds a body to its bound.
func bounded(body []byte, limit int64) ([]byte, error) {
	if int64(len(body)) > limit {
		return body[:limit], errBodyTooLong
	}
	return body, nil
}

// orNil is nil for a body without a byte.
func orNil(body []byte) []byte {
	if len(body) == 0 {
		return nil
	}
	return body
}
