package target

import (
	"context"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// firstPause is how long a busy target is left alone at first, and longestPause in
	// the end, where it does not say for how long.
	firstPause   = 100 * time.Millisecond
	longestPause = 4 * time.Second
	// between is the pause between requests that tell whether a target is busy with one
	// request only, and thorough how many rounds of these there are the first time. There
	// is one less each time that it was so.
	between  = 150 * time.Millisecond
	thorough = 3
)

// How long a target may be busy before it counts as busy for ever, or half as long as one
// that says for how long: many count requests by the minute. Impatience is for before the
// first case or sequence, where nothing is lost yet.
const (
	DefaultPatience = 30 * time.Second
	Impatience      = 5 * time.Second
)

// whileBusy asks again until the target is no longer busy. Nothing else is sent in the
// meantime. If the target is busy with this request only, or for ever, the last answer
// stands.
func (p *Paced) whileBusy(ctx context.Context, r wire.Request, x wire.Exchange, atOnce int) wire.Exchange {
	if p.open.Acquire(ctx, all) != nil {
		return interrupted(ctx, x)
	}
	defer p.open.Release(all)
	if p.Endless() || ctx.Err() != nil {
		return interrupted(ctx, x)
	}
	began := time.Now()
	_, asks := RetryAfter(x)
	away := Unavailable(x) && !asks
	sent := x.Started
	if perSecond := p.limited(); perSecond > 0 && perSecond < atLeisure {
		x, _ = p.send(ctx, r) // in its turn
	} else {
		x, _ = p.transmit(ctx, r)
	}
	defer func() { p.settle(time.Now()) }()
	if away {
		p.sentAgain(sent, atOnce, !p.options.Busy(x))
	}
	if !p.options.Busy(x) {
		return x
	}
	if p.ofThisAlone(ctx, r, x) {
		x.Insisted = true
		return x
	}
	if atOnce > 1 {
		p.Strained(atOnce)
	}
	for pause := firstPause; ; pause = min(2*pause, longestPause, p.patience()/20) {
		wait := pause
		asked, ok := RetryAfter(x)
		if ok {
			wait = max(asked, between)
		}
		if p.exhausted(began, wait, asked) || ctx.Err() != nil {
			return interrupted(ctx, x)
		}
		Sleep(ctx, wait)
		x, _ = p.send(ctx, r)
		if !p.options.Busy(x) {
			if !p.comesAndGoes() {
				p.slower()
			}
			return x
		}
	}
}

// interrupted says of a plea to wait that nobody waited.
func interrupted(ctx context.Context, x wire.Exchange) wire.Exchange {
	if ctx.Err() != nil {
		x.Answer, x.Break = nil, &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindInterrupted}
	}
	return x
}

// ofThisAlone reports whether the target is busy with one request each time, and never
// with the control.
func (p *Paced) ofThisAlone(ctx context.Context, r wire.Request, x wire.Exchange) bool {
	if x.Answer == nil {
		return false
	}
	p.mu.Lock()
	rounds := thorough - p.limit.alone[x.Answer.Status]
	if p.limit.quickly > 0 || p.limit.chance {
		rounds = 2 * thorough // it may be chance
	}
	p.mu.Unlock()
	if rounds <= 0 {
		c, _ := p.send(ctx, p.options.Control)
		return c.Break == nil && !p.options.Busy(c)
	}
	for range rounds {
		Sleep(ctx, between)
		if again, _ := p.send(ctx, r); !p.options.Busy(again) {
			return false
		}
		Sleep(ctx, between/10) // who limits the rate has less for this one than for the other
		if c, _ := p.send(ctx, p.options.Control); p.options.Busy(c) || c.Break != nil {
			return false
		}
	}
	if ctx.Err() != nil {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.limit.alone == nil {
		p.limit.alone = map[int]int{}
	}
	p.limit.alone[x.Answer.Status]++
	return true
}

// exhausted reports whether a target that has been busy since then, and asks for more,
// counts as busy for ever.
func (p *Paced) exhausted(began time.Time, wait, asked time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	most := p.options.Patience
	if asked > 0 {
		most *= 2 // it says when it will be there
	}
	p.limit.ever = p.limit.ever || time.Since(began)+wait > most
	return p.limit.ever
}

// LongBusy reports whether the target has asked to wait for long, and does so still.
func (p *Paced) LongBusy() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.waits && time.Since(p.limit.latest) > longBusy
}

// longBusy is from when on a target that asks to wait does not merely take a breath.
const longBusy = 5 * time.Second

// Waits reports whether the target was busy, and asked to wait, when it was last seen.
func (p *Paced) Waits() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.waits
}

func (p *Paced) patience() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.options.Patience
}

// settle notes when a request that the target was busy with was settled.
func (p *Paced) settle(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limit.settled = now
}

// TooBusy says why a target cannot be tested that was busy for longer than anybody waits,
// which was so long, or is "".
func (p *Paced) TooBusy(patience time.Duration) string {
	if !p.Endless() {
		return ""
	}
	return "it asks to wait (429), and for longer than " + patience.String() + "; --wait waits longer"
}

// Endless reports whether the target was busy for longer than anybody waits.
func (p *Paced) Endless() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.ever
}
