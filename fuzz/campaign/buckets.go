package campaign

import (
	"slices"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/target"
)

// Bounds of what is kept of one cause, and of all.
const (
	maxBuckets   = 400
	maxPerRule   = 40
	maxPerBucket = 12
	// mostSkip bounds, in powers of 2, how many sequences of a bucket are skipped
	// after others turned out to be known. A rare cause must still get its turn.
	mostSkip = 4
	// mostFeatures bounds the features that a bucket remembers.
	mostFeatures = 512
)

// buckets has the findings by their causes, and requests from which it can be told what those of a finding have in
// common.
type buckets struct {
	of        map[finding.Cause]*bucket
	sample    sample
	described map[finding.Cause]described // what is known of a cause, or of the form of several
}

// bucket has the findings whose answers look the same. Their fingerprints tell them apart.
type bucket struct {
	findings []*found
	// duplicates counts the findings that were minimised and turned out to be known; skip is how
	// many sequences without a new feature are skipped for that.
	duplicates, skip int
	features         map[string]bool
	// busy says that a worker is minimising one of them.
	busy bool
}

type found struct {
	finding.Finding

	fingerprint finding.Fingerprint
	judged      judged // the last request
	says        bool   // the answer has one of the document's messages
}

// sighting is a sequence that shows something, as far as it matters for whether that is known.
type sighting struct {
	cause      finding.Cause
	sequence   traffic.Sequence
	difference oracle.Difference
	rule       oracle.RuleID // the very one that is broken
	judged     judged
}

// keyOf is the bucket of a finding: one cause may break several of the rules that say one thing.
func keyOf(f *finding.Finding) finding.Cause {
	return finding.Cause{Rule: f.Mismatch.Outcome(), Signature: f.Cause.Signature}
}

func newBuckets() *buckets {
	return &buckets{of: map[finding.Cause]*bucket{}, sample: sample{of: map[finding.Cause]int{}}, described: map[finding.Cause]described{}}
}

// worthMinimising reports whether a sequence that shows something is worth minimising.
// If it is not, it has been counted.
func (b *buckets) worthMinimising(s sighting) bool {
	if known := b.explaining(s); known != nil {
		known.Count++
		return false
	}
	the := b.of[s.cause]
	if the == nil {
		if len(b.of) >= maxBuckets || b.ofRule(s.cause.Rule) >= maxPerRule {
			return false
		}
		b.of[s.cause] = &bucket{busy: true, features: map[string]bool{}}
		return true
	}
	if the.busy || len(the.findings) >= maxPerBucket {
		return false
	}
	if fresh := the.learn(s.sequence); !fresh && the.skip > 0 {
		the.skip--
		return false
	}
	the.busy = true
	return true
}

// explaining gives the finding that explains what is seen, or nil.
func (b *buckets) explaining(s sighting) *found {
	if the := b.of[s.cause]; the != nil {
		for _, f := range the.findings {
			if f.covers(s.rule) && f.explains(s.sequence, s.difference) || f.reproduced() && s.cause.Rule == oracle.RuleForgets {
				return f
			}
		}
	}
	return b.describing(s.rule, s.judged)
}

// explains reports whether a sequence shows the finding, whatever else is in it. What shows in the plainest request
// with a fault shows in all with this fault. That something is left out is not to be seen of a sequence.
func (f *found) explains(q traffic.Sequence, d oracle.Difference) bool {
	within := f.Difference.Within(d)
	if f.Plain && !f.Difference.None() && within {
		return true
	}
	return f.fingerprint.Explains(q) && (within || f.Complete())
}

// covers reports whether what breaks a rule can be the finding by its own: that an answer is no JSON does not say that
// its message is wrong, too.
func (f *found) covers(rule oracle.RuleID) bool {
	return f.Cause.Rule != oracle.RuleNotJSON || rule == oracle.RuleNotJSON
}

// learn reports whether a sequence has a feature that none had before it.
func (the *bucket) learn(q traffic.Sequence) bool {
	fresh := false
	for _, step := range finding.FingerprintOf(q) {
		for _, feature := range step {
			if !the.features[feature] && len(the.features) < mostFeatures {
				the.features[feature], fresh = true, true
			}
		}
	}
	return fresh
}

// add takes a finding that was minimised, and what is kept of its last request.
func (b *buckets) add(f finding.Finding, j judged) {
	key := keyOf(&f)
	the := b.of[key]
	if the == nil {
		the = &bucket{features: map[string]bool{}}
		b.of[key] = the
	}
	the.busy = false
	one := &found{f, finding.FingerprintOf(f.Sequence), j, len(f.Exchanges) > 0 && oracle.SaysMessage(f.Exchanges[len(f.Exchanges)-1])}
	for i, known := range the.findings {
		switch {
		case !known.reproduced() && f.Repeats > 0 && f.Cause.Rule == oracle.RuleForgets: // the better evidence
			one.Count += known.Count
			one.RequestsToFind = known.RequestsToFind
			the.findings[i] = one
			return
		case !known.covers(f.Cause.Rule):
		case known.fingerprint.Same(one.fingerprint), known.explains(f.Sequence, f.Difference), !known.reproduced() && f.Repeats == 0:
			known.Count++
			the.again()
			return
		}
	}
	the.findings = slices.DeleteFunc(the.findings, func(known *found) bool {
		explained := one.reproduced() && known.reproduced() && one.covers(known.Cause.Rule) && one.explains(known.Sequence, known.Difference)
		if explained { // by less than it was thought to need
			one.Count += known.Count
			one.RequestsToFind = min(one.RequestsToFind, known.RequestsToFind)
		}
		return explained
	})
	the.findings = append(the.findings, one)
	for _, cause := range j.faults {
		b.describe(cause)
	}
}

// again notes that what was minimised is known.
func (the *bucket) again() {
	the.duplicates++
	the.skip = 1<<min(the.duplicates, mostSkip) - 1
}

// ofRule counts the causes under one rule.
func (b *buckets) ofRule(rule oracle.RuleID) int {
	n := 0
	for cause := range b.of {
		if cause.Rule == rule {
			n++
		}
	}
	return n
}

// drop ends the minimising of a cause that turned out to be another.
func (b *buckets) drop(cause finding.Cause) {
	if the := b.of[cause]; the != nil && len(the.findings) == 0 {
		delete(b.of, cause)
	} else if the != nil {
		the.busy = false
	}
}

// breaksOff reports whether a finding is known that breaks off.
func (b *buckets) breaksOff() bool {
	return slices.ContainsFunc(b.all(), func(f *found) bool {
		n := len(f.Exchanges)
		return n > 0 && target.BrokeOff(f.Exchanges[n-1].Break)
	})
}

// reproduced reports whether the finding showed again. One finding of a cause that did not is
// enough, since nobody knows what it needs.
func (f *found) reproduced() bool { return f.Repeats > 0 }

func (b *buckets) count() int {
	n := 0
	for _, the := range b.of {
		n += len(the.findings)
	}
	return n
}

// set adds a finding that is about no input in particular, and so needs no comparison with others.
func (b *buckets) set(f finding.Finding, signature string) {
	f.Cause = finding.Cause{Rule: f.Mismatch.Rule, Signature: signature}
	b.of[f.Cause] = &bucket{findings: []*found{{Finding: f, fingerprint: finding.FingerprintOf(f.Sequence)}}}
}

// findings lists them, one for each cause, the strictest level first, in the order in which they were
// found, with ids of their own.
func (b *buckets) findings() []finding.Finding {
	var all []finding.Finding
	for _, f := range b.united() {
		all = append(all, f.Finding)
	}
	finding.Name(all)
	return all
}
