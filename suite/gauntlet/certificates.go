package gauntlet

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// certificates are servers whose TLS is in the way.
func certificates() []Server {
	insecure := passes(15*second, "--insecure", "type")
	insecure.Untrusted = true
	refusedTrust := unverdicted(15*second, "(?i)certificate is not trusted")
	refusedTrust.Untrusted = true
	rows := []Server{
		{Name: "self-signed", New: plainly, Does: "Has a certificate that nobody here knows.", Run: refusedTrust, Fuzz: refusedTrust},
		{Name: "self-signed-h2", Over: HTTP2, Long: true, New: plainly, Does: "The same, with HTTP/2.", Run: refusedTrust, Fuzz: refusedTrust},
		{Name: "self-signed-insecure", New: plainly, Does: "The same as the first; the commands do not check it.", Run: insecure, Fuzz: insecureCampaign()},
		{
			Name: "plain-on-tls-port", New: func() Behaviour {
				return Behaviour{Plain: true, Handler: func(*Host) http.Handler { return conforming() }}
			},
			Does: "Speaks plain HTTP where the URL says https.",
			Run:  unverdicted(15*second, "answers plain HTTP"), Fuzz: unverdicted(15*second, "answers plain HTTP"),
		},
		{
			Name: "tls-on-plain-port", Long: true, New: plainly, Does: "Speaks TLS where the URL says http, and answers plain HTTP with a page that says so.",
			Run: onPlain(elsewhere(15*second, "HTTPS server.*speaks TLS")), Fuzz: onPlain(hunting(30*second, "HTTPS server")),
		},
		{
			Name: "silent-handshake", Long: true, New: func() Behaviour {
				return Behaviour{Plain: true, Conn: func(h *Host, c net.Conn) { (&talk{host: h, conn: c, in: nil}).swallow() }}
			},
			Does: "Takes connections, and never says a word of TLS.",
			Run:  unverdicted(30 * second), Fuzz: unverdicted(30 * second),
		},
		{
			Name: "slow-handshake", Long: true, New: slowHandshake(100 * time.Millisecond),
			Does: "Takes 100 ms for each handshake. It conforms.",
			Run:  passes(60*second, "--level", "documented"), Fuzz: clean(40*second, "--requests", "300", "--duration", "20s", "--seed", "1"),
		},
		{
			Name: "breaks-handshakes", Long: true, New: breaksHandshakes(),
			Does: "Closes one connection in thirty before the handshake. No request is lost by it, so it may conform; no input is to blame.",
			Run:  Expected{Exits: []int{0, 1}, Never: []string{untested, gone, "on this input", `(?s)(\n✗.*){6}`}, Within: 60 * second},
			Fuzz: Expected{Args: []string{"--requests", "1000", "--duration", "20s", "--seed", "1"}, Exits: []int{0, 1}, Never: []string{untested, stopped, flaky}, Within: 40 * second},
		},
	}
	for i := range rows {
		if rows[i].Over == "" {
			rows[i].Over = TLS
		}
	}
	return rows
}

func insecureCampaign() Expected {
	e := clean(30*second, "--insecure", "--requests", "500", "--seed", "1")
	e.Untrusted = true
	return e
}

// onPlain has the command use an http: URL.
func onPlain(e Expected) Expected {
	e.Plain, e.Untrusted = true, true
	return e
}

// swallow reads and says nothing.
func (c *talk) swallow() {
	buffer := make([]byte, 4096)
	for {
		if _, err := c.conn.Read(buffer); err != nil {
			return
		}
	}
}

// slowHandshake waits while a certificate is asked for.
func slowHandshake(pause time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Secure: func(h *Host, c *tls.Config) {
				only := c.Certificates[0]
				c.Certificates = nil
				c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
					h.Sleep(pause)
					return &only, nil
				}
			},
		}
	}
}

func breaksHandshakes() func() Behaviour {
	return func() Behaviour {
		var seen atomic.Int64
		return Behaviour{
			Handler: func(*Host) http.Handler { return conforming() },
			Tune:    func(s *http.Server) { s.SetKeepAlivesEnabled(false) },
			Listen: func(_ *Host, l net.Listener) net.Listener {
				return filter{l, func(net.Conn) bool { return seen.Add(1)%30 != 0 }}
			},
		}
	}
}
