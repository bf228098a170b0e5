package campaign

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/shrink"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// Budgets of cutting one finding down.
const (
	shrinkTries = 400              // sequences
	trailTries  = 600              // sequences, where what came before matters
	shrinkTime  = 15 * time.Second // and no longer than this
	ruleForgets = "target.forgets-clients"
	// signatureForgets stands for the answers: each is right for a client that is not known.
	signatureForgets = "clients are refused"
	forgetsWords     = "The target no longer knew clients that it had given credentials to. Credentials last: nothing in the document lets a server forget them."
)

// offer looks at what is wrong with what was judged last: it is counted, or cut
// down to a finding.
func (w *worker) offer(ctx context.Context) {
	p := w.last
	w.last = played{wrong: -1}
	if p.turns == nil || p.wrong < 0 {
		return
	}
	turn := p.turns[p.wrong]
	evidence := append([]session.Turn(nil), p.turns[:p.wrong+1]...)
	q := sequenceOf(p.sequence, turn)
	isLost := lost(turn, w.session.Known())
	violations := turn.Violations
	signature := signatureOf(turn.Exchange)
	requests := p.requests
	if isLost && w.forgotten(ctx) {
		w.tell("The target knew none of its clients any more: it was restarted, or it forgets them.")
		violations = []oracle.Violation{forgets("Unauthorized. for each of the clients")}
		signature = signatureForgets
	}
	for _, v := range violations {
		w.consider(ctx, p, isLost, finding.Finding{
			Cause: finding.Cause{Rule: v.Rule, Signature: signature}, Violation: v,
			RequestsToFind: requests, Count: 1, FirstSeen: q, Expected: oracle.Allowed(w.session.Known(), turn.Exchange.Request),
			Turns: evidence, Exchanges: exchanges(evidence),
		})
	}
	if isLost {
		w.renew()
	}
}

// forgets is the violation of a target that lost clients.
func forgets(actual string) oracle.Violation {
	return oracle.Violation{
		Rule: ruleForgets, Level: cases.Documented, Expected: "success: what was given out is still known", Actual: actual, Sentence: forgetsWords,
	}
}

// signatureOf is the form of an answer by which causes are told apart: what it
// says, but not how it says it in passing. One of the document's messages is that, whatever
// it names.
func signatureOf(x wire.Exchange) string {
	s := novelty.Of(x, nil)
	one := novelty.Signature{Status: s.Status, Phase: s.Phase, Kind: s.Kind, Media: s.Media, Message: s.Message}
	if o := oracle.Classify(x); o.Kind == oracle.KindRefusal && o.Message != "" {
		one.Message = "‹" + o.Message + "›"
	} else if x.Answer != nil {
		one.Message = masked(x, s.Message)
	}
	return one.String()
}

// short is below which length a value is masked only where it stands as a word of
// its own, in bytes: shorter ones occur in every sentence.
const short = 3

// masked is the message of an answer without the values that were sent, also where
// these are very short, or what else the answer is taken for.
func masked(x wire.Exchange, otherwise string) string {
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(x.Answer.Body, &said) != nil || said.Error == "" {
		return otherwise
	}
	var long []string
	words := strings.Split(said.Error, " ")
	for _, value := range novelty.Values(x.Request) {
		if len(value) >= short {
			long = append(long, value)
			continue
		}
		for i, word := range words {
			if word == value {
				words[i] = "‹1›"
			}
		}
	}
	return novelty.Mask(strings.Join(words, " "), long)
}

// sequenceOf is the sequence that a turn is of: what prepares a sequence is one too.
func sequenceOf(q traffic.Sequence, turn session.Turn) traffic.Sequence {
	if turn.Step >= 0 {
		return traffic.Sequence{Steps: q.Steps[:turn.Step+1]}
	}
	return traffic.Sequence{Steps: []traffic.Step{traffic.ReadSent(turn.Exchange.Request)}}
}

// sample looks at what only many answers show together.
func (w *worker) sample(ctx context.Context) {
	for _, v := range w.session.Known().Verdict() {
		cause := finding.Cause{Rule: v.Rule, Signature: "of many answers together"}
		q := sampling()
		w.mutex.Lock()
		wanted := w.groups.wanted(cause, q)
		w.mutex.Unlock()
		if !wanted {
			continue
		}
		f := finding.Finding{Cause: cause, Violation: v, Sequence: q, RequestsToFind: int(w.requests.Load()), Count: 1, FirstSeen: q}
		w.done(f)
		for range finding.Checks {
			c := w.checker(ctx, cause)
			if c.showsSample(q) {
				f.Repeats++
			}
			c.fill(&f)
			c.session.Close()
		}
		f.Violation = v
		w.mutex.Lock()
		w.groups.add(f)
		w.mutex.Unlock()
	}
}

// sampling is a sequence of which enough comes to judge a target by: registrations,
// and updates of clients that there are and that there are not.
func sampling() traffic.Sequence {
	member := func(name, value string) traffic.Member { return traffic.Member{Name: name, Value: traffic.Str(value)} }
	update := []traffic.Member{member(traffic.ParamType, "client_update"), {Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID}}, member(traffic.ParamSecret, "wrong"), member(traffic.ParamApplication, "native")}
	unknown := append([]traffic.Member(nil), update...)
	unknown[1] = member(traffic.ParamID, "unknown")
	return traffic.Sequence{Steps: []traffic.Step{
		{Times: 64, Body: traffic.Body{Members: []traffic.Member{member(traffic.ParamType, "client_associate"), member(traffic.ParamApplication, "native")}}},
		{Times: 8, Body: traffic.Body{Members: update}},
		{Times: 8, Body: traffic.Body{Members: unknown}},
	}}
}

// showsSample plays a sequence and looks at its answers together.
func (c *checker) showsSample(q traffic.Sequence) bool {
	c.turns = c.session.Play(c.ctx, q)
	c.worker.spend(len(c.turns), true)
	c.at = len(c.turns) - 1
	for _, v := range c.session.Known().Verdict() {
		if v.Rule == c.cause.Rule {
			return true
		}
	}
	return false
}

// consider cuts a finding down, if it is not one that is known. Of one that is
// about a lost client and does not show again, nothing can be said but that.
func (w *worker) consider(ctx context.Context, p played, isLost bool, f finding.Finding) {
	q := f.FirstSeen
	w.mutex.Lock()
	wanted := w.groups.wanted(f.Cause, q)
	w.mutex.Unlock()
	if !wanted {
		return
	}
	w.done(f)
	f.Sequence = q
	w.cutDown(ctx, &f, p)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if isLost && (f.Flaky() || broke(f.Turns)) && f.Cause.Rule != ruleForgets && ctx.Err() == nil {
		w.groups.drop(f.Cause)
		f.Cause = finding.Cause{Rule: ruleForgets, Signature: signatureForgets}
		f.Violation = forgets("Unauthorized. for a client that was known before")
		if !w.groups.wanted(f.Cause, q) {
			return
		}
	}
	w.groups.add(f)
}

// broke reports whether the target broke off an exchange before the last: what it
// did then explains the rest.
func broke(turns []session.Turn) bool {
	for i := range turns[:max(len(turns)-1, 0)] {
		if turns[i].Exchange.Break != nil {
			return true
		}
	}
	return false
}

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
		f.Sequence = shrink.Sequence(whole, shrinkTries, c.shows)
	default:
		if all := p.followed(whole); c.shows(all) {
			f.Sequence = shrink.Sequence(all, trailTries, c.shows)
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
	for _, before := range p.before {
		all.Steps = append(all.Steps, before.Steps...)
	}
	all.Steps = append(all.Steps, q.Steps...)
	return all.Clone()
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
