package target

import (
	"time"

	"golang.org/x/time/rate"
)

const (
	// steady is how many answers in a row let the rate grow a little.
	steady = 50
	// leastRate bounds how slow requests get, in requests a second.
	leastRate = 0.2
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

// unlimited forgets the limit. The caller holds mu.
func (p *Paced) unlimited() {
	p.limit.perSecond, p.limit.slowed, p.limit.best = 0, 0, pace{}
	p.limiter.SetLimit(rate.Inf)
}

// noLimit is how many times as high as what is answered a second the rate is when it is none.
const noLimit = 20

// comesAndGoes reports whether the target is away by chance.
func (p *Paced) comesAndGoes() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.limit.chance
}

// told is how often the rate must be lowered before it is worth telling, and measured how
// long ago that began: less may be an outage.
const (
	told     = 3
	measured = 2 * time.Second
)

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
