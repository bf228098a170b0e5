package format

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// notice is one entry of the formats that list only what is wrong. It is for one
// line or a few, and has no control characters and no line ends.
type notice struct {
	key    string // the same in every run for the same thing
	gates  bool   // the gate is not open because of it
	level  cases.Level
	title  string // the results that show it, or what is wrong with the run
	about  string // the requirements or the like, may be ""
	source string // where the case is written: a file, or ""
	line   int    // in it, from 1
	text   []string
}

// notices are the causes of failure, then what could not be run, then what is
// wrong with the run itself. If the gate is not open there is one that gates, so
// that an empty list always means a good run.
func notices(r report.Report) []notice {
	var all []notice
	gating := false
	for _, c := range r.Causes {
		all = append(all, ofCause(r, c))
		gating = gating || c.Gates
	}
	if r.Unreachable == "" {
		for _, group := range r.Undone(report.SkipBlocked) {
			n := ofUndone(r, group)
			gating = gating || n.gates
			all = append(all, n)
		}
	}
	gate := r.Gate()
	if gate == report.GateOpen || gating && r.Stopped == "" && !r.Interrupted {
		return all
	}
	own := notice{key: "run\x00" + string(gate), gates: true, level: cases.Documented, title: "regspec: " + gate.Words()}
	for _, remark := range Remarks(r) {
		own.text = append(own.text, printable(remark))
	}
	own.text = append(own.text, printable(r.Target)+": "+counted(r.Summary))
	return append(all, own)
}

func ofCause(r report.Report, c report.Cause) notice {
	n := notice{
		key: "cause\x00" + c.ID, gates: c.Gates, level: c.Level, title: printable(c.Title), about: printable(c.Requirements[0]),
	}
	example, m, ok := r.Shown(c)
	if !ok {
		return n
	}
	n.source, n.line = place(example)
	n.text = []string{
		printable(example.Title), printable(m.Explanation), "expected: " + printable(folded(m.Expected)), "got: " + printable(folded(m.Actual)),
		printable("shown by " + listed(report.Together(c.Results), alsoShown)),
	}
	return n
}

func ofUndone(r report.Report, group []report.Result) notice {
	first := group[0]
	n := noticeOf(r, group)
	n.key, n.about = "undone\x00"+string(first.Verdict)+"\x00"+first.Name(), string(first.Verdict)
	n.text = []string{printable(first.Reason)}
	return n
}

// noticeOf is what the results of a notice say about it.
func noticeOf(r report.Report, results []report.Result) notice {
	n := notice{level: results[0].Level, title: printable(listed(report.Names(results), namesShown))}
	n.source, n.line = place(results[0])
	for _, one := range results {
		n.gates = n.gates || r.Gates(one)
		n.level = cases.Strictest(n.level, one.Level)
	}
	return n
}

// place is where in a file of the user's a reader can do something about a result: at the
// waiver that no longer holds, or at the case, if it is the user's own.
func place(r report.Result) (file string, line int) {
	source := r.Source
	if len(r.Changes) > 0 {
		source = r.Changes[0].Waiver
	}
	return fileAndLine(source)
}

// fileAndLine divides a place.
func fileAndLine(source string) (file string, line int) {
	colon := strings.LastIndexByte(source, ':')
	if colon < 0 {
		return source, 1
	}
	line, err := strconv.Atoi(source[colon+1:])
	if err != nil || line < 1 {
		return source, 1
	}
	return source[:colon], line
}
