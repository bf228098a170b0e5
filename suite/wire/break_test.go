package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// partial is an answer of which 5 of 100 bytes come.
const partial = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"

func TestBreaks(t *testing.T) {
	noLeaks(t)
	const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	big := post()
	big.Body = make([]byte, 16<<20) // more than any socket buffer takes
	tests := []struct {
		name     string
		request  wire.Request
		handle   func(*rawConn)
		kind     wire.Kind
		phase    wire.Phase
		sentence string // a part of it
		body     string // what is kept of the answer
	}{
		{
			name:   "reset before an answer",
			handle: func(c *rawConn) { c.request(); c.abort() },
			kind:   wire.KindReset, phase: wire.PhaseWait,
			sentence: "the connection was reset before any answer came",
		},
		{
			name:   "closed before an answer",
			handle: func(c *rawConn) { c.request() },
			kind:   wire.KindClosed, phase: wire.PhaseWait,
			sentence: "the connection was closed before any answer came",
		},
		{
			name:   "closed within the header",
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\nContent-Ty") },
			kind:   wire.KindClosed, phase: wire.PhaseHeaders,
			sentence: "the connection was closed within the header of the answer",
		},
		{
			name:   "reset within the header",
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\nA: "); time.Sleep(short); c.abort() },
			kind:   wire.KindReset, phase: wire.PhaseHeaders,
			sentence: "the connection was reset within the header of the answer",
		},
		{
			name:   "closed within the body",
			handle: func(c *rawConn) { c.request(); _ = c.say(partial) },
			kind:   wire.KindClosed, phase: wire.PhaseBody, body: "hello",
			sentence: "the connection was closed before the whole answer came (5 of 100 bytes)",
		},
		{
			name:   "reset within the body",
			handle: func(c *rawConn) { c.request(); _ = c.say(partial); time.Sleep(short); c.abort() },
			kind:   wire.KindReset, phase: wire.PhaseBody, body: "hello",
			sentence: "the connection was reset before the whole answer came (5 of 100 bytes)",
		},
		{
			name:   "closed within a chunked body",
			handle: func(c *rawConn) { c.request(); _ = c.say(chunked + "5\r\nhello\r\n") },
			kind:   wire.KindClosed, phase: wire.PhaseBody, body: "hello",
			sentence: "the connection was closed before the whole answer came",
		},
		{
			name:   "broken chunks",
			handle: func(c *rawConn) { c.request(); _ = c.say(chunked + "5\r\nhello\r\nzz\r\n") },
			kind:   wire.KindNotHTTP, phase: wire.PhaseBody, body: "hello",
			sentence: "the body of the answer is not framed as HTTP asks: invalid byte in chunk length",
		},
		{
			name:    "reset while the request is sent",
			request: big,
			handle:  func(c *rawConn) { _, _ = c.in.ReadByte(); c.abort() },
			kind:    wire.KindReset, phase: wire.PhaseSend,
			sentence: "the connection was reset before the whole request was sent",
		},
		{
			name:    "the request is not read",
			request: big,
			handle:  func(*rawConn) { time.Sleep(10 * short) },
			kind:    wire.KindTimeout, phase: wire.PhaseSend,
			sentence: "the server did not take the whole request within 750ms",
		},
		{
			name:   "no answer",
			handle: func(c *rawConn) { c.request(); c.hold() },
			kind:   wire.KindTimeout, phase: wire.PhaseWait,
			sentence: "no answer within 750ms",
		},
		{
			name:   "dripping header",
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\n"); drip(c, "X-Drip: 1\r\n") },
			kind:   wire.KindTimeout, phase: wire.PhaseHeaders,
			sentence: "the header of the answer did not end within 750ms",
		},
		{
			name:   "stalled body",
			handle: func(c *rawConn) { c.request(); _ = c.say(partial); c.hold() },
			kind:   wire.KindTimeout, phase: wire.PhaseBody, body: "hello",
			sentence: "the answer did not end within 750ms",
		},
		{
			name:   "garbage",
			handle: func(c *rawConn) { c.request(); _ = c.say("SSH-2.0-OpenSSH_9.2\r\n") },
			kind:   wire.KindNotHTTP, phase: wire.PhaseHeaders,
			sentence: `what answered does not speak HTTP: malformed HTTP response "SSH-2.0-OpenSSH_9.2"`,
		},
		{
			name:   "a long line of garbage",
			handle: func(c *rawConn) { c.request(); _ = c.say(strings.Repeat("\xe9", 5000) + "\n") },
			kind:   wire.KindNotHTTP, phase: wire.PhaseHeaders,
			sentence: `\xe9\xe9\xe9`,
		},
		{
			name:   "garbage in the header",
			handle: func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\nno colon\r\n\r\n") },
			kind:   wire.KindNotHTTP, phase: wire.PhaseHeaders,
			sentence: "malformed MIME header",
		},
		{
			name:   "a TLS alert",
			handle: func(c *rawConn) { c.request(); _ = c.say("\x15\x03\x01\x00\x02\x02\x46\n") },
			kind:   wire.KindNotHTTP, phase: wire.PhaseHeaders,
			sentence: "it answered with TLS; write https://",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := test.request
			if r.Method == "" {
				r = post()
			}
			x := send(t, serve(t, test.handle), wire.Options{Timeout: 5 * short}, r)
			want(t, x, test.kind, test.phase)
			if got := x.Break.Sentence(); !strings.Contains(got, test.sentence) {
				t.Errorf("sentence is %q, want %q in it", got, test.sentence)
			}
			if len(x.Break.Detail) > 400 {
				t.Errorf("detail is %d bytes long", len(x.Break.Detail))
			}
			if x.Break.Unreachable() || x.Break.Bound() || x.Break.Ours() {
				t.Errorf("%+v is of a class that it must not be of", x.Break)
			}
			switch {
			case test.body == "" && x.Answer != nil:
				t.Errorf("there is an answer: %+v", x.Answer)
			case test.body != "" && (x.Answer == nil || x.Answer.Status != 200 || string(x.Answer.Body) != test.body):
				t.Errorf("answer is %+v, want 200 and %q", x.Answer, test.body)
			}
			if x.Duration <= 0 || x.Reconnected || len(x.Request.Header) == 0 {
				t.Errorf("exchange is %+v", x)
			}
		})
	}
}

// drip says s until the client is gone.
func drip(c *rawConn, s string) {
	for c.say(s) == nil {
		time.Sleep(short / 10)
	}
}

func TestDripKeepsWhatCame(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) { c.request(); _ = c.say("HTTP/1.1 200 OK\r\n\r\n"); drip(c, "x") })
	started := time.Now()
	x := send(t, u, wire.Options{Timeout: short}, post())
	want(t, x, wire.KindTimeout, wire.PhaseBody)
	if x.Answer == nil || !strings.HasPrefix(string(x.Answer.Body), "xx") {
		t.Errorf("answer is %+v, want a few x", x.Answer)
	}
	if took := time.Since(started); took < short || took > 10*short || x.Duration < short {
		t.Errorf("it took %v, and says %v", took, x.Duration)
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		brk  *wire.Break
		want string
	}{
		{nil, ""},
		{&wire.Break{Kind: wire.KindInterrupted, Phase: wire.PhaseBody}, "the exchange was interrupted on this side"},
		{&wire.Break{Kind: wire.KindReset, Phase: wire.PhaseConnect}, "the connection was reset while it was being made"},
		{&wire.Break{Kind: wire.KindTimeout, Phase: wire.PhaseWait}, "no answer in time"},
		{&wire.Break{Kind: wire.KindOther, Detail: "x"}, "the exchange broke: x"},
	}
	for _, test := range tests {
		if got := test.brk.Sentence(); got != test.want {
			t.Errorf("sentence of %+v is %q, want %q", test.brk, got, test.want)
		}
	}
}
