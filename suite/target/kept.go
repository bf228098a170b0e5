package target

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// minStall is how long a request must have waited before it may be one that waits for
	// another connection to be closed.
	minStall = 300 * time.Millisecond
	// soon is how quickly it is then answered; or in half of the time that it had waited, since
	// a busy machine takes long over all.
	soon = 100 * time.Millisecond
	// mostVain bounds how often connections are given up for a request in vain.
	mostVain = 3
	// enoughFreed is how often it must have been of use for the question to be put, and then
	// once more: a busy machine may answer late, and just then.
	enoughFreed = 2
	// mostRounds bounds how often it is put: where few requests meet, none waits.
	mostRounds = 10
)

// kept finds out whether a target lets connections wait while others are kept open: it
// reads from each with a worker of its own, of which it has few.
type kept struct {
	slowest time.Duration // whole answer that did not stall
	latest  time.Time     // when the latest whole answer came whose connection stayed open
	given   time.Time     // when connections were given up last
	stalled int           // requests that wait
	helped  bool          // one of them was answered as soon as the connections were given up
	freed   int           // how often that was so, of all that waited at a time
	vain    int           // how often it was of no use to give them up
	suspect bool          // it was of use often enough to be asked
	asking  bool          // it is being asked, with nothing else under way
	few     bool          // the target serves few connections at a time
}

// watch gives up the kept connections when the request that is being sent has waited for
// long. The function that it returns takes what became of the request.
func (p *Paced) watch() func(wire.Exchange) {
	if p.options.InProcess {
		return func(wire.Exchange) {}
	}
	p.mu.Lock()
	wait := max(minStall, 4*p.kept.slowest)
	if !p.kept.asking {
		wait *= time.Duration(1 + p.kept.freed)
	}
	p.mu.Unlock()
	freed := make(chan time.Time, 1) // when the connections were given up, if they were
	began := time.Now()
	timer := time.AfterFunc(wait, func() {
		defer close(freed)
		if p.stall(began) {
			freed <- time.Now()
		}
	})
	return func(x wire.Exchange) {
		if !timer.Stop() {
			if at, ok := <-freed; ok {
				p.resume(x, time.Since(at))
			}
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if x.Break == nil && p.kept.given.Before(began) { // else it may have waited as well
			p.kept.slowest = max(p.kept.slowest, x.Duration)
		}
	}
}

// stall gives up the kept connections for a request that began then, unless that is known
// to be of no use, or no other was answered in the meantime on a connection that is kept.
func (p *Paced) stall(began time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &p.kept
	if k.few || !k.asking && k.vain >= mostVain && k.freed == 0 || k.latest.Before(began) {
		return false
	}
	k.stalled++
	k.given = time.Now()
	p.client.SetReuse(false)
	return true
}

// resume learns from a request that stalled.
func (p *Paced) resume(x wire.Exchange, after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &p.kept
	k.stalled--
	if x.Break == nil && after <= max(soon, 2*k.slowest, (x.Duration-after)/2) {
		k.helped = true
	} else if x.Break == nil {
		k.slowest = max(k.slowest, x.Duration)
	}
	switch {
	case k.stalled > 0 || k.few:
		return
	case k.helped:
		k.freed++
		k.suspect = !k.asking && k.freed == enoughFreed
	default:
		k.vain++
	}
	k.helped = false
	if !k.few {
		p.client.SetReuse(true)
	}
}

// askWhetherFew finds out whether a target that seems to serve few connections does: it is
// sent the control many times at the same moment, with nothing else under way, and some
// must wait for connections to be given up more than once. Workers that are slow to
// begin, or a machine that is busy, let them wait once.
func (p *Paced) askWhetherFew(ctx context.Context) {
	p.mu.Lock()
	suspect := p.kept.suspect
	p.kept.suspect = false
	p.mu.Unlock()
	if !suspect || p.open.Acquire(ctx, all) != nil {
		return
	}
	defer p.open.Release(all)
	controls := slices.Repeat([]wire.Request{p.options.Control}, max(MaxTogether, min(2*p.Width(), MaxWidth)))
	waited := 0
	for round := 0; waited < enoughFreed && round < mostRounds; round++ {
		p.ask(true)
		SendTogether(ctx, unpaced{p}, controls)
		if p.ask(false) {
			waited++
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept.few = waited == enoughFreed; p.kept.few {
		p.client.SetReuse(false)
	} else {
		p.kept.vain++
	}
}

// ask begins or ends a round of [Paced.askWhetherFew], and reports whether it was of use
// in the round to give connections up.
func (p *Paced) ask(begins bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &p.kept
	freed := k.freed > 0
	k.asking, k.freed = begins, 0
	return freed
}

// unpaced sends at once, as part of what holds all others up.
type unpaced struct{ *Paced }

func (u unpaced) Do(ctx context.Context, r wire.Request) wire.Exchange {
	x, _ := u.transmit(ctx, r)
	return x
}

// closes reports whether an answer says that its connection ends.
func closes(a *wire.Answer) bool {
	return slices.ContainsFunc(wire.Values(a.Header, "Connection"), func(v string) bool { return strings.EqualFold(v, "close") })
}

// Few reports whether the target was seen to serve few connections at a time, so that
// none is kept.
func (p *Paced) Few() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept.few
}
