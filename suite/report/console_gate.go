package report

import (
	"fmt"
	"slices"
	"strings"
)

// excusesShown is how many names a line about a waiver or the baseline gives.
const excusesShown = 4

// waivers writes which failures are waived and why, a line a waiver, and then
// what is the matter with the waivers themselves.
func (p *printer) waivers(r Report) {
	if r.Waivers == nil {
		return
	}
	var order []Excuse
	by := map[Excuse][]Result{}
	for _, one := range r.Results {
		for _, e := range one.Excuses {
			if by[e] == nil {
				order = append(order, e)
			}
			by[e] = append(by[e], one)
		}
	}
	for _, e := range order {
		p.linef("%s %s  %s  %s", p.dim("~ waived"), few(names(by[e])), printable(Result{Excuses: []Excuse{e}}.Excuse()), p.dim(e.Waiver))
	}
	if len(order) > 0 {
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
func advice(kind StaleKind) string {
	switch kind {
	case StalePassed, StaleMended:
		return "; take it out"
	case StaleChanged:
		return "; look at it again, and pin the new answer or mend the server"
	case StaleExpired:
		return "; mend the server, or decide anew until when it is borne"
	}
	return ""
}

// few joins names, and counts all but the first.
func few(names []string) string {
	if len(names) <= excusesShown {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:excusesShown], ", ") + fmt.Sprintf(" and %d more", len(names)-excusesShown)
}

// baseline writes what is otherwise than in the earlier run.
func (p *printer) baseline(r Report) {
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
			p.linef("%s  %s", p.warn("± "+list.what), listed(list.names))
		}
	}
	since := fmt.Sprintf("Compared with the run of %s against %s (%d run)", b.Started.UTC().Format("2006-01-02 15:04 MST"), printable(b.Target), b.Run)
	if len(b.NewlyFailing)+len(b.NewlyPassing)+len(b.New)+len(b.Gone) == 0 {
		since += ": nothing is otherwise"
	}
	p.linef("%s%s.", p.dim("· "), since)
	p.linef("")
}

// verdict is what the run means, in the colour of the gate.
func (p *printer) verdict(r Report) string {
	gate := r.Gate()
	known := 0
	for _, one := range r.Results {
		if r.letsThrough(one) && one.Level.AtLeast(r.FailOn) {
			known++
		}
	}
	switch {
	case gate == GateOpen && known > 0:
		return p.warn("fails no more than it did") + fmt.Sprintf(" (%s known from the baseline)", plural(known, "failure"))
	case gate == GateOpen && r.Summary.Failed > 0 && r.Summary.Waived > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (as far as --fail-on %s asks, and but for %s waived)", r.FailOn, plural(r.Summary.Waived, "failure"))
	case gate == GateOpen && r.Summary.Failed > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (as far as --fail-on %s asks)", r.FailOn)
	case gate == GateOpen && r.Summary.Waived > 0:
		return p.green(gate.Words()) + fmt.Sprintf(" (but for %s waived)", plural(r.Summary.Waived, "failure"))
	case gate == GateOpen:
		return p.green(gate.Words())
	}
	return p.red(gate.Words())
}

// gateRemarks are the sentences about what the gate rests on beside the verdicts.
func gateRemarks(r Report) []string {
	var all []string
	if w := r.Waivers; w != nil {
		if w.Void != "" {
			all = append(all, w.Void)
		}
		if n := len(w.Unfilled); n > 0 {
			all = append(all, fmt.Sprintf("%s no reason yet; fill it in: %s", have(n, "waiver"), few(w.Unfilled)))
		}
	}
	repeated, settled := 0, 0
	for _, one := range r.Results {
		if len(one.Attempts) > 0 {
			repeated++
			if one.Verdict != Errored {
				settled++
			}
		}
	}
	if repeated > 0 {
		all = append(all, fmt.Sprintf("%s repeated for want of a verdict (--retries); %d of them have one now.", were(repeated, "case"), settled))
	}
	return all
}

func have(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " has"
	}
	return plural(n, noun) + " have"
}

func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return plural(n, noun) + " were"
}
