package campaign

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// drops are the requests that got no answer, and were not seen to get none again.
type drops struct {
	target.Drops

	seen   map[time.Time]bool // when they were sent
	broke  []time.Time
	first  finding.Finding
	untold []untold // of those that were not sent again, some
}

// untold is what the time was up for before it could be sent again.
type untold struct {
	finding finding.Finding
	judged  judged
}

// mostUntold is how many of them are sent again when the time is up: each may have to wait.
const mostUntold = 3

// add takes what was found wrong with an exchange that broke off.
func (d *drops) add(f finding.Finding, x wire.Exchange, atOnce int) {
	switch {
	case d.seen[x.Started]:
		return
	case d.seen == nil:
		d.seen, d.first = map[time.Time]bool{}, f
	}
	d.seen[x.Started] = true
	d.broke = append(d.broke, x.Started.Add(x.Duration))
	d.Add(x.Break, atOnce)
}

// outage is from when to when a target that came back was away, and the exchange that broke first.
type outage struct {
	from, to time.Time
	requests int // sent before
	broke    wire.Exchange
}

// toldLate is how long before an outage is seen to begin an exchange may break off over what began it: a request that
// was refused later may be looked into first.
const toldLate = time.Second

// inOutage reports whether an exchange broke off when the target went away, or was away.
func (s *state) inOutage(x wire.Exchange) bool {
	broke := x.Started.Add(x.Duration)
	return slices.ContainsFunc(s.outages, func(o outage) bool { return o.covers(broke) })
}

// covers reports whether what broke off then did so over it.
func (o outage) covers(broke time.Time) bool {
	broke = broke.Add(toldLate)
	return !broke.Before(o.from) && broke.Before(o.to.Add(toldLate))
}

// absences counts the outages.
func (s *state) absences() *target.Absences {
	a := &target.Absences{}
	for _, o := range s.outages {
		a.Add(!o.broke.Break.Unreachable() || slices.ContainsFunc(s.lost.broke, o.covers), o.requests, o.from)
	}
	return a
}

// settleLost makes one finding of all that broke off when the target went away, unless it is
// known over which requests it does. A server may hang up on a request that is no HTTP, but
// not crash over it.
func (s *state) settleLost() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	over := slices.IndexFunc(s.outages, func(o outage) bool { return !o.broke.Break.Unreachable() })
	f := s.lost.first
	switch {
	case s.buckets.breaksOff():
		return
	case s.absences().Orderly():
		if s.lost.Count > 0 {
			s.events = append(s.events, Event{s.own(), fmt.Sprintf("%d of the requests broke off when the target went away. Several times none did, and it went away about as often as before each time: it was restarted, and did not crash.", s.lost.Count)})
		}
		return
	case s.lost.Count > 0:
	case over >= 0:
		f = s.plain(s.outages[over].broke)
	default:
		return
	}
	f.Count, f.Checked = max(s.lost.Count, 1), 0
	f.Mismatch = oracle.NewMismatch(oracle.RuleDropped, "", "an answer to every request",
		fmt.Sprintf("%d of %d requests broke off when the target went away", f.Count, s.options.Target.Traffic().Requests))
	f.Mismatch.Explanation = "It crashed over one of them, or over what came before, and did not over the same requests again. The one shown is the first."
	s.buckets.set(f, "when the target went away")
}

// askAgain sends again, each alone, what broke off when there was no more time for that. What
// breaks off again is a finding like any other.
func (s *state) askAgain(ctx context.Context) {
	if s.stopped.Load() != nil || s.buckets.breaksOff() {
		return
	}
	ctx, cancel := context.WithTimeout(target.Alone(ctx), minimiseTime)
	defer cancel()
	w := &worker{state: s}
	for _, u := range s.drops.untold {
		c := w.checker(ctx, keyOf(&u.finding))
		c.faults, c.rule = shown(keyOf(&u.finding), u.judged), u.finding.Cause.Rule
		c.check(&u.finding, 1)
		if u.finding.Repeats > 0 {
			s.buckets.add(u.finding, *c.judged)
			s.drops.Count--
		}
	}
}

// plain makes the finding of one exchange. What is wrong with it is yet to be said.
func (s *state) plain(x wire.Exchange) finding.Finding {
	evidence := []session.Exchange{{Exchange: x}}
	q := traffic.Sequence{Steps: []traffic.Step{traffic.ReadSent(x.Request)}}
	return finding.Finding{Count: 1, Sequence: q, FirstSeen: q, RequestsToFind: s.own(), Evidence: evidence, Exchanges: wireExchanges(evidence)}
}

// settleDrops makes one finding of all that was dropped otherwise, or tells of it where the
// target only drops what is too much at once.
func (s *state) settleDrops(ctx context.Context) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	d := s.drops
	if d.Count == 0 {
		return
	}
	if text := s.options.Target.TooMuch(ctx, d.Drops); text != "" {
		s.events = append(s.events, Event{s.own(), text})
		return
	}
	f := d.first
	rule := oracle.RuleDropped
	if d.Closed == 0 {
		rule = oracle.RuleSilent
	}
	f.Count, f.Checked = d.Count, 0
	f.Mismatch = oracle.NewMismatch(rule, "", "an answer to every request",
		fmt.Sprintf("%d of %d requests were dropped, on no input in particular", d.Count, s.options.Target.Traffic().Requests))
	f.Mismatch.Explanation = "The server ended the connection, or let the client wait, and was not seen to do so again on the same requests. The one shown is the first."
	if d.Closed == 0 {
		f.Mismatch.Level = cases.Hardening
		f.Mismatch.Explanation += " All of them waited in vain: the machine may have been busy."
	}
	s.buckets.set(f, "on no input in particular")
}

// tellHungUp tells of requests that got no whole answer where none is wrong for that.
func (s *state) tellHungUp() {
	n := int(s.requests.Load()) - s.target.Answered()
	answered := s.target.Answered() > 0 && s.stopped.Load() == nil && s.options.Target.Traffic().Busy == 0
	if n > 0 && answered && s.drops.Count+s.lost.Count+len(s.outages) == 0 && !s.buckets.breaksOff() {
		s.tell(fmt.Sprintf("%d of the requests got no whole answer, and none is wrong for that: HTTP lets a server hang up on what they look like.", n))
	}
}
