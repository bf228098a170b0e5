package gauntlet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"
)

// talk is one connection of HTTP/1.1 that is served by hand. All talks of a server have
// one conforming handler behind them.
type talk struct {
	host  *Host
	conn  net.Conn
	in    *bufio.Reader
	inner http.Handler
}

// byHand is a behaviour that serves each connection by a function.
func byHand(serve func(*talk)) func() Behaviour {
	return func() Behaviour {
		inner := conforming()
		return Behaviour{Conn: func(h *Host, c net.Conn) {
			serve(&talk{h, c, bufio.NewReader(c), inner})
		}}
	}
}

// read reads a request with its body, nil where there is none. What cannot be read as
// one is answered with 400.
func (c *talk) read() *http.Request {
	r := c.readHead()
	if r == nil {
		return nil
	}
	if strings.EqualFold(r.Header.Get("Expect"), "100-continue") {
		c.write([]byte("HTTP/1.1 100 Continue\r\n\r\n"))
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.refuse()
		return nil
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return r
}

// readHead reads a request, and leaves its body.
func (c *talk) readHead() *http.Request {
	if _, err := c.in.Peek(1); err != nil {
		return nil
	}
	r, err := http.ReadRequest(c.in)
	if err != nil {
		c.refuse()
		return nil
	}
	return r
}

// refuse answers what is no request, and reads on until the client closes: what comes
// in after a close would reset the connection, and the answer with it.
func (c *talk) refuse() {
	c.write([]byte("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 23\r\nConnection: close\r\n\r\n{\"error\":\"Bad request\"}"))
	if half, ok := c.conn.(*counted); ok {
		if t, ok := half.Conn.(*net.TCPConn); ok {
			_ = t.CloseWrite()
		}
	}
	_ = c.conn.SetReadDeadline(time.Now().Add(time.Second))
	c.drain()
}

// serve answers one request as usual, and reports whether the connection stays.
func (c *talk) serve() bool {
	return c.serveWith(func(r *http.Request, a *answer) []byte { return plainAnswer(r.Method, a) })
}

// serveWith answers one request with the bytes that a function makes of the answer.
func (c *talk) serveWith(form func(*http.Request, *answer) []byte) bool {
	r := c.read()
	if r == nil {
		return false
	}
	return c.write(form(r, keep(c.inner, r))) && !r.Close
}

// write sends, and reports whether that went well.
func (c *talk) write(b []byte) bool {
	_, err := c.conn.Write(b)
	return err == nil
}

// drain reads until the client closes.
func (c *talk) drain() { _, _ = io.Copy(io.Discard, c.in) }

// waits reports whether something comes in within some time. The end of the connection
// counts as well.
func (c *talk) waits(d time.Duration) bool {
	_ = c.conn.SetReadDeadline(time.Now().Add(d))
	_, err := c.in.Peek(1)
	_ = c.conn.SetReadDeadline(time.Time{})
	return !errors.Is(err, os.ErrDeadlineExceeded)
}

// plainAnswer is an answer in HTTP/1.1 with a length.
func plainAnswer(method string, a *answer) []byte {
	return bytes.Join([][]byte{
		fmt.Appendf(nil, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status)),
		headerLines(a.header), fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(a.body)), bodyFor(method, a.body),
	}, nil)
}

// headerLines are the fields of a header but for the length.
func headerLines(header http.Header) []byte {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if name == "Content-Length" {
			continue
		}
		for _, value := range header[name] {
			_, _ = fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	return b.Bytes()
}

// bodyFor is the body of an answer to a method: HEAD has none.
func bodyFor(method string, body []byte) []byte {
	if method == http.MethodHead {
		return nil
	}
	return body
}
