package wire_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// overHTTP2 is a TLS server that offers HTTP/2, and options that trust it.
func overHTTP2(t *testing.T, handler http.HandlerFunc) (string, wire.Options) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL, wire.Options{TLS: server.Client().Transport.(*http.Transport).TLSClientConfig}
}

func TestHTTP2WhereTheTargetOffersIt(t *testing.T) {
	var got *http.Request
	var body []byte
	target, options := overHTTP2(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(400)
		_, _ = io.WriteString(w, `{"error":"no"}`)
	})
	options.Header = []wire.Field{{Name: "X-Key", Value: "abc"}}
	x := send(t, endpoint(t, target), options, post())
	want(t, x, "", "")
	if got.ProtoMajor != 2 || string(body) != string(post().Body) || got.Header.Get("X-Key") != "abc" || got.Header.Get("Accept") != "application/json" {
		t.Errorf("the server got %s %v %s", got.Proto, got.Header, body)
	}
	if x.Answer.Proto != "HTTP/2.0" || x.Answer.Status != 400 || string(x.Answer.Body) != `{"error":"no"}` {
		t.Errorf("the answer is %+v", x.Answer)
	}
	if x.Request.Line != "POST /api/client/register HTTP/2.0" {
		t.Errorf("the line is %q", x.Request.Line)
	}
	for _, f := range x.Request.Header {
		if strings.HasPrefix(f.Name, ":") {
			t.Errorf("the evidence has the pseudo-field %v", f)
		}
	}
	if host := wire.Values(x.Request.Header, "Host"); len(host) != 1 || !strings.HasSuffix(target, host[0]) {
		t.Errorf("the host is %q", host)
	}
	const curl = `-H 'content-type: application/json' -H 'x-key: abc' -d '{"type":"client_associate"}'`
	if got := x.Request.Curl(); !strings.HasSuffix(got, curl) && !strings.HasSuffix(got, `-H 'x-key: abc' -H 'content-type: application/json' -d '{"type":"client_associate"}'`) {
		t.Errorf("curl is %s", got)
	}
}

// What a server can do to one stream, or to them all, has the names that it has
// over HTTP/1.1.
func TestHTTP2Breaks(t *testing.T) {
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		kind    wire.Kind
		phase   wire.Phase
		timeout bool
	}{
		"reset before an answer": {
			handler: func(http.ResponseWriter, *http.Request) {
				time.Sleep(50 * time.Millisecond) // until the client knows that it has sent all
				panic(http.ErrAbortHandler)
			},
			kind: wire.KindReset, phase: wire.PhaseWait,
		},
		"reset within the body": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, "half")
				_ = http.NewResponseController(w).Flush()
				panic(http.ErrAbortHandler)
			},
			kind: wire.KindReset, phase: wire.PhaseBody,
		},
		"no answer": {
			handler: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			kind:    wire.KindTimeout, phase: wire.PhaseWait, timeout: true,
		},
		"too long a header": {
			handler: func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Long", strings.Repeat("x", 200_000)) },
			kind:    wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
		},
		"too many fields": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				for i := range 70 {
					w.Header().Set("X-"+strings.Repeat("n", 1+i), strings.Repeat("x", 1000))
				}
			},
			kind: wire.KindHeadersTooLarge, phase: wire.PhaseHeaders,
		},
		"far too many fields": {
			handler: func(w http.ResponseWriter, _ *http.Request) {
				for i := range 300 {
					w.Header().Set("X-"+strings.Repeat("n", 1+i), strings.Repeat("x", 1000))
				}
			},
			kind: wire.KindNotHTTP, phase: wire.PhaseHeaders,
		},
		"too long a body": {
			handler: func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 2<<20)) },
			kind:    wire.KindBodyTooLarge, phase: wire.PhaseBody,
		},
	} {
		t.Run(name, func(t *testing.T) {
			target, options := overHTTP2(t, test.handler)
			if test.timeout {
				options.Timeout = short
			}
			want(t, send(t, endpoint(t, target), options, post()), test.kind, test.phase)
		})
	}
}

// A connection that the server has closed is made anew, also where many requests
// share it.
func TestHTTP2AfterTheServerClosedTheConnection(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client := newClient(t, endpoint(t, server.URL), wire.Options{TLS: server.Client().Transport.(*http.Transport).TLSClientConfig})
	for range 5 {
		want(t, client.Do(t.Context(), post()), "", "")
		server.CloseClientConnections()
	}
}

// Only what HTTP/2 may carry is sent over it.
func TestUnsendableOverHTTP2(t *testing.T) {
	target, options := overHTTP2(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	client := newClient(t, endpoint(t, target), options)
	for _, test := range []struct {
		name, detail string
		request      wire.Request
	}{
		{"control character", `control character in the field "X-A: a\x01"`, with(post(), "X-A", "a\x01")},
		{"space in a name", `"X A" is not a field name`, with(post(), "X A", "a")},
		{"empty name", `"" is not a field name`, with(post(), "", "a")},
		{"wrong length", `does not carry the field "Content-Length: 3"`, with(post(), "Content-Length", "3")},
		{"two hosts", `one host`, with(with(post(), "Host", "a"), "host", "a")},
		{"impossible host", `one host`, with(post(), "Host", "a b")},
		{"transfer coding", `"Transfer-Encoding: gzip", which is about a connection`, with(post(), "Transfer-Encoding", "gzip")},
		{"connection", `"connection: keep-alive", which is about a connection`, with(post(), "connection", "keep-alive")},
		{"upgrade", `"Upgrade: h2c", which is about a connection`, with(post(), "Upgrade", "h2c")},
		{"TE", `does not carry the field "TE: gzip"`, with(post(), "TE", "gzip")},
		{"method", `"get (it)" is not a method`, wire.Request{Method: "get (it)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := client.Do(t.Context(), test.request)
			want(t, x, wire.KindUnsendable, wire.PhaseSend)
			if !strings.Contains(x.Break.Sentence(), test.detail) || !x.Break.Ours() || x.Break.Unreachable() {
				t.Errorf("sentence is %q, want %q in it", x.Break.Sentence(), test.detail)
			}
		})
	}
}

// What is about the connection of HTTP/1.1 has another form in HTTP/2, or none.
func TestWhatHTTP2LeavesOut(t *testing.T) {
	var got *http.Request
	target, options := overHTTP2(t, func(_ http.ResponseWriter, r *http.Request) { got = r })
	options.NoReuse = true
	options.Header = []wire.Field{{Name: "Keep-Alive", Value: "1"}}
	x := send(t, endpoint(t, target), options, with(with(with(post(), "Transfer-Encoding", "chunked"), "connection", "Close"), "te", "trailers"))
	want(t, x, "", "")
	if got.ContentLength != -1 || got.Header.Get("TE") != "trailers" || len(wire.Values(x.Request.Header, "te")) != 1 {
		t.Errorf("the server got %+v of %+v", got, x.Request)
	}
	bare := post()
	bare.Without = []string{"User-Agent", "Accept", "Accept-Encoding"}
	want(t, send(t, endpoint(t, target), options, bare), "", "")
	for _, name := range bare.Without {
		if got.Header.Values(name) != nil {
			t.Errorf("without %v, the server got %v", bare.Without, got.Header)
		}
	}
	for _, name := range []string{"Transfer-Encoding", "Connection", "Keep-Alive", "Content-Length"} {
		if len(wire.Values(x.Request.Header, name)) > 0 {
			t.Errorf("the evidence has %s", name)
		}
	}
}
