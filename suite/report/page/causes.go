package page

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

// cause is one thing to mend.
type cause struct {
	Place        int
	ID           string
	Title        string
	Scope        string
	Likeness     string // the seeded defect that behaves so
	Level        cases.Level
	Gates        bool
	Compared     string // with the baseline: "new", "known" or ""
	Explains     int
	Blocks       int
	Requirements []string
	Case         *telling
	Results      []string
	Blocked      []string
}

// telling is a result that shows what is wrong.
type telling struct {
	ID, Name, Title string
	Evidence        evidence
	Exchanges       []exchange
}

// evidence is a mismatch: what was sent, what was due and what came.
type evidence struct {
	Step, Steps int
	Line, Body  string // of the request
	Expected    []piece
	Actual      []piece
	Frame       string // of the answer: its status and type
	Why         string
	Again       string // a line for a shell
}

// exchange is a request with its answer.
type exchange struct {
	Took     float64
	Request  message
	Answer   *message
	Broke    string
	Mismatch bool // the mismatch is in its answer
}

// message is a request or an answer.
type message struct {
	Line, Body string
	Header     []wire.Field
}

func causes(r report.Report) []cause {
	var all []cause
	for i, c := range r.Causes {
		one := cause{
			Place: i + 1, ID: report.Visible(c.ID), Title: short(c.Title), Scope: short(c.Scope), Level: c.Level, Gates: c.Gates,
			Explains: c.Explains, Blocks: c.Blocks, Results: report.Together(c.Results), Blocked: report.Together(c.Blocked),
		}
		for _, id := range c.Requirements {
			one.Requirements = append(one.Requirements, report.Visible(id))
		}
		if c.Hypothesis != "" {
			one.Likeness = report.Visible(c.Hypothesis) + ": " + short(c.Behaviour)
		}
		if r.Baseline != nil {
			one.Compared = map[bool]string{true: "new", false: "known"}[c.New]
		}
		if result, m, ok := r.Shown(c); ok {
			one.Case = &telling{
				ID: report.Visible(result.ID), Name: report.Visible(result.Name()), Title: short(result.Title),
				Evidence: evidenceOf(r.Target, result, m), Exchanges: exchanges(result.Exchanges, m.Step),
			}
		}
		all = append(all, one)
	}
	return all
}

func evidenceOf(target string, r report.Result, m report.Mismatch) evidence {
	x := r.Exchange(m.Step)
	e := evidence{Step: m.Step, Steps: len(r.Exchanges), Line: line(x.Request), Body: lines(string(x.Request.Body)), Why: short(m.Explanation)}
	e.Expected, e.Actual = difference(short(m.Expected), short(m.Actual))
	if x.Answer != nil {
		e.Frame = frameOf(*x.Answer)
	}
	if m.Step <= len(r.Exchanges) {
		e.Again = lines(format.Again(target, r, x))
	}
	return e
}

// line is the request line, with the type of the body.
func line(s wire.Sent) string {
	return short(strings.Join(append([]string{strings.TrimSuffix(s.Line, " HTTP/1.1")}, wire.Values(s.Header, "Content-Type")...), "   "))
}

// frameOf is the status of an answer and its type: "400, application/json".
func frameOf(a wire.Answer) string {
	kind := strings.Join(wire.Values(a.Header, "Content-Type"), ", ")
	if kind == "" {
		kind = "no Content-Type"
	}
	return short(strconv.Itoa(a.Status) + ", " + kind)
}

// exchanges shows all the exchanges of a result. The mismatch is in that of the step.
func exchanges(all []wire.Exchange, step int) []exchange {
	var shown []exchange
	for i, x := range all {
		one := exchange{
			Took: float64(x.Duration.Microseconds()) / 1000, Mismatch: i+1 == step,
			Request: message{short(x.Request.Line), body(x.Request.Body, x.Request.Omitted), header(x.Request.Header)},
		}
		if a := x.Answer; a != nil {
			head := strings.TrimSpace(a.Proto + " " + strconv.Itoa(a.Status) + " " + a.Reason)
			one.Answer = &message{short(head), body(a.Body, a.Omitted), header(a.Header)}
		}
		if x.Break != nil {
			one.Broke = short(x.Break.Sentence())
		}
		shown = append(shown, one)
	}
	return shown
}

func body(text []byte, omitted int) string {
	s := lines(string(text))
	if omitted > 0 {
		s += "… (" + count(omitted, "more byte") + ")"
	}
	return s
}

// fieldsShown is how many fields of a header are shown.
const fieldsShown = 40

func header(fields []wire.Field) []wire.Field {
	var all []wire.Field
	for i, f := range fields {
		if i == fieldsShown {
			return append(all, wire.Field{Name: "…", Value: count(len(fields)-i, "more field")})
		}
		all = append(all, wire.Field{Name: short(f.Name), Value: short(f.Value)})
	}
	return all
}
