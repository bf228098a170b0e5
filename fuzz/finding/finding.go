package finding

import (
	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/wire"
)

// Finding is one departure of a target, with one cause as far as can be told
// from outside.
type Finding struct {
	// ID names it, and its file: the rule and what it is about.
	ID string
	// Cause decides which bucket it belongs to.
	Cause    Cause
	Mismatch oracle.Mismatch
	// Sequence is the least that was found to show it.
	Sequence traffic.Sequence
	// Exchanges are the requests and answers of Sequence when it was last sent, preparations
	// included. Mismatch is about the last.
	Exchanges []wire.Exchange
	// Expected are the outcomes that would have conformed in the last exchange.
	Expected oracle.Outcomes
	// RequestsToFind is how many requests had been sent when it was first seen.
	RequestsToFind int
	// Count is how often it was seen.
	Count int
	// Checked is how often Sequence was sent again: [Checks] times, or less where the
	// campaign ended or the target stopped. Repeats is how many of these showed it.
	Checked, Repeats int
	// Evidence has Exchanges with their steps and mismatches.
	Evidence []session.Exchange
	// FirstSeen is the sequence that showed it first, as it was sent.
	FirstSeen traffic.Sequence
	// Difference is in what the last request differs from one that conforms. Plain says that nothing but that
	// is to be seen of it.
	Difference oracle.Difference
	Plain      bool
	// Others are findings of the same cause in another form, the first of them only.
	Others []Finding
}

// Checks is how often a finding is sent again, if nothing comes in between.
const Checks = 3

// Flaky reports whether it did not show every time that it was sent again.
func (f Finding) Flaky() bool { return f.Repeats < f.Checked }

// Level is how much it matters. The document says nothing of how a good request is sent.
func (f Finding) Level() cases.Level {
	if f.Mismatch.Rule == oracle.RuleSucceed && f.Mismatch.Level == cases.Documented && f.dependsOnSending() {
		return cases.Implied
	}
	return f.Mismatch.Level
}

// Cause is why two findings may be the same: the same rule is broken, with an
// answer of the same form. Whether they are, their fingerprints tell.
type Cause struct {
	Rule      oracle.RuleID
	Signature string // of the answer, with all values masked
}

// String is the cause in one line.
func (c Cause) String() string {
	return string(c.Rule) + ": " + c.Signature
}
