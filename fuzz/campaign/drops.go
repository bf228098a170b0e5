package campaign

import (
	"fmt"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// drops are the requests that got no answer, and got one each time they were sent again.
type drops struct {
	seen   map[time.Time]bool // when they were sent
	closed int                // of these, those whose connection was ended
	fewest int                // requests under way with any of them
	first  finding.Finding
}

// add takes an exchange that broke off, and what was found wrong with it.
func (d *drops) add(f finding.Finding, sent time.Time, atOnce int) {
	switch {
	case d.seen[sent]:
		return
	case d.seen == nil:
		d.seen, d.first, d.fewest = map[time.Time]bool{}, f, atOnce
	}
	d.seen[sent] = true
	d.fewest = min(d.fewest, atOnce)
	if f.Exchanges[len(f.Exchanges)-1].Break.Kind != wire.KindTimeout {
		d.closed++
	}
}

// settleDrops makes one finding of all that was dropped, or tells of it where the target
// only drops what is too much at once.
func (s *state) settleDrops() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	d, n := s.drops, len(s.drops.seen)
	if n == 0 {
		return
	}
	traffic := s.options.Target.Traffic()
	if traffic.Bears(d.fewest, n) {
		s.events = append(s.events, Event{s.own(), target.DropsBeyond(d.fewest - 1)})
		return
	}
	f := d.first
	rule := oracle.RuleDropped
	if d.closed == 0 {
		rule = oracle.RuleSilent
	}
	f.Cause = finding.Cause{Rule: rule, Signature: "on no input in particular"}
	f.Count, f.Checked = n, 0
	f.Mismatch = oracle.NewMismatch(rule, "", "an answer to every request",
		fmt.Sprintf("%d of %d requests were dropped, on no input in particular", n, traffic.Requests))
	f.Mismatch.Explanation = "The server ended the connection, or let the client wait, and answered the same requests when they were sent again. The one shown is the first."
	if d.closed == 0 {
		f.Mismatch.Level = cases.Hardening
		f.Mismatch.Explanation += " All of them waited in vain, and not when they were sent again: the machine may have been busy."
	}
	s.buckets[f.Cause] = &bucket{findings: []found{{f, finding.FingerprintOf(f.Sequence)}}}
}
