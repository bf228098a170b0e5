package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpguts"
	"golang.org/x/net/http2"
)

// tryHTTP2 is tryHTTP1 over HTTP/2.
func (c *Conn) tryHTTP2(ctx context.Context, deadline time.Time, d draft, t *try) bool {
	if why := d.unsendableOverHTTP2(); why != "" {
		t.brk = unsendable(why)
		return true
	}
	bound, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	w := &http2Watch{phase: PhaseSend}
	response, err := c.link.http2.RoundTrip(d.http2Request(w.attach(bound), c.remote.url))
	phase, sent := w.seen(err == nil)
	if sent != nil {
		t.line, t.header = strings.TrimSuffix(d.line, "HTTP/1.1")+"HTTP/2.0", sent
	}
	if err == nil {
		defer func() { _ = response.Body.Close() }() // all that matters is read
		if err := c.readHTTP2(response, t); err != nil {
			t.brk = c.bodyBreak(ctx, err, len(t.answer.Body), response.ContentLength)
		}
		t.brk = c.unpack(t.answer, t.brk)
	} else {
		t.brk = c.remote.classify(ctx, err, phase)
		var stream http2.StreamError
		t.stream = errors.As(err, &stream) && fromPeer(stream)
		t.unseen = unseen(err)
	}
	return t.brk == nil && d.sound && c.link.http2.CanTakeNewRequest()
}

// readHTTP2 reads an answer; with an error, as much of it as came.
func (c *Conn) readHTTP2(response *http.Response, t *try) error {
	a := &Answer{Proto: response.Proto, Status: response.StatusCode}
	t.answer = a
	for _, name := range slices.Sorted(maps.Keys(response.Header)) {
		for _, value := range response.Header[name] {
			a.Header = append(a.Header, Field{Name: name, Value: value})
		}
	}
	limit := c.maxBody
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	a.Body = orNil(body)
	if err == nil {
		a.Body, err = bounded(a.Body, limit)
	}
	return err
}

// connectionFields are the fields that are about a connection of HTTP/1.1 and that
// HTTP/2 does not carry (RFC 9113 §8.2.2).
var connectionFields = []string{"Connection", "Proxy-Connection", "Keep-Alive", "Upgrade", "Transfer-Encoding"}

func isConnectionField(f Field) bool {
	return slices.ContainsFunc(connectionFields, func(name string) bool { return named(f, name) })
}

// impliedByHTTP2 reports whether HTTP/2 has another way to do what a field of the
// connection asks for: it leaves out the Content-Length of a body whose length is
// not announced (RFC 9113 §8.1), and closes the connection without a word.
func impliedByHTTP2(f Field) bool {
	return named(f, "Transfer-Encoding") && strings.EqualFold(f.Value, "chunked") ||
		named(f, "Connection") && strings.EqualFold(f.Value, "close")
}

// unsendableOverHTTP2 says what in the request HTTP/2 does not carry, "" when it
// carries all that the request itself has.
func (d draft) unsendableOverHTTP2() string {
	if !token(d.method) {
		return fmt.Sprintf("%q is not a method that HTTP/2 carries", d.method)
	}
	hosts := 0
	for _, f := range d.header {
		switch {
		case !token(f.Name):
			return fmt.Sprintf("%q is not a field name that HTTP/2 carries", f.Name)
		case !httpguts.ValidHeaderFieldValue(f.Value):
			return fmt.Sprintf("HTTP/2 does not carry the control character in the field %q", f.Name+": "+f.Value)
		case named(f, "Host"):
			if hosts++; hosts > 1 || !httpguts.ValidHostHeader(f.Value) {
				return "HTTP/2 carries one host, and it must be one"
			}
		case named(f, "Content-Length") && f.Value != strconv.Itoa(len(d.body)),
			named(f, "TE") && !strings.EqualFold(f.Value, "trailers"):
			return fmt.Sprintf("HTTP/2 does not carry the field %q", f.Name+": "+f.Value)
		}
	}
	for _, f := range d.given {
		if isConnectionField(f) && !impliedByHTTP2(f) {
			return fmt.Sprintf("HTTP/2 does not carry the field %q, which is about a connection of HTTP/1.1", f.Name+": "+f.Value)
		}
	}
	return ""
}

// http2Request is the request as golang.org/x/net/http2 takes it. Fields of the
// connection that are not the request's own are left out.
func (d draft) http2Request(ctx context.Context, to *url.URL) *http.Request {
	asked := *to
	if d.query != "" {
		asked.RawQuery = d.query
	}
	r := (&http.Request{Method: d.method, URL: &asked, Header: http.Header{}, Body: http.NoBody}).WithContext(ctx)
	for _, f := range d.header {
		switch {
		case named(f, "Host"):
			r.Host = f.Value
		case isConnectionField(f), named(f, "Content-Length"):
		default:
			name := http.CanonicalHeaderKey(f.Name)
			r.Header[name] = append(r.Header[name], f.Value)
		}
	}
	if !has(d.header, "User-Agent") {
		r.Header["User-Agent"] = nil // else the transport adds its own
	}
	if len(d.body) > 0 || d.chunks {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(d.body)), int64(len(d.body))
	}
	if d.chunks {
		r.ContentLength = -1
	}
	return r
}

// http2Watch follows a request. Its callbacks come from other goroutines.
type http2Watch struct {
	mu     sync.Mutex
	phase  Phase
	header []Field
	whole  bool // all of the header went out
}

// attach returns a context in which the request is told of to w.
func (w *http2Watch) attach(ctx context.Context) context.Context {
	reach := func(p Phase) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if p == PhaseHeaders || w.phase == PhaseSend {
			w.phase = p
		}
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaderField: func(name string, values []string) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if name == ":authority" {
				name = "Host"
			}
			if !strings.HasPrefix(name, ":") {
				w.header = append(w.header, Field{Name: name, Value: values[0]})
			}
		},
		WroteHeaders: func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.whole = true
		},
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			if info.Err == nil {
				reach(PhaseWait)
			}
		},
		GotFirstResponseByte: func() { reach(PhaseHeaders) },
	})
}

// seen tells how far the request came, and the header that went out, nil if it did
// not. The answer can be there before it is told of that.
func (w *http2Watch) seen(answered bool) (Phase, []Field) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.whole && !answered {
		return w.phase, nil
	}
	return w.phase, slices.Clone(w.header)
}

// http2Trouble is the break that an error of golang.org/x/net/http2 means, nil for
// other errors.
func (r *remote) http2Trouble(err error, phase Phase) *Break {
	var stream http2.StreamError
	var conn http2.ConnectionError
	var away http2.GoAwayError
	switch {
	case errors.As(err, &stream) && stream.Code == http2.ErrCodeRefusedStream:
		return &Break{Phase: phase, Kind: KindClosed} // it may be sent again, RFC 9113 §8.7
	case errors.As(err, &stream) && fromPeer(stream):
		return &Break{Phase: phase, Kind: KindReset} // RST_STREAM, RFC 9113 §6.4
	case errors.As(err, &away), endedHTTP2(err.Error()):
		return &Break{Phase: phase, Kind: KindClosed}
	case strings.Contains(err.Error(), "response header list larger than"),
		errors.As(err, &conn) && conn == http2.ConnectionError(http2.ErrCodeCompression): // what one field beyond the bound leads to
		return &Break{Phase: PhaseHeaders, Kind: KindHeadersTooLarge, Detail: size(r.options.MaxHeader)}
	case errors.As(err, &conn):
		// A header that is far beyond its bound leads to this, too.
		return &Break{
			Phase: PhaseHeaders, Kind: KindNotHTTP,
			Detail: "its HTTP/2 is not right, or its header is far too long (" + http2.ErrCode(conn).String() + ")",
		}
	}
	return nil
}

// fromPeer reports whether the server ended a stream.
func fromPeer(e http2.StreamError) bool {
	return e.Cause != nil && e.Cause.Error() == "received from peer"
}

// unseen reports whether an error says that a request was not sent since its connection had
// ended, or that the server did not process it (RFC 9113 §6.8 and §8.7).
func unseen(err error) bool {
	var stream http2.StreamError
	return errors.As(err, &stream) && stream.Code == http2.ErrCodeRefusedStream ||
		containsAny(err.Error(), "graceful shutdown GOAWAY", "client conn not usable", "client conn could not be established")
}

// endedHTTP2 reports whether an error says that the connection ended.
func endedHTTP2(text string) bool {
	return containsAny(text, "GOAWAY", "http2: client conn", "connection lost")
}

// containsAny reports whether a text has one of the parts. The package exports no values
// for most of its errors.
func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
