package suite

import (
	"slices"
	"sync"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// given remembers which case was given which client_id: what no case sees of itself are registrations that share
// one with those of another. Its zero value has seen none.
type given struct {
	mu sync.Mutex
	to map[string]string // the name of the result
}

// take fails a result that passed and whose registration was given a client_id that one of another case has.
func (g *given) take(result *report.Result) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.to == nil {
		g.to = map[string]string{}
	}
	for at, x := range result.Exchanges {
		id := registered(x)
		if id == "" {
			continue
		}
		other, known := g.to[id]
		if !known {
			g.to[id] = result.Name()
		} else if other != result.Name() && result.Verdict == report.Passed {
			result.Verdict = report.Failed
			result.Mismatches = []report.Mismatch{judge.GivenBefore(at+1, id, other)}
		}
	}
}

// registered is the client_id that a registration was given, or "".
func registered(x wire.Exchange) string {
	if x.Answer == nil {
		return ""
	}
	sent := judge.Parameters(x.Request.Body)
	has := func(name string, value any) bool {
		return slices.ContainsFunc(sent, func(f cases.Field) bool { return f.Name == name && (value == nil || f.Value == value) })
	}
	if has("client_id", nil) || !has("type", "client_associate") {
		return ""
	}
	r := judge.Read(*x.Answer)
	if !r.Succeeds() {
		return ""
	}
	return r.Text("client_id")
}
