package campaign

import (
	"context"
	"slices"

	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
)

// flight is a sequence that was sent. It is judged while the next one is sent.
type flight struct {
	sequence  traffic.Sequence
	exchanges []session.Exchange
	requests  int           // how many had been sent with it
	restarts  int64         // how often the target had been started again then
	stale     bool          // its clients were given up meanwhile
	fresh     bool          // an answer, or their order, is new
	judged    chan struct{} // closed when the answers are judged
}

// send sends a sequence.
func (w *worker) send(ctx context.Context, q traffic.Sequence) *flight {
	exchanges := w.session.Send(ctx, q)
	if cut := slices.IndexFunc(exchanges, func(x session.Exchange) bool { return !w.judgedAtEnd(ctx, x.Break) }); ctx.Err() != nil && cut >= 0 {
		exchanges = exchanges[:cut]
	}
	w.spend(len(exchanges), false)
	return &flight{sequence: q, exchanges: exchanges, requests: w.own(), restarts: w.state.restarts.Load(), judged: make(chan struct{})}
}

// judge judges what was sent, beside the worker. Until [worker.settle] nobody else may look at the model of the session.
func (w *worker) judge(ctx context.Context, f *flight) {
	w.flight = f
	go func() {
		defer close(f.judged)
		f.exchanges = w.session.Judge(ctx, f.exchanges)
		f.fresh = w.learn(f.exchanges)
	}()
}

// settle waits until what was sent last is judged, keeps it if it brought something new, and looks at what is
// wrong with the answers. next is what was sent meanwhile, or nil.
func (w *worker) settle(ctx context.Context, next *flight) {
	f := w.flight
	if f == nil {
		return
	}
	w.flight = nil
	<-f.judged
	if f.fresh {
		w.mutex.Lock()
		w.corpus.keep(f.sequence)
		w.mutex.Unlock()
	}
	if f.stale {
		return // its clients may be lost, and what it shows shows again
	}
	exchanges := f.exchanges
	if f.restarts != w.restarts { // what came after it is of another process
		first := slices.IndexFunc(exchanges, func(x session.Exchange) bool { return x.Break != nil })
		exchanges = exchanges[:first+1]
	}
	w.see(w.session.Model(), f.sequence, exchanges)
	renewed := w.renewed
	before := w.trail
	w.trail = append(w.trail, past{f.sequence, gave(f.sequence, exchanges)})
	w.triage(ctx, played{sequence: f.sequence, exchanges: exchanges, requests: f.requests, before: before})
	w.notice(f.restarts)
	if next != nil {
		next.stale = w.renewed != renewed
	}
}
