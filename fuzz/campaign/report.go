package campaign

import (
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/suite/report"
)

// Report is the report of a campaign with so many workers. Whoever started it adds
// which target it was, when, and what fails it.
func (r Result) Report(workers int) report.Report {
	whole := finding.Report(r.Findings)
	whole.Seed = int64(r.Seed) //nolint:gosec // it came from such a number
	whole.DurationMS = float64(r.Elapsed) / float64(time.Millisecond)
	whole.Unreachable, whole.Interrupted = r.Unreachable, r.Interrupted
	c := &report.Campaign{
		Requests: r.Requests, Answered: r.Answered, Shrinking: r.Shrinking, PerSecond: r.PerSecond(), Workers: workers,
		Signatures: r.Signatures, Corpus: r.Stats.Corpus, Gone: r.Gone, Events: []report.Event{}, Coverage: []report.Coverage{},
	}
	for _, e := range r.Events {
		c.Events = append(c.Events, report.Event(e))
	}
	for _, at := range r.Coverage.Situations() {
		for _, outcome := range r.Coverage.Outcomes(at) {
			met := r.Coverage[at][outcome]
			c.Coverage = append(c.Coverage, report.Coverage{Encoding: at.Encoding, Kind: at.Kind, Outcome: outcome, Seen: met.Seen, Allowed: met.Allowed})
		}
	}
	whole.Campaign = c
	return whole
}
