package waive

import (
	"slices"
	"time"

	"github.com/regspec/regspec/suite/report"
)

// Judge gives the report with the failures waived that the waivers excuse, and
// with what the waivers have to be told: which are stale, and which have no reason
// yet. A result is waived only if every way in which it fails and that gates is
// excused. Verdicts that could not be had are never waived.
//
// The report must be redacted: what a waiver pins must not depend on
// credentials, which are others every time.
func Judge(r report.Report, waivers []Resolved, today time.Time) report.Report {
	w := &report.Waivers{Total: len(waivers), Stale: []report.Stale{}, Unfilled: []string{}}
	r.Waivers = w
	if r.OneAnswer != "" {
		w.Void = "No waiver counts, since this is not the endpoint."
		return r
	}
	j := newJudgement(r, waivers)
	r.Results = slices.Clone(r.Results)
	for place, result := range r.Results {
		r.Results[place] = j.waive(place, result)
	}
	for i, waiver := range waivers {
		if waiver.Reason == Unfilled {
			w.Unfilled = append(w.Unfilled, waiver.Source)
		}
		w.Stale = append(w.Stale, j.stale(i, today)...)
	}
	r.Summary = report.Summarise(r.Results)
	return r
}

// spot is a waiver and a result that it covers.
type spot struct{ waiver, place int }

// judgement is what was found out on the way.
type judgement struct {
	report  report.Report // as it was
	waivers []Resolved
	used    map[spot]bool        // the waiver excuses something there
	changed map[spot]observation // it would, if the answer were the one it pins
}

// newJudgement compares every waiver with every way in which a result fails.
func newJudgement(r report.Report, waivers []Resolved) judgement {
	j := judgement{report: r, waivers: waivers, used: map[spot]bool{}, changed: map[spot]observation{}}
	for place, result := range r.Results {
		if !ran(result) {
			continue
		}
		for _, o := range observe(result) {
			by := j.excusing(place, o)
			for _, waiver := range by {
				j.used[spot{waiver, place}] = true
			}
			for i, waiver := range waivers {
				if len(by) == 0 && waiver.covers(place) && waiver.about(o) && j.excusable(o) {
					j.changed[spot{i, place}] = o
				}
			}
		}
	}
	return j
}

// excusing lists the waivers that excuse one way in which the result at a place fails.
func (j judgement) excusing(place int, o observation) []int {
	var by []int
	for i, waiver := range j.waivers {
		if waiver.covers(place) && waiver.excuses(o) && j.excusable(o) {
			by = append(by, i)
		}
	}
	return by
}

// excusable reports whether it can be borne at all. That the target went down
// for good cannot.
func (j judgement) excusable(o observation) bool {
	return j.report.Stopped == "" || o.aspect != report.AspectConnection
}

// waive gives a result its verdict under the waivers.
func (j judgement) waive(place int, result report.Result) report.Result {
	if !ran(result) || result.Verdict == report.Passed {
		return result
	}
	var by []int
	gating, left, leftGating := false, false, false
	for _, o := range observe(result) {
		gates := o.level.AtLeast(j.report.FailOn)
		gating = gating || gates
		excusing := j.excusing(place, o)
		for _, i := range excusing {
			if !slices.Contains(by, i) {
				by = append(by, i)
			}
		}
		if len(excusing) > 0 {
			continue
		}
		left, leftGating = true, leftGating || gates
		for i := range j.waivers {
			here := spot{i, place}
			if one, ok := j.changed[here]; ok && one == o && !j.used[here] {
				result.Changes = append(result.Changes, report.Change{
					Waiver: j.waivers[i].Source, Step: o.step, Aspect: o.aspect, Pinned: j.waivers[i].Pins.nearest(o).String(), Actual: o.String(),
				})
			}
		}
	}
	if len(by) == 0 || leftGating || left && !gating {
		return result
	}
	result.Verdict = report.Waived
	slices.Sort(by)
	for _, i := range by {
		result.Excuses = append(result.Excuses, j.waivers[i].excuse())
	}
	return result
}
