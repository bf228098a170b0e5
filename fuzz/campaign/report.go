package campaign

import (
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/report"
)

// Report gives what came of the campaign as a report. The caller fills in the tool, the target, the
// time and the level that gates.
func (r Result) Report() report.Report {
	all := finding.Report(r.Findings)
	all.Seed = int64(r.Seed) //nolint:gosec // it came from such a number
	all.DurationMS = float64(r.Elapsed) / float64(time.Millisecond)
	all.Unreachable, all.Interrupted = r.Unreachable, r.Interrupted
	all.Differences = reported(r.Differences)
	all.Campaign = &report.Campaign{
		Requests: r.Requests, Answered: r.Answered, Shrinking: r.Minimising, PerSecond: r.PerSecond(), Workers: r.Workers,
		Tried: r.Tried, Tries: r.Tries, Signatures: r.Signatures, Corpus: r.Stats.Corpus, Gone: r.Gone, Untested: r.Untested, Events: []report.Event{}, Coverage: r.Coverage.report(),
		Curve: r.Curve, Forms: r.Forms,
	}
	for _, e := range r.Events {
		all.Campaign.Events = append(all.Campaign.Events, report.Event(e))
	}
	return all
}

// report lists the coverage in a stable order.
func (c Coverage) report() []report.Coverage {
	all := []report.Coverage{}
	for _, at := range c.Situations() {
		for _, outcome := range c.Outcomes(at) {
			met := c[at][outcome]
			all = append(all, report.Coverage{Encoding: at.Encoding, Kind: at.Kind, Outcome: outcome, Seen: met.Seen, Allowed: met.Allowed})
		}
	}
	return all
}
