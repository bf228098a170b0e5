package target

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"github.com/regspec/regspec/suite/wire"
)

// Paced sends to one target at the pace that the target sets: it waits where the
// target limits requests, asks again where it was busy or had no room for another
// connection, keeps no connection where that holds others up, and counts all this. It
// is safe for concurrent use.
type Paced struct {
	*Pace

	client  Client
	options PacedOptions
	limiter *rate.Limiter

	open *semaphore.Weighted // sending takes one of it; who waits for a busy target takes all

	underway atomic.Int64
	mu       sync.Mutex // guards what is below
	traffic  Traffic
	kept     kept
	limit    limit
}

// Client is what a [Paced] sends with: a [wire.Client], but in tests.
type Client interface {
	Connection
	// SetReuse says whether connections are kept from now on.
	SetReuse(reuse bool)
	// SetTimeout bounds the exchanges that begin from now on.
	SetTimeout(timeout time.Duration)
}

// PacedOptions say what is known of a target beforehand.
type PacedOptions struct {
	// Parallel is how much is under way at a time; 0 is to find that out.
	Parallel int
	// Busy reports whether an answer asks the client to wait and says nothing about the
	// request. Nil is none.
	Busy func(wire.Exchange) bool
	// Control is a request that every target answers, to tell whether it is busy with
	// everything or only with one request.
	Control wire.Request
	// Patience is how long a target may be busy before it counts as busy for ever.
	Patience time.Duration
	// Slowed, if set, is called once, when the target turns out to limit the requests
	// a second, with about how many.
	Slowed func(perSecond float64)
	// Learn, if set, is called with each exchange, also with those that were only tries. It
	// must be safe for concurrent use.
	Learn func(wire.Exchange)
	// InProcess says that the client speaks to a handler, and that nothing is in between.
	InProcess bool
}

// Traffic is what was sent and what became of it.
type Traffic struct {
	Requests int // sent, each of the tries counted
	Again    int // of these, sent again since a kept connection was of no use
	Busy     int // answers that asked to wait
	Turned   int // connections that were refused while others were served

	answered [MaxWidth + 2*MaxTogether]int // whole answers, by how many requests were under way
	breaks   map[time.Time]int             // what broke off: when it was sent, and how many were under way
}

// NewPaced sends with a client.
func NewPaced(client Client, o PacedOptions) *Paced {
	if o.Busy == nil {
		o.Busy = func(wire.Exchange) bool { return false }
	}
	p := &Paced{Pace: NewPace(o.Parallel), client: client, options: o, limiter: rate.NewLimiter(rate.Inf, 1), open: semaphore.NewWeighted(all)}
	p.traffic.breaks = map[time.Time]int{}
	return p
}

// Do sends r and waits for the answer, through pleas to wait and while the target has no
// room for another connection.
func (p *Paced) Do(ctx context.Context, r wire.Request) wire.Exchange { return p.do(ctx, r, true) }

// Beside is Do for one of several requests that are sent at the same moment, which say
// nothing of the pace.
func (p *Paced) Beside(ctx context.Context, r wire.Request) wire.Exchange {
	return p.do(ctx, r, false)
}

func (p *Paced) do(ctx context.Context, r wire.Request, counts bool) wire.Exchange {
	if p.open.Acquire(ctx, 1) != nil {
		return notSent(r)
	}
	x, atOnce := p.connected(ctx, r, counts)
	p.open.Release(1)
	if !p.options.Busy(x) {
		return x
	}
	return p.whileBusy(ctx, r, x, atOnce)
}

// SetPatience is how long the target may be busy from now on, also one that was given up;
// see [PacedOptions].
func (p *Paced) SetPatience(patience time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options.Patience, p.limit.ever = patience, false
}

// Close drops the idle connections.
func (p *Paced) Close() { p.client.Close() }

// Shorten bounds how long later requests wait, since some have waited in vain while
// others were answered. It gives the new bound, or 0 where that is no shorter.
func (p *Paced) Shorten(timeout time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	shorter := max(minTimeout, 10*p.kept.slowest).Round(minTimeout)
	if shorter >= timeout {
		return 0
	}
	p.client.SetTimeout(shorter)
	p.makeRoom()
	return shorter
}

// minTimeout is the least that an answer is waited for.
const minTimeout = 250 * time.Millisecond

// turnedPause is how long to wait at first before a connection is tried again that was
// refused, and turnedTries how often it is.
const (
	turnedPause = 30 * time.Millisecond
	turnedTries = 3
)

// connected sends r, and again where a connection was refused while others are served.
func (p *Paced) connected(ctx context.Context, r wire.Request, counts bool) (wire.Exchange, int) {
	pause := turnedPause
	for tries := 0; ; tries++ {
		began := time.Now()
		x, atOnce := p.send(ctx, r)
		if counts && x.Break == nil && !p.options.Busy(x) {
			p.answered(began, x.Duration)
		}
		if x.Break == nil || !turned(x.Break) || atOnce < 2 && x.Break.Phase == wire.PhaseConnect || p.Traffic().whole() == 0 || tries == turnedTries || ctx.Err() != nil {
			return x, atOnce
		}
		p.mu.Lock()
		p.traffic.Turned++
		p.mu.Unlock()
		p.Strained(atOnce)
		Sleep(ctx, pause)
		pause *= 2
	}
}

// turned reports whether a target had no room for another connection.
func turned(b *wire.Break) bool {
	return b.Unreachable() && b.Phase != wire.PhaseResolve
}

// send sends r once, and counts. It gives how many requests were under way.
func (p *Paced) send(ctx context.Context, r wire.Request) (wire.Exchange, int) {
	if p.limiter.Wait(ctx) != nil {
		return notSent(r), 0
	}
	atOnce := int(p.underway.Add(1))
	done := p.watch()
	x := p.client.Do(ctx, r)
	atOnce = max(atOnce, int(p.underway.Add(-1))+1) // one that was sent later may have come first
	p.note(x, atOnce)
	if p.options.Learn != nil {
		p.options.Learn(x)
	}
	done(x)
	if x.Answer != nil {
		p.weigh(len(x.Answer.Body))
	}
	return x, atOnce
}

// all is what of open is there.
const all = math.MaxInt64

// notSent is the exchange of a request that was interrupted before it was sent.
func notSent(r wire.Request) wire.Exchange {
	return wire.Exchange{Request: wire.Sent{Method: r.Method, Header: r.Header, Body: r.Body}, Started: time.Now().Round(0).UTC(), Break: &wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindInterrupted}}
}

// note counts an exchange.
func (p *Paced) note(x wire.Exchange, atOnce int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &p.traffic
	t.Requests++
	if x.Reconnected {
		t.Again++
	}
	switch {
	case x.Break != nil:
		if BrokeOff(x.Break) {
			t.breaks[x.Started] = atOnce
		}
	case p.options.Busy(x):
		t.Busy++
		p.limit.waits = true
	default:
		t.answered[min(atOnce, len(t.answered)-1)]++
		p.limit.answered(time.Now())
		p.faster()
	}
}

// Traffic is what was sent so far.
func (p *Paced) Traffic() Traffic {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.traffic
}

// AtOnce is how many requests were under way when one was sent that broke off.
func (p *Paced) AtOnce(x wire.Exchange) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.traffic.breaks[x.Started]
}

// Bears reports whether a target that dropped so many requests, each with at least fewest
// of them under way, answered all of many more with less under way: then that is what it
// bears, and not a matter of chance.
func (t Traffic) Bears(fewest, dropped int) bool {
	below, above := 0, 0
	for atOnce, n := range t.answered {
		if atOnce < fewest {
			below += n
		} else {
			above += n
		}
	}
	return fewest > 1 && below >= max(enoughBelow, 5*above/max(dropped, 1))
}

// whole is how many requests got a whole answer.
func (t Traffic) whole() int {
	n := 0
	for _, some := range t.answered {
		n += some
	}
	return n
}

// enoughBelow is how many answers without a drop show that a target drops none.
const enoughBelow = 100
