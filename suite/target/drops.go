package target

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// Drops are requests that broke off, and were not seen to do so again when nothing else
// was under way.
type Drops struct {
	Count  int
	Closed int // of these, those of which the connection was ended; the others waited in vain
	Fewest int // requests under way with any of them, itself counted
}

// Add takes how a request broke off, and how many were under way with it.
func (d *Drops) Add(b *wire.Break, atOnce int) {
	if d.Count++; d.Count == 1 || atOnce < d.Fewest {
		d.Fewest = atOnce
	}
	if b.Kind != wire.KindTimeout {
		d.Closed++
	}
}

// TooMuch says in a sentence that a target dropped only what was too much at once, or is
// "". One that waits in vain while others are under way may have found a full queue or a
// busy machine. Where connections were ended, the target must answer all of many more with
// less under way: then that is what it bears, and not a matter of chance. If there were too
// few of them to tell, the control is sent alone, each time on a new connection, until there
// are enough.
func (p *Paced) TooMuch(ctx context.Context, d Drops) string {
	ctx, cancel := context.WithTimeout(ctx, toTell)
	defer cancel()
	t := p.Traffic()
	less, enough, fewest := t.split(d)
	if t.Lost > 0 || fewest <= 1 { // who was answered on a kept connection may have been sent twice
		less, enough = 0, min(enough, mostAfresh)
	}
	dropped := 0
	if d.Closed > 0 && less < enough {
		var sent int
		dropped, sent = p.afresh(ctx, enough-less)
		less += sent
	}
	switch {
	case d.Closed > 0 && (dropped > 0 || less < enough):
	case d.Closed == d.Count || d.Fewest > 1:
		return p.bound(ctx, d, fewest, t.Requests)
	}
	return ""
}

// bound says what a target bears that drops nothing that is sent alone, if it is seen to drop what
// is too much each time. One that does so now and then loses requests.
func (p *Paced) bound(ctx context.Context, d Drops, fewest, requests int) string {
	if d.Closed == d.Count {
		if room := p.room(ctx); room > 0 {
			return fmt.Sprintf("The target takes no more than %d connections at a time, and ends what comes beyond without an answer; that was sent again.", room)
		}
	}
	switch {
	case d.Closed > 0 && fewest > 1 && p.drops(ctx, max(2*fewest, leastAtOnce)):
		return fmt.Sprintf("The target answers no more than %d at once, and drops what comes beyond; so no more were sent at a time.", fewest-1)
	case d.Closed == 0 && d.Fewest > 1:
		return fmt.Sprintf("%d of %d requests had no answer in time while others were under way. None was seen to wait in vain again.", d.Count, requests)
	}
	return ""
}

// drops reports whether some of so many requests at the same moment are dropped, more than once.
func (p *Paced) drops(ctx context.Context, atOnce int) bool {
	rounds := 0
	for range roomTries {
		var all sync.WaitGroup
		var dropped atomic.Bool
		for range atOnce {
			all.Go(func() {
				if x, _ := p.send(ctx, p.options.Control); BrokeOff(x.Break) && x.Break.Kind != wire.KindTimeout {
					dropped.Store(true)
				}
			})
		}
		all.Wait()
		if dropped.Load() {
			rounds++
		}
	}
	return rounds > 1
}

// Loses sends the control alone, each time on a new connection, where kept connections
// were lost, and gives how many of how many were dropped. It is so many that a target which
// loses as many of any requests is seen to, within bounds.
func (p *Paced) Loses(ctx context.Context) (dropped, sent int) {
	t := p.Traffic()
	if t.Lost == 0 {
		return 0, 0
	}
	ctx, cancel := context.WithTimeout(ctx, toTell)
	defer cancel()
	return p.afresh(ctx, min(max(leastLess, 5*t.Requests/t.Lost), mostAfresh))
}

// afresh sends the control so often, alone and each time on a new connection, or until one
// is dropped. What is lost on a kept connection is sent again, and not seen.
func (p *Paced) afresh(ctx context.Context, times int) (dropped, sent int) {
	p.client.SetReuse(false)
	defer func() { p.client.SetReuse(!p.Few()) }()
	for broke := false; sent < times && dropped == 0 && ctx.Err() == nil; sent++ {
		switch x, _ := p.send(ctx, p.options.Control); {
		case x.Break.Absent(): // it is away, and what broke off before did so for that
			broke = false
			Sleep(ctx, turnedPause)
		case broke:
			dropped++
		default:
			broke = BrokeOff(x.Break)
		}
	}
	return dropped, sent
}

// room is how many connections a target takes at a time, or 0 where that is not seen: where one
// more is not ended each time, whatever the connections before it do.
func (p *Paced) room(ctx context.Context) int {
	p.client.Close()
	room := 0
	for i := range roomTries {
		all := p.client.Crowd(ctx, p.options.Control, mostAtOnce)
		last := all[len(all)-1].Break
		if took := len(all) - 1; took == 0 || !BrokeOff(last) || last.Unreachable() || last.Kind == wire.KindTimeout || i > 0 && took != room {
			return 0
		}
		room = len(all) - 1
		Sleep(ctx, roomPause)
	}
	return room
}

// split gives how many requests were answered with less under way than with any that broke
// off, how many of them tell chance from a bound, and how many fewest were under way then.
func (t Traffic) split(d Drops) (less, enough, fewest int) {
	for fewest < min(d.Fewest, mostAtOnce) && t.broke[fewest] == 0 {
		less += t.answered[fewest]
		fewest++
	}
	return less, max(leastLess, 5*(t.whole()-less)/max(d.Count, 1)), fewest
}

// roomTries is how often a target has to take the same number of connections, and roomPause how
// long it has to notice that those are ended.
const (
	roomTries = 4
	roomPause = 100 * time.Millisecond
)

// leastAtOnce is the least that is sent at the same moment to see whether that is too much.
const leastAtOnce = 16

// toTell bounds how long the control is sent: a busy machine needs so long for mostAfresh.
const toTell = 20 * time.Second

// mostAfresh bounds how often the control is sent for what kept connections lost.
const mostAfresh = 3000

// leastLess is the least such answers that show that a target drops none.
const leastLess = 100
