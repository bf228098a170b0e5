package campaign

import (
	"context"
	"slices"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/minimise"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// minimise makes the sequence of a finding the least that shows it, and checks that
// it does so again. What does not show alone may show after what came before. It gives
// what came of the whole sequence when it was sent again: the campaign may end before the
// check.
func (w *worker) minimise(ctx context.Context, f *finding.Finding, faults []finding.Cause, p played) (again, *judged) {
	broke := target.BrokeOff(f.Exchanges[len(f.Exchanges)-1].Break)
	if broke {
		ctx = target.Alone(ctx) // what it drops or lets wait with others is told apart so
	}
	ctx, cancel := context.WithTimeout(ctx, minimiseTime)
	defer cancel()
	c := w.checker(ctx, keyOf(f))
	c.faults, c.rule = faults, f.Cause.Rule
	whole := f.Sequence
	shown, came := c.shows(whole), notSent
	if ctx.Err() == nil {
		came = notShown
		if n := len(c.exchanges); broke && n > 0 && c.exchanges[n-1].Break != nil {
			came = brokeOtherwise
		}
	}
	switch {
	case shown, !broke && c.shows(whole): // a second chance
		came = showed
		if broke || c.showsAlone(whole) {
			f.Sequence = c.least(whole, minimiseTries)
		}
	case !broke && w.vain.Load() >= mostVain: // it is not what came before, but chance or what is under way
	default:
		w.vain.Add(1)
		c.ctx = alone(c.ctx, whole)
		if all := p.followed(whole); c.shows(all) {
			w.vain.Store(0)
			f.Sequence = c.least(all, trailTries)
		}
	}
	f.Plain = minimise.IsLeast(f.Sequence)
	c.check(f, finding.Checks)
	return came, c.judged
}

// alone is the context in which a sequence is sent with nothing else under way, unless it has
// requests that are sent at the same moment.
func alone(ctx context.Context, q traffic.Sequence) context.Context {
	if slices.ContainsFunc(q.Steps, func(s traffic.Step) bool { return s.Together }) {
		return ctx
	}
	return target.Alone(ctx)
}

// showsAlone reports whether a sequence shows its cause with nothing else under way, in one of
// some tries.
func (c *checker) showsAlone(q traffic.Sequence) bool {
	others := c.ctx
	defer func() { c.ctx = others }()
	c.ctx = alone(others, q)
	for range finding.Checks {
		if c.shows(q) {
			return true
		}
	}
	return false
}

// mostVain is how many findings in a row are sent again in vain with all that came before.
const mostVain = 4

// least minimises a sequence. What is left out of it at first may be put back where less is wrong then.
func (c *checker) least(q traffic.Sequence, tries int) traffic.Sequence {
	q = minimise.Complete(q, c.may, c.shows)
	q = minimise.Sequence(q, c.worker.tries(tries), c.may, c.shows)
	if minimise.IsLeast(q) {
		return q
	}
	return minimise.Complete(q, c.may, c.shows)
}

// check sends a finding again so many times, and counts how often it shows.
func (c *checker) check(f *finding.Finding, times int) {
	c.ctx = alone(c.ctx, f.Sequence)
	for range times {
		shown := c.shows(f.Sequence)
		if c.ctx.Err() != nil {
			return
		}
		if f.Checked++; shown {
			f.Repeats++
			c.fill(f)
		}
	}
}

// followed is what was sent since the clients of a sequence were registered, and
// the sequence.
func (p played) followed(q traffic.Sequence) traffic.Sequence {
	var all traffic.Sequence
	for _, one := range append(slices.Clip(p.before), past{q, gave(q, p.exchanges)}) {
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
func gave(q traffic.Sequence, exchanges []session.Exchange) []int {
	n := make([]int, len(q.Steps))
	for _, exchange := range exchanges {
		if exchange.Registered && exchange.Step >= 0 && exchange.Step < len(n) {
			n[exchange.Step]++
		}
	}
	return n
}

// again is what came of a sequence that was sent again.
type again int

const (
	notSent again = iota // as a whole
	notShown
	brokeOtherwise // it got no whole answer again, for another reason
	showed
)

// checker sends sequences and says whether they show a cause.
type checker struct {
	worker  *worker
	ctx     context.Context //nolint:containedctx // that of one finding, which is shorter than the campaign's
	session *session.Session
	cause   finding.Cause // its rule is the one for all that say one thing
	rule    oracle.RuleID // that was broken at first
	bound   *oracle.Difference
	judged  *judged         // the last request that showed it
	faults  []finding.Cause // of which one must show

	exchanges []session.Exchange
	at        int
}

func (w *worker) checker(ctx context.Context, cause finding.Cause) *checker {
	return &checker{worker: w, ctx: ctx, cause: cause, session: session.New(session.Options{
		Sender: w.target, Before: w.before, Together: w.options.Target.Together, Sparing: cause.Rule != oracle.RuleForgets,
	})}
}

// shows plays a sequence with clients of its own.
func (c *checker) shows(q traffic.Sequence) bool {
	if c.ctx.Err() != nil || len(q.Steps) == 0 {
		return false
	}
	c.session.Renew()
	c.exchanges = c.session.Play(c.ctx, q)
	c.worker.spend(len(c.exchanges), true)
	c.worker.see(c.session.Model(), q, c.exchanges)
	c.at = len(c.exchanges) - 1
	if c.ctx.Err() != nil {
		return false
	}
	if c.cause.Rule == oracle.RuleForgets {
		return c.forgets()
	}
	for i, exchange := range c.exchanges {
		m := among(exchange.Mismatches, c.cause.Rule)
		if c.ctx.Err() != nil || exchange.Step < 0 || m == nil || m.Rule == oracle.RuleNotJSON && c.rule != m.Rule || !c.same(exchange) {
			continue
		}
		c.at = i
		return true
	}
	return false
}

// same reports whether an exchange has the answer that is looked for, to a request in which no more
// is wrong than in the one that had it before: what is wrong besides may be another cause.
func (c *checker) same(x session.Exchange) bool {
	difference := oracle.DifferenceOf(c.session.Model(), x.Request)
	if c.bound != nil && !difference.Within(*c.bound) { // to make a signature takes long where the answer is large
		return false
	}
	if !slices.ContainsFunc(faultsOf(x), func(f finding.Cause) bool { return slices.Contains(c.faults, f) }) {
		return false
	}
	c.bound = &difference
	return true
}

// may reports whether a sequence can show what is looked for, as far as that is to be
// seen before it is sent.
func (c *checker) may(q traffic.Sequence) bool {
	if c.bound == nil || len(q.Steps) != 1 {
		return true
	}
	client := traffic.Credentials{ID: "a-client-to-ask-about", Secret: "and-its-secret"}
	c.session.Model().RegisterClient(client.ID, client.Secret)
	r := q.Steps[0].Render(func(int) traffic.Credentials { return client })
	sent := wire.Sent{Method: r.Method, URL: "http://target.example/", Header: r.Header, Body: r.Body}
	if r.Query != "" {
		sent.URL += "?" + r.Query
	}
	return oracle.DifferenceOf(c.session.Model(), sent).Within(*c.bound)
}

// forgets asks for the clients after a sequence.
func (c *checker) forgets() bool {
	exchanges := append([]session.Exchange(nil), c.exchanges...)
	for _, exchange := range exchanges {
		if lost(exchange, c.session.Model()) {
			probed := c.session.Play(c.ctx, session.Probe())
			c.worker.spend(len(probed), true)
			for _, p := range probed {
				if p.Step >= 0 && !lost(p, c.session.Model()) {
					return false
				}
			}
			c.exchanges = slices.Concat(exchanges, probed)
			c.at = len(c.exchanges) - 1
			return true
		}
	}
	return false
}

// fill keeps the evidence of what was sent last.
func (c *checker) fill(f *finding.Finding) {
	f.Evidence = kept(c.exchanges[:min(c.at+1, len(c.exchanges))])
	f.Exchanges = wireExchanges(f.Evidence)
	if len(f.Evidence) == 0 {
		return
	}
	last := f.Evidence[len(f.Evidence)-1]
	if c.cause.Rule != oracle.RuleForgets { // else the last is of what asks after the clients
		j := judge(c.session.Model(), lastOf(sequenceOf(f.Sequence, last)), last)
		c.judged = &j
	}
	f.Expected = oracle.Allowed(c.session.Model(), last.Request)
	f.Difference = oracle.DifferenceOf(c.session.Model(), last.Request)
	if m := among(last.Mismatches, c.cause.Rule); m != nil { // in the words for what is sent now
		f.Mismatch, f.Cause = *m, finding.Cause{Rule: m.Rule, Signature: c.cause.Signature}
	}
}

// evidence is how much of an answer's body a finding keeps, in bytes.
const evidence = 16 << 10

// kept are exchanges as a finding keeps them: hundreds of findings with whole answers
// would fill the memory.
func kept(exchanges []session.Exchange) []session.Exchange {
	all := slices.Clone(exchanges)
	for i, exchange := range all {
		if exchange.Answer != nil {
			answer := *exchange.Answer
			answer.Trim(evidence)
			all[i].Answer = &answer
		}
	}
	return all
}

func wireExchanges(exchanges []session.Exchange) []wire.Exchange {
	all := make([]wire.Exchange, len(exchanges))
	for i, exchange := range exchanges {
		all[i] = exchange.Exchange
	}
	return all
}
