package target

import (
	"context"
	"math"
	"sync"
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

	mu       sync.Mutex // guards what is below
	underway map[*underway]struct{}
	traffic  Traffic
	kept     kept
	limit    limit
}

// Client is what a [Paced] sends with: a [wire.Client], but in tests.
type Client interface {
	Connection
	// Crowd sends so often at most, each time on a connection of its own that stays open.
	Crowd(ctx context.Context, r wire.Request, most int) []wire.Exchange
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
	Lost     int // of these, on a connection that had answered just before
	Busy     int // answers that asked to wait
	Turned   int // connections that were refused while others were served

	answered [mostAtOnce + 1]int // whole answers, by how many requests were under way
	broke    [mostAtOnce + 1]int // likewise, what broke off when the target had the request
	refused  time.Time           // when the latest connection was
	breaks   map[time.Time]int   // what broke off: when it was sent, and how many were under way
}

// mostAtOnce is up to how many requests under way are told apart.
const mostAtOnce = MaxWidth + 2*MaxTogether

// NewPaced sends with a client.
func NewPaced(client Client, o PacedOptions) *Paced {
	if o.Busy == nil {
		o.Busy = func(wire.Exchange) bool { return false }
	}
	p := &Paced{Pace: NewPace(o.Parallel), client: client, options: o, limiter: rate.NewLimiter(rate.Inf, 1), open: semaphore.NewWeighted(all)}
	p.underway, p.traffic.breaks = map[*underway]struct{}{}, map[time.Time]int{}
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
	share := int64(1)
	if ctx.Value(aloneKey{}) != nil {
		share = all
	}
	if p.open.Acquire(ctx, share) != nil {
		return notSent(r)
	}
	x, atOnce := p.connected(ctx, r, counts)
	p.open.Release(share)
	p.askWhetherFew(ctx)
	if !p.options.Busy(x) {
		return x
	}
	return p.whileBusy(ctx, r, x, atOnce)
}

// aloneKey marks the context of requests that are sent alone.
type aloneKey struct{}

// Alone has each request that a [Paced] sends with this context wait until no other is
// under way, and the others wait for it.
func Alone(ctx context.Context) context.Context { return context.WithValue(ctx, aloneKey{}, true) }

// SetPatience is how long the target may be busy from now on, also one that was given up;
// see [PacedOptions].
func (p *Paced) SetPatience(patience time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.options.Patience, p.limit.ever = patience, false
}

// Close drops the idle connections.
func (p *Paced) Close() { p.client.Close() }

// Shorten bounds how long later requests wait, since some have waited in vain, for so long, while
// others were answered: so many times as long as the slowest answer took. It gives the new
// bound, or 0 where that is no shorter.
func (p *Paced) Shorten(timeout time.Duration, times int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.makeRoom()
	shorter := max(minTimeout, time.Duration(times)*p.kept.slowest).Round(minTimeout)
	if shorter >= timeout {
		return 0
	}
	p.client.SetTimeout(shorter)
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
		served := p.Traffic().whole()
		p.refused(began)
		p.Strained(atOnce)
		Sleep(ctx, pause)
		pause *= 2
		p.mu.Lock()
		if p.traffic.whole() > served { // else nobody was served: the target was away
			p.traffic.Turned++
		}
		p.mu.Unlock()
	}
}

// refused remembers when a connection was refused.
func (p *Paced) refused(when time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.traffic.refused = when
}

// RefusedSince reports whether a connection was refused since then.
func (p *Paced) RefusedSince(when time.Time) bool { return p.Traffic().refused.After(when) }

// turned reports whether a target had no room for another connection.
func turned(b *wire.Break) bool {
	return b.Unreachable() && b.Phase != wire.PhaseResolve
}

// underway is a request that was sent and has no answer yet.
type underway struct{ most int } // requests under way with it at any time, itself counted

// begin counts a request from now on.
func (p *Paced) begin() *underway {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := &underway{}
	p.underway[u] = struct{}{}
	for other := range p.underway {
		other.most = max(other.most, len(p.underway))
	}
	return u
}

// end no longer counts it, and gives how many there were with it.
func (p *Paced) end(u *underway) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.underway, u)
	return u.most
}

// send sends r once, and counts. It gives how many requests were under way with it: also
// one that came and went in the meantime may be why a target had no room for this one.
func (p *Paced) send(ctx context.Context, r wire.Request) (wire.Exchange, int) {
	if p.limiter.Wait(ctx) != nil {
		return notSent(r), 0
	}
	return p.transmit(ctx, r)
}

// transmit is send, whatever the rate is.
func (p *Paced) transmit(ctx context.Context, r wire.Request) (wire.Exchange, int) {
	u := p.begin()
	done := p.watch()
	ended := p.stepAside()
	x := p.client.Do(ctx, r)
	ended()
	atOnce := p.end(u)
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
	if x.Lost != nil {
		t.Lost++
	}
	switch {
	case x.Break != nil:
		if BrokeOff(x.Break) {
			t.breaks[x.Started] = atOnce
			if !x.Break.Unreachable() {
				t.broke[min(atOnce, mostAtOnce)]++
			}
		}
	case p.options.Busy(x):
		t.Busy++
		p.limit.waits = true
	default:
		t.answered[min(atOnce, mostAtOnce)]++
		p.limit.answered(time.Now())
		if !closes(x.Answer) {
			p.kept.latest = time.Now()
		}
		p.faster()
	}
}

// Traffic is what was sent so far.
func (p *Paced) Traffic() Traffic {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.traffic
}

// AtOnce is how many requests were under way with one that broke off, itself counted.
func (p *Paced) AtOnce(x wire.Exchange) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.traffic.breaks[x.Started]
}

// whole is how many requests got a whole answer.
func (t Traffic) whole() int {
	n := 0
	for _, some := range t.answered {
		n += some
	}
	return n
}
