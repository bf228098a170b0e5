package diagnose

import (
	"cmp"
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
	"github.com/regspec/regspec/suite/report"
)

// run is the results of a run as far as they tell what is wrong.
type run struct {
	results  []report.Result
	messages []cases.Message
	index    *describe.Index // of the requests
	requests []request
	symptoms [][]symptom // of each result that failed, the first answer first
	ways     map[int]int // of results that failed, that of what was wrong first
	blocked  []symptom   // of results that are blocked, by how what they need failed
}

// read lists the requests of the results that have a verdict, and what is wrong with the
// answers to them. A step that is repeated counts once.
func read(results []report.Result, known *cases.Catalogue) *run {
	r := &run{results: results, messages: known.Messages, ways: map[int]int{}}
	byID := map[string]cases.Case{}
	for _, c := range known.Cases() {
		byID[c.ID] = c
	}
	for i, result := range results {
		c, ok := byID[result.ID]
		if !ok {
			c = cases.Case{ID: result.ID, Steps: make([]cases.Step, len(result.Exchanges))}
		}
		switch {
		case result.Verdict == report.Passed:
			r.take(c, result.Encoding, len(c.Steps))
		case result.Verdict == report.Failed:
			places := r.take(c, result.Encoding, len(result.Exchanges))
			if of := r.symptomsOf(i, result.Mismatches, places, c); len(of) > 0 {
				r.symptoms = append(r.symptoms, of)
				r.ways[i] = of[0].way()
			}
		case result.Skip == report.SkipBlocked && len(result.Needs) > 0:
			places := r.take(c, result.Encoding, len(result.Exchanges))
			r.blocked = append(r.blocked, r.symptomsOf(i, result.Needs, places, c)...)
		}
	}
	traits := make([][]describe.Trait, len(r.requests))
	for i, one := range r.requests {
		traits[i] = one.traits
	}
	r.index = describe.NewIndex(traits)
	return r
}

// take adds the first so many steps of a case to the requests, and gives the place of each.
func (r *run) take(c cases.Case, encoding cases.Encoding, steps int) []int {
	steps = min(steps, len(c.Steps))
	places := make([]int, 0, steps)
	for at := 0; at < steps; {
		for range max(1, c.Steps[at].Times) {
			places = append(places, len(r.requests))
		}
		r.requests = append(r.requests, request{c.Title, c.Steps[:at], c.Steps[at], traitsOf(c, encoding, c.Steps[at])})
		at = len(places)
	}
	return places
}

// secretLeaks is the requirement that matters most of those that only one answer breaks.
const secretLeaks = "secret.not-in-refusal"

// symptomsOf lists what is wrong with the answers of a result.
func (r *run) symptomsOf(result int, mismatches []report.Mismatch, places []int, c cases.Case) []symptom {
	var steps []int
	by := map[int][]report.Mismatch{}
	for _, m := range mismatches {
		if at := m.Step - 1; at < len(places) {
			if by[at] == nil {
				steps = append(steps, at)
			}
			by[at] = append(by[at], m)
		}
	}
	slices.Sort(steps)
	var all []symptom
	for _, at := range steps {
		of := by[at]
		slices.SortStableFunc(of, func(a, b report.Mismatch) int {
			return cmp.Or(int(sortOf(a, of))-int(sortOf(b, of)), order(b.Requirement == secretLeaks)-order(a.Requirement == secretLeaks))
		})
		one := symptom{result: result, request: places[at], fault: r.faultOf(of[0], of, c.Steps[at])}
		if one.sort <= failing { // it may have been meant to be either
			if traits := &r.requests[places[at]].traits; !slices.ContainsFunc(*traits, func(t describe.Trait) bool { return t.Kind == describe.OfOutcome }) {
				*traits = append(*traits, describe.OfOutcome.Is("success"), describe.OfOutcome.Is("refusal"))
			}
		}
		for _, m := range of {
			one.mismatches = append(one.mismatches, faulty{m, r.faultOf(m, of, c.Steps[at])})
		}
		all = append(all, one)
	}
	return all
}
