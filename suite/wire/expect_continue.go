package wire

import (
	"context"
	"net/http"
	"slices"
	"time"
)

const (
	// LargeBody is beyond what a server's buffers take in unread, in bytes. One
	// that refuses such a body before it has read it all, and closes, may take
	// its own answer from the client: the bytes that still come reset the
	// connection (RFC 9112 §9.6).
	LargeBody = 32 << 10
	// continueTimeout is how long to wait for 100 (Continue) before the body is sent
	// all the same (RFC 9110 §10.1.1).
	continueTimeout = time.Second
)

// cutShort reports whether an answer to a request with a body of that length, or the
// end of a refusal, may have been lost because the server did not want the whole of it.
func (t try) cutShort(body int) bool {
	if t.brk == nil || body < LargeBody || t.answer != nil && t.answer.Status/100 != 4 || t.brk.Unreachable() {
		return false
	}
	switch t.brk.Kind {
	case KindClosed, KindReset, KindOther:
		return true
	default:
		return false
	}
}

// expectContinue sends the request once more on a fresh connection, and its body only
// when the server has not refused it by its header alone.
func (c *Conn) expectContinue(ctx context.Context, deadline time.Time, d draft) try {
	asking := d
	asking.waits = true
	asking.header = append(slices.Clip(d.header), Field{Name: "Expect", Value: "100-continue"})
	c.drop()
	t := c.try(ctx, deadline, asking)
	if t.answer != nil && t.answer.Status == http.StatusExpectationFailed {
		c.drop()
		return c.try(ctx, deadline, d)
	}
	return t
}

// heard waits for the first byte of an answer to a header whose body is held
// back, but not for ever.
func (c *Conn) heard(ctx context.Context, deadline time.Time) bool {
	if soon := time.Now().Add(continueTimeout); soon.Before(deadline) {
		_ = c.link.conn.SetReadDeadline(soon) // else the timeout of the exchange comes first
	}
	err := c.fill()
	_ = c.link.conn.SetReadDeadline(deadline)
	if ctx.Err() != nil {
		_ = c.link.conn.SetDeadline(past) // what interrupts may have come before
	}
	return err == nil
}
