package wire

import (
	"context"
	"net/url"
	"slices"
	"sync"
	"time"
)

// idleTimeout is how long a connection of a [Client] is kept that nobody uses.
const idleTimeout = time.Minute

// Client sends requests to one endpoint, each over a connection that no other
// request uses at the time. It is safe for concurrent use.
//
// It speaks HTTP/1.1, or HTTP/2 where a TLS server agrees on it, and goes through
// the proxy of the environment if there is one (never for a loopback address or a
// socket). It follows no redirect and keeps no cookie. HTTP/2 does not carry
// fields of the connection (RFC 9113 §8.2.2), two Host fields, or a Content-Length
// that is not the body's: a step that has one is then [KindUnsendable].
type Client struct {
	remote *remote

	mu   sync.Mutex
	idle []*Conn // the one that was used last is the last; those with a connection come last
}

// NewClient returns a client for an endpoint, as [Endpoint] makes it. User
// information and a fragment in the URL are dropped.
func NewClient(endpoint *url.URL, o Options) *Client {
	return &Client{remote: newRemote(endpoint, o)}
}

// Do sends a request and waits for the answer, as [Conn.Do] does. One that goes out behind
// another has a connection of its own.
func (p *Client) Do(ctx context.Context, r Request) Exchange {
	if r.Behind != nil {
		c := &Conn{remote: p.remote, blind: true}
		defer c.Close()
		c.Do(ctx, *r.Behind)
		return c.Do(ctx, r)
	}
	c := p.take()
	x := c.Do(ctx, r)
	p.give(c)
	return x
}

// Crowd sends r so often at most, one after the other and each time on a connection of its own,
// and keeps all of them open meanwhile: until it breaks off, or the server ends a connection.
func (p *Client) Crowd(ctx context.Context, r Request, most int) []Exchange {
	var all []Exchange
	for len(all) < most {
		c := &Conn{remote: p.remote}
		defer c.Close()
		x := c.Do(ctx, r)
		if all = append(all, x); x.Break != nil || c.link == nil {
			break
		}
	}
	return all
}

// take gives a Conn that nobody uses, with a connection if there is one.
func (p *Client) take() *Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.idle) - 1
	if last < 0 {
		return &Conn{remote: p.remote}
	}
	c := p.idle[last]
	p.idle = p.idle[:last]
	if c.expiry != nil {
		c.expiry.Stop()
	}
	return c
}

// give takes a Conn back. Without a connection only its buffers are of use.
func (p *Client) give(c *Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.oneOff() {
		c.Close() // reuse may have ended since the answer came
	}
	switch {
	case len(p.idle) >= p.remote.options.Parallel:
		c.Close()
	case c.link == nil:
		p.idle = slices.Insert(p.idle, 0, c)
	case c.expiry == nil:
		c.expiry = time.AfterFunc(idleTimeout, func() { p.expire(c) })
		p.idle = append(p.idle, c)
	default:
		c.expiry.Reset(idleTimeout)
		p.idle = append(p.idle, c)
	}
}

// expire drops a Conn that nobody has used for long.
func (p *Client) expire(c *Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.idle, c); i >= 0 {
		p.idle = slices.Delete(p.idle, i, i+1)
		c.Close()
	}
}

// SetReuse says whether connections are kept from one request to the next from now on;
// see [Options.NoReuse]. Those that are idle are dropped if they are not.
func (p *Client) SetReuse(reuse bool) {
	p.remote.noReuse.Store(!reuse)
	if !reuse {
		p.Close()
	}
}

// SetTimeout bounds the exchanges that begin from now on; see [Options.Timeout].
func (p *Client) SetTimeout(timeout time.Duration) { p.remote.timeout.Store(int64(timeout)) }

// Close drops the idle connections. The client stays usable.
func (p *Client) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.idle {
		if c.expiry != nil {
			c.expiry.Stop()
		}
		c.Close()
	}
	p.idle = nil
}
