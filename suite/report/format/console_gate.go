package format

import (
	"fmt"
	"slices"

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
	for _, s := range r.Waivers.Stale {
		p.linef("%s%s", p.warn("! stale waiver  "), printable(s.Waiver+": "+s.Text+advice(s.Kind)))
	}
	if len(r.Waivers.Stale) > 0 {
		p.linef("")
	}
}

// advice is what to do about a stale waiver.
func advice(kind report.StaleKind) string {
	switch kind {
	case report.StalePassed, report.StaleMended:
		return "; take it out"
	case report.StaleChanged:
		return "; look at it again, and pin the new answer or mend the server"
	case report.StaleExpired:
		return "; mend the server, or decide anew until when it is borne"
	}
	return ""
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
	switch known := r.Tolerated(); {
	case gate == report.GateOpen && known > 0:
		return p.warn("fails no more than it did") + fmt.Sprintf(" (%s known from the baseline)", plural(known, "failure"))
	case gate == report.GateOpen && r.Summary.Failed > 0 && r.Summary.Waived > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (as far as --fail-on %s asks, and but for %s waived)", r.FailOn, plural(r.Summary.Waived, "failure"))
	case gate == report.GateOpen && r.Summary.Failed > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (as far as --fail-on %s asks)", r.FailOn)
	case gate == report.GateOpen && r.Summary.Waived > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (but for %s waived)", plural(r.Summary.Waived, "failure"))
	case gate == report.GateOpen:
		return p.green(gate.Words())
	}
	return p.red(gate.Words())
}
