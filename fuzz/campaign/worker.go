package campaign

import (
	"context"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

const (
	// clientLife is for how many sequences the standing clients are used. What
	// goes wrong with a client because of something before can then be shown by
	// sending again what was sent since it was registered.
	clientLife = 48
	// sampled is of how many exchanges one is counted for the coverage.
	sampled = 16
)

// worker plays one sequence after the other.
type worker struct {
	*state

	source   generate.Source
	session  *session.Session
	trail    []traffic.Sequence // what was sent since the clients were registered
	last     played             // what is still to be judged
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
	w.judge()
	w.offer(ctx)
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

// played is a sequence that was sent, and what came of it.
type played struct {
	sequence traffic.Sequence
	turns    []session.Turn
	requests int                // how many had been sent with it
	before   []traffic.Sequence // what its clients had seen
	wrong    int                // the turn that shows something, -1 for none
}

// play sends a sequence. The one before is judged meanwhile, for which the target's
// time is good enough; what is wrong with that is looked at afterwards.
func (w *worker) play(ctx context.Context, q traffic.Sequence) {
	if len(w.trail) >= clientLife {
		w.renew()
	}
	if w.played++; w.played&(w.played-1) == 0 && w.played >= 64 { // more and more seldom
		w.sample(ctx)
	}
	turns := w.session.Send(ctx, q, w.judge)
	if ctx.Err() != nil && len(turns) > 0 && turns[len(turns)-1].Exchange.Break != nil {
		turns = turns[:len(turns)-1] // it was broken off from here
	}
	w.spend(len(turns), false)
	now := played{sequence: q, turns: turns, requests: int(w.requests.Load()), before: w.trail, wrong: -1}
	w.trail = append(w.trail, q)
	if w.last.wrong >= 0 && w.last.turns != nil {
		// What follows may send more to the clients that this sequence registered,
		// and the oracle must meet them here first.
		wrong := w.last
		w.last = now
		w.judge()
		now, w.last = w.last, wrong
		w.offer(ctx)
		w.last = now
		w.offer(ctx)
	} else {
		w.last = now
	}
	w.notice()
}

// judge judges what was sent last, and keeps it if it brought something new.
func (w *worker) judge() {
	p := &w.last
	if p.turns == nil {
		return
	}
	w.session.Judge(p.turns)
	if w.learn(p.turns) {
		w.mutex.Lock()
		w.corpus.keep(p.sequence)
		w.mutex.Unlock()
	}
	for i := range p.turns {
		if len(p.turns[i].Violations) > 0 {
			p.wrong = i
			return // what comes after may follow from it
		}
	}
}

// renew gives up the clients, and with them what was sent to them.
func (w *worker) renew() {
	w.session.Renew()
	w.trail = nil // what was played before still needs it
}

// learn reports whether the answers, or their order, were new.
func (w *worker) learn(turns []session.Turn) bool {
	fresh := false
	previous := -1
	for i := range turns {
		x := turns[i].Exchange
		number, first := w.numbers.See(seen(x))
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

// longest is up to which length of a body the values in it are looked for in the
// answer, in bytes.
const longest = 8 << 10

// seen is the signature of an exchange.
func seen(x wire.Exchange) novelty.Signature {
	if len(x.Request.Body) > longest {
		return novelty.Of(x, []string{})
	}
	return novelty.Of(x, nil)
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
