package format

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// causesShown is how many causes of failure a Markdown report shows. GitHub
// takes no step summary of more than 1 MiB.
const causesShown = 25

// Markdown writes the report as Markdown as GitHub and GitLab read it: what
// the run means, then each cause of failure once. Whatever comes from the target
// stands in code, or has every sign escaped.
func Markdown(w io.Writer, r report.Report) error {
	m := &markdown{}
	m.heading(r)
	for i, c := range r.Causes {
		if i == causesShown {
			m.paragraph(escaped(plural(len(r.Causes)-i, "further cause") + " left out here; the other reports have them."))
			break
		}
		m.cause(r, c)
	}
	if r.Unreachable == "" {
		for _, group := range r.Undone(report.SkipBlocked) {
			m.paragraph("**" + escaped(string(group[0].Verdict)) + "** " + escaped(group[0].Reason) + "\\\n" + code(listed(report.Names(group), namesShown)))
		}
	}
	_, err := io.WriteString(w, m.b.String())
	return failed("Markdown", err)
}

type markdown struct{ b strings.Builder }

func (m *markdown) paragraph(text string) { m.b.WriteString(text + "\n\n") }

// fence writes lines as a block of code. None of them can end it: they have no
// line ends in them, and the fence is longer than any run of its signs.
func (m *markdown) fence(language string, lines ...string) {
	text := strings.Join(lines, "\n")
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	m.paragraph(fence + language + "\n" + text + "\n" + fence)
}

// heading says what the run means, and counts.
func (m *markdown) heading(r report.Report) {
	sign := map[report.Gate]string{report.GateOpen: "✅", report.GateFailed: "❌"}[r.Gate()]
	if sign == "" {
		sign = "⚠️"
	}
	m.paragraph("## " + sign + " regspec: " + code(r.Target) + " " + escaped(r.Gate().Words()))
	s := r.Summary
	failed := strconv.Itoa(s.Failed)
	if s.Failed > 0 {
		failed += " (" + byLevel(s) + ")"
	}
	m.paragraph(fmt.Sprintf("| selected | run | passed | failed | waived | skipped | errored |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"+
		"| %d of %d | %d | %d | %s | %d | %d | %d |", s.Selected, s.Total, s.Run, s.Passed, failed, s.Waived-s.WaivedBlocked(), s.SelectedSkips(), s.Errored))
	for _, remark := range Remarks(r) {
		m.paragraph(escaped(remark))
	}
}

// cause is one thing that is wrong: the result that shows it best, and the names
// of the others.
func (m *markdown) cause(r report.Report, c report.Cause) {
	m.paragraph("### " + escaped(c.Title))
	var requirements []string
	for _, id := range c.Requirements {
		requirements = append(requirements, code(id))
	}
	m.paragraph(escaped(clears(r, c)) + " · " + strings.Join(requirements, " "))
	first, example, ok := r.Shown(c)
	if !ok {
		return
	}
	x := first.Exchange(example.Step)
	m.paragraph(code(first.Name()) + ": " + escaped(first.Title) + " " + escaped(example.Explanation))
	m.fence("text",
		"sent      "+request(x), "expected  "+printable(folded(example.Expected)), "got       "+printable(folded(example.Actual))+answer(x))
	m.fence("sh", report.Visible(Again(r.Target, first, x)))
	if len(c.Results) > 1 {
		m.paragraph("Shown by: " + code(listed(report.Together(c.Results), namesShown)))
	}
}

// code writes a text as code within a line. A space keeps its own signs apart
// from the fence, and is taken off again by who reads it.
func code(text string) string {
	text = printable(text)
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	if strings.Trim(text, " ") == "" {
		return fence + " " + fence
	}
	return fence + " " + text + " " + fence
}

// escaped writes a text so that none of its signs means anything.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(printable(text)) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r < 0x80 && strings.ContainsRune("!#$()*+-.:=@[\\]_`{|}~", r):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// longestRun is how often a sign follows upon itself at most.
func longestRun(text string, sign rune) int {
	longest, run := 0, 0
	for _, r := range text {
		if r == sign {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}
