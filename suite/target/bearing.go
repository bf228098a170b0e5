package target

import "fmt"

// Bearing says in sentences what the target was found to bear, where that is out of the
// ordinary.
func (p *Paced) Bearing() []string {
	var all []string
	tell := func(format string, values ...any) { all = append(all, fmt.Sprintf(format, values...)) }
	t := p.Traffic()
	if p.Few() {
		tell("The target serves few connections at a time, and waits on those that are kept open; so each request has a connection of its own.")
	}
	if t.Turned > 0 {
		tell("The target refused %d connections; they were tried again, with less at a time.", t.Turned)
	}
	if width := p.Width(); p.options.Parallel == 0 && width > MaxQuick && !p.roomy() && t.Busy == 0 {
		tell("The target answers %d requests at once as quickly as one.", width)
	}
	if perSecond := p.PerSecond(); perSecond > 0 {
		tell("The target limits requests to about %s a second.", Rate(perSecond))
	}
	if t.Busy > 0 && p.comesAndGoes() {
		tell("%d of %d requests were answered with 502, 503 or 504, at any pace, and mostly not when they were sent again at once: one of several instances behind the target's address seems to be down.", t.Busy, t.Requests)
	} else if t.Busy > 0 {
		tell("%d of %d requests were answered with a plea to wait (429, 502, 503 or 504).", t.Busy, t.Requests)
	}
	if t.Again > 0 {
		tell("Of %[2]d requests %[1]d had to be sent again: their connection had been closed before, or was of no use.", t.Again, t.Requests)
	}
	if t.Lost > 0 {
		tell("%d of these connections had answered within a tenth of a second before: the target ends connections without saying so (Connection: close), or loses requests. What it loses may have been done all the same, and then twice.", t.Lost)
	}
	return all
}

// Rate writes how many a second, in whole numbers where they are not small.
func Rate(perSecond float64) string {
	if perSecond < 3 {
		return fmt.Sprintf("%.1f", perSecond)
	}
	return fmt.Sprintf("%.0f", perSecond)
}
