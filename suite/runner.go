package suite

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// runner carries out cases, one at a time or many at once.
type runner struct {
	connection
	messages  []cases.Message
	evidence  report.Evidence
	large     *sync.Mutex // held while a large answer is judged
	parameter string      // the spelling of the redirect list's name that the target honours
}

// run carries out one entry, step after step, and gives its verdict. A step
// that cannot be done ends it.
func (r runner) run(ctx context.Context, e Entry) report.Result {
	s := r.scenario(e)
	for s.left() {
		s.advance(ctx)
	}
	return s.end()
}

// scenario is an entry of which no step is done yet.
func (r runner) scenario(e Entry) *scenario {
	return &scenario{runner: r, entry: e, result: blank(e), known: variables{cases.RedirectParameter: r.parameter}}
}

// trimmed leaves of the requests what is worth keeping, if they are kept at all; the
// command has the whole.
func (r runner) trimmed(result report.Result) report.Result {
	if result.Verdict != report.Passed || r.evidence == report.EvidenceAll {
		for i := range result.Exchanges {
			result.Exchanges[i].Request.Trim(evidence / 4)
		}
	}
	return result
}

// capture keeps members of an answer as variables. It says why it cannot, or "".
func capture(known variables, wanted map[string]string, x wire.Exchange) string {
	if len(wanted) == 0 {
		return ""
	}
	if x.Break != nil {
		return x.Break.Sentence()
	}
	answer := judge.Read(*x.Answer)
	for _, variable := range slices.Sorted(maps.Keys(wanted)) {
		member := wanted[variable]
		value := answer.Text(member)
		if value == "" {
			return "its answer has no usable " + member
		}
		known[variable] = value
	}
	return ""
}
