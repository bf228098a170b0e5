package diagnose

import (
	"slices"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// symptom is one answer that is wrong: how it is, and to which request.
type symptom struct {
	result, step int // both count from 0
	request      int // its place in the requests of the run
	fault        fault
	lead         report.Mismatch
	others       []report.Mismatch
}

// fault is what answers that are wrong for one reason may have in common.
type fault struct {
	sort sort
	// what tells faults of a sort apart: the message that is due, or a mismatch's cause
	what string
}

// sort is the sort of a fault. Of the mismatches of one answer the one with the first sort
// leads, and the others are told with it.
type sort int

// The sorts of fault.
const (
	nothing sort = iota // no answer came
	failure             // the server failed
	carriedOut
	refused
	page    // a refusal that is no JSON and has no message
	wording // another message than is due
	other
)

// sortOfMismatch puts a mismatch of an answer under a sort.
func sortOfMismatch(m report.Mismatch, of []report.Mismatch) sort {
	switch m.Instead {
	case report.InsteadNothing:
		return nothing
	case report.InsteadError:
		return failure
	case report.InsteadSuccess:
		return carriedOut
	case report.InsteadRefusal:
		return refused
	}
	if m.Aspect != report.AspectMessage {
		return other
	}
	wrapped := func(m report.Mismatch) bool { return m.Aspect == report.AspectEnvelope }
	labelled := func(m report.Mismatch) bool { return m.Aspect == report.AspectContentType }
	if slices.ContainsFunc(of, wrapped) && slices.ContainsFunc(of, labelled) {
		return page
	}
	return wording
}

// symptomsOf lists what is wrong with the answers of a result that failed, the first answer
// first.
func symptomsOf(r report.Result, mismatches []report.Mismatch, c cases.Case) []symptom {
	var all []symptom
	for start := 0; start < len(mismatches); {
		end := start
		for end < len(mismatches) && mismatches[end].Step == mismatches[start].Step {
			end++
		}
		of := slices.Clone(mismatches[start:end])
		slices.SortStableFunc(of, func(a, b report.Mismatch) int { return int(sortOfMismatch(a, of)) - int(sortOfMismatch(b, of)) })
		one := symptom{step: of[0].Step - 1, lead: of[0], others: of[1:]}
		one.fault = faultOf(of[0], of, c)
		all = append(all, one)
		start = end
	}
	return all
}

func faultOf(m report.Mismatch, of []report.Mismatch, c cases.Case) fault {
	f := fault{sort: sortOfMismatch(m, of)}
	switch f.sort {
	case nothing, failure, carriedOut, refused, page:
	case wording:
		f.what = m.Requirement
		if step := m.Step - 1; step < len(c.Steps) {
			if r := c.Steps[step].Expect.Refusal; r != nil && len(r.Messages) == 1 {
				f.what = r.Messages[0].Message.ID
			}
		}
	case other:
		f.what = m.Cause()
	}
	return f
}
