package target

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Bounds of the pace that is found out, in cases or sequences under way at a time.
const (
	// begin is how many are under way at first.
	begin = 4
	// MaxQuick is the most where answers take less than quick: more would keep this side
	// busy, and not the target.
	MaxQuick = 8
	// MaxWidth is the most in any case.
	MaxWidth = 192
	quick    = 2 * time.Millisecond
	slow     = 50 * time.Millisecond
	// smallestRound is the least answers that the pace is judged by.
	smallestRound = 8
	// gain is how many more answers a second, as a share, make it worth to do twice as much.
	gain = 0.2
	// again is after how many rounds it is tried again whether more brings something.
	again = 20
)

// Pace is how much may be under way at a time. It grows while that brings more answers a
// second, and shrinks where answers take longer than they did or the target is strained.
// It is safe for concurrent use.
type Pace struct {
	mu      sync.Mutex // guards what is below
	width   int        // how much may be under way now
	quick   int        // the bound for a quick target
	most    int        // the bound for any
	vain    bool       // some waited in vain while others were answered
	aside   int        // how many of those under way seem to wait in vain
	ceiling int        // what the target was seen to bear less than, 0 for unknown
	large   int        // answers in a row that were large
	changed chan struct{}
	since   time.Time // of the last change; answers to what was sent before do not count
	began   time.Time // when the first request of the round was sent
	round   []time.Duration
	median  time.Duration // of the last round
	rounds  int           // since the end was found
	before  float64       // answers a second before the width grew last, 0 for unknown
	factor  int           // how many times the width it then was
	usual   time.Duration // how long answers take where more at a time brought nothing, 0 while that is not known
}

// NewPace makes the pace of a target of which nothing is known, with so much under way
// at a time; 0 is to find it out, within bounds.
func NewPace(parallel int) *Pace {
	p := &Pace{width: begin, quick: MaxQuick, most: MaxWidth, changed: make(chan struct{})}
	if parallel > 0 {
		p.width, p.quick, p.most = parallel, parallel, parallel
	}
	return p
}

// Most is how much may ever be under way.
func (p *Pace) Most() int { return p.most }

// AtMost bounds what is under way while answers are quick.
func (p *Pace) AtMost(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.quick = n
	p.set(min(p.width, n))
}

// Width is how much may be under way now.
func (p *Pace) Width() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.width
}

// Median is how long half of the latest answers took at the most, 0 while that is not known.
func (p *Pace) Median() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.median
}

// Together is how many requests may be sent at the same moment.
func (p *Pace) Together() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ceiling > 0 {
		return min(MaxTogether, p.ceiling)
	}
	return MaxTogether
}

// Turn waits until the worker at a place, counted from 0, may begin something. It
// reports false when the context has ended.
func (p *Pace) Turn(ctx context.Context, place int) bool {
	for {
		p.mu.Lock()
		width, changed := p.width+p.aside, p.changed
		p.mu.Unlock()
		switch {
		case ctx.Err() != nil:
			return false
		case place < width:
			return true
		}
		select {
		case <-ctx.Done():
		case <-changed:
		}
	}
}

// answered takes how long a whole answer took to a request that was sent then.
func (p *Pace) answered(sent time.Time, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if sent.Before(p.since) {
		return
	}
	if len(p.round) == 0 {
		p.began = sent
	}
	if p.round = append(p.round, took); len(p.round) < max(smallestRound, p.width) {
		return
	}
	slices.Sort(p.round)
	median := p.round[len(p.round)/2]
	p.median = median
	perSecond := float64(len(p.round)) / time.Since(p.began).Seconds()
	p.round = p.round[:0]
	p.rounds++
	most := p.bound(median)
	switch found := p.usual > 0; {
	case p.width > most:
		p.set(most)
	case found && (p.width == 1 && median > 3*p.usual+quick || p.rounds > again):
		p.usual, p.before = 0, 0 // it is slower than it was; or perhaps others kept the machine busy
	case found && median > 3*p.usual+quick:
		p.set(max(1, p.width*2/3))
	case found:
	case p.before > 0 && perSecond < (1+gain*float64(p.factor-1))*p.before:
		p.usual, p.rounds = median, 0
		p.set(max(1, p.width/p.factor))
	case p.width < most:
		p.before, p.factor = perSecond, 2
		if median > slow {
			p.factor = 4 // each round takes long
		}
		p.set(min(most, p.factor*p.width))
	}
}

// bound is the most that may be under way where answers take so long.
func (p *Pace) bound(median time.Duration) int {
	most := p.most
	if median < quick {
		most = min(most, p.quick)
	}
	if p.ceiling > 0 {
		most = min(most, p.ceiling)
	}
	if p.large >= lightly {
		most = min(most, lightly)
	}
	return most
}

// Strained says that the target did not bear so many requests at once: less are sent
// from now on. One that does not bear a single one is not strained, but out of order.
func (p *Pace) Strained(atOnce int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if atOnce <= 1 {
		p.ceiling = 0
		p.set(max(p.width, min(begin, p.most))) // what was bound for it counts no more
		return
	}
	if p.ceiling == 0 || atOnce/2 < p.ceiling {
		p.ceiling = max(1, atOnce/2)
	}
	p.set(min(p.width, p.ceiling))
}

// makeRoom lets others begin beside requests that wait in vain, which cost the target nothing
// and would else keep them from their turn.
func (p *Pace) makeRoom() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.vain = true
}

// mostAside is how many more may be under way for those that wait in vain.
const mostAside = 64

// stepAside lets another begin when a request has waited for long, if some have waited in vain.
// The function that it returns is called when the request has ended.
func (p *Pace) stepAside() (ended func()) {
	p.mu.Lock()
	wait, vain := max(quick*16, 4*p.median), p.vain
	p.mu.Unlock()
	if !vain {
		return func() {}
	}
	stepped, over := false, false // guarded by mu
	timer := time.AfterFunc(wait, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if stepped = !over && p.aside < mostAside; stepped {
			p.aside++
			p.signal()
		}
	})
	return func() {
		if timer.Stop() {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if over = true; stepped {
			p.aside--
		}
	}
}

// heavy is from how many bytes on few answers are wanted at a time, since they have to be
// held and read; lightly is how few, once so many came in a row.
const (
	heavy   = 512 << 10
	lightly = 3
)

// weigh takes the size of an answer, in bytes. While large ones come, little is under way.
func (p *Pace) weigh(size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if size <= heavy {
		p.large = 0
		return
	}
	if p.large++; p.large >= lightly {
		p.set(min(p.width, lightly))
	}
}

// roomy reports whether there is room for requests that wait in vain.
func (p *Pace) roomy() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.vain
}

// OneByOne lets but one be under way, and more again when that goes well.
func (p *Pace) OneByOne() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.usual, p.before = 0, 0
	p.set(1)
}

func (p *Pace) set(width int) {
	if width == p.width {
		return
	}
	p.width, p.since, p.round = width, time.Now(), p.round[:0]
	p.signal()
}

// signal wakes who waits for a turn.
func (p *Pace) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}
