package waive

import (
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/suite/report"
)

// stale lists what is the matter with a waiver. Only results that ran count.
func (j judgement) stale(i int, today time.Time) []report.Stale {
	waiver := j.waivers[i]
	var all []report.Stale
	var seen []int // what ran of all that it covers
	for _, target := range waiver.Targets {
		places := j.ran(target.Places)
		seen = append(seen, places...)
		if target.Wide {
			all = append(all, j.staleWide(i, target, places)...)
			continue
		}
		all = append(all, j.staleExact(i, target, places)...)
	}
	slices.Sort(seen)
	if _, unused := j.pins(i); len(unused) > 0 && len(all) == 0 {
		all = append(all, j.entry(i, strings.Join(waiver.Patterns, ", "), report.StaleMended, seen,
			"nothing is answered with "+unused[0].String()+" any more, which is pinned among others"))
	}
	if seen = slices.Compact(seen); waiver.expired(today) && len(seen) > 0 {
		all = append(all, j.entry(i, strings.Join(waiver.Patterns, ", "), report.StaleExpired, seen,
			"expired on "+waiver.Expires))
	}
	return all
}

// ran keeps the places whose results ran.
func (j judgement) ran(places []int) []int {
	var all []int
	for _, place := range places {
		if ran(j.report.Results[place]) {
			all = append(all, place)
		}
	}
	return all
}

// pins divides the pins of a waiver into those that something is answered with, or
// of which that is not known, and the others. A single pin is the waiver's own matter.
func (j judgement) pins(i int) (left, unused Pins) {
	waiver := j.waivers[i]
	if len(waiver.Pins) < 2 {
		return waiver.Pins, nil
	}
	used := map[int]bool{}
	for place, result := range j.report.Results {
		if !waiver.covers(place) {
			continue
		}
		if !ran(result) {
			return waiver.Pins, nil
		}
		for _, o := range observe(result) {
			for k, pin := range waiver.Pins {
				used[k] = used[k] || waiver.about(o) && pin.matches(o)
			}
		}
	}
	for k, pin := range waiver.Pins {
		if used[k] {
			left = append(left, pin)
		} else {
			unused = append(unused, pin)
		}
	}
	return left, unused
}

// staleExact judges a pattern that names one case: in every encoding that the
// waiver is for it has to fail.
func (j judgement) staleExact(i int, target Target, places []int) []report.Stale {
	by := map[report.StaleKind][]int{}
	for _, place := range places {
		if kind := j.kind(i, place); kind != "" {
			by[kind] = append(by[kind], place)
		}
	}
	var all []report.Stale
	for _, kind := range []report.StaleKind{report.StalePassed, report.StaleMended, report.StaleChanged} {
		if len(by[kind]) > 0 {
			all = append(all, j.entry(i, target.Pattern, kind, by[kind], j.clause(i, kind, by[kind])))
		}
	}
	return all
}

// staleWide judges a pattern for many cases, of which one that needs the waiver
// is enough. Where some of them did not run it is not known.
func (j judgement) staleWide(i int, target Target, places []int) []report.Stale {
	if len(places) == 0 {
		return nil
	}
	kind := report.StalePassed
	for _, place := range target.Places {
		if j.used[spot{i, place}] {
			return nil
		}
		result := j.report.Results[place]
		if !ran(result) && result.Skip != report.SkipInapplicable {
			return nil
		}
		switch j.kind(i, place) {
		case report.StaleChanged:
			kind = report.StaleChanged
		case report.StaleMended:
			if kind == report.StalePassed {
				kind = report.StaleMended
			}
		}
	}
	var concerned []int
	for _, place := range places {
		if j.kind(i, place) == kind {
			concerned = append(concerned, place)
		}
	}
	return []report.Stale{j.entry(i, target.Pattern, kind, concerned, j.clause(i, kind, concerned))}
}

// kind says what is the matter with a waiver at a place whose result ran, or "".
func (j judgement) kind(i, place int) report.StaleKind {
	here := spot{i, place}
	result := j.report.Results[place]
	_, changed := j.changed[here]
	switch {
	case j.used[here], !ran(result):
		return ""
	case changed:
		return report.StaleChanged
	case result.Verdict == report.Passed:
		return report.StalePassed
	case result.Skip == report.SkipBlocked, j.report.Stopped != "":
		return "" // it could not be seen whether it still fails in this way
	}
	return report.StaleMended
}

// clause says in words what is the matter.
func (j judgement) clause(i int, kind report.StaleKind, places []int) string {
	names := j.names(places)
	subject := strings.Join(names, ", ")
	if len(names) > 3 {
		subject = strings.Join(names[:3], ", ") + ", …"
	}
	several := len(names) > 1
	verb := func(one, many string) string {
		if several {
			return subject + " " + many
		}
		return subject + " " + one
	}
	switch kind {
	case report.StalePassed:
		return verb("passes now", "pass now")
	case report.StaleMended:
		aspect := j.waivers[i].Aspect
		if aspect == "" {
			return verb("fails otherwise now", "fail otherwise now")
		}
		return verb("fails", "fail") + ", and no longer in the aspect " + string(aspect)
	}
	o := j.changed[spot{i, places[0]}]
	return verb("has", "have") + " another answer than is pinned: it was " + j.waivers[i].Pins.nearest(o).String() + " and is " + o.String()
}

func (j judgement) results(places []int) []report.Result {
	var all []report.Result
	for _, place := range places {
		all = append(all, j.report.Results[place])
	}
	return all
}

func (j judgement) names(places []int) []string { return report.Names(j.results(places)) }

func (j judgement) entry(i int, pattern string, kind report.StaleKind, places []int, text string) report.Stale {
	s := report.Stale{Waiver: j.waivers[i].Source, Case: pattern, Kind: kind, Results: []string{}, Text: text}
	for _, one := range j.results(places) {
		s.Results = append(s.Results, one.Name())
	}
	return s
}
