package campaign

import (
	"context"
	"slices"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/shrink"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// cutDown makes the sequence of a finding the least that shows it, and checks that
// it does so again. What does not show alone may show after what came before.
func (w *worker) cutDown(ctx context.Context, f *finding.Finding, p played) {
	ctx, cancel := context.WithTimeout(ctx, shrinkTime)
	defer cancel()
	c := w.checker(ctx, f.Cause)
	defer c.session.Close()
	whole := f.Sequence
	switch {
	case c.showsTwice(whole):
		f.Sequence = shrink.Sequence(whole, w.tries(shrinkTries), c.shows)
	default:
		if all := p.followed(whole); c.shows(all) {
			f.Sequence = shrink.Sequence(all, w.tries(trailTries), c.shows)
		}
	}
	for range finding.Checks {
		if c.shows(f.Sequence) {
			f.Repeats++
			c.fill(f)
		}
	}
}

// followed is what was sent since the clients of a sequence were registered, and
// the sequence.
func (p played) followed(q traffic.Sequence) traffic.Sequence {
	var all traffic.Sequence
	for _, one := range append(slices.Clip(p.before), past{q, gave(q, p.turns)}) {
		next, own := one.sequence.Clone(), 0
		for first := 0; first < len(next.Steps); {
			behind := next.Stage(first)
			for i := first; i < behind; i++ {
				for at := range next.Steps[i].Body.Members {
					if v := &next.Steps[i].Body.Members[at].Value; v.Credential() && v.Of >= own && v.Of < traffic.First {
						v.Of += traffic.First - own // it is of a client from before all of them
					}
				}
			}
			for _, n := range one.gave[first:behind] {
				own += n
			}
			first = behind
		}
		all.Steps = append(all.Steps, next.Steps...)
	}
	return all
}

// past is a sequence that was sent, and how many clients each of its steps registered.
type past struct {
	sequence traffic.Sequence
	gave     []int
}

// gave is how many clients each step of a sequence registered.
func gave(q traffic.Sequence, turns []session.Turn) []int {
	n := make([]int, len(q.Steps))
	for _, turn := range turns {
		if turn.Registered && turn.Step >= 0 && turn.Step < len(n) {
			n[turn.Step]++
		}
	}
	return n
}

// showsTwice gives a sequence a second chance to show.
func (c *checker) showsTwice(q traffic.Sequence) bool {
	first := c.shows(q)
	return first || c.shows(q)
}

// checker sends sequences and says whether they show a cause.
type checker struct {
	worker  *worker
	ctx     context.Context //nolint:containedctx // that of one finding, which is shorter than the campaign's
	session *session.Session
	cause   finding.Cause

	turns []session.Turn
	at    int
}

func (w *worker) checker(ctx context.Context, cause finding.Cause) *checker {
	return &checker{worker: w, ctx: ctx, cause: cause, session: session.New(session.Options{
		Sender: w.sender, Before: w.before, Sparing: cause.Rule != ruleForgets,
	})}
}

// shows plays a sequence with clients of its own.
func (c *checker) shows(q traffic.Sequence) bool {
	if c.ctx.Err() != nil || len(q.Steps) == 0 {
		return false
	}
	c.session.Renew()
	c.turns = c.session.Play(c.ctx, q)
	c.worker.spend(len(c.turns), true)
	c.at = len(c.turns) - 1
	if c.ctx.Err() != nil {
		return false
	}
	if c.cause.Rule == ruleForgets {
		return c.forgets()
	}
	for i, turn := range c.turns {
		for _, v := range turn.Violations {
			if v.Rule == c.cause.Rule && signatureOf(turn.Exchange) == c.cause.Signature {
				c.at = i
				return true
			}
		}
	}
	return false
}

// forgets asks for the clients after a sequence.
func (c *checker) forgets() bool {
	turns := append([]session.Turn(nil), c.turns...)
	for _, turn := range turns {
		if lost(turn, c.session.Known()) {
			probed := c.session.Play(c.ctx, session.Probe())
			c.worker.spend(len(probed), true)
			for _, p := range probed {
				if p.Step >= 0 && !lost(p, c.session.Known()) {
					return false
				}
			}
			c.turns = slices.Concat(turns, probed)
			c.at = len(c.turns) - 1
			return true
		}
	}
	return false
}

// fill keeps the evidence of what was sent last.
func (c *checker) fill(f *finding.Finding) {
	f.Turns = append([]session.Turn(nil), c.turns[:min(c.at+1, len(c.turns))]...)
	f.Exchanges = exchanges(f.Turns)
	if len(f.Turns) == 0 {
		return
	}
	last := f.Turns[len(f.Turns)-1]
	f.Expected = oracle.Allowed(c.session.Known(), last.Exchange.Request)
	for _, v := range last.Violations { // in the words for what is sent now
		if v.Rule == c.cause.Rule {
			f.Violation = v
			break
		}
	}
}

func exchanges(turns []session.Turn) []wire.Exchange {
	all := make([]wire.Exchange, len(turns))
	for i, turn := range turns {
		all[i] = turn.Exchange
	}
	return all
}
