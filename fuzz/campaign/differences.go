package campaign

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// Bounds of what is kept of the differences.
const (
	maxDifferences = 400 // causes
	maxOfCause     = 8   // sequences with different features that show the same difference
	maxTries       = 5   // of a difference that does not show again, or turns out to be known
)

// differences has what was found by comparing, by key.
type differences map[string]*differing

// differing has the differences that look alike.
type differing struct {
	all             []Difference
	unsteady, known int  // how many did not show again, and how many turned out to be known
	busy            bool // a worker minimises one of them
}

// worth reports whether a sequence that shows a difference is worth minimising. If it is not, it has been counted.
func (d differences) worth(one unlike, q traffic.Sequence) bool {
	the := d[one.key()]
	if the == nil {
		if len(d) >= maxDifferences {
			return false
		}
		d[one.key()] = &differing{busy: true}
		return true
	}
	for i := range the.all {
		if one.aspect != outcome || finding.FingerprintOf(the.all[i].Sequence).Explains(q) {
			the.all[i].Count++
			return false
		}
	}
	if the.busy || len(the.all) >= maxOfCause || the.unsteady >= maxTries || the.known > maxTries*len(the.all) {
		return false
	}
	the.busy = true
	return true
}

// settle takes a difference that was minimised, if it showed again.
func (d differences) settle(one Difference, shown bool) {
	the := d[one.key()]
	the.busy = false
	if !shown {
		the.unsteady++
		return
	}
	for i := range the.all {
		if known := &the.all[i]; known.alike(one) {
			known.Count++
			the.known++
			return
		}
	}
	the.all = append(the.all, one)
}

// alike reports whether two differences of one key have one cause: the same parameters show them, with values of the
// same kinds, or the same signs wherever they stand.
func (d Difference) alike(other Difference) bool {
	if finding.FingerprintOf(d.Sequence).Same(finding.FingerprintOf(other.Sequence)) {
		return true
	}
	if signs := d.having(describe.OfSign); len(signs) > 0 && slices.Equal(signs, other.having(describe.OfSign)) {
		return true
	}
	return slices.Equal(d.having(describe.OfBoth), other.having(describe.OfBoth)) && slices.Equal(d.having(describe.OfSign), other.having(describe.OfSign))
}

// having lists the traits of one kind that the last request has, in order.
func (d Difference) having(kind describe.Kind) []string {
	var all []string
	for _, t := range traitsOf(lastOf(d.Sequence)) {
		if t.Kind == kind {
			all = append(all, t.Value)
		}
	}
	slices.Sort(all)
	return all
}

// follows reports whether a difference follows from another: where one server accepts what the other refuses, it refuses
// it for another fault if there is one.
func (d Difference) follows(from Difference) bool {
	return d.aspect == message && from.aspect == outcome &&
		(from.against == succeeds && from.target == refuses+", "+d.target || from.target == succeeds && from.against == refuses+", "+d.against)
}

// count is how many there are.
func (d differences) count() int {
	return len(d.list())
}

// list gives them in the order in which they were found, without those that follow from another.
func (d differences) list() []Difference {
	var all []Difference
	for _, the := range d {
		all = append(all, the.all...)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(one Difference) bool { return slices.ContainsFunc(all, one.follows) })
	slices.SortFunc(all, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.RequestsToFind, b.RequestsToFind), strings.Compare(a.key(), b.key()))
	})
	return all
}

// reported gives differences as a report has them.
func reported(all []Difference) []report.Difference {
	list := []report.Difference{}
	for i, d := range all {
		one := report.Difference{
			ID: "difference-" + strconv.Itoa(i+1), Aspect: d.aspect, OfTarget: d.target, OfAgainst: d.against, RequestsToFind: d.RequestsToFind, Count: d.Count,
			Document: report.AllowsBoth, Program: traffic.Encode(d.Sequence), Exchanges: d.Exchanges, Against: d.Against,
		}
		switch {
		case d.OfTarget != "" && d.OfAgainst != "":
			one.Document, one.Explanation = report.AllowsNeither, d.OfTarget
			if d.OfAgainst != d.OfTarget {
				one.Explanation += " " + d.OfAgainst
			}
		case d.OfTarget != "":
			one.Document, one.Explanation = report.AllowsAgainst, d.OfTarget
		case d.OfAgainst != "":
			one.Document, one.Explanation = report.AllowsTarget, d.OfAgainst
		}
		list = append(list, one)
	}
	return list
}
