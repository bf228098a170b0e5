package diagnose

import (
	"cmp"
	"maps"
	"slices"

	"github.com/regspec/regspec/suite/report"
)

// How much of what a defect shows must have been seen, how much of a cause it must explain,
// and how much of what it shows the causes that it explains must make up, in per cent.
const (
	mostSeen      = 90
	mostExplained = 80
	mostMadeUp    = 70
)

// seen says what a run showed of a defect.
type seen struct {
	*Known

	shows map[int]bool // the places of the results that failed as it has them
}

// explain puts causes together that one defect of the dictionary has, and names it: each
// time the one that explains the most.
func (r *run) explain(d *Dictionary, all []*found) []*found {
	if d == nil {
		return all
	}
	candidates := r.candidates(d)
	open := slices.Clone(all)
	for {
		var best []*found
		var of seen
		most := 0
		for _, one := range candidates {
			explained, n := one.explains(open)
			if n > most || n == most && n > 0 && len(one.shows) < len(of.shows) {
				best, of, most = explained, one, n
			}
		}
		if most == 0 {
			return all
		}
		kept := best[0]
		for _, one := range best {
			if cmp.Or(order(one.shares())-order(kept.shares()), len(one.shown)-len(kept.shown)) > 0 {
				kept = one
			}
		}
		if !of.hasTwin(candidates) {
			kept.defect = of.Known
		}
		for _, one := range best {
			if one != kept {
				kept.take(one)
			}
		}
		gone := func(one *found) bool { return one != kept && slices.Contains(best, one) }
		all = slices.DeleteFunc(all, gone)
		open = slices.DeleteFunc(open, func(one *found) bool { return one == kept || gone(one) })
	}
}

// shares reports whether the cause is that registrations share credentials: whatever else
// is wrong may come of it.
func (f *found) shares() bool {
	m := f.shown[0]
	return m.Requirement == "credentials.unique" && m.Aspect == report.AspectMember
}

// hasTwin reports whether another defect shows the same. Then it is not known which of
// them the target has, and one that it has not must not be named.
func (s seen) hasTwin(candidates []seen) bool {
	return slices.ContainsFunc(candidates, func(one seen) bool { return one.Known != s.Known && maps.Equal(one.shows, s.shows) })
}

// candidates lists the defects of which nearly all that they show was seen.
func (r *run) candidates(d *Dictionary) []seen {
	place := map[string]int{}
	for i, one := range r.results {
		if one.Verdict == report.Passed || one.Verdict == report.Failed {
			place[one.Name()] = i
		}
	}
	var all []seen
	for i := range d.Defects {
		one := seen{&d.Defects[i], map[int]bool{}}
		missed := 0
		for _, sign := range one.Shows {
			at, ran := place[d.Results[sign/ways]]
			if !ran {
				continue
			}
			is, failed := r.ways[at]
			switch expected := sign % ways; {
			case failed && is == expected:
				one.shows[at] = true
			case !failed || sortOfWay(is) >= sortOfWay(expected): // else a worse fault may hide it
				missed++
			}
		}
		if n := len(one.shows); n > 0 && 100*n >= mostSeen*(n+missed) {
			all = append(all, one)
		}
	}
	return all
}

// explains gives the causes whose results nearly all are among what the defect shows, and
// how many results that are; none where they are little of what it shows.
func (s seen) explains(open []*found) (explained []*found, results int) {
	covered := map[int]bool{}
	for _, one := range open {
		if one.Requests.Size() == 0 {
			continue // a field of the header, in answers that are wrong besides
		}
		own := map[int]bool{}
		in := 0
		for _, shown := range one.shown {
			if !own[shown.result] {
				own[shown.result] = true
				if s.shows[shown.result] {
					in++
				}
			}
		}
		if 100*in < mostExplained*len(own) {
			continue
		}
		explained = append(explained, one)
		for i := range own {
			covered[i] = true
		}
	}
	if 100*len(covered) < mostMadeUp*len(s.shows) {
		return nil, 0
	}
	return explained, len(covered)
}

// takeAll makes those of the other causes that are of one kind part of this one, and gives what is left.
func (f *found) takeAll(all []*found, are func(*found) bool) []*found {
	return slices.DeleteFunc(all, func(one *found) bool {
		if one == f || !are(one) {
			return false
		}
		f.take(one)
		return true
	})
}

// take makes another cause part of this one.
func (f *found) take(another *found) {
	f.Description = nil
	f.Requests.AddAll(another.Requests)
	f.shown = append(f.shown, another.shown...)
	slices.SortStableFunc(f.shown, func(a, b shown) int { return a.result - b.result })
	for _, i := range another.blocked {
		if !slices.Contains(f.blocked, i) {
			f.blocked = append(f.blocked, i)
		}
	}
}
