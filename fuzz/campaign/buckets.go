package campaign

import (
	"cmp"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
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
	// manyAnswers is how many different answers must be wrong in the same form to be one finding.
	manyAnswers = 3
)

// buckets has the findings by their causes.
type buckets map[finding.Cause]*bucket

// bucket has the findings whose answers look the same. Their fingerprints tell them apart.
type bucket struct {
	findings []found
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
}

// keyOf is the bucket of a finding: one cause may break several of the rules that say one thing.
func keyOf(f *finding.Finding) finding.Cause {
	return finding.Cause{Rule: f.Mismatch.Outcome(), Signature: f.Cause.Signature}
}

// worthMinimising reports whether a sequence that shows something is worth minimising.
// If it is not, it has been counted.
func (b buckets) worthMinimising(s sighting) bool {
	if known := b.explaining(s); known != nil {
		known.Count++
		return false
	}
	the := b[s.cause]
	if the == nil {
		if len(b) >= maxBuckets || b.ofRule(s.cause.Rule) >= maxPerRule {
			return false
		}
		b[s.cause] = &bucket{busy: true, features: map[string]bool{}}
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
func (b buckets) explaining(s sighting) *found {
	for _, cause := range append(s.wide(), s.cause) {
		if the := b[cause]; the != nil {
			for i := range the.findings {
				if f := &the.findings[i]; cause != s.cause && f.reproduced() || f.explains(s.sequence, s.difference) || f.reproduced() && cause.Rule == oracle.RuleForgets {
					return f
				}
			}
		}
	}
	return b.refusing(s)
}

// refusing gives the finding of a valid request that is refused with the answer that is wrong for what is seen,
// if that has its features, too; or nil.
func (b buckets) refusing(s sighting) *found {
	the := b[finding.Cause{Rule: oracle.RuleSucceed, Signature: s.cause.Signature}]
	if the == nil || s.cause.Rule == oracle.RuleSucceed {
		return nil
	}
	for i := range the.findings {
		if f := &the.findings[i]; f.Cause.Rule == oracle.RuleSucceed && f.reproduced() && f.explains(s.sequence, s.difference) {
			return f
		}
	}
	return nil
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

// alike reports whether two findings with the same answer are of one cause that has several forms: the same
// requirement is broken, and the requests differ in the same way from one that conforms. A server that
// fails may do so for what is in a value, which is the same wherever it stands.
func (f *found) alike(other *found) bool {
	if !f.reproduced() || !other.reproduced() || f.Mismatch.Outcome() != other.Mismatch.Outcome() {
		return false
	}
	if f.Mismatch.Outcome() == oracle.RuleSucceed {
		if f.Difference == other.Difference && slices.Equal(f.Places(), other.Places()) {
			return true
		}
		if f.Difference.SameWhole(other.Difference) || !f.Plain && !other.Plain && nested(f.Oddities(), other.Oddities()) {
			return true
		}
	}
	switch {
	case f.Requirement() != other.Requirement():
		return false
	case !f.aboutRequest() && f.Cause.Rule != oracle.RuleRefuse, len(f.Sequence.Steps) > 1 && len(other.Sequence.Steps) > 1:
		return true
	case f.Cause.Rule == oracle.RuleSucceed: // it is refused for what is in one parameter
		return slices.Equal(f.Places(), other.Places())
	}
	return f.Difference.Faulty() && f.Difference.SameFaults(other.Difference) && !f.aboutRequest()
}

// nested reports whether one of two lists has all that is in the other, which has something.
func nested(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) > 0 && !slices.ContainsFunc(a, func(one string) bool { return !slices.Contains(b, one) })
}

// aboutRequest reports whether a finding is about what the request makes of the server, and not about how
// the answer is written.
func (f *found) aboutRequest() bool {
	return f.Mismatch.Outcome() == oracle.RuleSucceed && f.Cause.Rule != oracle.RuleMessage && !strings.HasPrefix(f.Form, ofAnswers)
}

// join takes over what is known of a finding of the same cause. The stricter of the two is the one to show.
func (f *found) join(other *found) {
	one, more := *f, *other
	if !one.Level().AtLeast(more.Level()) {
		one, more = more, one
	}
	one.Count += more.Count
	one.RequestsToFind = min(one.RequestsToFind, more.RequestsToFind)
	one.Others = append(append(one.Others, more.Finding), more.Others...)
	*f = one
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

// add takes a finding that was minimised.
func (b buckets) add(f finding.Finding) {
	key := keyOf(&f)
	the := b[key]
	if the == nil {
		the = &bucket{features: map[string]bool{}}
		b[key] = the
	}
	the.busy = false
	one := found{f, finding.FingerprintOf(f.Sequence)}
	for i := range the.findings {
		known := &the.findings[i]
		switch {
		case !known.reproduced() && f.Repeats > 0 && f.Cause.Rule == oracle.RuleForgets: // the better evidence
			one.Count += known.Count
			one.RequestsToFind = known.RequestsToFind
			*known = one
			return
		case known.fingerprint.Same(one.fingerprint), known.explains(f.Sequence, f.Difference), !known.reproduced() && f.Repeats == 0:
			known.Count++
			the.again()
			return
		}
	}
	the.findings = slices.DeleteFunc(the.findings, func(known found) bool {
		explained := one.reproduced() && known.reproduced() && one.explains(known.Sequence, known.Difference)
		if explained { // by less than it was thought to need
			one.Count += known.Count
			one.RequestsToFind = min(one.RequestsToFind, known.RequestsToFind)
		}
		return explained
	})
	for i := range the.findings {
		if known := &the.findings[i]; known.alike(&one) {
			known.join(&one)
			the.again()
			return
		}
	}
	if known := b.reworded(&one); known != nil {
		known.join(&one)
		return
	}
	the.findings = append(the.findings, one)
	b.spread(key.Rule, &one)
}

// reworded gives the finding of a message that differs from the document's in the same way, however the values in
// it are masked, or nil.
func (b buckets) reworded(one *found) *found {
	if one.Cause.Rule != oracle.RuleMessage || one.Mismatch.Kind() == "" {
		return nil
	}
	for _, the := range b {
		for i := range the.findings {
			if known := &the.findings[i]; known.Mismatch.Kind() == one.Mismatch.Kind() && known.alike(one) {
				return known
			}
		}
	}
	return nil
}

// spread makes one finding of those like one in which different answers are wrong in the same form.
func (b buckets) spread(rule oracle.RuleID, one *found) {
	if !strings.HasPrefix(one.Form, ofAnswers) {
		return
	}
	same := func(f found) bool {
		return f.reproduced() && f.Form == one.Form && f.Requirement() == one.Requirement()
	}
	var keys []finding.Cause
	for key, the := range b {
		if key.Rule == rule && slices.ContainsFunc(the.findings, same) {
			keys = append(keys, key)
		}
	}
	if len(keys) < manyAnswers {
		return
	}
	var all []found
	for _, key := range keys {
		for _, f := range b[key].findings {
			if same(f) {
				all = append(all, f)
			}
		}
		b[key].findings = slices.DeleteFunc(b[key].findings, same)
	}
	slices.SortFunc(all, func(x, y found) int {
		return cmp.Or(cmp.Compare(slices.Index(cases.Levels(), x.Level()), slices.Index(cases.Levels(), y.Level())), cmp.Compare(x.RequestsToFind, y.RequestsToFind), cmp.Compare(x.Cause.String(), y.Cause.String()))
	})
	for i := range all[1:] {
		all[0].join(&all[i+1])
	}
	b[finding.Cause{Rule: rule, Signature: severalAnswers + one.Form}] = &bucket{findings: all[:1], features: map[string]bool{}}
}

// again notes that what was minimised is known.
func (the *bucket) again() {
	the.duplicates++
	the.skip = 1<<min(the.duplicates, mostSkip) - 1
}

// ofRule counts the causes under one rule.
func (b buckets) ofRule(rule oracle.RuleID) int {
	n := 0
	for cause := range b {
		if cause.Rule == rule {
			n++
		}
	}
	return n
}

// drop ends the minimising of a cause that turned out to be another.
func (b buckets) drop(cause finding.Cause) {
	if the := b[cause]; the != nil && len(the.findings) == 0 {
		delete(b, cause)
	} else if the != nil {
		the.busy = false
	}
}

// breaksOff reports whether a finding is known that breaks off.
func (b buckets) breaksOff() bool {
	return slices.ContainsFunc(b.findings(), func(f finding.Finding) bool {
		n := len(f.Exchanges)
		return n > 0 && target.BrokeOff(f.Exchanges[n-1].Break)
	})
}

// reproduced reports whether the finding showed again. One finding of a cause that did not is
// enough, since nobody knows what it needs.
func (f *found) reproduced() bool { return f.Repeats > 0 }

func (b buckets) count() int {
	return len(b.findings())
}

// findings lists them, the strictest level first, in the order in which they were
// found, with ids of their own.
func (b buckets) findings() []finding.Finding {
	var all []finding.Finding
	for cause, the := range b {
		for _, f := range the.findings {
			if b.refusing(sighting{cause: cause, sequence: f.Sequence, difference: f.Difference}) == nil {
				all = append(all, f.Finding)
			}
		}
	}
	slices.SortFunc(all, func(x, y finding.Finding) int {
		return cmp.Or(cmp.Compare(slices.Index(cases.Levels(), x.Level()), slices.Index(cases.Levels(), y.Level())), cmp.Compare(x.RequestsToFind, y.RequestsToFind), cmp.Compare(x.Cause.String(), y.Cause.String()))
	})
	finding.Name(all)
	return all
}
