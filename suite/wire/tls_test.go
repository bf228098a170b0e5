package wire_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestTLS(t *testing.T) {
	quiet := func(s *httptest.Server) {
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		t.Cleanup(s.Close)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	secure := httptest.NewUnstartedServer(handler)
	quiet(secure)
	secure.StartTLS()
	careful := httptest.NewUnstartedServer(handler)
	quiet(careful)
	careful.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	careful.StartTLS()
	plain := httptest.NewServer(handler)
	quiet(plain)
	other := serve(t, func(c *rawConn) { _ = c.say("SSH-2.0-OpenSSH_9.2\r\n"); c.hold() })
	trusting := secure.Client().Transport.(*http.Transport).TLSClientConfig
	trustingCareful := careful.Client().Transport.(*http.Transport).TLSClientConfig
	swap := func(u, from, to string) string { return to + strings.TrimPrefix(u, from) }

	tests := []struct {
		name, target string
		options      wire.Options
		sentence     string
		status       int
	}{
		{"trusted", secure.URL, wire.Options{TLS: trusting}, "", 200},
		{"untrusted", secure.URL, wire.Options{}, "the certificate is not trusted: no authority that is known here has signed it; name the one that has with --ca-cert", 0},
		{
			"wrong name", strings.Replace(secure.URL, "127.0.0.1", "localhost", 1),
			wire.Options{TLS: trusting},
			"the certificate is not trusted: it is for example.com, *.example.com, 127.0.0.1, ::1, and not for localhost; if that is meant, say so with --server-name", 0,
		},
		{
			"https to a plain port", swap(plain.URL, "http:", "https:"),
			wire.Options{},
			"TLS was spoken to a port that answers plain HTTP; write http:// instead of https://", 0,
		},
		{
			"client certificate", careful.URL,
			wire.Options{TLS: trustingCareful},
			"the server broke TLS off: certificate required; give it the one that it asks for with --client-cert and --client-key", 0,
		},
		{
			"https to another port", "https://" + other.Host,
			wire.Options{},
			"TLS was spoken to a port that does not speak TLS", 0,
		},
		{
			"no common version", secure.URL,
			wire.Options{TLS: &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}},
			"the server broke TLS off: protocol version not supported", 0,
		},
		{
			"no version", secure.URL,
			wire.Options{TLS: &tls.Config{MinVersion: tls.VersionTLS13, MaxVersion: tls.VersionTLS12}},
			"the TLS handshake failed: tls: no supported versions", 0,
		},
		{"http to a TLS port", swap(secure.URL, "https:", "http:"), wire.Options{}, "", 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := send(t, endpoint(t, test.target), test.options, post())
			if test.status != 0 {
				want(t, x, "", "")
				if x.Answer.Status != test.status {
					t.Errorf("status is %d, want %d", x.Answer.Status, test.status)
				}
				return
			}
			if x.Break == nil || x.Break.Kind != wire.KindTLS || !x.Break.Unreachable() {
				t.Fatalf("break is %+v", x.Break)
			}
			if got := x.Break.Sentence(); !strings.Contains(got, test.sentence) {
				t.Errorf("sentence is %q, want %q in it", got, test.sentence)
			}
		})
	}
}

// What a server sends behind its answer is not taken for the next one.
func TestLeftOverOverTLS(t *testing.T) {
	certificate := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(certificate.Close)
	long := strings.Repeat("x", 10_000)
	var connections, requests atomic.Int32
	u := serve(t, func(c *rawConn) {
		connections.Add(1)
		secure := tls.Server(c.Conn, &tls.Config{Certificates: certificate.TLS.Certificates})
		c.Conn, c.in = secure, bufio.NewReader(secure)
		for nth := 0; c.request() != nil; nth++ {
			answer := "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + long
			if nth == 2 {
				answer += "HTTP/1.1 500 Unasked\r\nContent-Length: 0\r\n\r\n"
			}
			requests.Add(1)
			_ = c.say(answer)
		}
	})
	conn := newConn(t, endpoint(t, "https://"+u.Host), wire.Options{TLS: certificate.Client().Transport.(*http.Transport).TLSClientConfig})
	for range 6 {
		x := conn.Do(t.Context(), post())
		if want(t, x, "", ""); x.Answer.Status != 200 || x.Reconnected {
			t.Errorf("the answer is %d, reconnected %v", x.Answer.Status, x.Reconnected)
		}
	}
	if connections.Load() != 2 || requests.Load() != 6 {
		t.Errorf("%d requests came on %d connections", requests.Load(), connections.Load())
	}
}

// TestProxy runs itself again, because net/http reads the environment once.
func TestProxy(t *testing.T) {
	if os.Getenv(proxied) == "" {
		u := serve(t, func(c *rawConn) {
			if raw := string(c.request()); !strings.HasPrefix(raw, "POST http://target.invalid/api/client/register HTTP/1.1\r\nHost: target.invalid\r\n") {
				t.Errorf("the proxy got %q", raw)
			}
			_ = c.say(ok)
		})
		again := exec.Command(os.Args[0], "-test.run=^TestProxy$", "-test.v")
		again.Env = append(os.Environ(), proxied+"=1", "HTTP_PROXY=http://"+u.Host, "NO_PROXY=", "no_proxy=")
		if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestProxy") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	x := send(t, endpoint(t, "http://target.invalid"), wire.Options{}, post())
	want(t, x, "", "")
	if x.Request.Line != "POST http://target.invalid/api/client/register HTTP/1.1" || len(x.Request.Header) != 6 {
		t.Errorf("request is %+v", x.Request)
	}
	direct := once(t, ok) // a loopback address needs no proxy
	x = send(t, direct, wire.Options{}, post())
	want(t, x, "", "")
}
