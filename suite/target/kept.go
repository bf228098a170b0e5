package target

import (
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// minStall is how long a request must have waited before it may be one that waits for
	// another connection to be closed.
	minStall = 300 * time.Millisecond
	// soon is how quickly it is then answered.
	soon = 100 * time.Millisecond
	// mostVain bounds how often connections are given up for a request in vain.
	mostVain = 3
)

// kept finds out whether a target lets connections wait while others are kept open: it
// reads from each with a worker of its own, of which it has few.
type kept struct {
	slowest time.Duration // whole answer that did not stall
	stalled int           // requests that wait
	vain    int           // how often giving up the connections was of no use
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
	p.mu.Unlock()
	freed := make(chan time.Time, 1)
	timer := time.AfterFunc(wait, func() {
		if p.stall() {
			freed <- time.Now()
		}
	})
	return func(x wire.Exchange) {
		if timer.Stop() {
			p.mu.Lock()
			if x.Break == nil {
				p.kept.slowest = max(p.kept.slowest, x.Duration)
			}
			p.mu.Unlock()
			return
		}
		select {
		case at := <-freed:
			p.resume(x, time.Since(at))
		default:
		}
	}
}

// stall gives up the kept connections, unless that is known to be of no use.
func (p *Paced) stall() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &p.kept
	if k.few || k.vain >= mostVain {
		return false
	}
	k.stalled++
	p.client.SetReuse(false)
	return true
}

// resume learns from a request that stalled.
func (p *Paced) resume(x wire.Exchange, after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := &p.kept
	k.stalled--
	switch {
	case k.few:
	case x.Break == nil && after <= max(soon, 2*k.slowest):
		k.few = true
	default:
		k.vain++
		if x.Break == nil {
			k.slowest = max(k.slowest, x.Duration)
		}
		if k.stalled == 0 {
			p.client.SetReuse(true)
		}
	}
}

// Few reports whether the target was seen to serve few connections at a time, so that
// none is kept.
func (p *Paced) Few() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept.few
}
