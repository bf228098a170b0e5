package wire

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"time"
)

// The bounds and constants that a zero field of [Options] stands for.
const (
	DefaultTimeout     = 10 * time.Second
	DefaultMaxHeader   = 64 << 10
	DefaultMaxBody     = 1 << 20
	DefaultMaxUnpacked = 4 << 20
	DefaultParallel    = 8
	DefaultUserAgent   = "regspec"
)

// Options are the bounds of a client and what it adds to requests. The zero
// value is ready to use; a bound that is zero or less is its default.
type Options struct {
	// Timeout bounds one whole exchange: resolving, connecting and the body included. A
	// second try on a fresh connection is bounded anew.
	Timeout time.Duration
	// MaxHeader bounds the header of an answer in bytes, interim answers included.
	MaxHeader int64
	// MaxBody bounds the content of an answer in bytes as they come, before gzip
	// is undone. The bound of an answer to a large body is higher by what the answer
	// may repeat of it, and so is MaxUnpacked.
	MaxBody int64
	// MaxUnpacked bounds the content in bytes after gzip is undone.
	MaxUnpacked int64
	// Header is added to every request, field by field, where the step has no
	// field of that name: a credential for a gateway, say. It is part of the
	// evidence like any other field.
	Header []Field
	// Parallel is how many idle connections a [Client] keeps.
	Parallel int
	// NoReuse gives each request a connection of its own, and says so to the server
	// (Connection: close). It is for a target that serves few connections at a time;
	// see package target.
	NoReuse bool
	// NoGzip leaves out Accept-Encoding. A content coding that comes all the same is
	// undone.
	NoGzip bool
	// UserAgent is sent where neither the step nor Header has one.
	UserAgent string
	// TLS configures TLS; nil means the system's certificate authorities.
	TLS *tls.Config
	// Handler answers the requests itself, within this process and without any
	// connection, where one is set: what a server does below HTTP is not seen, and
	// a thousand requests cost what a hundred do over a connection.
	Handler http.Handler
	// Dial makes connections; nil means a [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// withDefaults fills in the zero fields, and shares nothing that the caller may
// change.
func (o Options) withDefaults() Options {
	o.Timeout = positive(o.Timeout, DefaultTimeout)
	o.MaxHeader = positive(o.MaxHeader, DefaultMaxHeader)
	o.MaxBody = positive(o.MaxBody, DefaultMaxBody)
	o.MaxUnpacked = positive(o.MaxUnpacked, DefaultMaxUnpacked)
	o.Parallel = positive(o.Parallel, DefaultParallel)
	o.UserAgent = cmp.Or(o.UserAgent, DefaultUserAgent)
	o.Header = slices.Clone(o.Header)
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: o.Timeout}).DialContext
	}
	if o.TLS == nil {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	o.TLS = o.TLS.Clone()
	return o
}

// positive returns n, or a default for one that is zero or less.
func positive[N ~int | ~int64](n, otherwise N) N {
	if n <= 0 {
		return otherwise
	}
	return n
}
