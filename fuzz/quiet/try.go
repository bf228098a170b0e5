package quiet

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// largeRequest is from where on a request is written by a goroutine of its
	// own, in bytes: buffers take less than that in, and a server that answers
	// early must be heard while there is still something to send.
	largeRequest = 32 << 10
	// reuseWait is how long the rest of a large request may take after its answer
	// came before the connection is given up.
	reuseWait = 50 * time.Millisecond
	// leaveTimeout is how long to wait for leave before the body is sent all the
	// same (RFC 9110 §10.1.1).
	leaveTimeout = time.Second
	// maxKeptOut is what the buffer for requests may keep, in bytes.
	maxKeptOut = 1 << 20
)

// try is what one attempt at an exchange came to.
type try struct {
	answer *wire.Answer
	brk    *wire.Break
	reused bool // on a kept connection
}

// stale reports whether a kept connection was of no use and the request is worth
// a fresh one (RFC 9112 §9.3.1).
func (t try) stale() bool {
	if t.brk == nil || !t.reused {
		return false
	}
	switch t.brk.Kind {
	case wire.KindClosed, wire.KindReset:
		return t.brk.Phase == wire.PhaseSend || t.brk.Phase == wire.PhaseWait
	case wire.KindNotHTTP:
		return t.brk.Phase == wire.PhaseHeaders
	default:
		return false
	}
}

// cutShort reports whether an answer may have been lost because the server did
// not want the whole of a large request.
func (t try) cutShort(d draft) bool {
	if t.brk == nil || t.answer != nil || len(d.body) < largeRequest || t.brk.Unreachable() {
		return false
	}
	switch t.brk.Kind {
	case wire.KindClosed, wire.KindReset, wire.KindOther:
		return true
	default:
		return false
	}
}

// try makes one attempt.
func (c *Client) try(ctx context.Context, deadline time.Time, d draft) try {
	if ctx.Err() != nil {
		return try{brk: &wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindInterrupted}}
	}
	if d.leave {
		c.drop() // the server may have closed behind what it did not want
	}
	if brk := c.connect(ctx, deadline); brk != nil {
		return try{brk: brk}
	}
	reused := c.link.used
	stop := c.link.interruptible(ctx)
	s := sending{link: c.link}
	answer, keep, brk := c.converse(ctx, deadline, d, &s)
	sent := s.finish()
	if brk != nil && brk.Kind == wire.KindClosed && errors.Is(s.cut, syscall.ECONNRESET) {
		brk.Kind = wire.KindReset // the kernel reports it only once, and here to the writing
	}
	if stop() && sent && keep && brk == nil && d.sound && c.at == c.end {
		c.link.used = true
	} else {
		c.drop()
	}
	if cap(c.out) > maxKeptOut {
		c.out = nil
	}
	return try{answer: answer, brk: brk, reused: reused}
}

// converse sends the request and reads the answer. keep is whether the answer
// leaves the connection open.
func (c *Client) converse(ctx context.Context, deadline time.Time, d draft, s *sending) (a *wire.Answer, keep bool, brk *wire.Break) {
	c.out = d.appendHeader(c.out[:0])
	if !d.leave {
		c.out = d.appendBody(c.out)
		s.send(c.out)
		return c.receive(ctx, d, func() {}, s)
	}
	s.send(c.out)
	body := func() {
		if s.finish() {
			c.out = d.appendBody(c.out[:0])
			s.send(c.out)
		}
	}
	if !c.heard(ctx, deadline) {
		body()
		body = func() {}
	}
	return c.receive(ctx, d, body, s)
}

// heard waits for the first byte of an answer to a header whose body is held
// back, but not for ever.
func (c *Client) heard(ctx context.Context, deadline time.Time) bool {
	if soon := time.Now().Add(leaveTimeout); soon.Before(deadline) {
		_ = c.link.conn.SetReadDeadline(soon) // else the timeout is that of the exchange
	}
	err := c.fill()
	_ = c.link.conn.SetReadDeadline(deadline)
	if ctx.Err() != nil {
		_ = c.link.conn.SetDeadline(past) // what interrupts may have come before
	}
	return err == nil
}

// sending is a request on its way.
type sending struct {
	link  *link
	cut   error      // why writing failed
	ended chan error // set while a goroutine writes
}

// send writes a small request, or begins to write a large one.
func (s *sending) send(out []byte) {
	if len(out) < largeRequest {
		_, s.cut = s.link.conn.Write(out)
		return
	}
	ended := make(chan error, 1)
	go func() {
		_, err := s.link.conn.Write(out)
		ended <- err
	}()
	s.ended = ended
}

// finish ends the sending and reports whether the whole request went out.
func (s *sending) finish() bool {
	if s.ended == nil {
		return s.cut == nil
	}
	timer := time.NewTimer(reuseWait)
	defer timer.Stop()
	select {
	case s.cut = <-s.ended:
	case <-timer.C:
		_ = s.link.conn.SetWriteDeadline(past) // the buffer is used again: the goroutine must be over
		s.cut = errors.Join(os.ErrDeadlineExceeded, <-s.ended)
	}
	s.ended = nil
	return s.cut == nil
}

// phase is how far an exchange came that ended with no byte of an answer.
func (s *sending) phase() wire.Phase {
	if s.finish() {
		return wire.PhaseWait
	}
	return wire.PhaseSend
}
