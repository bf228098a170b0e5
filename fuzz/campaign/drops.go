package campaign

import (
	"context"
	"fmt"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// drops are the requests that got no answer, and were not seen to get none again.
type drops struct {
	target.Drops

	seen  map[time.Time]bool // when they were sent
	first finding.Finding
}

// add takes what was found wrong with an exchange that broke off.
func (d *drops) add(f finding.Finding, x wire.Exchange, atOnce int) {
	switch {
	case d.seen[x.Started]:
		return
	case d.seen == nil:
		d.seen, d.first = map[time.Time]bool{}, f
	}
	d.seen[x.Started] = true
	d.Add(x.Break, atOnce)
}

// settleDrops makes one finding of all that was dropped, or tells of it where the target
// only drops what is too much at once.
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
	f.Cause = finding.Cause{Rule: rule, Signature: "on no input in particular"}
	f.Count, f.Checked = d.Count, 0
	f.Mismatch = oracle.NewMismatch(rule, "", "an answer to every request",
		fmt.Sprintf("%d of %d requests were dropped, on no input in particular", d.Count, s.options.Target.Traffic().Requests))
	f.Mismatch.Explanation = "The server ended the connection, or let the client wait, and was not seen to do so again on the same requests. The one shown is the first."
	if d.Closed == 0 {
		f.Mismatch.Level = cases.Hardening
		f.Mismatch.Explanation += " All of them waited in vain: the machine may have been busy."
	}
	s.buckets.set(f)
}
