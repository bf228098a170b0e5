package suite

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/wire"
)

// Replay does again what results of an earlier run did: it runs their cases, and
// says for each what became of it. Patterns of the selection are not looked at.
// A result whose case is not in the catalogue is a *SelectionError.
func Replay(ctx context.Context, o Options, before []report.Result) (report.Replay, error) {
	o, err := o.WithDefaults()
	if err != nil {
		return report.Replay{}, err
	}
	o.Selection = Selection{}
	for _, one := range before {
		c, ok := o.Catalogue.Case(one.ID)
		if !ok || !slices.Contains(c.Encodings, one.Encoding) {
			return report.Replay{}, &SelectionError{"there is no case " + report.Visible(one.Name()) + " here; name the file that it is in with --cases"}
		}
		o.Selection.Patterns = append(o.Selection.Patterns, one.Name())
	}
	with := o
	with.ShowSecrets = true // they are hidden below, with those of before
	r, err := Run(ctx, with)
	if err != nil {
		return report.Replay{}, err
	}
	now := map[string]report.Result{}
	for _, one := range r.Results {
		now[one.Name()] = one
	}
	after := make([]report.Result, len(before))
	for i, one := range before {
		after[i] = now[one.Name()]
	}
	return compared(o, before, after, r.Secrets), nil
}

// Resend sends recorded exchanges again, one a result, in their order. A
// credential that an earlier answer gave is sent as the new answer gives it.
// The answers, old and new, are held to what is asked of every answer.
func Resend(ctx context.Context, o Options, before []report.Result) (report.Replay, error) {
	o, err := o.WithDefaults()
	if err != nil {
		return report.Replay{}, err
	}
	learnt := redact.Begin(nil, false)
	c, first, err := connect(ctx, o, nil, learnt.Learn)
	if err != nil {
		return report.Replay{}, err
	}
	defer c.paced.Close()
	known := exchanged{}
	after := make([]report.Result, len(before))
	for i, one := range before {
		after[i] = report.Result{ID: one.ID, Verdict: report.Errored, Reason: first.unreachable}
		if first.unreachable != "" {
			continue
		}
		x := c.paced.Do(ctx, known.request(one.Exchanges[0].Request))
		known.learn(one.Exchanges[0], x)
		if x.Answer != nil {
			x.Answer.Trim(evidence)
		}
		after[i].Exchanges = []wire.Exchange{x}
		if x.Break.Ours() {
			after[i] = ended(x.Break, 1).of(after[i])
			continue
		}
		if x.Break.Unreachable() {
			after[i].Reason = x.Break.Sentence()
			continue
		}
		after[i] = Recorded(after[i])
	}
	return compared(o, before, after, learnt.Secrets()), nil
}

// Recorded gives a result of one exchange the verdict that what is asked of
// every answer allows: that it is a success or a refusal as the document has
// them, whatever was asked for. Without an answer it has none.
func Recorded(result report.Result) report.Result {
	x := result.Exchanges[0]
	if x.Answer == nil && x.Break == nil {
		return errored("its answer was not recorded").of(result)
	}
	result.Level = cases.Documented
	result.Mismatches = judge.Recorded(x)
	return outcome{}.of(result)
}

// compared puts together what was and what is, without credentials. One report
// has both, so that those of either are known to be credentials.
func compared(o Options, before, after []report.Result, secrets []string) report.Replay {
	r := report.Report{Target: o.Target, Results: slices.Concat(before, after), Secrets: secrets}
	if !o.ShowSecrets {
		r = redact.Report(r, o.Wire.Header)
	}
	replay := report.Replay{Target: r.Target}
	for i := range before {
		now := r.Results[len(before)+i]
		replay.Interrupted = replay.Interrupted || now.Skip == report.SkipInterrupted
		replay.Results = append(replay.Results, report.Replayed{Before: r.Results[i], Now: now})
	}
	return replay
}

// exchanged are credentials as they were recorded, and the new ones.
type exchanged map[string]string

// learn takes the credentials of two answers to the same request.
func (e exchanged) learn(before, now wire.Exchange) {
	if before.Answer == nil || now.Answer == nil {
		return
	}
	was, is := judge.Read(*before.Answer), judge.Read(*now.Answer)
	for _, member := range []string{"client_id", "client_secret"} {
		old, fresh := was.Text(member), is.Text(member)
		if old != "" && fresh != "" {
			e[old] = fresh
		}
	}
}

// request is a recorded request, ready to be sent: with the credentials of
// today, and without the fields that the client makes itself.
func (e exchanged) request(s wire.Sent) wire.Request {
	var pairs []string
	longestFirst := slices.SortedFunc(maps.Keys(e), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, old := range longestFirst {
		pairs = append(pairs, redact.Replacements(old, e[old])...)
	}
	replace := strings.NewReplacer(pairs...).Replace
	r := wire.Request{Method: s.Method, Body: []byte(replace(string(s.Body)))}
	for _, f := range s.Header {
		if !ownField(f.Name) {
			r.Header = append(r.Header, wire.Field{Name: f.Name, Value: replace(f.Value)})
		}
	}
	return r
}

// ownField tells the fields that are about the connection, or that the client
// sends as it can read the answer.
func ownField(name string) bool {
	return slices.Contains([]string{
		"host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
		"proxy-authorization", "proxy-connection", "accept-encoding",
	}, strings.ToLower(name))
}
