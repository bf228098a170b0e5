package page

import (
	"github.com/regspec/regspec/suite/report"
)

// reason is why results have no verdict, or are waived.
type reason struct {
	Verdict string
	Text    string
	Where   string // the waiver
	Count   int
	Names   []string
}

// undone are the results that have no verdict, by reason.
func undone(r report.Report) []reason {
	if r.Unreachable != "" { // the sentence says it of all
		return nil
	}
	var all []reason
	for _, g := range r.Undone(report.SkipBlocked, report.SkipInapplicable, report.SkipInterrupted, report.SkipDeselected) {
		all = append(all, reason{Verdict: string(g[0].Verdict), Text: short(g[0].Reason), Count: len(g), Names: report.Names(g)})
	}
	return all
}

// waived are the results that waivers excuse, by waiver.
func waived(r report.Report) []reason {
	var all []reason
	for _, e := range r.AppliedWaivers() {
		text := e.Text()
		if e.Owner != "" {
			text += "; owner: " + e.Owner
		}
		if e.Expires != "" {
			text += "; until " + e.Expires
		}
		all = append(all, reason{
			Verdict: string(report.Waived), Text: short(text), Where: report.Visible(e.Waiver), Count: len(e.Results), Names: report.Names(e.Results),
		})
	}
	return all
}

// stale says of each waiver that has to be corrected what is the matter with it.
func stale(r report.Report) []string {
	var all []string
	for _, line := range r.StaleWaivers() {
		all = append(all, short(line))
	}
	return all
}
