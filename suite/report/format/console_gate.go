package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// waivers writes which failures are waived and why, one line for each waiver, and
// then which waivers are stale.
func (p *printer) waivers(r report.Report) {
	if r.Waivers == nil {
		return
	}
	excused := r.AppliedWaivers()
	for _, e := range excused {
		p.linef("%s %s  %s  %s", p.dim("~ waived"), listed(report.Names(e.Results), excusesShown), printable(e.Text()), p.dim(report.Visible(e.Waiver)))
	}
	if len(excused) > 0 {
		p.linef("")
	}
	p.stale(r)
}

// stale writes which waivers are stale, a line each.
func (p *printer) stale(r report.Report) {
	lines := r.StaleWaivers()
	if len(lines) == 0 {
		return
	}
	for _, line := range lines {
		p.linef("%s%s", p.warn("! stale waiver  "), printable(line))
	}
	if file := unneeded(r); file != "" && p.rewritten == "" {
		p.linef("  or: regspec run --target %s --write-waivers %s", printable(r.Target), printable(file))
	}
	p.linef("")
}

// unneeded is the file that has waivers that are not needed any more: FILE if there are
// several, and "" if there is none.
func unneeded(r report.Report) string {
	file := ""
	for _, s := range r.Waivers.Stale {
		if s.Kind != report.StalePassed && s.Kind != report.StaleMended {
			continue
		}
		this, _ := fileAndLine(s.Waiver)
		if file != "" && this != file {
			return "FILE"
		}
		file = this
	}
	return file
}

// baseline writes what differs from the earlier run.
func (p *printer) baseline(r report.Report) {
	b := r.Baseline
	if b == nil {
		return
	}
	verdicts := map[string]string{}
	for _, one := range r.Results {
		verdicts[one.Name()] = one.Name() + " (" + string(one.Verdict) + ")"
	}
	fresh := slices.Clone(b.New)
	for i, name := range fresh {
		fresh[i] = verdicts[name]
	}
	for _, list := range []struct {
		what  string
		names []string
	}{{"newly failing", b.NewlyFailing}, {"newly passing", b.NewlyPassing}, {"new cases", fresh}, {"cases gone", b.Gone}} {
		if len(list.names) > 0 {
			p.linef("%s  %s", p.warn("± "+list.what), listed(list.names, namesShown))
		}
	}
	since := fmt.Sprintf("Compared with the run of %s against %s (%d run)", b.Started.UTC().Format("2006-01-02 15:04 MST"), printable(b.Target), b.Run)
	if len(b.NewlyFailing)+len(b.NewlyPassing)+len(b.New)+len(b.Gone) == 0 {
		since += ": nothing is otherwise"
	}
	p.linef("%s%s.", p.dim("· "), since)
	p.linef("")
}

// verdict says what the run means, in the colour of the gate.
func (p *printer) verdict(r report.Report) string {
	gate := r.Gate()
	if gate != report.GateOpen {
		return p.red(gate.Words())
	}
	failures, blocked := r.Tolerated()
	known, below := failuresAnd(failures, blocked)+" known from the baseline", r.NewBelow()
	asks := "as far as --fail-on " + string(r.FailOn) + " asks"
	switch {
	case failures+blocked > 0 && below > 0:
		return p.warn("no new failure at or above "+string(r.FailOn)) + fmt.Sprintf(" (%s; %d new below %s)", known, below, r.FailOn)
	case failures+blocked > 0:
		return p.warn("fails no more than it did") + " (" + known + ")"
	case r.Summary.Failed > 0 && r.Summary.Waived > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (%s, and but for %s)", asks, waivedOf(r.Summary))
	case r.Summary.Failed > 0:
		return p.green(gate.Words()) + " (" + asks + ")"
	case r.Summary.Waived > 0:
		return p.green(gate.Words()) + " (but for " + waivedOf(r.Summary) + ")"
	}
	return p.green(gate.Words())
}

// waivedOf counts what is waived.
func waivedOf(s report.Summary) string {
	return failuresAnd(s.Waived-s.WaivedBlocked(), s.WaivedBlocked()) + " waived"
}

// failuresAnd counts what fails: "103 failures and 75 blocked cases".
func failuresAnd(failures, blocked int) string {
	var parts []string
	if failures > 0 {
		parts = append(parts, plural(failures, "failure"))
	}
	if blocked > 0 {
		parts = append(parts, plural(blocked, "blocked case"))
	}
	return strings.Join(parts, " and ")
}
