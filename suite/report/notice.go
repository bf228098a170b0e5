package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
)

// notice is one thing that those formats have to tell that list what is wrong
// and nothing else. It is for one line or a few, and everything in it can be
// shown as it is: no control characters, no line ends.
type notice struct {
	key    string // the same in every run for the same thing
	gates  bool   // it shuts the gate
	level  cases.Level
	title  string // the results that show it, or what is the matter with the run
	about  string // the requirements or the like, may be ""
	source string // where the case is written: a file, or ""
	line   int    // in it, from 1
	text   []string
}

// notices are the causes of failure, then what could not be done, then what is
// the matter with the run itself. If the gate is not open there is one that
// gates, so that no reader takes an empty list for a good one.
func notices(r Report) []notice {
	var all []notice
	gating := false
	for _, c := range causes(r.Results) {
		n := ofCause(r, c)
		gating = gating || n.gates
		all = append(all, n)
	}
	if r.Unreachable == "" {
		for _, group := range undone(r.Results) {
			n := ofUndone(r, group)
			gating = gating || n.gates
			all = append(all, n)
		}
	}
	gate := r.Gate()
	if gate == GateOpen || gating && r.Stopped == "" && !r.Interrupted {
		return all
	}
	own := notice{key: "run\x00" + string(gate), gates: true, level: cases.Documented, title: "regspec: " + gate.Words()}
	for _, remark := range remarks(r) {
		own.text = append(own.text, printable(remark))
	}
	own.text = append(own.text, printable(r.Target)+": "+counted(r.Summary))
	return append(all, own)
}

func ofCause(r Report, c cause) notice {
	first, m := c.results[0], c.example
	n := notice{
		key: "cause\x00" + m.key(), level: c.level, title: printable(listed(names(c.results))), about: printable(m.Requirement),
		text: []string{
			printable(first.Title), printable(m.Explanation),
			"expected: " + printable(m.Expected), "got: " + printable(m.Actual),
		},
	}
	for _, one := range c.results {
		n.gates = n.gates || r.gates(one)
	}
	n.source, n.line = place(first.Source)
	return n
}

func ofUndone(r Report, group []Result) notice {
	first := group[0]
	n := notice{
		key: "undone\x00" + string(first.Verdict) + "\x00" + first.Name(), level: first.Level,
		title: printable(listed(names(group))), about: string(first.Verdict), text: []string{printable(first.Reason)},
	}
	for _, one := range group {
		n.gates = n.gates || r.gates(one)
		n.level = cases.Strictest(n.level, one.Level)
	}
	n.source, n.line = place(first.Source)
	return n
}

// gates reports whether it is of consequence that a result has not passed.
func (r *Report) gates(one Result) bool { return one.Level.AtLeast(r.FailOn) && !r.letsThrough(one) }

// undone groups by their reason the results that have no verdict and should
// have one. An interrupted run says so once.
func undone(results []Result) [][]Result {
	var groups [][]Result
	of := map[string]int{}
	for _, one := range results {
		if one.Verdict != Errored && (one.Verdict != Skipped || one.Skip != SkipBlocked) {
			continue
		}
		key := string(one.Verdict) + "\x00" + one.Reason
		i, known := of[key]
		if !known {
			i = len(groups)
			of[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], one)
	}
	return groups
}

// place reads where a case is written.
func place(source string) (file string, line int) {
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

// counted is the summary in words.
func counted(s Summary) string {
	return fmt.Sprintf("%s selected of %d, %d run: %d passed, %d failed%s, %d waived, %d skipped, %d errored",
		plural(s.Selected, "case"), s.Total, s.Run, s.Passed, s.Failed, byLevel(s), s.Waived, asked(s), s.Errored)
}

// asked is how many of those were skipped that were asked for.
func asked(s Summary) int { return s.Skipped - (s.Total - s.Selected) }
