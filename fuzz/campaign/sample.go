package campaign

import (
	"context"
	"slices"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
)

// sample looks at what only many answers show together.
func (w *worker) sample(ctx context.Context) {
	for _, v := range w.session.Model().Verdict() {
		cause := finding.Cause{Rule: v.Rule, Signature: "of many answers together"}
		q := sampling(v.Rule)
		w.mutex.Lock()
		worth := w.buckets.worthMinimising(sighting{cause: cause, sequence: q})
		w.mutex.Unlock()
		if !worth {
			continue
		}
		f := finding.Finding{Cause: cause, Mismatch: v, Sequence: q, RequestsToFind: w.own(), Count: 1, FirstSeen: q}
		w.done(f)
		w.narrow(ctx, &f)
		w.mutex.Lock()
		w.buckets.add(f, judged{})
		w.mutex.Unlock()
	}
}

// narrow leaves out the steps of a sample that it shows without, and checks that it
// does so again. What JSON does not show may show in forms.
func (w *worker) narrow(ctx context.Context, f *finding.Finding) {
	ctx, cancel := context.WithTimeout(ctx, minimiseTime)
	defer cancel()
	if _, shown := w.showsSample(ctx, f.Cause, f.Sequence); shown == nil {
		f.Sequence.Steps = slices.Clone(f.Sequence.Steps)
		for i := range f.Sequence.Steps {
			f.Sequence.Steps[i].Body.Format = traffic.Form
		}
	}
	for at := len(f.Sequence.Steps) - 1; at >= 0 && len(f.Sequence.Steps) > 1; at-- {
		fewer := traffic.Sequence{Steps: slices.Delete(slices.Clone(f.Sequence.Steps), at, at+1)}
		if _, shown := w.showsSample(ctx, f.Cause, fewer); shown != nil {
			f.Sequence = fewer
		}
	}
	for range finding.Checks {
		c, shown := w.showsSample(ctx, f.Cause, f.Sequence)
		if ctx.Err() != nil {
			return
		}
		if f.Checked++; shown != nil {
			f.Repeats++
			c.fill(f)
			f.Mismatch = *shown
		}
	}
}

// showsSample plays a sequence to a target of which nothing is known, and looks at its
// answers together. It gives what shows the cause, or nil.
func (w *worker) showsSample(ctx context.Context, cause finding.Cause, q traffic.Sequence) (*checker, *oracle.Mismatch) {
	c := w.checker(ctx, cause)
	c.exchanges = c.session.Play(ctx, q)
	w.spend(len(c.exchanges), true)
	c.at = len(c.exchanges) - 1
	if ctx.Err() != nil {
		return c, nil
	}
	for _, v := range c.session.Model().Verdict() {
		if v.Rule == cause.Rule {
			return c, &v
		}
	}
	return c, nil
}

// How many answers are asked for, of clients that register and of each kind of wrong
// credentials. They are enough for the oracle, and for the case that is made of it.
const (
	sampleOfClients = 100
	sampleOfWrong   = 16
)

// marks mean something to a database, a shell or a pattern.
const marks = "'\"%*\\$;<"

// sampling is a sequence of which enough comes to judge a target by one of the rules
// for many answers.
func sampling(rule oracle.RuleID) traffic.Sequence {
	member := func(name, value string) traffic.Member { return traffic.Member{Name: name, Value: traffic.Str(value)} }
	step := func(times int, members ...traffic.Member) traffic.Step {
		return traffic.Step{Times: times, Body: traffic.Body{Members: append(members, member(traffic.ParamApplication, "native"))}}
	}
	registering := member(traffic.ParamType, "client_associate")
	wrong := func(id traffic.Member, secret string) traffic.Step {
		return step(sampleOfWrong, member(traffic.ParamType, "client_update"), id, member(traffic.ParamSecret, secret))
	}
	known := traffic.Member{Name: traffic.ParamID, Value: traffic.Value{Kind: traffic.ID}}
	switch rule {
	case oracle.RuleRedirectName:
		// The session has asked for both names before.
		return traffic.Sequence{Steps: []traffic.Step{step(0, registering, member(traffic.ParamRedirect, "not-a-url"))}}
	case oracle.RuleEntropy, oracle.RuleCounting:
		return traffic.Sequence{Steps: []traffic.Step{step(sampleOfClients, registering)}}
	}
	q := traffic.Sequence{Steps: []traffic.Step{wrong(member(traffic.ParamID, "unknown-client"), "wrong-secret"), wrong(known, "wrong-secret")}}
	if rule == oracle.RuleSpecial {
		for _, mark := range marks {
			q.Steps = append(q.Steps, wrong(known, string(mark)))
		}
	}
	return q
}
