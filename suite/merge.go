package suite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/judge"
	"github.com/regspec/regspec/suite/report"
)

// Named is a report and what it is called in sentences: its file.
type Named struct {
	Name   string
	Report report.Report
}

// Merge puts the shards of one run together. What it gives is the report that
// the run would have had in one piece, but for times. It fails if a shard is
// missing or there twice, or if the reports are not of one run. The causes are told with
// the catalogue, if the run was of it.
func Merge(shards []Named, c *cases.Catalogue) (report.Report, error) {
	inOrder, err := InOrder(shards)
	if err != nil {
		return report.Report{}, err
	}
	first := inOrder[0]
	merged := first.Report
	merged.Shard, merged.Answers = nil, nil
	merged.Results = make([]report.Result, len(first.Report.Results))
	for i, result := range first.Report.Results {
		holder := inOrder[shardOf(result.Name(), len(inOrder))-1]
		merged.Results[i] = holder.Report.Results[i]
		for _, one := range inOrder {
			if err := placed(one, holder, i); err != nil {
				return report.Report{}, err
			}
		}
	}
	merged.Summary = report.Summarise(merged.Results)
	merged.Requirements = report.Matrix(requirements(first.Report), merged.Results)
	merged.Waivers = waivers(inOrder)
	merged.Baseline = baseline(inOrder)
	merged.OneAnswer = oneAnswer(inOrder)
	merged.Stopped = sentences(inOrder, func(r report.Report) string { return r.Stopped })
	merged.Unreachable = unreachable(inOrder)
	merged.Information = information(inOrder)
	merged.Started, merged.DurationMS = span(inOrder)
	merged.Settings = report.OfAllShards(merged.Settings)
	merged.Times = nil
	for _, one := range inOrder {
		merged.Times.Merge(one.Report.Times)
	}
	merged.Interrupted = slices.ContainsFunc(inOrder, func(n Named) bool { return n.Report.Interrupted })
	return diagnosed(merged, c), nil
}

// InOrder puts the shards of a run or of a campaign in order. It fails if one is missing or
// there twice, or if they do not belong together.
func InOrder(shards []Named) ([]Named, error) {
	inOrder, err := complete(shards)
	if err != nil {
		return nil, err
	}
	for _, other := range inOrder[1:] {
		if err := alike(inOrder[0], other); err != nil {
			return nil, err
		}
	}
	return inOrder, nil
}

// oneAnswer says so if nearly every request of the shards got the same answer, with what
// the shards say to that. Reports of older versions have all exchanges, and do not say what
// they found of them.
func oneAnswer(shards []Named) string {
	var all judge.Uniform
	for _, one := range shards {
		if one.Report.Answers != nil {
			all.Merge(*one.Report.Answers)
			continue
		}
		for _, result := range one.Report.Results {
			all.Add(result.Exchanges)
		}
	}
	sentence := all.Sentence()
	for _, one := range shards {
		if _, hint, ok := strings.Cut(one.Report.OneAnswer, strings.TrimSuffix(all.Answers().Text, ".")+". "); ok && sentence != "" {
			return strings.TrimSuffix(sentence, ".") + ". " + hint
		}
	}
	return sentence
}

// complete puts the shards in order, and sees to it that each is there once.
func complete(shards []Named) ([]Named, error) {
	for _, one := range shards {
		if one.Report.Shard == nil {
			return nil, fmt.Errorf("%s is not the report of a shard: it comes from a run without --shard", one.Name)
		}
		if count := shards[0].Report.Shard.Count; one.Report.Shard.Count != count {
			return nil, fmt.Errorf("%s is one of %d shards, and %s is one of %d: they are not of one run",
				shards[0].Name, count, one.Name, one.Report.Shard.Count)
		}
	}
	inOrder := make([]Named, shards[0].Report.Shard.Count)
	for _, one := range shards {
		place := one.Report.Shard.Index - 1
		if place >= len(inOrder) {
			return nil, fmt.Errorf("%s says that it is shard %s", one.Name, one.Report.Shard)
		}
		if there := inOrder[place]; there.Name != "" {
			return nil, fmt.Errorf("shard %s is there twice: %s and %s", one.Report.Shard, there.Name, one.Name)
		}
		inOrder[place] = one
	}
	var missing []string
	for i, one := range inOrder {
		if one.Name == "" {
			missing = append(missing, report.Shard{Index: i + 1, Count: len(inOrder)}.String())
		}
	}
	switch len(missing) {
	case 0:
		return inOrder, nil
	case 1:
		return nil, fmt.Errorf("shard %s is missing", missing[0])
	}
	return nil, fmt.Errorf("the shards %s are missing", strings.Join(missing, ", "))
}

// alike sees to it that two reports are of the same run.
func alike(a, b Named) error {
	for _, one := range []struct{ what, a, b string }{
		{"tested", a.Report.Target, b.Report.Target},
		{"comes from regspec", a.Report.Tool.Version, b.Report.Tool.Version},
		{"is the report of a", a.Report.Kind, b.Report.Kind},
		{"ran with --fail-on", string(a.Report.FailOn), string(b.Report.FailOn)},
		{"ran with the seed", strconv.FormatInt(a.Report.Seed, 10), strconv.FormatInt(b.Report.Seed, 10)},
		{"ran the catalogue", a.Report.Catalogue, b.Report.Catalogue},
		{"ran with --evidence", string(a.Report.Evidence), string(b.Report.Evidence)},
	} {
		if one.a != one.b {
			return fmt.Errorf("%s %s %s, and %s %s: they are not of one run", a.Name, one.what, one.a, b.Name, one.b)
		}
	}
	if len(a.Report.Results) != len(b.Report.Results) {
		return fmt.Errorf("%s has %d results, and %s has %d: they are not of one run",
			a.Name, len(a.Report.Results), b.Name, len(b.Report.Results))
	}
	for i, result := range a.Report.Results {
		if other := b.Report.Results[i]; result.Name() != other.Name() {
			return fmt.Errorf("%s has %s where %s has %s: they are not of one run", a.Name, result.Name(), b.Name, other.Name())
		}
	}
	return nil
}

// placed sees to it that a shard left the result at place i to the one that
// holds it, or that nobody was to run it.
func placed(one, holder Named, i int) error {
	result, held := one.Report.Results[i], holder.Report.Results[i]
	left := result.Skip == report.SkipDeselected && result.Reason == inAnotherShard
	switch {
	case one.Name == holder.Name && left:
		return fmt.Errorf("%s leaves %s to another shard, and it falls to this one", one.Name, result.Name())
	case one.Name == holder.Name || left:
		return nil
	case held.Skip != report.SkipDeselected:
		return fmt.Errorf("%s has a result of %s, which falls to %s", one.Name, result.Name(), holder.Name)
	case result.Reason != held.Reason:
		return fmt.Errorf("%s and %s did not select the same cases: see %s", holder.Name, one.Name, result.Name())
	}
	return nil
}

// unreachable is why the target could not be tested, if no shard could test it.
// If only some could not, their results say so.
func unreachable(shards []Named) string {
	for _, one := range shards {
		if one.Report.Unreachable == "" {
			return ""
		}
	}
	return sentences(shards, func(r report.Report) string { return r.Unreachable })
}

// sentences joins what the shards say, each thing once.
func sentences(shards []Named, of func(report.Report) string) string {
	var all []string
	for _, one := range shards {
		if text := of(one.Report); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, " ")
}

func information(shards []Named) []report.Information {
	all := []report.Information{}
	for _, one := range shards {
		for _, i := range one.Report.Information {
			if !slices.Contains(all, i) {
				all = append(all, i)
			}
		}
	}
	return all
}

// requirements lists those that a report speaks of.
func requirements(r report.Report) []cases.Requirement {
	all := make([]cases.Requirement, len(r.Requirements))
	for i, one := range r.Requirements {
		all[i] = cases.Requirement{ID: one.ID, Level: one.Level, Section: one.Section, Statement: one.Statement}
	}
	return all
}

// waivers puts together what the shards found out about theirs. What is stale in
// one shard is stale: a waiver is judged only by cases that ran.
func waivers(shards []Named) *report.Waivers {
	var all *report.Waivers
	for _, one := range shards {
		w := one.Report.Waivers
		switch {
		case w == nil:
			continue
		case all == nil:
			all = &report.Waivers{Total: w.Total, Void: w.Void, Stale: []report.Stale{}, Unfilled: []string{}}
		}
		for _, stale := range w.Stale {
			place := slices.IndexFunc(all.Stale, func(s report.Stale) bool {
				return s.Waiver == stale.Waiver && s.Case == stale.Case && s.Kind == stale.Kind
			})
			if place < 0 {
				all.Stale = append(all.Stale, stale)
			} else {
				all.Stale[place].Results = union(all.Stale[place].Results, stale.Results)
			}
		}
		all.Unfilled = union(all.Unfilled, w.Unfilled)
	}
	return all
}

// baseline puts together what is otherwise than in the earlier run.
func baseline(shards []Named) *report.Baseline {
	var all *report.Baseline
	for _, one := range shards {
		b := one.Report.Baseline
		switch {
		case b == nil:
			continue
		case all == nil:
			whole := *b
			all = &whole
			continue
		}
		all.NewlyFailing = union(all.NewlyFailing, b.NewlyFailing)
		all.NewlyPassing = union(all.NewlyPassing, b.NewlyPassing)
		all.New = union(all.New, b.New)
		all.Gone = union(all.Gone, b.Gone)
	}
	return all
}

// union joins two lists, each thing once.
func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// span is when the first shard began, and how long it took until the last ended.
func span(shards []Named) (time.Time, float64) {
	began, ended := shards[0].Report.Started, time.Time{}
	for _, one := range shards {
		r := one.Report
		if r.Started.Before(began) {
			began = r.Started
		}
		if end := r.Started.Add(time.Duration(r.DurationMS * float64(time.Millisecond))); end.After(ended) {
			ended = end
		}
	}
	return began, milliseconds(ended.Sub(began))
}
