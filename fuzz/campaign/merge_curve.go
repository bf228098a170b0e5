package campaign

import (
	"cmp"
	"slices"
	"time"

	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/suite/report"
)

// byTheClock gives the moments of the shards in ms since the first of them began.
func byTheClock(shards []report.Report, began time.Time) [][]report.Moment {
	all := make([][]report.Moment, len(shards))
	for i, r := range shards {
		after := float64(r.Started.Sub(began)) / float64(time.Millisecond)
		for _, m := range r.Campaign.Curve {
			m.MS += after
			all[i] = append(all[i], m)
		}
	}
	return all
}

// mergeCurves gives how the shards went together. A shard that has ended stays where it was, and
// a finding of several counts from when the first of them had it.
func mergeCurves(curves [][]report.Moment, found []mergedFinding) []report.Moment {
	all := slices.Concat(curves...)
	slices.SortStableFunc(all, func(a, b report.Moment) int { return cmp.Compare(a.MS, b.MS) })
	apart := len(all)/maxMoments + 1
	var merged []report.Moment
	for i, m := range all {
		if i%apart != 0 && i != len(all)-1 {
			continue
		}
		sum := report.Moment{MS: m.MS}
		for _, curve := range curves {
			if n := until(curve, m.MS); n > 0 {
				sum.Requests += curve[n-1].Requests
				sum.Signatures = max(sum.Signatures, curve[n-1].Signatures)
			}
		}
		for _, f := range found {
			if f.at <= m.MS {
				sum.Findings++
			}
		}
		merged = append(merged, sum)
	}
	return merged
}

// until counts the moments up to a time.
func until(curve []report.Moment, ms float64) int {
	n, _ := slices.BinarySearchFunc(curve, ms, func(m report.Moment, ms float64) int {
		if m.MS <= ms {
			return -1
		}
		return 1
	})
	return n
}

// reached is when so many requests had been sent, in ms: at the first moment that says so, or at the last.
func reached(curve []report.Moment, requests int) float64 {
	for _, m := range curve {
		if m.Requests >= requests {
			return m.MS
		}
	}
	if len(curve) == 0 {
		return 0
	}
	return curve[len(curve)-1].MS
}

// mergeForms gives the first answers of each form, as many as one campaign keeps.
func mergeForms(shards []report.Report) []report.Form {
	var all []report.Form
	for _, r := range shards {
		all = append(all, r.Campaign.Forms...)
	}
	slices.SortStableFunc(all, func(a, b report.Form) int { return a.Requests - b.Requests })
	known := map[novelty.Signature]bool{}
	all = slices.DeleteFunc(all, func(f report.Form) bool {
		form := seen(f.Exchange)
		before := known[form]
		known[form] = true
		return before
	})
	return all[:min(len(all), maxForms)]
}
