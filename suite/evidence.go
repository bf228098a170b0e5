package suite

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/wire"
)

// Bounds of the evidence, in bytes.
const (
	// evidence is how much of an answer's body is kept, and half as much of its header.
	evidence = 16 << 10
	// scarce is the same once the results have maxEvidence, and how much is kept then of
	// each text of a mismatch.
	scarce      = 256
	maxEvidence = 8 << 20
)

// keeper keeps of the results what their report needs. What passed is forgotten, but
// for the credentials that came in it.
type keeper struct {
	redactor *redact.Redactor
	all      bool // also what passed

	mu      sync.Mutex // guards what is below
	answers judge.Uniform
	times   report.Times
	size    int // of what is kept, in bytes
	trimmed int // results of which less was kept for that
}

func newKeeper(o Options) *keeper {
	own := slices.ContainsFunc(o.Catalogue.Cases(), func(c cases.Case) bool { return c.Own })
	return &keeper{redactor: redact.Begin(o.Wire.Header, !own), all: o.Evidence == report.EvidenceAll}
}

// settle takes in a result that stands, and removes from it what is not kept.
func (k *keeper) settle(result *report.Result) {
	for _, attempt := range result.Attempts {
		k.learn(attempt.Exchanges)
	}
	k.learn(result.Exchanges)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answers.Add(result.Exchanges)
	for _, x := range result.Exchanges {
		if x.Answer != nil {
			k.times.Add(x.Duration)
		}
	}
	if result.Verdict == report.Passed && !k.all {
		result.Exchanges = []wire.Exchange{}
	}
	if k.size > maxEvidence {
		k.trimmed++
		trim(result)
	}
	k.size += size(*result)
}

func (k *keeper) learn(exchanges []wire.Exchange) {
	for _, x := range exchanges {
		k.redactor.Learn(x)
	}
}

// trim leaves of a result the least that tells anything.
func trim(result *report.Result) {
	for _, x := range exchangesOf(*result) {
		x.Request.Trim(scarce)
		if x.Answer != nil {
			x.Answer.Trim(scarce)
		}
	}
	for _, m := range mismatchesOf(*result) {
		for _, text := range []*string{&m.Expected, &m.Actual} {
			if len(*text) > scarce {
				*text = strings.ToValidUTF8((*text)[:scarce], "") + "…"
			}
		}
	}
}

// size is about how much memory a result takes, in bytes.
func size(result report.Result) int {
	n := 0
	for _, x := range exchangesOf(result) {
		n += len(x.Request.Body) + len(x.Request.Command)
		if x.Answer == nil {
			continue
		}
		n += len(x.Answer.Body)
		for _, f := range x.Answer.Header {
			n += len(f.Name) + len(f.Value)
		}
	}
	for _, m := range mismatchesOf(result) {
		n += len(m.Expected) + len(m.Actual)
	}
	return n
}

// mismatchesOf gives the mismatches of a result, those of what it needs too, to be changed.
func mismatchesOf(result report.Result) []*report.Mismatch {
	var all []*report.Mismatch
	for _, list := range [][]report.Mismatch{result.Mismatches, result.Needs} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	return all
}

// exchangesOf gives the exchanges of a result and of its attempts, to be changed.
func exchangesOf(result report.Result) []*wire.Exchange {
	var all []*wire.Exchange
	for i := range result.Exchanges {
		all = append(all, &result.Exchanges[i])
	}
	for _, attempt := range result.Attempts {
		for i := range attempt.Exchanges {
			all = append(all, &attempt.Exchanges[i])
		}
	}
	return all
}

// tell puts into the report what was found out about all answers.
func (k *keeper) tell(r *report.Report, hint string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r.OneAnswer = k.answers.Sentence(); r.OneAnswer != "" && hint != "" {
		r.OneAnswer = strings.TrimSuffix(r.OneAnswer, ".") + ". " + hint
	}
	r.Times = k.times
	if r.Shard != nil {
		answers := k.answers.Answers()
		r.Answers = &answers
	}
	if k.trimmed > 0 {
		r.Information = append(r.Information, report.Information{Text: fmt.Sprintf(
			"The evidence is long: of %d results the report has only the first %d bytes of each body.", k.trimmed, scarce)})
	}
}
