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
	Color bool
}

// Console writes the report for a person: each cause of failure once, in
// full, with all the results that share it; then what is left to say.
func Console(w io.Writer, r report.Report, o ConsoleOptions) error {
	p := newPrinter(w, o)
	p.target = r.Target
	causes := report.Causes(r.Results)
	for i, one := range causes {
		if r.OneAnswer != "" && i > 0 {
			p.linef("%s left out here, since every request got the same answer.\n", plural(len(causes)-1, "further cause"))
			break
		}
		p.cause(one)
	}
	if r.Unreachable == "" { // otherwise everything is undone, and a remark says why
		p.undone(r.Results)
	}
	p.waivers(r)
	p.baseline(r)
	all := remarks(r)
	for _, remark := range all {
		p.note(remark)
	}
	if len(all) > 0 {
		p.linef("")
	}
	p.summary(r, len(causes))
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
	p.failure(r.Name(), r.Level, r, report.Distinct(r.Mismatches))
	return b.String()
}

// cause writes one thing that is wrong: the first result that shows it, in
// full, and the names of the others.
func (p *printer) cause(c report.Cause) {
	example, others := c.Split()
	p.failure(report.Names(example)[0], c.Level, example[0], []report.Mismatch{c.Example})
	if len(others) > 0 {
		p.linef("  %s   %s", p.dim("Also:"), listed(report.Names(others), namesShown))
	}
	p.linef("")
}

// failure writes what is wrong with one result, or a part of it.
func (p *printer) failure(name string, level cases.Level, r report.Result, mismatches []report.Mismatch) {
	var requirements, explanations []string
	for _, m := range mismatches {
		if !slices.Contains(requirements, m.Requirement) {
			requirements = append(requirements, m.Requirement)
		}
		explanations = append(explanations, m.Explanation)
	}
	p.heading(name, level, strings.Join(requirements, " "))
	p.linef("  %s", printable(r.Title))
	p.linef("")
	p.evidence(r, mismatches)
	for _, sentence := range explanations {
		p.linef("  %s", printable(sentence))
	}
	for _, c := range r.Changes {
		p.linef("  %s", printable(c.String()))
	}
	if step := mismatches[0].Step; step <= len(r.Exchanges) {
		p.linef("  %s  %s", p.dim("Again:"), again(p.target, r, r.Exchanges[step-1]))
	}
	p.linef("  %s   regspec explain %s", p.dim("More:"), report.Visible(r.ID))
}

// again is the command that shows it again. A request whose credentials are not
// shown cannot be sent again as it is, and needs its whole case. The whole case is
// shorter, too, where the request is very long.
func again(target string, r report.Result, x wire.Exchange) string {
	curl := x.Request.Curl()
	if !strings.Contains(curl, report.Redacted) && len(curl) <= curlShown {
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
			p.linef("    %s      %s", p.dim("sent"), request(x))
		}
		p.compared(m.Expected, m.Actual, answer(x))
	}
	p.linef("")
}

// undone writes what could not be run, by reason.
func (p *printer) undone(results []report.Result) {
	for _, group := range report.Undone(results, report.SkipBlocked, report.SkipInapplicable) {
		p.linef("%s", p.warn("! ")+printable(string(group[0].Verdict)+": "+group[0].Reason))
		p.linef("  %s", listed(report.Names(group), namesShown))
		p.linef("")
	}
}

func (p *printer) summary(r report.Report, causes int) {
	p.linef("%s  %s", p.bold(printable(r.Target)), p.verdict(r))
	var missed []string
	for _, one := range r.Requirements {
		if one.Verdict == report.Missed {
			missed = append(missed, report.Visible(one.ID))
		}
	}
	if len(missed) > 0 {
		p.linef("%d of %s missed: %s", len(missed), plural(len(r.Requirements), "requirement"), listed(missed, namesShown))
	}
	p.linef("%s  in %s", counted(r.Summary, causes), took(r))
}
