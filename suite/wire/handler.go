package wire

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// handlerConn is a connection behind which there is no server but a handler. It is
// for one request. It does what a server of net/http does for its handlers, as far
// as HTTP shows it.
type handlerConn struct {
	net.Conn // nil: nothing else of a connection is used

	handler  http.Handler
	ctx      context.Context //nolint:containedctx // reading from a connection takes none
	deadline time.Time
	request  []byte
	answer   *bytes.Reader
}

func (c *handlerConn) Write(p []byte) (int, error) {
	c.request = p
	return len(p), nil
}

func (c *handlerConn) SetDeadline(time.Time) error     { return nil }
func (c *handlerConn) SetReadDeadline(time.Time) error { return nil }
func (c *handlerConn) Close() error                    { return nil }

// Read reads from the answer. A handler that panics drops the connection; one that
// does not return before the exchange ends is waited for, since it is to watch the
// context of its request.
func (c *handlerConn) Read(p []byte) (int, error) {
	if c.answer == nil {
		ctx, cancel := context.WithDeadline(c.ctx, c.deadline)
		defer cancel()
		answer := c.serve(ctx)
		if err := ctx.Err(); err != nil {
			return 0, err //nolint:wrapcheck // as a connection does
		}
		c.answer = bytes.NewReader(answer)
	}
	return c.answer.Read(p) //nolint:wrapcheck // as above
}

// serve gives the answer to the request as a server sends it, nil for none.
func (c *handlerConn) serve(ctx context.Context) (answer []byte) {
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(c.request)))
	switch {
	case err != nil && strings.Contains(err.Error(), "unsupported transfer encoding"):
		return refusal(http.StatusNotImplemented)
	case err != nil || !httpguts.ValidHostHeader(r.Host):
		return refusal(http.StatusBadRequest)
	}
	r.RemoteAddr = "127.0.0.1:1"
	defer func() {
		if recover() != nil { // http.ErrAbortHandler, or a fault of the handler's: either drops the connection
			answer = nil
		}
	}()
	w := &answerWriter{header: http.Header{}, head: r.Method == http.MethodHead}
	c.handler.ServeHTTP(w, r.WithContext(ctx))
	return w.bytes()
}

// refusal is what a server says to what it cannot read.
func refusal(status int) []byte {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return []byte("HTTP/1.1 " + text + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" + text)
}

// answerWriter keeps what a handler answers.
type answerWriter struct {
	header http.Header
	sent   http.Header // a copy from when the status was written
	status int
	body   bytes.Buffer
	head   bool // no body is to be sent
}

// Header is the header that is sent with the status.
func (w *answerWriter) Header() http.Header { return w.header }

// WriteHeader sends the status and the header.
func (w *answerWriter) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK { // interim answers are skipped
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write sends a part of the body, if there may be one.
func (w *answerWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	switch {
	case w.head:
		return len(b), nil
	case w.bodiless():
		return 0, http.ErrBodyNotAllowed
	}
	if length, err := strconv.Atoi(w.sent.Get("Content-Length")); err == nil && w.body.Len()+len(b) > length {
		n, _ := w.body.Write(b[:max(0, length-w.body.Len())])
		return n, http.ErrContentLength
	}
	return w.body.Write(b) //nolint:wrapcheck // a buffer takes everything
}

func (w *answerWriter) bodiless() bool {
	return w.status == http.StatusNoContent || w.status == http.StatusNotModified
}

// Flush sends the header.
func (w *answerWriter) Flush() { w.WriteHeader(http.StatusOK) }

// bytes is the answer as a server sends it.
func (w *answerWriter) bytes() []byte {
	w.WriteHeader(http.StatusOK)
	w.sent.Del("Transfer-Encoding") // the whole body is here
	w.byDefault("Date", func() string { return time.Now().UTC().Format(http.TimeFormat) })
	if w.body.Len() > 0 {
		w.byDefault("Content-Type", func() string { return http.DetectContentType(w.body.Bytes()) })
	}
	if !w.head && !w.bodiless() {
		w.byDefault("Content-Length", func() string { return strconv.Itoa(w.body.Len()) })
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", w.status, http.StatusText(w.status))
	_ = w.sent.Write(&out) // a buffer takes everything
	_, _ = io.WriteString(&out, "\r\n")
	_, _ = w.body.WriteTo(&out)
	return out.Bytes()
}

// byDefault sets a field that the handler has not set. It sets nil to keep one away.
func (w *answerWriter) byDefault(name string, value func() string) {
	if _, set := w.sent[name]; !set {
		w.sent.Set(name, value())
	}
}
