package wire_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestSentBytes(t *testing.T) {
	const line = "POST /api/client/register HTTP/1.1\r\n"
	const added = "User-Agent: regspec\r\nAccept: application/json\r\n"
	tests := []struct {
		name    string
		options wire.Options
		request wire.Request
		raw     string
		// closes is set where the connection is of no further use.
		closes bool
	}{
		{
			name: "plain", request: wire.Request{Method: "POST", Body: []byte("a\x00\xff\r\nb")},
			raw: line + "Host: HOST\r\n" + added + "Content-Length: 6\r\n\r\na\x00\xff\r\nb",
		},
		{
			name: "no body", request: wire.Request{Method: "POST"},
			raw: line + "Host: HOST\r\n" + added + "Content-Length: 0\r\n\r\n",
		},
		{
			name: "GET", request: wire.Request{Method: "GET", Query: "a=b&c"},
			raw: "GET /api/client/register?a=b&c HTTP/1.1\r\nHost: HOST\r\n" + added + "\r\n",
		},
		{
			name: "odd method", request: wire.Request{Method: "get (it)", Query: " "},
			raw:    "get (it) /api/client/register?  HTTP/1.1\r\nHost: HOST\r\n" + added + "\r\n",
			closes: true,
		},
		{
			name: "in the order given", options: wire.Options{Header: fields("X-Gate", "1", "x-gate", "2", "Accept", "a/b"), UserAgent: "me"},
			request: wire.Request{Method: "PUT", Header: fields("X-B", "", "x-a", "1", "X-B", "2")},
			raw: "PUT /api/client/register HTTP/1.1\r\nHost: HOST\r\nX-B: \r\nx-a: 1\r\nX-B: 2\r\nX-Gate: 1\r\nx-gate: 2\r\nAccept: a/b\r\n" +
				"User-Agent: me\r\nContent-Length: 0\r\n\r\n",
		},
		{
			name: "the request wins", options: wire.Options{Header: fields("X-Gate", "1", "x-gate", "2"), UserAgent: "me"},
			request: wire.Request{Method: "PUT", Header: fields("x-GATE", "3", "user-agent", "you", "ACCEPT", "", "host", "other.example", "content-length", "0")},
			raw: "PUT /api/client/register HTTP/1.1\r\nx-GATE: 3\r\nuser-agent: you\r\nACCEPT: \r\nhost: other.example\r\n" +
				"content-length: 0\r\n\r\n",
		},
		{
			name: "without fields of its own", request: wire.Request{Method: "PUT", Without: []string{"User-Agent", "Accept", "Accept-Encoding"}},
			raw: "PUT /api/client/register HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n",
		},
		{
			name: "odd fields", request: wire.Request{Method: "POST", Header: fields("A b(", " \x01\x7f\xe9 ", "", "x", "Host", "", "Host", "two")},
			raw:    line + "A b(:  \x01\x7f\xe9 \r\n: x\r\nHost: \r\nHost: two\r\n" + added + "Content-Length: 0\r\n\r\n",
			closes: true,
		},
		{
			name: "chunked", request: wire.Request{Method: "POST", Header: fields("Transfer-Encoding", "chunked"), Body: []byte("hello, world!")},
			raw: line + "Host: HOST\r\nTransfer-Encoding: chunked\r\n" + added + "\r\nd\r\nhello, world!\r\n0\r\n\r\n",
		},
		{
			name: "nothing in chunks", request: wire.Request{Method: "POST", Header: fields("transfer-encoding", "Chunked")},
			raw: line + "Host: HOST\r\ntransfer-encoding: Chunked\r\n" + added + "\r\n0\r\n\r\n",
		},
		{
			name: "chunks and a length", request: wire.Request{Method: "POST", Header: fields("Content-Length", "5", "Transfer-Encoding", "gzip, chunked"), Body: []byte("hello")},
			raw:    line + "Host: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: gzip, chunked\r\n" + added + "\r\n5\r\nhello\r\n0\r\n\r\n",
			closes: true,
		},
		{
			name: "a coding that is not undone", request: wire.Request{Method: "POST", Header: fields("Transfer-Encoding", "gzip"), Body: []byte("hello")},
			raw:    line + "Host: HOST\r\nTransfer-Encoding: gzip\r\n" + added + "\r\nhello",
			closes: true,
		},
		{
			name: "too short a length", request: wire.Request{Method: "POST", Header: fields("Content-Length", "4"), Body: []byte("hello")},
			raw:    line + "Host: HOST\r\nContent-Length: 4\r\n" + added + "\r\nhello",
			closes: true,
		},
		{
			name: "two lengths", request: wire.Request{Method: "POST", Header: fields("Content-Length", "5", "Content-Length", "5"), Body: []byte("hello")},
			raw:    line + "Host: HOST\r\nContent-Length: 5\r\nContent-Length: 5\r\n" + added + "\r\nhello",
			closes: true,
		},
		{
			name: "close", request: wire.Request{Method: "POST", Header: fields("Connection", "a, Close")},
			raw:    line + "Host: HOST\r\nConnection: a, Close\r\n" + added + "Content-Length: 0\r\n\r\n",
			closes: true,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conns := make(chan int, 2)
			sent := make(chan []byte, 2)
			// The end of the request is where the test knows it to be.
			u := serve(t, func(c *rawConn) {
				for {
					raw := make([]byte, len(strings.Replace(test.raw, "HOST", c.LocalAddr().String(), 1)))
					n := 0
					for n < len(raw) {
						more, err := c.in.Read(raw[n:])
						if err != nil {
							break
						}
						n += more
					}
					if n == 0 {
						return
					}
					conns <- c.nth
					sent <- raw[:n]
					if n < len(raw) || c.say(ok) != nil {
						return
					}
				}
			})
			test.options.NoGzip = true
			client := newConn(t, u, test.options)
			raw := strings.Replace(test.raw, "HOST", u.Host, 1)
			for nth := range 2 {
				x := client.Do(context.Background(), test.request)
				if got := string(<-sent); got != raw {
					t.Errorf("sent was\n%q, want\n%q", got, raw)
				}
				if x.Break != nil || x.Answer.Status != 200 || x.Reconnected {
					t.Fatalf("exchange is %+v, break %+v", x, x.Break)
				}
				if conn := <-conns; (conn == nth) != (test.closes || nth == 0) {
					t.Errorf("request %d came on connection %d", nth, conn)
				}
				// The evidence is the same bytes.
				var head strings.Builder
				head.WriteString(x.Request.Line + "\r\n")
				for _, f := range x.Request.Header {
					head.WriteString(f.Name + ": " + f.Value + "\r\n")
				}
				if want, _, _ := strings.Cut(raw, "\r\n\r\n"); head.String() != want+"\r\n" {
					t.Errorf("recorded is\n%q, want\n%q", head.String(), want)
				}
				if !bytes.Equal(x.Request.Body, test.request.Body) || !strings.HasPrefix(x.Request.URL, u.String()) || x.Request.Method != test.request.Method {
					t.Errorf("recorded is %+v", x.Request)
				}
			}
		})
	}
}

func TestUnsendable(t *testing.T) {
	u := serve(t, func(*rawConn) { t.Error("there is a connection") })
	client := newConn(t, u, wire.Options{})
	for _, test := range []struct {
		request wire.Request
		detail  string
	}{
		{wire.Request{}, `"" is not a method`},
		{wire.Request{Method: "GE\nT"}, `the request line has a line end or a NUL in it: "GE\nT /api/client/register HTTP/1.1"`},
		{wire.Request{Method: "GET", Query: "a\x00"}, `the request line has`},
		{wire.Request{Method: "GET", Header: fields("A", "x\r\ny")}, `the field "A: x\r\ny" has a line end or a NUL in it`},
		{wire.Request{Method: "GET", Header: fields("A\r", "x")}, `the field "A\r: x" has`},
		{wire.Request{Method: "GET", Header: fields("A", "\x00")}, `the field "A: \x00" has`},
	} {
		x := client.Do(context.Background(), test.request)
		if x.Break == nil || x.Break.Kind != wire.KindUnsendable || x.Break.Phase != wire.PhaseSend || !strings.HasPrefix(x.Break.Detail, test.detail) {
			t.Errorf("break is %+v, want %s", x.Break, test.detail)
		}
		if x.Answer != nil || !x.Break.Ours() || len(x.Request.Header) == 0 || !strings.HasSuffix(x.Request.Line, " HTTP/1.1") {
			t.Errorf("exchange is %+v", x)
		}
	}
}

// TestOwnsItsBytes holds that an exchange stays as it is when the request's
// memory is used again and the client goes on.
func TestOwnsItsBytes(t *testing.T) {
	nth := 0
	u := serve(t, func(c *rawConn) {
		for c.request() != nil {
			nth++
			_ = c.say("HTTP/1.1 200 OK\r\nX-Nth: " + strings.Repeat(string(rune('a'+nth)), 4) + "\r\nTransfer-Encoding: chunked\r\n\r\n" +
				"2\r\n" + strings.Repeat(string(rune('a'+nth)), 2) + "\r\n0\r\n\r\n")
		}
	})
	client := newConn(t, u, wire.Options{})
	r := post()
	first := client.Do(context.Background(), r)
	sent := string(r.Body)
	for i := range r.Body {
		r.Body[i] = 'x'
	}
	r.Header[0].Name = "Y"
	client.Do(context.Background(), r)
	if string(first.Request.Body) != sent || first.Request.Header[1].Name != "Content-Type" {
		t.Errorf("the request became %+v", first.Request)
	}
	if got := wire.Values(first.Answer.Header, "X-Nth"); len(got) != 1 || got[0] != "bbbb" || string(first.Answer.Body) != "bb" {
		t.Errorf("the answer became %+v", first.Answer)
	}
	if first.Request.Method != http.MethodPost {
		t.Errorf("the method became %q", first.Request.Method)
	}
}
