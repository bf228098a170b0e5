package wire

import (
	"bytes"
	"context"
	"net/url"
	"time"
)

// maxEscape is how many bytes a byte of the request may become in the answer: \u0000 in
// JSON has six, and that within a JSON string seven.
const maxEscape = 8

// mostUnseen is how often a request is sent again that HTTP/2 says was not processed.
const mostUnseen = 10

// Conn sends requests to one endpoint over one connection, one after the other. It
// is not safe for concurrent use: each worker has its own.
type Conn struct {
	remote   *remote
	lastLine line // the last request line

	link   *link       // the kept connection, nil for none
	blind  bool        // what comes on it is taken for the answer
	expiry *time.Timer // drops it when nobody uses it; the [Client]'s
	out    []byte      // the request as it goes out, reused
	in     []byte      // what is read, reused; in[at:end] is not consumed yet
	at     int
	end    int
	spans  []span // the fields of a header, reused

	maxBody, maxUnpacked int64 // the bounds of the answer under way
}

// NewConn returns a Conn for an endpoint, as [Endpoint] makes it. No connection is
// made before the first request.
func NewConn(endpoint *url.URL, o Options) *Conn { return &Conn{remote: newRemote(endpoint, o)} }

// Close drops the kept connection. The Conn stays usable.
func (c *Conn) Close() { c.drop() }

// Do sends a request and reads the answer within the bounds of [Options]. It
// never returns an error: what broke is in [Exchange.Break]. The end of ctx,
// its deadline as well, breaks the exchange as [KindInterrupted]. The exchange
// shares no memory with the request or with the Conn.
//
// Where the kept connection turns out to be of no use (the server closed it
// before the first byte of an answer, or what comes on it is left over from an
// earlier answer or may be the answer to the rest of an earlier request), the request
// is sent once more on a fresh connection; see RFC 9112 §9.2, §9.3 and §9.3.1. If
// nobody is there then, the exchange broke where the kept connection did. What HTTP/2 says
// was not processed is sent again on any connection (RFC 9113 §8.7).
func (c *Conn) Do(ctx context.Context, r Request) Exchange {
	started := time.Now()
	x := Exchange{
		// The monotonic part would not survive JSON.
		Started: started.Round(0).UTC(),
		Request: Sent{Method: r.Method, URL: c.remote.shown, Body: bytes.Clone(r.Body), Pieces: r.Pieces, Behind: r.Behind != nil},
	}
	if r.Query != "" {
		x.Request.URL += "?" + r.Query
	}
	c.bound(len(r.Body))
	d := c.draft(r)
	x.Request.Line, x.Request.Header = d.line, d.header
	if why := d.unsendable(); why != "" {
		x.Break = unsendable(why)
	} else {
		c.exchange(ctx, started.Add(time.Duration(c.remote.timeout.Load())), d, &x)
	}
	if c.oneOff() {
		c.drop()
	}
	x.Duration = time.Since(started).Round(time.Microsecond)
	return x
}

// oneOff reports whether each request has a connection of its own. One that goes out behind
// another has not.
func (c *Conn) oneOff() bool { return !c.blind && c.remote.noReuse.Load() }

// bound sets the bounds of the answer to a request with a body of that length. A large
// body may come back in the answer, with each byte of it escaped.
func (c *Conn) bound(body int) {
	echo := int64(0)
	if body >= LargeBody {
		echo = int64(body/1024+1) * maxEscape * 1024
	}
	c.maxBody, c.maxUnpacked = c.remote.options.MaxBody+echo, c.remote.options.MaxUnpacked+echo
}

// exchange fills in x, and tries again where that is worth it.
func (c *Conn) exchange(ctx context.Context, deadline time.Time, d draft, x *Exchange) {
	t := c.try(ctx, deadline, d)
	for tries := 0; t.unseen && tries < mostUnseen; tries++ {
		x.Reconnected = true
		t = c.try(ctx, time.Now().Add(time.Duration(c.remote.timeout.Load())), d)
	}
	if first := t; first.stale() || !c.blind && c.remote.options.Handler == nil && c.remote.unread.doubts(first) {
		c.drop()
		t = c.try(ctx, time.Now().Add(time.Duration(c.remote.timeout.Load())), d)
		if x.Reconnected = x.Reconnected || first.stale(); !first.stale() {
			c.remote.unread.learn(first, t)
		}
		x.Lost = first.lost()
		if first.brk != nil && t.brk.Absent() {
			t, x.Lost = first, nil // the request ended the server, and its absence is not the answer
		}
	}
	if t.cutShort(len(d.body)) && c.remote.options.Handler == nil {
		if again := c.expectContinue(ctx, deadline, d); again.brk == nil || t.answer == nil && again.answer != nil {
			t, x.Reconnected = again, true
		}
	}
	x.Answer, x.Break = t.answer, t.brk
	x.Request.Line, x.Request.Header = t.line, t.header
}
