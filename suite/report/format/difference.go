package format

import (
	"fmt"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// difference writes what two servers answer differently, with what shows it.
func (p *printer) difference(d report.Difference) {
	p.wrapped("≠ ", report.Visible(d.Aspect), p.bold)
	p.linef("")
	last := len(d.Exchanges) - 1
	for _, x := range d.Exchanges[:last] {
		p.wrapped("    first     ", request(x)+answer(x), nil)
	}
	p.wrapped("    sent      ", request(d.Exchanges[last]), nil)
	p.wrapped("    target    ", printable(d.OfTarget)+answer(d.Exchanges[last]), nil)
	p.wrapped("    against   ", printable(d.OfAgainst)+answer(d.Against[len(d.Against)-1]), nil)
	p.linef("")
	p.paragraph(2, strings.TrimSpace(d.Document.Words()+" "+printable(d.Explanation)))
	p.paragraph(2, fmt.Sprintf("Seen %s, first after %s.", times(d.Count), plural(d.RequestsToFind, "request")))
	if last == 0 {
		for _, side := range []struct{ name, command string }{{"Target:", d.Exchanges[0].Request.Curl()}, {"Against:", d.Against[0].Request.Curl()}} {
			if len(side.command) <= curlShown && !strings.Contains(side.command, report.Redacted) {
				p.linef("  %-8s  %s", side.name, report.Visible(side.command))
			}
		}
	}
	p.linef("")
}

// compares writes the last lines of a campaign that compared two servers.
func (p *printer) compares(r report.Report) string {
	both := "compared with " + printable(r.Against)
	switch r.Gate() {
	case report.GateFailed:
		return p.red(plural(len(r.Differences), "difference")) + ", " + both
	case report.GateOpen:
		return p.green("no difference") + ", " + both
	case report.GateUntested, report.GateInterrupted, report.GateStale:
	}
	return p.warn(r.Gate().Words()) + ", " + both
}
