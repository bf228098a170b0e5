package gauntlet

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Host runs one server at one address. It counts the server's connections, and lets it
// go down and come back. Its methods are safe for concurrent use.
type Host struct {
	behaviour Behaviour
	transport Transport
	network   string
	address   string
	identity  identity
	directory string

	done chan struct{} // closed when the host ends
	work sync.WaitGroup

	mu       sync.Mutex // guards what is below
	listener net.Listener
	open     map[*counted]struct{}
	ended    bool
}

// Start starts a server, and gives it a directory for its socket and certificate.
func Start(s Server, directory string) (*Host, error) {
	h := &Host{behaviour: s.New(), transport: s.Over, network: "tcp", directory: directory, done: make(chan struct{}), open: map[*counted]struct{}{}}
	switch s.Over {
	case Unix:
		h.network, h.address = "unix", filepath.Join(directory, "sock")
	case TLS, HTTP2:
		var err error
		if h.identity, err = newIdentity(); err != nil {
			return nil, fmt.Errorf("making a certificate: %w", err)
		}
		if err := os.WriteFile(h.Certificate(), h.identity.pem, 0o600); err != nil {
			return nil, fmt.Errorf("writing the certificate: %w", err)
		}
	}
	candidates := addresses
	if h.address != "" {
		candidates = []string{h.address}
	}
	l, err := h.bind(candidates...)
	if err != nil {
		return nil, err
	}
	h.address, h.listener = l.Addr().String(), l
	return h, h.serve(l)
}

// addresses are where a server may listen. Clients connect from 127.0.0.1, so that no
// connection can take the port of a server that is down for a while. Where there is no
// such address, the risk is taken.
var addresses = []string{"127.0.77.1:0", "127.0.0.1:0"}

// bind opens the first of the addresses that can be listened at.
func (h *Host) bind(addresses ...string) (l net.Listener, err error) {
	for _, address := range addresses {
		if l, err = new(net.ListenConfig).Listen(context.Background(), h.network, address); err == nil {
			return l, nil
		}
	}
	return nil, fmt.Errorf("listening: %w", err)
}

// listen opens the address of the host, and starts its server.
func (h *Host) listen() error {
	l, err := h.bind(h.address)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended {
		return l.Close()
	}
	h.listener = l
	return h.serve(l)
}

// serve starts the server at a listener.
func (h *Host) serve(l net.Listener) error {
	if h.behaviour.Backlog > 0 {
		if err := shorten(l, h.behaviour.Backlog); err != nil {
			return err
		}
	}
	served := net.Listener(counting{l, h})
	if h.behaviour.Listen != nil {
		served = h.behaviour.Listen(h, served)
	}
	secure := h.secure()
	if h.behaviour.Conn != nil {
		if secure != nil {
			served = tls.NewListener(served, secure)
		}
		h.work.Go(func() { h.accept(served) })
		return nil
	}
	server := &http.Server{
		Handler: h.behaviour.Handler(h), TLSConfig: secure, ErrorLog: log.New(io.Discard, "", 0),
		ReadHeaderTimeout: time.Minute,
	}
	server.Protocols = new(http.Protocols)
	server.Protocols.SetHTTP1(h.transport != HTTP2)
	server.Protocols.SetHTTP2(h.transport == HTTP2)
	if h.behaviour.Tune != nil {
		h.behaviour.Tune(server)
	}
	h.work.Go(func() {
		if secure != nil {
			_ = server.ServeTLS(served, "", "")
		} else {
			_ = server.Serve(served)
		}
	})
	return nil
}

// secure is how the host speaks TLS, nil if it does not.
func (h *Host) secure() *tls.Config {
	if h.identity.pem == nil || h.behaviour.Plain {
		return nil
	}
	protocols := []string{"http/1.1"}
	if h.transport == HTTP2 {
		protocols = []string{"h2"}
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{h.identity.certificate}, NextProtos: protocols,
		CurvePreferences: []tls.CurveID{tls.X25519}, // others take several times as long
	}
	if h.behaviour.Secure != nil {
		h.behaviour.Secure(h, config)
	}
	return config
}

// accept serves connections by hand until the listener is closed.
func (h *Host) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		h.work.Go(func() {
			defer func() { _ = c.Close() }()
			h.behaviour.Conn(h, c)
		})
	}
}

// Down closes the listener and all connections at once, as the end of a process does.
// If after is not 0, the host listens again after that time, with a new handler.
func (h *Host) Down(after time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listener != nil && after > 0 {
		h.listenAfter(after)
	}
	h.close()
}

// Refuse closes the listener, and leaves the connections open. The host listens again
// after that time.
func (h *Host) Refuse(after time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listener == nil {
		return
	}
	_ = h.listener.Close()
	h.listener = nil
	h.listenAfter(after)
}

// listenAfter has the host listen again after a while. The caller holds mu, and has seen
// that the host listens, so that it has not ended.
func (h *Host) listenAfter(d time.Duration) {
	h.work.Go(func() {
		if h.Sleep(d) {
			_ = h.listen()
		}
	})
}

// close closes the listener and the connections. The caller holds mu.
func (h *Host) close() {
	if h.listener != nil {
		_ = h.listener.Close()
	}
	h.listener = nil
	for c := range h.open {
		_ = c.Conn.Close()
		delete(h.open, c)
	}
}

// Stop ends the server, with all that it does. It may be called more than once.
func (h *Host) Stop() {
	h.mu.Lock()
	if !h.ended {
		h.ended = true
		close(h.done)
		h.close()
	}
	h.mu.Unlock()
	h.work.Wait()
}

// Open is how many connections the server has.
func (h *Host) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.open)
}

// URL is what --target needs.
func (h *Host) URL() string {
	if h.transport == Unix {
		return "unix:" + h.address
	}
	address := url.URL{Scheme: "http", Host: h.address}
	if h.identity.pem != nil {
		address.Scheme = "https"
	}
	return address.String()
}

// Certificate is the file with the authority that signed the certificate of the host.
func (h *Host) Certificate() string { return filepath.Join(h.directory, "ca.pem") }

// Sleep waits, and reports whether the host goes on.
func (h *Host) Sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-h.done:
		return false
	case <-timer.C:
		return true
	}
}

// counting is a listener whose connections the host knows.
type counting struct {
	net.Listener

	host *Host
}

func (l counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	one := &counted{Conn: c, host: l.host}
	l.host.mu.Lock()
	defer l.host.mu.Unlock()
	l.host.open[one] = struct{}{}
	return one, nil
}

// counted is a connection that the host knows.
type counted struct {
	net.Conn

	host *Host
}

// Close closes the connection, and has the host forget it.
func (c *counted) Close() error {
	c.host.forget(c)
	return c.Conn.Close()
}

// forget no longer counts a connection.
func (h *Host) forget(c net.Conn) {
	if one, ok := c.(*counted); ok {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.open, one)
	}
}

// reset has the connection end with a reset instead of an orderly close.
func reset(c net.Conn) {
	if one, ok := c.(*counted); ok {
		c = one.Conn
	}
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
}
