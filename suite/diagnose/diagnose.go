package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// Causes tells what is wrong with the target from the results of a run of these cases, in
// the order in which to mend it: what gates first, and of that what clears the most. A
// result shows as many causes as its answers have. There are none where nothing failed.
func Causes(results []report.Result, known *cases.Catalogue, gates func(report.Result) bool, d *Dictionary) []report.Cause {
	if !slices.ContainsFunc(results, func(r report.Result) bool { return r.Verdict == report.Failed }) {
		return nil
	}
	r := read(results, known)
	found := r.explain(d, r.find())
	var all []report.Cause
	for _, one := range found {
		c := r.cause(one)
		c.Gates = slices.ContainsFunc(one.shown, func(s shown) bool { return gates(results[s.result]) })
		all = append(all, c)
	}
	tellApart(all, found)
	slices.SortStableFunc(all, func(a, b report.Cause) int {
		return cmp.Or(order(b.Gates)-order(a.Gates), slices.Index(cases.Levels(), a.Level)-slices.Index(cases.Levels(), b.Level),
			b.Explains+b.Blocks-a.Explains-a.Blocks)
	})
	return all
}

// tellApart gives causes with one id others that say what they are about. A number depends on what else is wrong, and
// only stands where nothing else does.
func tellApart(all []report.Cause, found []*found) {
	ids, several := map[string]int{}, map[string]int{}
	for _, c := range all {
		several[c.ID]++
	}
	for i := range all {
		id := &all[i].ID
		if several[*id] > 1 {
			*id = strings.TrimSuffix(*id+"/"+found[i].slug(), "/")
		}
		if ids[*id]++; ids[*id] > 1 {
			*id += "-" + strconv.Itoa(ids[*id])
		}
	}
}

// slug is what a cause is about, in words for an id.
func (f *found) slug() string {
	about := []string{f.what}
	if f.sort == other {
		about = nil // it is in the rest of the id
	}
	for _, t := range f.Description {
		about = append(about, t.Value)
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(strings.Join(about, " ")), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

// order puts what is so behind what is not.
func order(is bool) int {
	if is {
		return 1
	}
	return 0
}

// found is a cause: a fault, the requests whose answers have it for one reason, and the
// results that show it.
type found struct {
	fault
	describe.Part

	shown   []shown // in the order of the results
	blocked []int   // the places of the results that it blocks
	defect  *Known  // the one that behaves so, if any

	mixed func(shown) bool // says which answers are those of others, where that is what is wrong
	twins []side           // the two parameters whose check is wrong in the same way, if it is of two
}

// shown is a result that shows a cause, and its mismatch that does.
type shown struct {
	result int
	report.Mismatch
}

// find gives the causes that the answers have by their faults and what they have in common.
func (r *run) find() []*found {
	r.unify()
	var all []*found
	for of := nothing; of <= other; of++ {
		if of == wording {
			r.relabel(all)
		}
		for _, f := range r.faults(of) {
			shows, right := r.cover(f)
			for _, p := range r.split(f, shows, right, f.whole(r)) {
				all = append(all, &found{fault: f, Part: p})
			}
		}
	}
	r.assign(all)
	all = slices.DeleteFunc(all, func(one *found) bool { return len(one.shown) == 0 })
	for _, join := range []func([]*found) []*found{r.joinMixed, r.joinForgotten, r.joinAlike, r.joinOneMessage, r.joinSamePage, r.joinTwins} {
		all = join(all)
	}
	return all
}

// assign puts everything that is wrong under a cause. A mismatch whose fault leads no
// answer has none of its own: it is told with what leads.
func (r *run) assign(all []*found) {
	for _, of := range r.symptoms {
		for i, s := range of {
			lead := r.first(all, of[0].fault, of[0].request)
			for _, m := range s.mismatches {
				cause := r.first(all, m.fault, s.request)
				if cause == nil && i == 0 {
					lead.add(s.result, m.Mismatch)
				}
				if cause != nil {
					cause.add(s.result, m.Mismatch)
				}
			}
		}
	}
	for _, s := range r.blocked {
		cause := r.first(all, s.fault, s.request)
		if cause == nil { // other requests of its kind may have met another fault of the same sort
			cause = r.kindred(all, s)
		}
		if cause != nil && !slices.Contains(cause.blocked, s.result) {
			cause.blocked = append(cause.blocked, s.result)
		}
	}
}

// kindred gives the cause with a fault of the same sort that has a request of the same
// operation with the same odd parameter.
func (r *run) kindred(all []*found, s symptom) *found {
	like := r.requests[s.request]
	i := slices.IndexFunc(all, func(one *found) bool {
		if one.sort != s.sort {
			return false
		}
		for i, request := range r.requests {
			if one.Requests.Has(i) && request.about() == like.about() && request.operation() == like.operation() {
				return true
			}
		}
		return false
	})
	if i < 0 {
		return nil
	}
	return all[i]
}

func (f *found) add(result int, m report.Mismatch) {
	f.shown = append(f.shown, shown{result, m})
}

// first gives the cause with a fault that has the request, or else the first whose
// description fits it, or the first with the fault.
func (r *run) first(all []*found, f fault, request int) *found {
	with := func(one *found) bool { return one.fault == f }
	having := func(one *found) bool { return with(one) && one.Requests.Has(request) }
	fitting := func(one *found) bool { return with(one) && one.fits(r.requests[request]) }
	for _, is := range []func(*found) bool{having, fitting, with} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i]
		}
	}
	return nil
}
