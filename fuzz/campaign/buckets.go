package campaign

import (
	"cmp"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/traffic"
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

// worthMinimising reports whether a sequence that shows the cause is worth minimising.
// If it is not, it has been counted.
func (b buckets) worthMinimising(cause finding.Cause, q traffic.Sequence) bool {
	the := b[cause]
	if the == nil {
		if len(b) >= maxBuckets || b.ofRule(cause.Rule) >= maxPerRule {
			return false
		}
		b[cause] = &bucket{busy: true, features: map[string]bool{}}
		return true
	}
	for i := range the.findings {
		if the.findings[i].fingerprint.Explains(q) || the.findings[i].reproduced() && cause.Rule == oracle.RuleForgets {
			the.findings[i].Count++
			return false
		}
	}
	if known := b.refusing(cause, q); known != nil {
		known.Count++
		return false
	}
	if the.busy || len(the.findings) >= maxPerBucket {
		return false
	}
	if fresh := the.learn(q); !fresh && the.skip > 0 {
		the.skip--
		return false
	}
	the.busy = true
	return true
}

// refusing gives the finding of a valid request that is refused with the answer that is wrong for the
// sequence, if the sequence has its features, too; or nil.
func (b buckets) refusing(cause finding.Cause, q traffic.Sequence) *found {
	the := b[finding.Cause{Rule: oracle.RuleSucceed, Signature: cause.Signature}]
	if the == nil || cause.Rule == oracle.RuleSucceed {
		return nil
	}
	for i := range the.findings {
		if the.findings[i].reproduced() && the.findings[i].fingerprint.Explains(q) {
			return &the.findings[i]
		}
	}
	return nil
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
	the := b[f.Cause]
	the.busy = false
	fingerprint := finding.FingerprintOf(f.Sequence)
	for i := range the.findings {
		known := &the.findings[i]
		switch {
		case !known.reproduced() && f.Repeats > 0 && f.Cause.Rule == oracle.RuleForgets: // the better evidence
			f.Count += known.Count
			f.RequestsToFind = known.RequestsToFind
			*known = found{f, fingerprint}
			return
		case known.fingerprint.Same(fingerprint), known.fingerprint.Explains(f.Sequence), !known.reproduced() && f.Repeats == 0:
			known.Count++
			the.duplicates++
			the.skip = 1<<min(the.duplicates, mostSkip) - 1
			return
		}
	}
	the.findings = slices.DeleteFunc(the.findings, func(known found) bool {
		explained := f.Repeats > 0 && known.reproduced() && fingerprint.Explains(known.Sequence)
		if explained { // by less than it was thought to need
			f.Count += known.Count
			f.RequestsToFind = min(f.RequestsToFind, known.RequestsToFind)
		}
		return explained
	})
	the.findings = append(the.findings, found{f, fingerprint})
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
			if b.refusing(cause, f.Sequence) == nil {
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
