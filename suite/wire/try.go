package wire

import (
	"context"
	"errors"
	"net/http"
	"os"
	"syscall"
	"time"
)

const (
	// reuseWait is how long the rest of a large request may take after its answer
	// came before the connection is given up.
	reuseWait = 50 * time.Millisecond
	// busyWithin is how soon after an answer no server ends a connection because
	// nobody uses it.
	busyWithin = 100 * time.Millisecond
	// maxKeptOut is what the buffer for requests may keep, in bytes.
	maxKeptOut = 1 << 20
)

// try is what one attempt at an exchange came to.
type try struct {
	answer *Answer
	brk    *Break
	reused bool    // on a kept connection
	busy   bool    // which had answered just before
	blind  bool    // what came is taken for the answer
	stream bool    // it broke off by itself, and not the connection of HTTP/2 that it is on
	unseen bool    // HTTP/2 did not send it, or the server said that it did not process it
	after  string  // the kind of the refusal that came on it before, "" for none
	line   string  // the request line that went out
	header []Field // and the header
}

// stale reports whether a kept connection was of no use and the request is worth
// a fresh one (RFC 9112 §9.3.1). A 408 is what a server says on an idle connection
// before it closes it, and no answer to the request that crosses it (RFC 9110 §15.5.9).
func (t try) stale() bool {
	switch {
	case !t.reused:
		return false
	case t.brk == nil:
		return t.answer.Status == http.StatusRequestTimeout
	}
	switch t.brk.Kind {
	case KindReset:
		if t.stream {
			return false
		}
		fallthrough
	case KindClosed:
		return t.brk.Phase == PhaseSend || t.brk.Phase == PhaseWait
	case KindNotHTTP:
		return t.brk.Phase == PhaseHeaders && !t.blind
	default:
		return false
	}
}

// lost is how a kept connection ended that had just been of use, or nil.
func (t try) lost() *Break {
	if !t.stale() || !t.busy || t.brk != nil && t.brk.Kind == KindNotHTTP {
		return nil
	}
	return t.brk
}

// try makes one attempt.
func (c *Conn) try(ctx context.Context, deadline time.Time, d draft) try {
	t := try{line: d.line, header: d.header}
	if ctx.Err() != nil {
		t.brk = &Break{Phase: PhaseConnect, Kind: KindInterrupted}
		return t
	}
	if t.brk = c.connect(ctx, deadline); t.brk != nil {
		return t
	}
	t.reused, t.after = !c.link.last.IsZero(), c.link.refused
	t.blind = c.blind
	t.busy = time.Since(c.link.last) < busyWithin
	var keep bool
	if c.link.http2 != nil {
		keep = c.tryHTTP2(ctx, deadline, d, &t)
	} else {
		keep = c.tryHTTP1(ctx, deadline, d, &t)
	}
	if !keep {
		c.drop()
		return t
	}
	c.link.last = time.Now()
	c.link.refused = refusalOf(d, t.answer)
	return t
}

// tryHTTP1 sends the request and reads the answer, and reports whether the
// connection can be used again.
func (c *Conn) tryHTTP1(ctx context.Context, deadline time.Time, d draft, t *try) bool {
	stop := c.link.interruptible(ctx)
	s := sending{link: c.link}
	var keep bool
	t.answer, keep, t.brk = c.converse(ctx, deadline, d, &s)
	sent := s.finish()
	if t.brk != nil && t.brk.Kind == KindClosed && errors.Is(s.cut, syscall.ECONNRESET) {
		t.brk.Kind = KindReset // the kernel reports it only once, and here to the writing
	}
	if cap(c.out) > maxKeptOut {
		c.out = nil
	}
	clean := c.at == c.end || c.blind // else something came that nobody asked for
	return stop() && sent && keep && t.brk == nil && d.sound && clean && !c.link.instant
}

// converse sends the request and reads the answer. keep is whether the answer
// leaves the connection open.
func (c *Conn) converse(ctx context.Context, deadline time.Time, d draft, s *sending) (a *Answer, keep bool, brk *Break) {
	if c.link.instant || len(d.body) >= LargeBody {
		d.pieces = 1
	}
	c.out = d.appendHeader(c.out[:0])
	if !d.waits {
		if d.pieces > 1 {
			s.inPieces(d.parts(c.out))
		} else {
			c.out = d.appendBody(c.out)
			s.send(c.out)
		}
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

// sending is a request on its way.
type sending struct {
	link  *link
	cut   error      // why writing failed
	ended chan error // set while a goroutine writes
}

// send writes a small request, or begins to write a large one: buffers take less
// than that in, and a server that answers early must be heard while there is still
// something to send.
func (s *sending) send(out []byte) {
	if len(out) < LargeBody || s.link.instant {
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

// piecePause is how long a part of a request that goes out in several is alone on its way.
const piecePause = 25 * time.Millisecond

// inPieces sends a request in its parts, with a pause between them.
func (s *sending) inPieces(parts [][]byte) {
	for i, part := range parts {
		if i > 0 {
			time.Sleep(piecePause)
		}
		if s.cut != nil {
			return
		}
		s.send(part)
	}
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
func (s *sending) phase() Phase {
	if s.finish() {
		return PhaseWait
	}
	return PhaseSend
}
