// Package quiet is an HTTP/1.1 client for fuzzing: one kept connection, own
// buffers, no goroutine for a usual request, few allocations. What it does on its
// way is short and always the same, so that a fuzzer that counts coverage hears
// the server's answers and not the client.
//
// It gives the same exchanges as the client of package wire, with these
// differences, which are what it is for or what net/http cannot do:
//
//   - It sends what net/http refuses to: a Content-Length that is not the body's,
//     two Host fields, a method that is no token, control characters. Only CR, LF
//     and NUL are not sent, since with them a field would be two, or none.
//   - It sends the fields in the order in which they are given, after Host and
//     before what it adds itself.
//   - It asks for no content coding, and keeps no more than one connection.
//   - An answer has every field that came. net/http takes out Connection: close, a
//     Content-Length and a Trailer beside chunks, a repeated Content-Length, and
//     every Transfer-Encoding of HTTP/1.0, and it adds a Cache-Control to a Pragma.
//   - It does not mind what a Trailer field names.
//   - It speaks to http:// and to Unix sockets only, and through no proxy.
package quiet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// Options are the bounds of a client and what it adds to requests. A zero field
// is the default of [wire.Options].
type Options struct {
	// Timeout bounds one whole exchange: resolving, connecting, a second try
	// and the body included.
	Timeout time.Duration
	// MaxHeader bounds the header of an answer in bytes, interim answers included.
	MaxHeader int64
	// MaxBody bounds the content of an answer in bytes.
	MaxBody int64
	// Header is added to every request, field by field, where the request has no
	// field of that name.
	Header []wire.Field
	// UserAgent is sent where neither the request nor Header has one.
	UserAgent string
	// NoReuse gives each request a connection of its own, which is closed after the
	// answer. The server is not told.
	NoReuse bool
	// Dial makes connections; nil means a [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client sends requests to one endpoint over one connection. It is not safe for
// concurrent use: each worker has its own.
type Client struct {
	options  Options
	network  string // "tcp" or "unix"
	address  string // where connections are made to
	host     string // the Host field
	target   string // the request target without a query of the request's own
	path     string // the same without any query
	shown    string // the endpoint as the evidence has it
	lastLine line   // the last request line

	link  *link  // the kept connection, nil for none
	out   []byte // the request as it goes out, reused
	in    []byte // what is read, reused; in[at:end] is not consumed yet
	at    int
	end   int
	spans []span // the fields of a header, reused
}

// NewClient returns a client for an endpoint, as [wire.Endpoint] makes it. An
// error is one sentence that says why this client cannot speak to it, and
// [wire.Client] is to be used instead.
func NewClient(endpoint *url.URL, o Options) (*Client, error) {
	c := &Client{options: withDefaults(o), host: endpoint.Host}
	shown := *endpoint
	shown.User, shown.Fragment, shown.RawFragment = nil, "", ""
	c.shown = shown.String()

	asked := shown
	switch endpoint.Scheme {
	case "http":
		port := endpoint.Port()
		if port == "" {
			port = "80"
		}
		c.network, c.address = "tcp", net.JoinHostPort(endpoint.Hostname(), port)
		if strings.ContainsFunc(endpoint.Host, func(r rune) bool { return r > '~' || r <= ' ' || r == '%' }) {
			return nil, fmt.Errorf("the quiet client does not spell a host such as %s", endpoint.Host)
		}
		if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: endpoint}); err != nil || proxy != nil {
			return nil, errors.New("the quiet client uses no proxy, and the environment names one")
		}
	case "http+unix":
		// As package wire has it: the socket stands where a URL has its host.
		c.network, c.address, c.host = "unix", endpoint.Host, "localhost"
		asked.Scheme, asked.Host = "http", c.host
	default:
		return nil, fmt.Errorf("the quiet client speaks http only, not %s", endpoint.Scheme)
	}
	c.target = asked.RequestURI()
	asked.RawQuery, asked.ForceQuery = "", false
	c.path = asked.RequestURI()
	return c, nil
}

// withDefaults fills in the zero fields.
func withDefaults(o Options) Options {
	if o.Timeout <= 0 {
		o.Timeout = wire.DefaultTimeout
	}
	if o.MaxHeader <= 0 {
		o.MaxHeader = wire.DefaultMaxHeader
	}
	if o.MaxBody <= 0 {
		o.MaxBody = wire.DefaultMaxBody
	}
	if o.UserAgent == "" {
		o.UserAgent = wire.DefaultUserAgent
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{}).DialContext
	}
	o.Header = slices.Clone(o.Header)
	return o
}

// Close drops the kept connection. The client stays usable.
func (c *Client) Close() { c.drop() }

// Do sends a request and reads the answer within the bounds of [Options]. Like
// [wire.Client.Do] it never returns an error: what broke is in
// [wire.Exchange.Break]. The exchange shares no memory with the request or with
// the client.
func (c *Client) Do(ctx context.Context, r wire.Request) wire.Exchange {
	started := time.Now()
	x := wire.Exchange{
		// The monotonic part would not survive JSON.
		Started: started.Round(0).UTC(),
		Request: wire.Sent{Method: r.Method, URL: c.shown, Body: bytes.Clone(r.Body)},
	}
	if r.Query != "" {
		x.Request.URL += "?" + r.Query
	}
	d := c.draft(r)
	x.Request.Line, x.Request.Header = d.line, d.header
	if why := d.unsendable(); why != "" {
		x.Break = &wire.Break{Phase: wire.PhaseSend, Kind: wire.KindUnsendable, Detail: detail(why)}
	} else {
		c.exchange(ctx, started.Add(c.options.Timeout), d, &x)
	}
	if c.options.NoReuse {
		c.drop()
	}
	x.Duration = time.Since(started).Round(time.Microsecond)
	return x
}

// exchange fills in x, and tries again where that is worth it.
func (c *Client) exchange(ctx context.Context, deadline time.Time, d draft, x *wire.Exchange) {
	t := c.try(ctx, deadline, d)
	if t.stale() {
		t = c.try(ctx, deadline, d)
		x.Reconnected = true
	}
	if t.cutShort(d) {
		asking := d.askingLeave()
		again := c.try(ctx, deadline, asking)
		if again.answer != nil && again.answer.Status == http.StatusExpectationFailed {
			again, asking = c.try(ctx, deadline, d), d
		}
		if again.answer != nil {
			t, x.Reconnected, x.Request.Header = again, true, asking.header
		}
	}
	x.Answer, x.Break = t.answer, t.brk
}
