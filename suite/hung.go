package suite

import (
	"context"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// mostHung is how many cases may hang for the whole timeout. Later ones wait less.
const mostHung = 2

// hung settles an attempt that was not answered in time. After some of them the others
// are not waited for as long: hundreds of cases may be about the same.
func (s *Execution) hung(one attempt) {
	b := &s.isolation
	b.mu.Lock()
	switch b.hung++; b.hung {
	case mostHung:
		b.shortened = s.paced.Shorten(s.options.Wire.Timeout, 10)
	case enoughHung:
		b.shortened = s.paced.Shorten(s.options.Wire.Timeout, 4)
	}
	b.mu.Unlock()
	s.settle(one.place, one.result)
}

// enoughHung is how many cases must hang for those of any kind to be believed.
const enoughHung = 20

// hungAlone reports whether a case hung on its own input, and did not only wait behind others
// that do: another of its kind hung with nothing else under way, or many of any kind did, the
// target answers others meanwhile, and did so while this one waited. Else it is run again
// alone, since a full queue may drop what comes first and take what comes later.
func (s *Execution) hungAlone(one attempt) bool {
	b, last := &s.isolation, brokenAt(one.result)
	if last.Break == nil || last.Break.Kind != wire.KindTimeout || last.Break.Unreachable() {
		return false
	}
	b.mu.Lock()
	many := b.hung >= enoughHung
	b.mu.Unlock()
	return b.independent && one.beside && (many || b.hangs[kind(s.entries[one.place])])
}

// answeredBeside reports whether a request was answered that was sent while another waited.
func (b *isolation) answeredBeside(x wire.Exchange) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.latest.After(x.Started.Add(x.Duration / 4))
}

// greetMeanwhile greets the target now and then while a case is under way, to know whether
// the target answers while this one hangs. The function that it returns ends that.
func (s *Execution) greetMeanwhile(ctx context.Context, wanted bool) (stop func()) {
	if !wanted {
		return func() {}
	}
	b := &s.isolation
	b.mu.Lock()
	pause := s.options.Wire.Timeout / 2
	if b.shortened > 0 {
		pause = b.shortened / 2
	}
	b.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	timer := time.AfterFunc(pause, func() {
		defer close(ended)
		for ; ctx.Err() == nil; target.Sleep(ctx, pause) {
			_, plain := greet(ctx, s.paced, nil)
			b.note(plain...)
		}
	})
	return func() {
		cancel()
		if !timer.Stop() {
			<-ended
		}
	}
}
