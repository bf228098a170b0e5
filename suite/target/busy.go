package target

import (
	"context"
	"time"

	"golang.org/x/time/rate"

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
	// steady is how many answers in a row let the rate grow a little.
	steady = 50
	// leastRate bounds how slow requests get, in requests a second.
	leastRate = 0.2
)

// How long a target may be busy before it counts as busy for ever, or half as long as one
// that says for how long: many count requests by the minute. Impatience is for before the
// first case or sequence, where nothing is lost yet.
const (
	DefaultPatience = 30 * time.Second
	Impatience      = 5 * time.Second
)

// limit is what is known of how many requests a second a target answers.
type limit struct {
	latest    time.Time   // when the latest whole answer came
	perSecond float64     // 0 for no limit
	ever      bool        // the target was busy for longer than anybody waits
	waits     bool        // it was busy when it was last seen
	alone     map[int]int // how often a status was seen to be about one request only
	second    time.Time   // when the second began in which answers are counted
	count     int         // answers in it
	before    int         // answers in the one before
	row       int         // answers since the rate was changed
	slowed    int         // how often the rate was lowered
	began     time.Time   // when that was first, and how many answers there were since
	since     int
	best      pace      // the one at which the most came through
	lowered   time.Time // when the target was busy last, and how many answers there were since
	through   int
	stays     int       // how many times it is not lowered, the next time that this is taken back
	left      int       // how many of these are left
	told      bool      // how many a second these are
	settled   time.Time // when the latest request that it was busy with was settled
	quickly   int       // how often it was away for a request, and there when that was sent again at once
	slowly    int       // and how often it was not
	crowded   int       // how often it was away, and there at once when nothing else was under way
	chance    bool      // it is away for a request now and then, at any pace
}

// pace is a rate at which requests were sent, 0 for any, and how many answers a second there were then.
type pace struct{ perSecond, answers float64 }

// answered counts a whole answer.
func (l *limit) answered(now time.Time) {
	l.latest = now
	l.row++
	l.through++
	l.since++
	l.waits = false
	switch passed := now.Sub(l.second); {
	case passed >= 2*time.Second:
		l.before, l.count, l.second = 0, 0, now
	case passed >= time.Second:
		l.before, l.count, l.second = l.count, 0, now
	}
	l.count++
}

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

// sentAgain takes what came of a request, for which the target was away, when it was sent again
// at once with nothing else under way. One that is mostly there then, and was away when nothing
// else was under way either, is so by chance, as where one of several instances is down: its
// rate is not lowered. One that was away for what was sent at the same moment gets less at once.
func (p *Paced) sentAgain(sent time.Time, atOnce int, there bool) {
	p.mu.Lock()
	l := &p.limit
	strained, chance := false, false
	switch {
	case sent.Before(l.settled), l.chance: // it had to wait for another that was sent again, and for the target
	case atOnce > 1 && there:
		l.crowded++
		strained = l.crowded%mostCrowded == 0
	case there:
		l.quickly++
		if chance = l.quickly >= leastQuickly && l.quickly > l.slowly; chance {
			l.chance = true
			p.unlimited()
		}
	default:
		l.slowly++
	}
	p.mu.Unlock()
	switch {
	case strained:
		p.Strained(atOnce)
	case chance:
		p.Strained(1) // it bears as much as it did
	}
}

const (
	// leastQuickly is how often it must be there at once for that.
	leastQuickly = 8
	// mostCrowded is after how many requests less is sent at once.
	mostCrowded = 8
)

// atLeisure is below which rate, in requests a second, a request is sent again in its turn.
const atLeisure = 10

// limited is the rate that requests are held to, 0 for none.
func (p *Paced) limited() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.perSecond
}

// settle notes when a request that the target was busy with was settled.
func (p *Paced) settle(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limit.settled = now
}

// unlimited forgets the limit. The caller holds mu.
func (p *Paced) unlimited() {
	p.limit.perSecond, p.limit.slowed = 0, 0
	p.limiter.SetLimit(rate.Inf)
}

// told is how often the rate must be lowered before it is worth telling, and measured how
// long ago that began: less may be an outage.
const (
	told     = 3
	measured = 2 * time.Second
)

// noLimit is how many times as high as what is answered a second the rate is when it is none.
const noLimit = 20

// comesAndGoes reports whether the target is away by chance.
func (p *Paced) comesAndGoes() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.chance
}

// slower makes the rate one that the target may bear.
func (p *Paced) slower() {
	p.mu.Lock()
	l := &p.limit
	if l.slowed++; l.slowed == 1 { // it may have been away for once, so that the pace stays as it was
		l.began, l.since = time.Now(), 0
	} else {
		l.lower()
	}
	l.row, l.through, l.lowered = 0, 0, time.Now()
	if l.perSecond == 0 {
		p.limiter.SetLimit(rate.Inf)
		p.mu.Unlock()
		return
	}
	tell := p.options.Slowed != nil && !l.told && l.slowed >= told && l.quickly <= l.slowly && time.Since(l.began) >= measured
	l.told = l.told || tell
	perSecond, seen := l.perSecond, l.answeredPerSecond()
	p.limiter.SetLimit(rate.Limit(perSecond))
	p.mu.Unlock()
	if tell {
		p.options.Slowed(seen)
	}
}

// lower lowers the rate, or takes that back where much less comes through than at another: then it costs less to wait now
// and then than to ask slowly. It is tried again later, and ever more seldom.
func (l *limit) lower() {
	now := pace{l.perSecond, float64(l.through) / time.Since(l.lowered).Seconds()}
	switch {
	case l.left > 0:
		l.left--
	case now.answers < l.best.answers*muchLess:
		l.perSecond, l.best = l.best.perSecond, pace{} // which may have been more than usual
		l.stays = 2*l.stays + 2
		l.left = l.stays
	default:
		if now.answers > l.best.answers {
			l.best = now
		}
		if l.perSecond == 0 {
			l.perSecond = float64(max(l.before, l.count, 1))
		} else {
			l.perSecond = max(leastRate, l.perSecond*0.7)
		}
	}
}

// muchLess is the part of what came through before that is much less.
const muchLess = 0.75

// faster lets the rate grow when all went well for a while: much at first, since what was
// seen of a target before it was busy says little.
func (p *Paced) faster() {
	l := &p.limit
	enough, growth := steady, 1.1
	if l.slowed <= 2 {
		enough, growth = steady/5, 1.5
	}
	if l.perSecond == 0 || l.row < enough {
		return
	}
	l.perSecond, l.row = l.perSecond*growth, 0
	if time.Since(l.began) >= measured && l.perSecond > noLimit*l.answeredPerSecond() {
		p.unlimited()
		return
	}
	p.limiter.SetLimit(rate.Limit(l.perSecond))
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

// PerSecond is about how many requests a second the target answers, 0 where it was not
// seen to limit them.
func (p *Paced) PerSecond() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := &p.limit
	if l.slowed < told || time.Since(l.began) < measured {
		return 0
	}
	return l.answeredPerSecond()
}

// answeredPerSecond is how many answers a second there were since the rate was lowered first.
func (l *limit) answeredPerSecond() float64 {
	return float64(l.since) / time.Since(l.began).Seconds()
}
