package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// Replay writes what became of each, and counts.
func Replay(w io.Writer, r report.Replay, o ConsoleOptions) error {
	p := newPrinter(w, o)
	counts := map[report.ReplayVerdict]int{}
	for _, one := range r.Results {
		verdict := one.Verdict()
		counts[verdict]++
		p.linef("%s  %s", p.mark(verdict)+p.bold(report.Visible(one.Before.Name())), verdict)
		p.replayed(one)
	}
	var parts []string
	for _, verdict := range []report.ReplayVerdict{report.StillFails, report.FailsNow, report.PassesNow, report.StillPasses, report.Undecided} {
		if n := counts[verdict]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words(verdict, n)))
		}
	}
	if len(r.Results) > 0 {
		p.linef("")
	}
	below := ""
	if n := r.Below(); n > 0 {
		below = fmt.Sprintf(" (%d below --fail-on %s)", n, r.FailOn)
	}
	p.linef("%s  of %s: %s%s", p.bold(printable(r.Target)), plural(len(r.Results), "result"), strings.Join(parts, ", "), below)
	return p.err
}

func (p *printer) mark(o report.ReplayVerdict) string {
	switch o {
	case report.StillFails, report.FailsNow:
		return p.red("✗ ")
	case report.PassesNow, report.StillPasses:
		return p.green("✓ ")
	default:
		return p.warn("! ")
	}
}

// words puts a verdict into the plural, if there are several.
func words(o report.ReplayVerdict, n int) string {
	if n == 1 {
		return string(o)
	}
	return map[report.ReplayVerdict]string{
		report.StillFails: "still fail", report.FailsNow: "fail now", report.PassesNow: "pass now", report.StillPasses: "pass, as before", report.Undecided: "could not be told",
	}[o]
}

// replayed writes how a result fails, and how it did if that was otherwise.
func (p *printer) replayed(one report.Replayed) {
	if one.Verdict() == report.Undecided && one.Now.Reason != "" {
		p.linef("    %s", printable(one.Now.Reason))
	}
	if one.Now.Verdict != report.Failed {
		return
	}
	m := one.Now.Mismatches[0]
	p.linef("    %s", printable(m.Explanation))
	p.linef("    %s  %s", p.dim("expected"), printable(m.Expected))
	p.linef("    %s       %s", p.dim("got"), printable(m.Actual))
	if before := one.Before.Mismatches; len(before) > 0 && before[0].Actual != m.Actual {
		p.linef("    %s    %s", p.dim("before"), printable(before[0].Actual))
	}
}
