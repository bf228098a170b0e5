package campaign

import (
	"context"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
)

const (
	// clientLife is for how many sequences the standing clients are used. What
	// goes wrong with a client because of something before can then be shown by
	// sending again what was sent since it was registered.
	clientLife = 48
	// sampled is of how many exchanges one is counted for the coverage.
	sampled = 4
)

// worker plays one sequence after the other.
type worker struct {
	*state

	source   generate.Source
	session  *session.Session
	trail    []traffic.Sequence // what was sent since the clients were registered
	coverage Coverage
	seen     int
	played   int
	restarts int64
}

func (s *state) worker(ctx context.Context, number int) {
	w := &worker{
		state: s, source: generate.Seeded(s.options.Seed, uint64(number)), coverage: Coverage{}, //nolint:gosec // it counts from 0
		session: session.New(session.Options{Sender: s.sender, Before: s.before}),
	}
	defer w.session.Close()
	if number == 0 {
		for _, q := range s.options.Corpus {
			w.play(ctx, q)
		}
	}
	for ctx.Err() == nil && !s.enough() {
		w.play(ctx, w.next())
	}
	w.sample(ctx)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.coverage.add(w.coverage)
}

// next makes a sequence: from nothing, or of one that was kept.
func (w *worker) next() traffic.Sequence {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if len(w.corpus.entries) == 0 || w.source.Below(100) < 60 {
		return generate.Sequence(w.source)
	}
	return generate.Mutate(w.source, w.corpus.pick(w.source))
}

// play sends a sequence, and learns from it.
func (w *worker) play(ctx context.Context, q traffic.Sequence) {
	if len(w.trail) >= clientLife {
		w.renew()
	}
	w.trail = append(w.trail, q)
	if w.played++; w.played&(w.played-1) == 0 && w.played >= 64 { // more and more seldom
		w.sample(ctx)
	}
	turns := w.session.Play(ctx, q)
	if ctx.Err() != nil && len(turns) > 0 && turns[len(turns)-1].Exchange.Break != nil {
		turns = turns[:len(turns)-1] // it was broken off from here
	}
	w.spend(len(turns), false)
	w.notice()
	if w.learn(turns) {
		w.mutex.Lock()
		w.corpus.keep(q)
		w.mutex.Unlock()
	}
	for i := range turns {
		if len(turns[i].Violations) > 0 {
			w.offer(ctx, q, turns, i)
			return // what comes after may follow from it
		}
	}
}

// renew gives up the clients, and with them what was sent to them.
func (w *worker) renew() {
	w.session.Renew()
	w.trail = w.trail[:0]
}

// learn reports whether the answers, or their order, were new.
func (w *worker) learn(turns []session.Turn) bool {
	fresh := false
	previous := -1
	for i := range turns {
		x := turns[i].Exchange
		number, first := w.numbers.See(novelty.Of(x, nil))
		fresh = fresh || first
		if previous >= 0 {
			_, first = w.numbers.SeePair(previous, number)
			fresh = fresh || first
		}
		if turns[i].Step >= 0 {
			previous = number
		}
		if w.seen++; w.seen%sampled == 0 {
			w.coverage.see(w.session.Known(), x)
		}
	}
	return fresh
}

// notice tells of a target that went away and came back.
func (w *worker) notice() {
	if n := w.target.restarts.Load(); n > w.restarts {
		w.restarts = n
		w.tell("The target took no connections for a while, and came back: it was restarted, or crashed.")
		w.renew()
	}
}

// lost reports whether a turn shows that a client which the target gave out is
// no longer known to it.
func lost(turn session.Turn, known *oracle.Known) bool {
	if _, kind := oracle.KindOf(known, turn.Exchange.Request); kind != oracle.KindUpdateGood {
		return false
	}
	return oracle.Classify(turn.Exchange).Message == "unauthorized"
}

// forgotten reports whether the target knows none of the standing clients any
// more. It asks with the plainest update of each.
func (w *worker) forgotten(ctx context.Context) bool {
	probe := session.Probe()
	turns := w.session.Play(ctx, probe)
	w.spend(len(turns), true)
	updates, refused := 0, 0
	for _, turn := range turns {
		if turn.Step >= 0 {
			updates++
			if lost(turn, w.session.Known()) {
				refused++
			}
		}
	}
	return updates >= session.Standing && refused == updates
}
