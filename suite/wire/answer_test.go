package wire_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// packed returns b in gzip.
func packed(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// coded is an answer with a Content-Encoding.
func coded(coding string, body []byte) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", coding, len(body), body)
}

func TestAnswers(t *testing.T) {
	noLeaks(t)
	hello := []byte(`{"client_id":"abc"}`)
	var deflated bytes.Buffer
	w := zlib.NewWriter(&deflated)
	_, _ = w.Write(hello)
	_ = w.Close()
	cut := packed(hello)[:20]
	tail := packed(hello)[:len(packed(hello))-3] // only the checksum is not whole
	tests := []struct {
		name, method, raw string
		want              wire.Answer
		kind              wire.Kind
		sentence          string
	}{
		{
			name: "length", raw: "HTTP/1.1 400 Bad Request\r\nx-b: 2\r\nX-A: 1\r\nX-B: 1\r\nContent-Length: 5\r\n\r\nhello",
			want: wire.Answer{Status: 400, Reason: "Bad Request", Body: []byte("hello"), Header: []wire.Field{
				{Name: "x-b", Value: "2"},
				{Name: "X-A", Value: "1"},
				{Name: "X-B", Value: "1"},
				{Name: "Content-Length", Value: "5"},
			}},
		},
		{
			name: "until the connection ends", raw: "HTTP/1.1 200 OK\r\n\r\nhello",
			want: wire.Answer{Status: 200, Reason: "OK", Body: []byte("hello")},
		},
		{
			name: "HTTP/1.0", raw: "HTTP/1.0 200 OK\r\n\r\nhello",
			want: wire.Answer{Proto: "HTTP/1.0", Status: 200, Reason: "OK", Body: []byte("hello")},
		},
		{
			name: "chunked", raw: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
			want: wire.Answer{
				Status: 200, Reason: "OK", Body: []byte("hello"),
				Header: []wire.Field{{Name: "Transfer-Encoding", Value: "chunked"}},
			},
		},
		{
			name: "no reason", raw: "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
			want: wire.Answer{Status: 200, Header: []wire.Field{{Name: "Content-Length", Value: "0"}}},
		},
		{
			name: "no content", raw: "HTTP/1.1 204 No Content\r\n\r\n",
			want: wire.Answer{Status: 204, Reason: "No Content"},
		},
		{
			name: "HEAD", method: http.MethodHead, raw: coded("gzip", nil),
			want: wire.Answer{Status: 200, Reason: "OK", Header: []wire.Field{
				{Name: "Content-Encoding", Value: "gzip"}, {Name: "Content-Length", Value: "0"},
			}},
		},
		{
			name: "interim answers", raw: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
				"HTTP/1.1 201 Created\r\n\r\nhello",
			want: wire.Answer{Status: 201, Reason: "Created", Body: []byte("hello")},
		},
		{
			name: "redirect", raw: "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n",
			want: wire.Answer{Status: 302, Reason: "Found", Header: []wire.Field{{Name: "Location", Value: "/elsewhere"}}},
		},
		{
			name: "another protocol", raw: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhello",
			want: wire.Answer{Status: 101, Reason: "Switching Protocols", Header: []wire.Field{
				{Name: "Upgrade", Value: "x"}, {Name: "Connection", Value: "Upgrade"},
			}},
		},
		{
			name: "gzip", raw: coded("gzip", packed(hello)),
			want: wire.Answer{Status: 200, Reason: "OK", Body: hello, CompressedSize: int64(len(packed(hello)))},
		},
		{
			name: "x-gzip twice", raw: coded("X-Gzip , identity, gzip", packed(packed(hello))),
			want: wire.Answer{Status: 200, Reason: "OK", Body: hello, CompressedSize: int64(len(packed(packed(hello))))},
		},
		{
			name: "not gzip", raw: coded("gzip", hello), kind: wire.KindUndecodable,
			want:     wire.Answer{Status: 200, Reason: "OK", Body: hello, Encoded: true},
			sentence: "the answer cannot be unpacked: its Content-Encoding is gzip, but its body is not: gzip: invalid header",
		},
		{
			name: "gzip cut short", raw: coded("gzip", cut), kind: wire.KindUndecodable,
			want:     wire.Answer{Status: 200, Reason: "OK", Body: cut, Encoded: true},
			sentence: "its gzip body is corrupt: unexpected EOF",
		},
		{
			name: "br", raw: coded("br", hello), kind: wire.KindUndecodable,
			want:     wire.Answer{Status: 200, Reason: "OK", Body: hello, Encoded: true},
			sentence: `its Content-Encoding is "br", and only gzip can be undone`,
		},
		{
			name: "deflate", raw: coded("deflate", deflated.Bytes()), kind: wire.KindUndecodable,
			want:     wire.Answer{Status: 200, Reason: "OK", Body: deflated.Bytes(), Encoded: true},
			sentence: `its Content-Encoding is "deflate"`,
		},
		{
			name: "packed too often", raw: coded(strings.Repeat("gzip,", 5), hello), kind: wire.KindUndecodable,
			want:     wire.Answer{Status: 200, Reason: "OK", Body: hello, Encoded: true},
			sentence: "it has 5 content codings",
		},
		{
			name: "gzip that breaks off", kind: wire.KindClosed,
			raw:      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n" + string(tail),
			want:     wire.Answer{Status: 200, Reason: "OK", Body: hello, CompressedSize: int64(len(tail))},
			sentence: fmt.Sprintf("%d of 1000 bytes", len(tail)),
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := post()
			if test.method != "" {
				r = wire.Request{Method: test.method}
			}
			x := send(t, once(t, test.raw), wire.Options{}, r)
			want(t, x, test.kind, wire.PhaseBody)
			if !strings.Contains(x.Break.Sentence(), test.sentence) {
				t.Errorf("sentence is %q, want %q in it", x.Break.Sentence(), test.sentence)
			}
			if x.Answer == nil {
				t.Fatal("no answer is kept")
			}
			got := *x.Answer
			if test.want.Proto == "" {
				test.want.Proto = "HTTP/1.1"
			}
			if strings.Contains(test.raw, "Content-Encoding") && test.method == "" {
				got.Header = nil // not what these are about
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("answer is\n%+v, want\n%+v", got, test.want)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	noLeaks(t)
	const kib = 1 << 10
	endless := func(head, more string) func(*rawConn) {
		return func(c *rawConn) {
			c.request()
			err := c.say(head)
			for err == nil { // until the client closes the connection
				err = c.say(more)
			}
		}
	}
	bomb := coded("gzip", packed(make([]byte, 4*kib*kib)))
	tests := []struct {
		name     string
		handle   func(*rawConn)
		options  wire.Options
		kind     wire.Kind
		phase    wire.Phase
		sentence string
		body     int
	}{
		{
			name: "endless body", handle: endless("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", kib)),
			kind: wire.KindBodyTooLarge, phase: wire.PhaseBody, body: 1 << 20,
			sentence: "the answer is longer than 1 MiB; reading stopped there",
		},
		{
			name: "endless chunks", handle: endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
			options: wire.Options{MaxBody: 4 * kib},
			kind:    wire.KindBodyTooLarge, phase: wire.PhaseBody, body: 4 * kib,
			sentence: "the answer is longer than 4 KiB",
		},
		{
			name: "body of the bound", options: wire.Options{MaxBody: 1000},
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 1000)) },
			body:   1000,
		},
		{
			name: "a byte more", options: wire.Options{MaxBody: 999},
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 1000)) },
			kind:   wire.KindBodyTooLarge, phase: wire.PhaseBody, body: 999,
			sentence: "the answer is longer than 999 bytes",
		},
		{
			name: "huge header", options: wire.Options{MaxHeader: 8 * kib},
			handle: func(c *rawConn) {
				c.request()
				_ = c.say("HTTP/1.1 200 OK\r\nA: " + strings.Repeat("x", 20*kib) + "\r\n\r\n")
				c.hold()
			},
			kind: wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
			sentence: "the header of the answer is longer than 8 KiB; reading stopped there",
		},
		{
			name: "endless header", handle: endless("HTTP/1.1 200 OK\r\n", "X-More: of it\r\n"),
			kind: wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
			sentence: "the header of the answer is longer than 64 KiB",
		},
		{
			name: "endless status line", handle: endless("HTTP/1.1 200 ", "OK "),
			kind: wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
			sentence: "the header of the answer is longer than 64 KiB",
		},
		{
			name: "endless interim answers", handle: endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
			kind: wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
			sentence: "the header of the answer is longer than 64 KiB",
		},
		{
			name: "bomb", handle: func(c *rawConn) { c.request(); _ = c.say(bomb) },
			options: wire.Options{MaxUnpacked: 64 * kib},
			kind:    wire.KindUnpackedTooLarge, phase: wire.PhaseBody, body: 64 * kib,
			sentence: "the answer unpacks to more than 64 KiB; unpacking stopped there",
		},
		{
			name: "no bomb", handle: func(c *rawConn) { c.request(); _ = c.say(bomb) },
			body: 4 * kib * kib,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			x := send(t, serve(t, test.handle), test.options, post())
			want(t, x, test.kind, test.phase)
			if x.Break.Bound() != (test.kind != "") || x.Break.Unreachable() || x.Break.Ours() {
				t.Errorf("%+v is of the wrong class", x.Break)
			}
			if got := x.Break.Sentence(); !strings.Contains(got, test.sentence) {
				t.Errorf("sentence is %q, want %q in it", got, test.sentence)
			}
			if test.body > 0 && (x.Answer == nil || len(x.Answer.Body) != test.body) {
				t.Errorf("kept is not what came up to the bound")
			}
		})
	}
}

// TestBombTakesNoMemory holds that unpacking stops at the bound and not after.
func TestBombTakesNoMemory(t *testing.T) {
	u := once(t, coded("gzip", packed(make([]byte, 64<<20))))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	x := send(t, u, wire.Options{MaxUnpacked: 1 << 10}, post())
	runtime.ReadMemStats(&after)
	want(t, x, wire.KindUnpackedTooLarge, wire.PhaseBody)
	if took := after.TotalAlloc - before.TotalAlloc; took > 8<<20 {
		t.Errorf("%d bytes were allocated", took)
	}
}
