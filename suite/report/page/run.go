package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

// run is what the page of a run shows.
type run struct {
	Verdict  verdict
	Target   string
	Sentence string
	Facts    []fact
	Levels   []levelBar
	Remarks  []string
	Baseline *baseline
	Causes   []cause
	Sections []section
	Groups   []group
	Total    int // results that were asked for
	Trimmed  int // results of which the page does not show what was sent
	Undone   []reason
	Waived   []reason
	Stale    []string
	Times    *histogram
	Slowest  []slow
}

// verdict is what a run or a campaign means, with the sign and the class that go with it.
type verdict struct{ Class, Sign, Words string }

type fact struct{ Name, Value string }

// Run writes the report of a run.
func Run(w io.Writer, r report.Report) error {
	shown := run{
		Verdict: verdictOf(r.Gate()), Target: report.Visible(r.Target), Sentence: sentence(r), Facts: facts(r), Levels: levels(r.Requirements),
		Remarks: format.Remarks(r), Baseline: baselineOf(r), Total: r.Summary.Selected, Undone: undone(r), Waived: waived(r), Stale: stale(r),
		Times: histogramOf(r.Times), Slowest: slowest(r.Results),
	}
	if r.OneAnswer == "" { // else nothing but that means anything
		shown.Causes, shown.Sections = causes(r), sections(r)
		shown.Groups, shown.Trimmed = groups(r, shown.places())
	}
	return write(w, "run.html", "Report of a run", "regspec: "+shown.Target+" "+shown.Verdict.Words, shown)
}

// places gives each requirement its place in the list of the filter.
func (r run) places() map[string]int {
	of := map[string]int{}
	for _, s := range r.Sections {
		for _, one := range s.Requirements {
			of[one.ID] = len(of)
		}
	}
	return of
}

func verdictOf(g report.Gate) verdict {
	v := verdict{"unsure", "!", g.Words()}
	switch g {
	case report.GateOpen:
		v.Class, v.Sign = "good", "✓"
	case report.GateFailed:
		v.Class, v.Sign = "bad", "✗"
	case report.GateStale, report.GateUntested, report.GateInterrupted:
	}
	return v
}

// sentence says what the run found out.
func sentence(r report.Report) string {
	s := r.Summary
	missed := r.Missed()
	switch {
	case r.OneAnswer != "":
		return report.Visible(r.OneAnswer)
	case r.Unreachable != "":
		return "The target could not be tested: " + report.Visible(r.Unreachable) + "."
	case s.Failed == 0 && s.Run == 0:
		return "No case has a verdict."
	case s.Failed == 0:
		return count(s.Run, "case") + " ran, and none failed."
	}
	text := fmt.Sprintf("%d of %s %s missed; ", missed, count(len(r.Requirements), "requirement"), map[bool]string{true: "is", false: "are"}[missed == 1])
	text += count(s.Failed, "failure") + map[bool]string{true: " has ", false: " have "}[s.Failed == 1] + count(len(r.Causes), "cause") + "."
	if gating := slices.ContainsFunc(r.Causes, func(c report.Cause) bool { return c.Gates }); !gating && r.Gate() == report.GateOpen {
		text += " None of them counts at --fail-on " + string(r.FailOn) + "."
	}
	return text
}

// facts are what a reader wants to know of a run besides its result.
func facts(r report.Report) []fact {
	s := r.Summary
	counts := []string{number(s.Passed) + " passed", number(s.Failed) + " failed"}
	for _, one := range []struct {
		n    int
		word string
	}{{s.Waived - s.WaivedBlocked(), "waived"}, {s.SelectedSkips(), "skipped"}, {s.Errored, "errored"}} {
		if one.n > 0 {
			counts = append(counts, number(one.n)+" "+one.word)
		}
	}
	all := []fact{
		{"Endpoint", report.Visible(strings.TrimSuffix(r.Target, "/") + r.Path)},
		{"When", when(r.Started) + ", in " + took(r.DurationMS)},
		{"Cases", fmt.Sprintf("%s of %s selected, %s run: %s", number(s.Selected), number(s.Total), number(s.Run), strings.Join(counts, ", "))},
		{"Fails on", string(r.FailOn) + " and stricter"},
		{"Tool", "regspec " + report.Visible(r.Tool.Version)},
	}
	if r.Catalogue != "" {
		all = append(all, fact{"Catalogue", number(s.Total) + " cases, edition " + r.Catalogue[len("sha256:"):][:12]})
	}
	return append(all, fact{"Settings", settings(r)})
}

// settings are the flags that differ from their defaults.
func settings(r report.Report) string {
	var all []string
	for _, s := range r.Settings {
		switch {
		case s.Name == "patterns":
			all = append(all, short(s.Value))
		case s.Value == "true":
			all = append(all, "--"+s.Name)
		default:
			all = append(all, "--"+s.Name+" "+short(s.Value))
		}
	}
	return cmp.Or(strings.Join(all, " "), "all as by default")
}

// levelBar is how many requirements of a level have which verdict.
type levelBar struct {
	Level cases.Level
	Parts []part
	All   int
}

// part is a part of a bar, in hundredths of it.
type part struct {
	Verdict  report.RequirementVerdict
	Count    int
	At, Wide float64
}

func levels(requirements []report.Requirement) []levelBar {
	var all []levelBar
	for _, level := range cases.Levels() {
		counts := map[report.RequirementVerdict]int{}
		bar := levelBar{Level: level}
		for _, r := range requirements {
			if r.Level == level {
				counts[r.Verdict]++
				bar.All++
			}
		}
		if bar.All == 0 {
			continue
		}
		at := 0.0
		for _, v := range []report.RequirementVerdict{report.Met, report.Missed, report.Excused, report.Blocked, report.Untested} {
			wide := 100 * float64(counts[v]) / float64(bar.All)
			bar.Parts = append(bar.Parts, part{v, counts[v], at, wide})
			at += wide
		}
		all = append(all, bar)
	}
	return all
}

// baseline is what differs from an earlier run.
type baseline struct {
	Sentence string
	Lists    []reason
}

func baselineOf(r report.Report) *baseline {
	b := r.Baseline
	if b == nil {
		return nil
	}
	shown := &baseline{Sentence: fmt.Sprintf("Compared with the run of %s, %s: %s newly fail, %s newly pass.",
		report.Visible(b.Target), when(b.Started), count(len(b.NewlyFailing), "result"), count(len(b.NewlyPassing), "result"))}
	if b.FailOnNew {
		shown.Sentence += " Failures that were there then do not count."
	}
	for _, list := range []struct {
		name  string
		names []string
	}{{"Newly failing", b.NewlyFailing}, {"Newly passing", b.NewlyPassing}, {"New cases", b.New}, {"Cases that are gone", b.Gone}} {
		if len(list.names) > 0 {
			shown.Lists = append(shown.Lists, reason{Text: list.name, Count: len(list.names), Names: report.Together(list.names)})
		}
	}
	return shown
}

// slow is a case that took long.
type slow struct {
	ID, Name string
	Took     float64
}

const slowestShown = 10

func slowest(results []report.Result) []slow {
	sorted := slices.DeleteFunc(slices.Clone(results), func(r report.Result) bool { return r.DurationMS == 0 })
	slices.SortStableFunc(sorted, func(a, b report.Result) int { return cmp.Compare(b.DurationMS, a.DurationMS) })
	var all []slow
	for _, r := range sorted[:min(slowestShown, len(sorted))] {
		all = append(all, slow{report.Visible(r.ID), report.Visible(r.Name()), r.DurationMS})
	}
	return all
}
