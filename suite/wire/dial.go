package wire

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"golang.org/x/net/http2"
)

// dialFunc makes a connection, as in [net.Dialer.DialContext].
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// dial makes a connection on which a request can be sent. With an error, the phase
// says how far it came.
func (r *remote) dial(ctx context.Context, deadline time.Time) (*link, Phase, error) {
	if r.options.Handler != nil {
		return &link{conn: &handlerConn{handler: r.options.Handler, ctx: ctx, deadline: deadline}, instant: true}, "", nil
	}
	bound, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	conn, phase, err := r.dialRaw(bound)
	if err == nil && r.url.Scheme == "https" {
		phase = PhaseTLS
		conn, err = handshake(bound, conn, r.options.TLS)
	}
	var l *link
	if err == nil {
		l, err = r.newLink(conn, deadline)
	}
	if err != nil && bound.Err() != nil {
		err = context.DeadlineExceeded // whatever that led to
	}
	return l, phase, err
}

// dialRaw makes a connection to the target, or to the proxy and through it.
func (r *remote) dialRaw(ctx context.Context) (net.Conn, Phase, error) {
	if r.proxyErr != nil {
		return nil, PhaseConnect, r.proxyErr
	}
	var resolving atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { resolving.Store(true) },
		DNSDone:  func(info httptrace.DNSDoneInfo) { resolving.Store(info.Err != nil) },
	})
	var conn net.Conn
	var err error
	if r.proxy != nil {
		conn, err = r.dialProxy(traced)
	} else {
		conn, err = r.options.Dial(traced, r.network, r.address)
	}
	if resolving.Load() {
		return conn, PhaseResolve, err
	}
	return conn, PhaseConnect, err
}

// handshake begins TLS on a connection, and closes it when that fails.
func handshake(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err //nolint:wrapcheck // classify looks at what it is
	}
	return secure, nil
}

// newLink makes a connection ready, and closes it when that fails.
func (r *remote) newLink(conn net.Conn, deadline time.Time) (*link, error) {
	l := &link{conn: conn}
	err := conn.SetDeadline(deadline)
	under := conn
	if secure, ok := conn.(*tls.Conn); ok {
		under = secure.NetConn()
		if err == nil && secure.ConnectionState().NegotiatedProtocol == http2.NextProtoTLS {
			if l.http2, err = r.http2.NewClientConn(conn); err == nil {
				err = conn.SetDeadline(time.Time{}) // it reads at any time
			}
		}
	}
	if l.http2 == nil {
		l.probe = newProbe(under)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err //nolint:wrapcheck // classify looks at what it is
	}
	return l, nil
}
