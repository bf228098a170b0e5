package campaign

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/suite/report"
)

// Merge puts the shards of one campaign together, which are in order and of one target and
// seed. A cause that several shards found is one finding: the shortest that shows it, with
// how often all of them saw it. A shard that could not test leaves the whole untested, unless
// another found something.
func Merge(shards []report.Report) report.Report {
	merged := shards[0]
	merged.Shard, merged.Findings, merged.Information = nil, nil, []report.Information{}
	merged.Settings = report.OfAllShards(merged.Settings)
	sum := report.Campaign{Events: []report.Event{}}
	var found []mergedFinding
	var untested, gone []string
	unreachable := 0
	began, ended := merged.Started, merged.Started
	for i, r := range shards {
		c := r.Campaign
		sum.Requests += c.Requests
		sum.Answered += c.Answered
		sum.Shrinking += c.Shrinking
		sum.PerSecond += c.PerSecond
		sum.Workers += c.Workers
		sum.Corpus += c.Corpus
		sum.Signatures = max(sum.Signatures, c.Signatures) // those of several shards are mostly the same
		sum.Coverage = addCoverage(sum.Coverage, c.Coverage)
		for _, e := range c.Events {
			sum.Events = append(sum.Events, report.Event{Requests: e.Requests, Text: shardName(r, i) + e.Text})
		}
		if r.Unreachable != "" {
			unreachable++
		}
		if why := cmp.Or(r.Unreachable, c.Untested); why != "" {
			untested = append(untested, shardName(r, i)+why)
		}
		if c.Gone != "" {
			gone = append(gone, shardName(r, i)+c.Gone)
		}
		merged.Information = append(merged.Information, news(merged.Information, r.Information)...)
		merged.Interrupted = merged.Interrupted || r.Interrupted
		if r.Started.Before(began) {
			began = r.Started
		}
		if end := r.Started.Add(time.Duration(r.DurationMS * float64(time.Millisecond))); end.After(ended) {
			ended = end
		}
	}
	curves := byTheClock(shards, began)
	for i, r := range shards {
		found = join(found, r.Findings, i, curves[i])
	}
	sum.Curve, sum.Forms = mergeCurves(curves, found), mergeForms(shards)
	sum.Gone, sum.Untested = strings.Join(gone, " "), strings.Join(untested, " ")
	if unreachable < len(shards) {
		merged.Unreachable = ""
	}
	merged.Started, merged.DurationMS = began, float64(ended.Sub(began))/float64(time.Millisecond)
	merged.Campaign, merged.Findings = &sum, named(found)
	return merged
}

// mergedFinding is a finding of several shards.
type mergedFinding struct {
	report.Finding

	sequence traffic.Sequence
	last     int     // the latest shard that has it
	at       float64 // when the first shard had it, in ms since the first shard began
}

// join adds the findings of a shard to those of the shards before. Of one shard, two are
// never one: it has told them apart.
func join(all []mergedFinding, findings []report.Finding, shard int, curve []report.Moment) []mergedFinding {
	before := len(all)
	for _, f := range findings {
		q, err := traffic.ReadCorpus(f.Program)
		if err != nil {
			q = traffic.Sequence{} // explains nothing, and is explained by nothing
		}
		one := mergedFinding{f, q, shard, reached(curve, f.RequestsToFind)}
		place := slices.IndexFunc(all[:before], func(known mergedFinding) bool { return known.last != shard && known.sameCause(one) })
		if place < 0 {
			all = append(all, one)
			continue
		}
		all[place] = all[place].with(one)
	}
	return all
}

// sameCause reports whether two shards found the same: the same rule is broken for the
// same thing, and what matters of one request is in the other, too.
func (f mergedFinding) sameCause(other mergedFinding) bool {
	if f.Rule != other.Rule || f.Subject != other.Subject || f.Requirement != other.Requirement {
		return false
	}
	if len(f.sequence.Steps) == 0 || len(other.sequence.Steps) == 0 {
		return f.Signature == other.Signature
	}
	return finding.FingerprintOf(f.sequence).Explains(other.sequence) || finding.FingerprintOf(other.sequence).Explains(f.sequence)
}

// with is a finding and the same one of another shard: the shorter, and one that shows
// every time before one that does not.
func (f mergedFinding) with(other mergedFinding) mergedFinding {
	better := f
	if cmp.Or(flaky(f.Finding)-flaky(other.Finding), len(f.Exchanges)-len(other.Exchanges), len(f.Program)-len(other.Program)) > 0 {
		better = other
	}
	better.Count = f.Count + other.Count
	better.RequestsToFind = min(f.RequestsToFind, other.RequestsToFind)
	better.last, better.at = other.last, min(f.at, other.at)
	return better
}

func flaky(f report.Finding) int {
	if f.Flaky {
		return 1
	}
	return 0
}

// named gives the findings in their order, each with a name of its own.
func named(found []mergedFinding) []report.Finding {
	slices.SortStableFunc(found, func(a, b mergedFinding) int {
		return cmp.Or(cmp.Compare(levelRank(a.Finding), levelRank(b.Finding)), a.RequestsToFind-b.RequestsToFind)
	})
	all := []report.Finding{}
	taken := map[string]bool{}
	for _, one := range found {
		id := one.ID
		for n := 2; taken[id]; n++ {
			id = fmt.Sprintf("%s-%d", one.ID, n)
		}
		taken[id] = true
		one.ID = id
		all = append(all, one.Finding)
	}
	return all
}

// levelRank orders by level, the strictest first.
func levelRank(f report.Finding) int {
	switch {
	case f.Level.AtLeast("documented"):
		return 0
	case f.Level.AtLeast("implied"):
		return 1
	}
	return 2
}

// addCoverage adds what another shard met.
func addCoverage(all, other []report.Coverage) []report.Coverage {
	for _, met := range other {
		place := slices.IndexFunc(all, func(known report.Coverage) bool {
			return known.Encoding == met.Encoding && known.Kind == met.Kind && known.Outcome == met.Outcome
		})
		if place < 0 {
			all = append(all, met)
			continue
		}
		all[place].Seen += met.Seen
		all[place].Allowed += met.Allowed
	}
	slices.SortFunc(all, func(a, b report.Coverage) int {
		return cmp.Or(cmp.Compare(a.Encoding, b.Encoding), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Outcome, b.Outcome))
	})
	return all
}

func news(known, more []report.Information) []report.Information {
	return slices.DeleteFunc(slices.Clone(more), func(i report.Information) bool { return slices.Contains(known, i) })
}

// shardName is how a sentence of a shard begins.
func shardName(r report.Report, i int) string {
	if r.Shard == nil {
		return fmt.Sprintf("shard %d: ", i+1)
	}
	return "shard " + r.Shard.String() + ": "
}
