package gauntlet

import (
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"time"
)

// Transport is what a server is reached over.
type Transport string

// The transports.
const (
	TCP   Transport = "tcp"
	TLS   Transport = "tls"
	HTTP2 Transport = "h2" // over TLS
	Unix  Transport = "unix"
)

// Server is one server of the gauntlet, and what must come out of a test of it.
type Server struct {
	// Name is unique, in kebab case.
	Name string
	// Does says in a sentence or two what the server does.
	Does string
	// Over is what it is reached over; empty means TCP.
	Over Transport
	// Long tells that the server is left out of the quick tests.
	Long bool
	// New builds the behaviour, with empty state.
	New func() Behaviour
	// Run and Fuzz are what must come out of the two commands. The zero value means
	// that the command is not tried.
	Run, Fuzz Expected
}

// Behaviour is what a server does. Handler or Conn is set.
type Behaviour struct {
	// Handler builds the handler. It is called again for a server that comes back, so
	// that what the handler holds is lost.
	Handler func(h *Host) http.Handler
	// Conn serves one connection by hand. The host closes it afterwards.
	Conn func(h *Host, c net.Conn)
	// Listen, if not nil, changes how connections are accepted.
	Listen func(h *Host, l net.Listener) net.Listener
	// Tune, if not nil, changes the server that calls the handler.
	Tune func(s *http.Server)
	// Secure, if not nil, changes how TLS is spoken.
	Secure func(h *Host, c *tls.Config)
	// Backlog, if not 0, is how many connections wait to be accepted.
	Backlog int
	// Plain tells that a server behind TLS does not speak it.
	Plain bool
}

// Expected is what must come out of a command.
type Expected struct {
	// Args are patterns and flags besides the target's.
	Args []string
	// Exits are the exit codes that are right. Without any, the command is not tried.
	Exits []int
	// Says are regular expressions that must match the output, and Never those that
	// must not.
	Says, Never []string
	// Within bounds the time that the command takes.
	Within time.Duration
	// Untrusted tells that the server's certificate is not given to the command.
	Untrusted bool
	// Plain tells that the command is given an http: URL of a server behind TLS.
	Plain bool
}

// All returns every server of the gauntlet.
func All() []Server {
	return slices.Concat(
		plain(), dies(), crashes(),
		limits(), gateways(), small(), closing(),
		far(), stalls(), endless(), drops(),
		large(), oddHTTP(), oddHTTP2(), wrongHTTP(), certificates(), nonsense(),
	)
}
