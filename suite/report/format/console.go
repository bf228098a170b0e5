package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// ConsoleOptions says how the console output looks.
type ConsoleOptions struct {
	Color     bool
	Width     int  // in columns, which no line but a command goes beyond if its words do not; 0 is 80
	Quiet     bool // only what to mend, a line each, and what it comes to
	Verbose   bool // every cause in full, with the names of all results
	MaxCauses int  // how many causes are told in full; 0 is all
	// Rewritten is the file of waivers that is written after this, if there is one.
	Rewritten string
}

// Console writes the report for a person: what to mend first, a line a cause; then each
// cause once, in full; then what is left to say.
func Console(w io.Writer, r report.Report, o ConsoleOptions) error {
	p := newPrinter(w, o)
	p.target, p.verbose, p.rewritten = r.Target, o.Verbose, o.Rewritten
	if r.OneAnswer != "" {
		p.wrapped("✗ ", printable(r.OneAnswer), nil)
		p.linef("")
		p.summary(r)
		return p.err
	}
	p.mend(r)
	if o.Quiet {
		p.stale(r)
		p.summary(r)
		return p.err
	}
	for i, one := range r.Causes {
		if most := o.MaxCauses; most > 0 && i == most && !o.Verbose {
			n := len(r.Causes) - most
			p.paragraph(0, plural(n, "further cause")+choose(n, " is", " are")+" only named above; -v tells all, --max-causes N so many.")
			p.linef("")
			break
		}
		p.cause(r, i, one)
	}
	if r.Unreachable == "" { // otherwise everything is undone, and a remark says why
		p.undone(r)
	}
	p.waivers(r)
	p.baseline(r)
	all := remarks(r, o.Rewritten)
	for _, remark := range all {
		p.note(remark)
	}
	if len(all) > 0 {
		p.linef("")
	}
	p.requirements(r)
	p.summary(r)
	return p.err
}

// Text is one failed result as the console shows it, without colour. Of any
// other result it is a line that says what became of it.
func Text(r report.Result) string {
	if len(r.Mismatches) == 0 {
		return strings.TrimSuffix(fmt.Sprintf("%s: %s: %s", report.Visible(r.Name()), r.Verdict, printable(r.Reason)), ": ") + "\n"
	}
	var b strings.Builder
	p := newPrinter(&b, ConsoleOptions{})
	var requirements []string
	mismatches := report.Distinct(r.Mismatches)
	for _, m := range mismatches {
		if !slices.Contains(requirements, m.Requirement) {
			requirements = append(requirements, m.Requirement)
		}
	}
	p.heading(r.Name(), r.Level, strings.Join(requirements, " "))
	p.paragraph(2, printable(r.Title))
	p.linef("")
	p.failure(r, mismatches)
	return b.String()
}

// mend writes what is wrong, a line each, in the order in which to mend it.
func (p *printer) mend(r report.Report) {
	if len(r.Causes) == 0 {
		return
	}
	p.linef("%s", p.bold("Mend first"))
	for i, c := range r.Causes {
		p.wrapped(fmt.Sprintf("%3d. ", i+1), printable(c.Title)+": "+clears(r, c), nil)
	}
	p.linef("")
	p.paragraph(2, "documented is what the document says, implied what it needs to make sense, and hardening advice. A blocked case could not be done for the cause that blocks it.")
	p.linef("")
}

// clears says what mending a cause clears: "118 failures, 3 documented requirements,
// blocks 40 more".
func clears(r report.Report, c report.Cause) string {
	parts := []string{plural(c.Explains, "failure")}
	if n := len(c.Requirements); n > 1 {
		parts = append(parts, plural(n, "requirement"))
	}
	parts[len(parts)-1] += " (" + string(c.Level) + ")"
	if c.Blocks > 0 {
		parts = append(parts, "blocks "+plural(c.Blocks, "case"))
	}
	if r.Baseline != nil {
		parts = append(parts, map[bool]string{true: "new", false: "known"}[c.New])
	}
	return strings.Join(parts, ", ")
}

// cause writes one thing that is wrong: what it is, and the result that shows it best in
// full.
func (p *printer) cause(r report.Report, place int, c report.Cause) {
	p.wrapped(fmt.Sprintf("✗ %d. ", place+1), printable(c.Title), p.bold)
	p.paragraph(2, string(c.Level)+"; it misses "+report.Visible(strings.Join(c.Requirements, ", ")))
	if c.Hypothesis != "" {
		p.paragraph(2, printable(fmt.Sprintf("It behaves like the defect %s: %s This explains %d of %s.",
			c.Hypothesis, c.Behaviour, c.Explains, plural(r.Summary.Failed, "failure"))))
	}
	if c.Scope != "" {
		p.paragraph(2, printable(c.Scope))
	}
	example, m, ok := r.Shown(c)
	if !ok {
		p.linef("")
		return
	}
	p.linef("")
	p.paragraph(2, report.Visible(example.Name())+": "+printable(example.Title))
	p.failure(example, []report.Mismatch{m})
	others := slices.DeleteFunc(slices.Clone(c.Results), func(name string) bool { return name == c.Example })
	if len(others) > 0 {
		most := alsoShown
		if p.verbose {
			most = len(others)
		}
		p.wrapped("  Also:   ", listed(report.Together(others), most), nil)
	}
	if p.verbose && len(c.Blocked) > 0 {
		p.wrapped("  Blocks: ", listed(report.Together(c.Blocked), len(c.Blocked)), nil)
	}
	p.linef("")
}

// alsoShown is how many further results a cause names.
const alsoShown = 3

// failure writes how a result is wrong, or a part of it, and how to see it again.
func (p *printer) failure(r report.Result, mismatches []report.Mismatch) {
	p.evidence(r, mismatches)
	for _, m := range mismatches {
		p.paragraph(2, printable(m.Explanation))
	}
	for _, c := range r.Changes {
		p.paragraph(2, printable(c.String()))
	}
	if step := mismatches[0].Step; step <= len(r.Exchanges) {
		p.linef("  %s  %s", p.dim("Again:"), Again(p.target, r, r.Exchanges[step-1]))
	}
	p.linef("  %s   regspec explain %s", p.dim("More:"), report.Visible(r.ID))
}

// Again is the command that shows it again. A request whose credentials are not
// shown, or that goes out in pieces or behind another, cannot be sent again as it is, and needs its whole case. The whole case is
// shorter, too, where the request is very long.
func Again(target string, r report.Result, x wire.Exchange) string {
	curl := x.Request.Curl()
	if !strings.Contains(curl, report.Redacted) && len(curl) <= curlShown && x.Request.Pieces == 0 && !x.Request.Behind {
		return curl
	}
	if target == "" {
		target = "URL"
	}
	return fmt.Sprintf("regspec run --target %s --encoding %s %s", printable(target), r.Encoding, report.Visible(r.ID))
}

// evidence writes what was sent, and of each mismatch what was expected and
// what came.
func (p *printer) evidence(r report.Result, mismatches []report.Mismatch) {
	step := 0
	for _, m := range mismatches {
		x := r.Exchange(m.Step)
		if m.Step != step {
			step = m.Step
			if len(r.Exchanges) > 1 {
				p.linef("    %s", p.dim(fmt.Sprintf("step %d of this case", step)))
			}
			p.wrapped("    sent      ", request(x), nil)
		}
		p.compared(m.Expected, m.Actual, answer(x))
	}
	p.linef("")
}

// undone writes what could not be run, and has no cause, by reason.
func (p *printer) undone(r report.Report) {
	for _, group := range r.Undone(report.SkipBlocked, report.SkipInapplicable) {
		p.wrapped("! ", printable(string(group[0].Verdict)+": "+group[0].Reason), nil)
		most := alsoShown
		if p.verbose {
			most = len(group)
		}
		p.paragraph(2, listed(report.Names(group), most))
		p.linef("")
	}
}

// requirements writes how many of the requirements of each level are met, if not all are,
// and which are not.
func (p *printer) requirements(r report.Report) {
	verdicts := []report.RequirementVerdict{report.Met, report.Missed, report.Excused, report.Blocked, report.Untested}
	named := map[report.RequirementVerdict][]string{}
	counts := map[cases.Level]map[report.RequirementVerdict]int{}
	for _, one := range r.Requirements {
		named[one.Verdict] = append(named[one.Verdict], report.Visible(one.ID))
		if counts[one.Level] == nil {
			counts[one.Level] = map[report.RequirementVerdict]int{}
		}
		counts[one.Level][one.Verdict]++
	}
	if len(named[report.Missed])+len(named[report.Excused])+len(named[report.Blocked]) == 0 {
		return
	}
	row := func(name string, of func(report.RequirementVerdict) any) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%-14s", name)
		for _, v := range verdicts {
			fmt.Fprintf(&b, "%12v", of(v))
		}
		return b.String()
	}
	p.linef("%s", p.dim(row("Requirements", func(v report.RequirementVerdict) any { return v })))
	for _, level := range cases.Levels() {
		p.linef("%s", row("  "+string(level), func(v report.RequirementVerdict) any { return counts[level][v] }))
	}
	for _, v := range []report.RequirementVerdict{report.Missed, report.Excused, report.Blocked} {
		if len(named[v]) > 0 {
			p.wrapped(fmt.Sprintf("  %-10s", string(v)+":"), strings.Join(named[v], ", "), nil)
		}
	}
	p.linef("")
}

// summary writes what the run comes to: three lines, or two where nothing failed, and why
// it is red where what is wrong is waived.
func (p *printer) summary(r report.Report) {
	p.linef("%s  %s", p.bold(printable(r.Target)), p.verdict(r))
	missed := r.Missed()
	if n := r.Summary.Failed; n > 0 && r.OneAnswer == "" {
		text := fmt.Sprintf("%s (%s)", plural(n, "failure"), byLevel(r.Summary))
		if len(r.Causes) > 0 {
			text += " from " + plural(len(r.Causes), "cause")
		}
		if missed > 0 {
			text += fmt.Sprintf("; %d of %s %s missed", missed, plural(len(r.Requirements), "requirement"), choose(missed, "is", "are"))
		}
		p.paragraph(0, text)
	}
	p.paragraph(0, counted(r.Summary)+"  in "+took(r))
	if text := blockedByWaived(r); text != "" {
		p.paragraph(0, text)
	}
}
