package wire_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// script is a server and what is sent to it.
type script struct {
	name    string
	handle  func(*rawConn)
	request wire.Request
	times   int // how many requests are sent, 0 for one
	options wire.Options
	// hangs is set where the server lets the timeout pass.
	hangs bool
	// loose is set where the kernel decides how a connection ended.
	loose bool
}

// says answers each request of a connection with a.
func says(a string) func(*rawConn) {
	return func(c *rawConn) {
		for c.request() != nil {
			if c.say(a) != nil {
				return
			}
		}
	}
}

// saysOnce answers one request of a connection and closes it.
func saysOnce(a string) func(*rawConn) {
	return func(c *rawConn) { c.request(); _ = c.say(a) }
}

// thenHolds answers with something that has no end.
func thenHolds(a string) func(*rawConn) {
	return func(c *rawConn) { c.request(); _ = c.say(a); c.hold() }
}

func drips(a, drop string) func(*rawConn) {
	return func(c *rawConn) {
		c.request()
		for err := c.say(a); err == nil; err = c.say(drop) {
			time.Sleep(short / 20)
		}
	}
}

func endless(a, more string) func(*rawConn) {
	return func(c *rawConn) {
		c.request()
		for err := c.say(a); err == nil; {
			err = c.say(more)
		}
	}
}

// partial is an answer of which 5 of 100 bytes come.
const partial = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"

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

const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

func scripts() []script {
	bomb := coded("gzip", packed(make([]byte, 5<<20)))
	big := post()
	big.Body = make([]byte, 8<<20)
	head, get := wire.Request{Method: http.MethodHead}, wire.Request{Method: http.MethodGet}
	all := []script{
		{name: "bound of the body", handle: saysOnce("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 1000)), options: wire.Options{MaxBody: 1000}},
		{name: "a byte more", handle: saysOnce("HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 1000)), options: wire.Options{MaxBody: 999}},
		{name: "a byte more, length", handle: says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + strings.Repeat("x", 1000)), options: wire.Options{MaxBody: 999}, times: 2},
		{name: "endless body", handle: endless("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1024))},
		{name: "endless chunks", handle: endless(chunked, "1\r\nx\r\n"), options: wire.Options{MaxBody: 4096}},
		{name: "one large chunk", handle: endless(chunked+"fffffff\r\n", strings.Repeat("x", 1024)), options: wire.Options{MaxBody: 4096}},
		{name: "empty chunk lines", handle: endless(chunked, "1;"+strings.Repeat("x", 3000)+"\r\nx\r\n")},
		{name: "long chunk line", handle: endless(chunked, "1;"+strings.Repeat("x", 300))},
		{name: "huge header", handle: thenHolds("HTTP/1.1 200 OK\r\nA: " + strings.Repeat("x", 20<<10) + "\r\n\r\n"), options: wire.Options{MaxHeader: 8 << 10}},
		{name: "long header", handle: says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: " + strings.Repeat("x", 20<<10) + "\r\n\r\nok"), times: 2},
		{name: "endless header", handle: endless("HTTP/1.1 200 OK\r\n", "X-More: of it\r\n")},
		{name: "endless continuation", handle: endless("HTTP/1.1 200 OK\r\nA: 1\r\n", " more\r\n")},
		{name: "endless status line", handle: endless("HTTP/1.1 200 ", "OK ")},
		{name: "endless interim answers", handle: endless("", "HTTP/1.1 100 Continue\r\n\r\n")},
		{name: "bomb", handle: says(bomb)},
		{name: "bomb, lower bound", handle: says(bomb), options: wire.Options{MaxUnpacked: 64 << 10}},
		{name: "no bomb", handle: says(coded("gzip", packed(make([]byte, 4<<20))))},
		{name: "closed twice when kept", handle: func(c *rawConn) {
			c.request()
			if c.nth == 0 {
				_ = c.say(ok)
				c.request()
			}
		}, times: 2},
		{name: "closed when kept, GET", handle: func(c *rawConn) { c.request(); _ = c.say(ok); c.request() }, request: get, times: 2},
		{name: "HEAD, gzip", handle: says(coded("gzip", nil)), request: head},
		{name: "HEAD", handle: says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), request: head, times: 2},
		{name: "HEAD, chunked", handle: says(chunked), request: head, times: 2},
		{name: "HEAD, nothing", handle: says("HTTP/1.1 200 OK\r\n\r\n"), request: head, times: 2},
		{name: "GET", handle: says(ok), request: get, times: 3},
		{name: "chunked request", handle: says(ok), request: with(post(), "Transfer-Encoding", "chunked"), times: 2},
		{name: "large request", handle: says(ok), request: big, times: 2},
		{name: "early 413", handle: func(c *rawConn) {
			_, _ = c.in.ReadString('\n')
			_ = c.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
		}, request: big, times: 2, loose: true},
		{name: "early 413, linger", handle: func(c *rawConn) {
			_, _ = c.in.ReadString('\n')
			_ = c.say("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig")
			c.hold()
		}, request: big, loose: true},
		{name: "the request is not read", handle: (*rawConn).ignore, request: big, hangs: true},
		{name: "reset while the request is sent", handle: func(c *rawConn) { _, _ = c.in.ReadByte(); c.abort() }, request: big, loose: true},
		{name: "reset before an answer", handle: func(c *rawConn) { c.request(); c.abort() }},
		{name: "closed before an answer", handle: func(c *rawConn) { c.request() }},
		{name: "reset within the header", handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\nA: "); time.Sleep(c.pause); c.abort() }},
		{name: "reset within the body", handle: func(c *rawConn) { c.request(); _ = c.say(partial); time.Sleep(c.pause); c.abort() }},
		{name: "reset after the answer", handle: func(c *rawConn) { c.request(); _ = c.say(ok); time.Sleep(c.pause); c.abort() }},
		{name: "no answer", handle: thenHolds(""), hangs: true},
		{name: "stalled header", handle: thenHolds("HTTP/1.1 200 OK\r\nA: "), hangs: true},
		{name: "stalled body", handle: thenHolds(partial), hangs: true},
		{name: "stalled chunk", handle: thenHolds(chunked + "5\r\nhel"), hangs: true},
		{name: "dripping header", handle: drips("HTTP/1.1 200 OK\r\n", "X-Drip: 1\r\n"), hangs: true},
		{name: "slow but whole", handle: func(c *rawConn) {
			c.request()
			for _, b := range []byte("HTTP/1.1 200 OK\r\nA: 1\r\n b\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX: 1\r\n\r\n") {
				_ = c.say(string(b))
				time.Sleep(100 * time.Microsecond)
			}
			c.hold()
		}},
		{name: "closes after each", handle: saysOnce(ok), times: 3, loose: true},
		{name: "closed when kept", handle: func(c *rawConn) { c.request(); _ = c.say(ok); c.request() }, times: 2},
		{name: "reset when kept", handle: func(c *rawConn) { c.request(); _ = c.say(ok); c.request(); c.abort() }, times: 2},
		{name: "left over when kept", handle: func(c *rawConn) {
			c.request()
			_ = c.say(ok)
			if c.nth == 0 {
				c.request()
				_ = c.say("<p>more than 2 bytes</p>\r\n")
			}
		}, times: 2},
		{name: "an answer had begun", handle: func(c *rawConn) { c.request(); _ = c.say(ok); c.request(); _ = c.say("HTTP/1.1 2") }, times: 2},
		{name: "silent when kept", handle: func(c *rawConn) { c.request(); _ = c.say(ok); c.hold() }, times: 2, hangs: true},
		{name: "a TLS alert", handle: thenHolds("\x15\x03\x01\x00\x02\x02\x46\n")},
	}
	unended := []string{"trailer cut short", "no trailer", "chunks cut short", "chunk cut short", "no line end", "nothing but a line", "cut short", "header cut short", "gzip that breaks off"}
	for name, a := range answers() {
		hangs := slices.Contains(unended, name)
		all = append(all, script{name: name + " and keeps", handle: says(a), times: 2, hangs: hangs}, script{name: name + " and closes", handle: saysOnce(a)})
	}
	slices.SortFunc(all, func(a, b script) int { return cmp.Compare(a.name, b.name) })
	return all
}

// answers are whole answers, right and wrong.
func answers() map[string]string {
	hello := []byte(`{"client_id":"abc"}`)
	var deflated bytes.Buffer
	w := zlib.NewWriter(&deflated)
	_, _ = w.Write(hello)
	_ = w.Close()
	all := map[string]string{
		"order":                 "HTTP/1.1 404 Not Found\r\nx-b: 2\r\nX-A: 1\r\nX-B: 1\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.0 with length":  "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.0 kept":         "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.0 chunked":      "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/0.9":              "HTTP/0.9 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/3.7":              "HTTP/3.7 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"chunked":               chunked + "5\r\nhello\r\n0\r\n\r\n",
		"chunk extensions":      chunked + "5;a=b;c\r\nhello\r\n1 \r\n!\r\n0;x\r\n\r\n",
		"trailer":               "HTTP/1.1 200 OK\r\nTrailer: X-A\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: 1\r\n\r\n",
		"trailer that is none":  chunked + "5\r\nhello\r\n0\r\nnone\r\n\r\n",
		"trailer cut short":     chunked + "5\r\nhello\r\n0\r\nX-A: 1\r\n",
		"no trailer":            chunked + "5\r\nhello\r\n0\r\n",
		"chunks cut short":      chunked + "5\r\nhello\r\n",
		"chunk cut short":       chunked + "5\r\nhe",
		"chunk without its end": chunked + "5\r\nhelloworld\r\n",
		"chunk size wrong":      chunked + "5x\r\nhello\r\n",
		"chunk size empty":      chunked + "\r\nhello\r\n",
		"chunk size huge":       chunked + "11111111111111111\r\nhello\r\n",
		"chunk line feed":       chunked + "5\nhello\n0\n\n",
		"chunks and length":     "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"Chunked":               "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"gzip, chunked":         "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
		"twice chunked":         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"no reason":             "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
		"reason with spaces":    "HTTP/1.1  200   All   well \r\nContent-Length: 0\r\n\r\n",
		"204":                   "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
		"304":                   "HTTP/1.1 304 Not Modified\r\n\r\n",
		"interim":               "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello",
		"interim with length":   "HTTP/1.1 102 P\r\nContent-Length: 5\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello",
		"101":                   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhello",
		"status 099":            "HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n",
		"status 000":            "HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n",
		"status 999":            "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok",
		"status 20":             "HTTP/1.1 20 Odd\r\nContent-Length: 2\r\n\r\nok",
		"status 2x0":            "HTTP/1.1 2x0 Odd\r\nContent-Length: 2\r\n\r\nok",
		"version":               "HTTP/1.10 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"not HTTP":              "SSH-2.0-OpenSSH_9.2\r\n",
		"long garbage":          strings.Repeat("\xe9", 5000) + "\n",
		"no line end":           "garbage",
		"nothing but a line":    "HTTP/1.1 200 OK\r\n",
		"bare line feeds":       "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
		"no colon":              "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
		"no name":               "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
		"blank before a name":   "HTTP/1.1 200 OK\r\n A: x\r\n\r\n",
		"blank after a name":    "HTTP/1.1 200 OK\r\nx-a b : x\r\nContent-Length: 2\r\n\r\nok",
		"name that is none":     "HTTP/1.1 200 OK\r\nA(b): x\r\n\r\n",
		"control in a value":    "HTTP/1.1 200 OK\r\nA: x\x01\r\n\r\n",
		"latin in a value":      "HTTP/1.1 200 \xe9\r\nA: \t\xe9 \t\r\nContent-Length: 2\r\n\r\nok",
		"empty value":           "HTTP/1.1 200 OK\r\nA:\r\nContent-Length: 2\r\n\r\nok",
		"continued":             "HTTP/1.1 200 OK\r\nA: x \r\n \t y\r\n\tz\r\nContent-Length: 2\r\n\r\nok",
		"continued by nothing":  "HTTP/1.1 200 OK\r\nA: x\r\n \r\nContent-Length: 2\r\n\r\nok",
		"length twice":          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
		"two lengths":           "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
		"list of lengths":       "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok",
		"negative length":       "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
		"empty length":          "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\nok",
		"cut short":             partial,
		"header cut short":      "HTTP/1.1 200 OK\r\nContent-Ty",
		"broken chunks":         chunked + "5\r\nhello\r\nzz\r\n",
		"deflate":               coded("deflate", deflated.Bytes()),
		"gzip that breaks off":  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n" + string(packed(hello)[:len(packed(hello))-3]),
		"close":                 "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
		"pragma":                "HTTP/1.1 200 OK\r\nPragma: no-cache\r\nContent-Length: 2\r\n\r\nok",
		"redirect":              "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
		"gzip":                  coded("gzip", packed(hello)),
		"x-gzip twice":          coded("X-Gzip , identity, gzip", packed(packed(hello))),
		"not gzip":              coded("gzip", hello),
		"gzip cut short":        coded("gzip", packed(hello)[:20]),
		"br":                    coded("br", hello),
		"gzip of nothing":       coded("gzip", nil),
		"packed too often":      coded(strings.Repeat("gzip,", 5), hello),
		"NUL":                   "\x00\x00\x00\r\n\r\n",
		"empty line first":      "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
	}
	return all
}
