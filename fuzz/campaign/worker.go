package campaign

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

const (
	// clientLife is for how many sequences the prepared clients are used. What
	// goes wrong with a client because of something before can then be shown by
	// sending again what was sent since it was registered.
	clientLife = 48
	// sampled is of how many exchanges one is counted for the coverage.
	sampled = 16
	// enoughPlayed is after how many sequences what only many answers show is asked
	// for, which takes more requests than any other.
	enoughPlayed = 500
	// deterministicShare is how many of a hundred sequences are of the deterministic stage, while it lasts.
	deterministicShare = 50
	// deterministicStream is where the deterministic stage has its choices from. The workers' streams are
	// their numbers.
	deterministicStream = math.MaxUint64
)

// worker plays one sequence after the other.
type worker struct {
	*state

	source    generate.Source
	session   *session.Session
	flight    *flight // what was sent last, and is being judged
	renewed   int     // how often the clients were given up
	trail     []past  // what was sent since the clients were registered
	since     int     // how many requests of the campaign had been sent then
	coverage  Coverage
	seen      int
	played    int
	restarts  int64
	longLived longLived // of the first worker
}

// worker plays until there is enough, whenever it is its turn.
func (s *state) worker(ctx, turns context.Context, number int) {
	w := &worker{
		state: s, source: generate.Seeded(s.options.Seed, s.stream(number)), coverage: Coverage{},
		session: session.New(session.Options{Sender: s.target, Before: s.before, Together: s.options.Target.Together}),
	}
	if number == 0 {
		w.longLived.session = session.New(session.Options{Sender: s.target, Before: s.before, Together: s.options.Target.Together, Sparing: true})
		w.registerLongLived(ctx)
		for _, q := range s.options.Corpus {
			w.play(ctx, q)
		}
		w.settle(ctx, nil)
	}
	for !s.enough() && s.options.Target.Turn(turns, number) {
		w.play(ctx, w.next())
		w.checkLongLived(ctx)
		if w.played == enoughPlayed {
			for _, rule := range []oracle.RuleID{oracle.RuleEntropy, oracle.RuleSpecial} { // their samples hold those of the others
				w.play(ctx, sampling(rule))
			}
			w.settle(ctx, nil)
			w.sample(ctx)
		}
	}
	w.settle(ctx, nil)
	w.sample(ctx)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.coverage.add(w.coverage)
}

// stream is where a worker has its choices from: no two workers of any shards have the same.
func (s *state) stream(number int) uint64 {
	if s.options.Shard != nil {
		number += (s.options.Shard.Index - 1) << 32
	}
	return uint64(number) //nolint:gosec // it counts from 0
}

// next makes a sequence: of the deterministic stage, from nothing, or of one that was kept.
func (w *worker) next() traffic.Sequence {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.deterministic.Left() > 0 && w.source.Below(100) < deterministicShare {
		return w.deterministic.Next()
	}
	if len(w.corpus.entries) == 0 || w.source.Below(100) < 60 {
		return generate.Sequence(w.source)
	}
	return generate.Mutate(w.source, w.corpus.pick(w.source))
}

// played is a sequence that was sent, and what came of it.
type played struct {
	sequence  traffic.Sequence
	exchanges []session.Exchange
	requests  int    // how many had been sent with it
	before    []past // what its clients had seen
}

// play sends a sequence, and meanwhile judges the one before.
func (w *worker) play(ctx context.Context, q traffic.Sequence) {
	if len(w.trail) >= clientLife {
		w.settle(ctx, nil)
		w.renew()
	}
	if w.played++; w.played&(w.played-1) == 0 && w.played >= 64 { // more and more seldom
		w.settle(ctx, nil)
		w.sample(ctx)
	}
	next := w.send(ctx, q)
	w.settle(ctx, next)
	w.judge(ctx, next)
}

// judgedAtEnd reports whether what broke off when the campaign ended is judged like any other:
// it was not broken off from here, nor by whoever stopped both, and the target came back.
func (s *state) judgedAtEnd(ctx context.Context, b *wire.Break) bool {
	return b == nil || errors.Is(context.Cause(ctx), errEnough) && !b.Ours() && !b.Unreachable() && s.stopped.Load() == nil
}

// renew gives up the clients, and with them what was sent to them.
func (w *worker) renew() {
	w.session.Renew()
	w.renewed++
	w.since = w.own()
	w.trail = nil // findings may still need the old one
}

// learn reports whether the answers, or their order, were new.
func (w *worker) learn(exchanges []session.Exchange) bool {
	fresh := false
	previous := -1
	for i := range exchanges {
		x := exchanges[i].Exchange
		number, first := w.numbers.See(seen(x))
		fresh = fresh || first
		if first {
			w.form(exchanges[i])
		}
		if previous >= 0 {
			_, first = w.numbers.SeePair(previous, number)
			fresh = fresh || first
		}
		if exchanges[i].Step >= 0 {
			previous = number
		}
		if w.seen++; w.seen%sampled == 0 {
			w.coverage.see(w.session.Model(), x)
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

// notice reports a target that went away and came back.
func (w *worker) notice(n int64) {
	if n > w.restarts {
		w.restarts = n
		w.renew() // the target may know its clients no more
	}
}

const unauthorized = "unauthorized"

// lost reports whether the target no longer knows the client of an exchange, which it had
// registered.
func lost(exchange session.Exchange, known *oracle.TargetModel) bool {
	if _, kind := oracle.KindOf(known, exchange.Request); kind != oracle.KindUpdateGood {
		return false
	}
	if oracle.Classify(exchange.Exchange).Message != unauthorized {
		return false
	}
	// Credentials that expire may have done so.
	return !slices.ContainsFunc(oracle.Allowed(known, exchange.Request).Messages, func(m oracle.AllowedMessage) bool { return m.Message == unauthorized })
}

// forgotten reports whether the target knows none of the prepared clients any
// more. It asks with the plainest update of each.
func (w *worker) forgotten(ctx context.Context) bool {
	probe := session.Probe()
	exchanges := w.session.Play(ctx, probe)
	w.spend(len(exchanges), true)
	updates, refused := 0, 0
	for _, exchange := range exchanges {
		if exchange.Step >= 0 {
			updates++
			if lost(exchange, w.session.Model()) {
				refused++
			}
		}
	}
	return updates >= session.Prepared && refused == updates
}
