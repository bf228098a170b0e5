package campaign

import (
	"context"
	"slices"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/generate"
	"github.com/regspec/regspec/fuzz/minimise"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// comparer sends the same sequences to two servers, and looks where they answer differently. It judges neither.
type comparer struct {
	*worker

	against *session.Session
}

// comparer compares until there is enough, whenever it is its turn.
func (s *state) comparer(ctx, turns context.Context, number int) {
	c := &comparer{
		worker:  &worker{state: s, coverage: Coverage{}, source: generate.Seeded(s.options.Seed, uint64(number)), session: s.sessionWith(s.target)}, //nolint:gosec // it counts from 0
		against: s.sessionWith(s.against),
	}
	if number == 0 {
		for _, q := range s.options.Corpus {
			c.play(ctx, q)
		}
	}
	for !s.enough() && s.options.Target.Turn(turns, number) {
		c.play(ctx, c.next())
	}
}

func (s *state) sessionWith(sender target.Sender) *session.Session {
	return session.New(session.Options{Sender: sender, Before: s.before, Sparing: true})
}

// play sends a sequence to both, keeps it if an answer is new, and looks at what differs.
func (c *comparer) play(ctx context.Context, q traffic.Sequence) {
	if restarts := c.state.restarts.Load(); c.played >= clientLife || restarts > c.restarts {
		c.played, c.restarts = 0, restarts
		c.renew()
	}
	c.played++
	q = inTurn(q)
	both := c.send(ctx, q)
	c.spend(len(both.wholeTarget), false)
	if ctx.Err() != nil {
		return
	}
	if fresh := c.learn(both.target); c.learn(both.against) || fresh {
		c.mutex.Lock()
		c.corpus.keep(q)
		c.mutex.Unlock()
	}
	at, all := both.first()
	for _, one := range all {
		c.settle(ctx, q.Through(both.target[at].Step), one)
	}
}

// inTurn is a sequence in which no two requests are sent at the same moment: which of them comes first is
// a matter of chance.
func inTurn(q traffic.Sequence) traffic.Sequence {
	if !slices.ContainsFunc(q.Steps, func(s traffic.Step) bool { return s.Together }) {
		return q
	}
	q = q.Clone()
	for i := range q.Steps {
		q.Steps[i].Together = false
	}
	return q
}

func (c *comparer) renew() {
	c.session.Renew()
	c.against.Renew()
}

// pair is what came of a sequence on both servers. What prepared it is left out.
type pair struct {
	target, against           []session.Exchange
	ofTarget, ofAgainst       []traffic.Credentials
	wholeTarget, wholeAgainst []session.Exchange
}

// send sends a sequence to both servers at the same time.
func (c *comparer) send(ctx context.Context, q traffic.Sequence) pair {
	var p pair
	var other sync.WaitGroup
	other.Go(func() { p.wholeAgainst = c.against.Play(ctx, q) })
	p.wholeTarget = c.session.Play(ctx, q)
	other.Wait()
	p.target, p.against = ofSteps(p.wholeTarget), ofSteps(p.wholeAgainst)
	p.ofTarget, p.ofAgainst = c.session.Given(), c.against.Given()
	return p
}

// ofSteps are the exchanges that the sequence itself asks for.
func ofSteps(all []session.Exchange) []session.Exchange {
	first := slices.IndexFunc(all, func(x session.Exchange) bool { return x.Step >= 0 })
	if first < 0 {
		return nil
	}
	return all[first:]
}

// first gives the first exchange in which the servers differ, and in what. Later ones may follow from it.
func (p pair) first() (at int, all []unlike) {
	for at := range min(len(p.target), len(p.against)) {
		x, y := p.target[at], p.against[at]
		if x.Step != y.Step || x.Break.Ours() || y.Break.Ours() {
			return at, nil
		}
		if all := compare(viewOf(x.Exchange, p.ofTarget), viewOf(y.Exchange, p.ofAgainst)); len(all) > 0 {
			return at, all
		}
	}
	return 0, nil
}

// settle counts a difference, or minimises it to one that can be told.
func (c *comparer) settle(ctx context.Context, q traffic.Sequence, one unlike) {
	c.mutex.Lock()
	worth := c.differences.worth(one, q)
	c.mutex.Unlock()
	if !worth {
		return
	}
	d := Difference{unlike: one, RequestsToFind: c.own(), Count: 1}
	_, shown := c.stable(ctx, q, one)
	if shown {
		shows := func(q traffic.Sequence) bool {
			_, shown := c.shows(ctx, q, one)
			return shown
		}
		d.Sequence = minimise.Sequence(q, c.tries(minimiseTries), func(traffic.Sequence) bool { return true }, shows)
		var p pair
		if p, shown = c.stable(ctx, d.Sequence, one); shown {
			d = d.shownBy(p, one)
		}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.differences.settle(d, shown)
}

// shows sends a sequence with clients of its own, and reports whether it shows a difference.
func (c *comparer) shows(ctx context.Context, q traffic.Sequence, one unlike) (pair, bool) {
	if ctx.Err() != nil || len(q.Steps) == 0 {
		return pair{}, false
	}
	c.renew()
	p := c.send(ctx, q)
	c.spend(len(p.wholeTarget), true)
	at, all := p.first()
	if ctx.Err() != nil || !slices.ContainsFunc(all, one.alike) {
		return p, false
	}
	p.target, p.against = p.target[:at+1], p.against[:at+1]
	return p, true
}

// stable gives what shows a difference, if it shows each time that it is looked for, and each server then answers
// in the same way: some choose by chance which of several faults they name.
func (c *comparer) stable(ctx context.Context, q traffic.Sequence, one unlike) (pair, bool) {
	before, shown := c.shows(ctx, q, one)
	for range finding.Checks {
		if !shown {
			return before, false
		}
		var after pair
		after, shown = c.shows(ctx, q, one)
		shown = shown && steady(before.target, after.target, before.ofTarget, after.ofTarget, one) &&
			steady(before.against, after.against, before.ofAgainst, after.ofAgainst, one)
	}
	return before, shown
}

// steady reports whether the last answers that a server gave to the same sequence are alike in an aspect.
func steady(before, after []session.Exchange, given, later []traffic.Credentials, one unlike) bool {
	x, y := before[len(before)-1], after[len(after)-1]
	return !slices.ContainsFunc(compare(viewOf(x.Exchange, given), viewOf(y.Exchange, later)), func(u unlike) bool { return u.aspect == one.aspect || u.aspect == outcome })
}

// shownBy is the difference with what shows it.
func (d Difference) shownBy(p pair, one unlike) Difference {
	_, all := p.first()
	d.unlike = all[slices.IndexFunc(all, one.alike)] // in the words for what is sent now
	d.Exchanges = wireExchanges(kept(upTo(p.wholeTarget, len(p.target))))
	d.Against = wireExchanges(kept(upTo(p.wholeAgainst, len(p.against))))
	d.OfTarget, d.OfAgainst = blame(p.target), blame(p.against)
	return d
}

// upTo are the exchanges up to so many of those that the sequence asks for, without the questions of the oracle.
func upTo(all []session.Exchange, n int) []session.Exchange {
	all = all[:len(all)-len(ofSteps(all))+n]
	return slices.DeleteFunc(slices.Clone(all), func(x session.Exchange) bool { return x.Step == session.Question })
}

// blame gives why the document does not allow the last answer, or "".
func blame(all []session.Exchange) string {
	for _, m := range all[len(all)-1].Mismatches {
		if m.Level.AtLeast(cases.Implied) {
			return m.Explanation
		}
	}
	return ""
}

// Difference is what two servers answer differently, and what shows it.
type Difference struct {
	unlike

	Sequence            traffic.Sequence
	Exchanges, Against  []wire.Exchange
	OfTarget, OfAgainst string // why the document does not allow the answer, or ""
	RequestsToFind      int
	Count               int
}
