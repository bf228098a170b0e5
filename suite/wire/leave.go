package wire

import (
	"context"
	"net/http"
	"time"
)

const (
	// LargeBody is beyond what a server's buffers take in unread, in bytes. One
	// that refuses such a body before it has read it all, and closes, may take
	// its own answer from the client: the bytes that still come reset the
	// connection (RFC 9112 §9.6).
	LargeBody = 32 << 10
	// leaveTimeout is how long to wait for leave before the body is sent all the
	// same (RFC 9110 §10.1.1).
	leaveTimeout = time.Second
)

// cutShort reports whether an answer to a request with a body of that length, or the
// end of a refusal, may have been lost because the server did not want the whole of it.
func (t try) cutShort(body int) bool {
	if t.brk == nil || body < LargeBody || t.answer != nil && t.answer.Status/100 != 4 {
		return false
	}
	switch t.brk.Kind {
	case KindClosed, KindReset, KindOther:
		return true
	default:
		return false
	}
}

// withLeave sends the request once more on a fresh connection, and its body only
// when the server has not refused it by its header alone.
func (c *Client) withLeave(ctx context.Context, d *draft) try {
	asking := *d
	asking.header = d.header.Clone()
	asking.header["Expect"] = []string{"100-continue"}
	t := c.afresh(ctx, &asking)
	if t.answer != nil && t.answer.Status == http.StatusExpectationFailed {
		return c.afresh(ctx, d)
	}
	return t
}
