package wire

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"syscall"
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
	// Timeout bounds one whole exchange: resolving, connecting, a second try
	// and the body included.
	Timeout time.Duration
	// MaxHeader bounds the header of an answer in bytes, interim answers included.
	MaxHeader int64
	// MaxBody bounds the content of an answer in bytes as they come, before gzip
	// is undone.
	MaxBody int64
	// MaxUnpacked bounds the content in bytes after gzip is undone.
	MaxUnpacked int64
	// Header is added to every request, field by field, where the step has no
	// field of that name: a credential for a gateway, say. It is part of the
	// evidence like any other field.
	Header []Field
	// Parallel is how many idle connections are kept.
	Parallel int
	// NoReuse gives each request a connection of its own, and says so to the server
	// (Connection: close). It is for a target that serves few connections at a time;
	// see [Scarce].
	NoReuse bool
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

// Client sends requests to one endpoint, over HTTP/1.1, or over HTTP/2 where a
// TLS server offers it, and through the proxy of the environment if there is one
// (never for a loopback address or a socket). It follows no redirect, keeps no
// cookie and is safe for concurrent use.
//
// net/http writes a line to the standard logger when a server sends bytes
// beyond the end of its answer.
type Client struct {
	endpoint *url.URL // that is asked for
	shown    string   // the endpoint as the evidence has it
	socket   string   // the Unix socket behind which it is, or ""
	options  Options
	pool     *pool
}

// NewClient returns a client for an endpoint, as [Endpoint] makes it. User
// information and a fragment in the URL are dropped.
func NewClient(endpoint *url.URL, o Options) *Client {
	o.Timeout = positive(o.Timeout, DefaultTimeout)
	o.MaxHeader = positive(o.MaxHeader, DefaultMaxHeader)
	o.MaxBody = positive(o.MaxBody, DefaultMaxBody)
	o.MaxUnpacked = positive(o.MaxUnpacked, DefaultMaxUnpacked)
	o.Parallel = positive(o.Parallel, DefaultParallel)
	o.Header = slices.Clone(o.Header)
	if o.UserAgent == "" {
		o.UserAgent = DefaultUserAgent
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: o.Timeout}).DialContext
	}
	if o.TLS != nil {
		o.TLS = o.TLS.Clone()
	}
	clean := *endpoint
	clean.User, clean.Fragment, clean.RawFragment = nil, "", ""
	asked, socket := overSocket(&clean)
	proxy := http.ProxyFromEnvironment
	if socket != "" {
		o.Dial = toSocket(o.Dial, socket)
		proxy = func(*http.Request) (*url.URL, error) { return nil, nil } //nolint:nilnil // net/http takes it for no proxy
	}

	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	return &Client{
		endpoint: asked,
		shown:    clean.String(),
		socket:   socket,
		options:  o,
		pool: &pool{most: o.Parallel, model: &http.Transport{
			Proxy:                  proxy,
			DialContext:            earnest(redial(o.Dial, redialAfter)),
			TLSClientConfig:        o.TLS,
			TLSHandshakeTimeout:    o.Timeout,
			ExpectContinueTimeout:  leaveTimeout,
			DisableCompression:     true,
			DisableKeepAlives:      o.NoReuse,
			IdleConnTimeout:        time.Minute,
			MaxResponseHeaderBytes: o.MaxHeader,
			Protocols:              protocols,
		}},
	}
}

// positive returns n, or a default for one that is zero or less.
func positive[N ~int | ~int64](n, otherwise N) N {
	if n <= 0 {
		return otherwise
	}
	return n
}

// Close drops the idle connections. The client stays usable.
func (c *Client) Close() { c.pool.close() }

// Do sends a request and reads the answer within the bounds of [Options]. It
// never returns an error: what broke is in [Exchange.Break]. The end of ctx,
// its deadline as well, breaks the exchange as [KindInterrupted].
//
// Where a kept connection turns out to be of no use (the server closed it
// before the first byte of an answer, or what comes on it is left over from an
// earlier answer), the request is sent once more on a fresh connection; see
// RFC 9112 §9.2 and §9.3.1.
func (c *Client) Do(ctx context.Context, r Request) Exchange {
	started := time.Now()
	x := Exchange{
		// The monotonic part would not survive JSON.
		Started: started.Round(0).UTC(),
		Request: Sent{Method: r.Method, URL: c.shownURL(r), Body: bytes.Clone(r.Body)},
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.Timeout, errTimeout)
	defer cancel()

	c.exchange(ctx, r, &x)
	x.Duration = time.Since(started).Round(time.Microsecond)
	return x
}

// url is where a request goes.
func (c *Client) url(r Request) *url.URL {
	if r.Query == "" {
		return c.endpoint
	}
	with := *c.endpoint
	with.RawQuery = r.Query
	return &with
}

// shownURL is that as the evidence has it.
func (c *Client) shownURL(r Request) string {
	if r.Query == "" {
		return c.shown
	}
	return c.shown + "?" + r.Query
}

// exchange fills in x.
func (c *Client) exchange(ctx context.Context, r Request, x *Exchange) {
	wanted := c.wanted(r)
	d, err := c.draft(r, wanted, x.Request.Body)
	if err == nil {
		x.Request.Line, x.Request.Header, err = c.preview(d, wanted)
	}
	if err != nil {
		x.Request.Line = cmp.Or(x.Request.Line, r.Method+" "+c.url(r).RequestURI()+" HTTP/1.1")
		x.Request.Header = wanted
		x.Break = &Break{Phase: PhaseSend, Kind: KindUnsendable, Detail: detail(err.Error())}
		return
	}

	t := c.attempt(ctx, d)
	x.Reconnected = t.seen.conns > 1 // net/http itself tries some requests again
	if t.stale() {
		t = c.afresh(ctx, d)
		x.Reconnected = true
	}
	if c.options.Handler == nil && t.cutShort(len(r.Body)) {
		if again := c.withLeave(ctx, d); again.brk == nil || t.answer == nil && again.answer != nil {
			t, x.Reconnected = again, true
		}
	}
	x.Answer, x.Break = t.answer, t.brk
	if t.seen.whole {
		x.Request.Header = t.seen.header
	}
	if t.seen.http2() {
		x.Request = asHTTP2(x.Request)
	}
}

// try is what one attempt at an exchange came to.
type try struct {
	answer *Answer
	brk    *Break
	seen   sighting
}

// stale reports whether a kept connection was of no use and the request is
// worth a fresh one.
func (t try) stale() bool {
	if t.brk == nil || !t.seen.conn.Reused {
		return false
	}
	switch t.brk.Kind {
	case KindClosed, KindReset:
		return order(t.seen.phase) < order(PhaseHeaders)
	case KindNotHTTP:
		return t.brk.Phase == PhaseHeaders
	default:
		return false
	}
}

// attempt sends to the handler, or else over a connection that is idle, or a new one.
func (c *Client) attempt(ctx context.Context, d *draft) try {
	if c.options.Handler != nil {
		return c.try(ctx, direct{c.options.Handler}, d)
	}
	transport := c.pool.take()
	t := c.try(ctx, transport, d)
	c.pool.give(transport, t.brk != nil)
	return t
}

// afresh sends over a connection of its own.
func (c *Client) afresh(ctx context.Context, d *draft) try {
	fresh := c.pool.model.Clone()
	defer fresh.CloseIdleConnections()
	return c.try(ctx, fresh, d)
}

// try makes one attempt over what is given.
func (c *Client) try(ctx context.Context, over http.RoundTripper, d *draft) try {
	w := &watch{}
	response, err := over.RoundTrip(d.request(w.attach(ctx)))
	if err != nil {
		seen := w.look()
		return try{brk: c.failure(ctx, err, seen), seen: seen}
	}
	defer func() { _ = response.Body.Close() }() // all that matters was read
	answer, brk := c.read(ctx, response)
	seen := w.look()
	return try{answer: answer, brk: settle(brk, seen), seen: seen}
}

// failure says why there is no answer.
func (c *Client) failure(ctx context.Context, err error, seen sighting) *Break {
	phase := cmp.Or(seen.phase, PhaseConnect) // "" when ctx had ended before
	cut, end := endings(seen.conn)
	if phase == PhaseWait && cut != nil {
		phase = PhaseSend
	}
	addr := c.sought(seen.addr)
	brk := c.classify(ctx, err, phase, addr)
	if brk.Kind == KindNotHTTP && end != nil {
		// net/http parses half a line as if it were whole.
		brk = c.classify(ctx, end, phase, addr)
	}
	return settle(brk, seen)
}

// sought says where a connection was sought: at the target, at its socket, or at
// the proxy of the environment.
func (c *Client) sought(addr string) string {
	if c.socket != "" {
		return c.socket
	}
	if proxy := c.proxy(); proxy != nil {
		return proxy.Host + ", the proxy that the environment names"
	}
	return addr
}

// proxy is the one that requests go through, nil for none.
func (c *Client) proxy() *url.URL {
	proxy, err := c.pool.model.Proxy(&http.Request{URL: c.endpoint})
	if err != nil {
		return nil // net/http says so again when it sends
	}
	return proxy
}

// settle corrects a break whose reset the kernel reported to a write, so that
// the read saw only an end.
func settle(brk *Break, seen sighting) *Break {
	if cut, _ := endings(seen.conn); brk != nil && brk.Kind == KindClosed && errors.Is(cut, syscall.ECONNRESET) {
		brk.Kind = KindReset
	}
	return brk
}
