package page

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

// campaign is what the page of a campaign shows.
type campaign struct {
	Verdict  verdict
	Target   string
	Sentence string
	Facts    []fact
	Remarks  []string
	Findings []finding
	Compared []unlike
	Curves   []curve
	Columns  []string
	Rows     []outcome
	Never    []string // what was allowed and never came
	Forms    []form
}

// finding is a deviation, with the requests that show it.
type finding struct {
	report.Finding

	Place            int
	Gates            bool
	Seen             string
	Expected, Actual []piece
	Exchanges        []exchange
	Frame            string // the status
	Again            string
}

// unlike is what two servers answer differently.
type unlike struct {
	report.Difference

	Place            int
	Seen             string
	OfTarget, Other  []piece
	Exchanges, Their []exchange
}

// outcome is a row of the table of what was met.
type outcome struct {
	Name  string
	Cells []string
}

// form is a form of answers.
type form struct {
	Requests int
	Exchange exchange
}

// Campaign writes the report of a campaign.
func Campaign(w io.Writer, r report.Report) error {
	shown := campaign{Verdict: verdictOf(r.Gate()), Target: report.Visible(r.Target), Sentence: found(r), Facts: campaignFacts(r), Curves: curves(r.Campaign.Curve)}
	switch gate := r.Gate(); {
	case r.Against != "" && gate == report.GateFailed:
		shown.Verdict.Words = "answers differently"
	case r.Against != "" && gate == report.GateOpen:
		shown.Verdict.Words = "no difference"
	case gate == report.GateOpen:
		shown.Verdict.Words = "nothing found"
	}
	for _, e := range r.Campaign.Events {
		shown.Remarks = append(shown.Remarks, short("After "+count(e.Requests, "request")+": "+e.Text))
	}
	for _, i := range r.Information {
		shown.Remarks = append(shown.Remarks, short(i.String()))
	}
	for _, text := range []string{r.Campaign.Gone, r.Campaign.Untested, r.Unreachable} {
		if text != "" {
			shown.Remarks = append(shown.Remarks, short(text))
		}
	}
	for i, f := range r.Findings {
		one := finding{Finding: f, Place: i + 1, Gates: f.Level.AtLeast(r.FailOn), Exchanges: exchanges(f.Exchanges, len(f.Exchanges))}
		one.Seen = fmt.Sprintf("Seen %s, first after %s.", count(f.Count, "time"), count(f.RequestsToFind, "request"))
		if f.Flaky {
			one.Seen += fmt.Sprintf(" Flaky: it showed in %d of %s.", f.Repeats, count(f.Checks, "repetition"))
		}
		actual := f.Actual
		if status, rest, ok := strings.Cut(actual, ", "); ok && len(status) == len("400") {
			one.Frame, actual = status, rest
		}
		one.Expected, one.Actual = difference(short(f.Expected), short(actual))
		if again := strings.Join(f.Recipe, "\n"); !strings.Contains(again, report.Redacted) {
			one.Again = lines(again)
		}
		shown.Findings = append(shown.Findings, one)
	}
	for i, d := range r.Differences {
		one := unlike{Difference: d, Place: i + 1, Exchanges: exchanges(d.Exchanges, len(d.Exchanges)), Their: exchanges(d.Against, len(d.Against))}
		one.Seen = fmt.Sprintf("Seen %s, first after %s.", count(d.Count, "time"), count(d.RequestsToFind, "request"))
		one.OfTarget, one.Other = difference(short(d.OfTarget), short(d.OfAgainst))
		shown.Compared = append(shown.Compared, one)
	}
	shown.outcomes(r.Campaign.Coverage)
	for _, f := range r.Campaign.Forms {
		shown.Forms = append(shown.Forms, form{f.Requests, exchanges([]wire.Exchange{f.Exchange}, 0)[0]})
	}
	return write(w, "campaign.html", "Report of a campaign", "regspec fuzz: "+shown.Target+" "+shown.Verdict.Words, shown)
}

// found says what a campaign found.
func found(r report.Report) string {
	if r.Against != "" {
		return count(len(r.Differences), "difference") + " from " + report.Visible(r.Against) + " in " + count(r.Campaign.Requests, "request") + "."
	}
	gating := len(r.Gating())
	text := count(gating, "finding")
	if gating == 0 {
		text = "Nothing was found"
	}
	text += " in " + count(r.Campaign.Requests, "request")
	if advice := len(r.Findings) - gating; advice > 0 {
		text += ", and " + number(advice) + " below --fail-on " + string(r.FailOn)
	}
	return text + "."
}

func campaignFacts(r report.Report) []fact {
	c := r.Campaign
	return []fact{
		{"When", when(r.Started) + ", in " + took(r.DurationMS)},
		{"Requests", fmt.Sprintf("%s sent (%s to cut findings down), %s answered, %.0f a second, %s", number(c.Requests), number(c.Shrinking), number(c.Answered), c.PerSecond, count(c.Workers, "worker"))},
		{"Answers", count(c.Signatures, "form") + "; " + count(c.Corpus, "sequence") + " kept for what they brought"},
		{"Seed", strconv.FormatInt(r.Seed, 10)},
		{"Fails on", string(r.FailOn) + " and stricter"},
		{"Tool", "regspec " + report.Visible(r.Tool.Version)},
		{"Settings", settings(r)},
	}
}

// outcomes makes the table of what was met, by kind of requests.
func (c *campaign) outcomes(all []report.Coverage) {
	columns, rows, cells := format.Arrange(all, format.ByKind)
	c.Columns = columns
	for _, name := range rows {
		row := outcome{Name: short(name)}
		for _, column := range columns {
			cell := ""
			switch one := cells[name][column]; {
			case one.Seen > 0:
				cell = number(one.Seen)
			case one.Allowed > 0:
				cell = "never"
				c.Never = append(c.Never, short(name)+" for "+column)
			}
			row.Cells = append(row.Cells, cell)
		}
		c.Rows = append(c.Rows, row)
	}
}

// curve is a number over the time of the campaign.
type curve struct {
	Name, Sentence string
	Points         string // of the line
	X, Y           []tick
}

// curves draws how the campaign went.
func curves(all []report.Moment) []curve {
	if len(all) < 3 {
		return nil
	}
	var pace, forms, findings []float64
	for i, m := range all {
		then := report.Moment{}
		if i > 0 {
			then = all[i-1]
		}
		pace = append(pace, float64(m.Requests-then.Requests)*1000/max(m.MS-then.MS, 1))
		forms, findings = append(forms, float64(m.Signatures)), append(findings, float64(m.Findings))
	}
	pace[len(pace)-1] = pace[len(pace)-2] // the last moment may be close to the one before
	last := all[len(all)-1]
	return []curve{
		drawn("Requests a second", fmt.Sprintf("%.0f a second at the end.", pace[len(pace)-1]), all, pace),
		drawn("Forms of answers", number(last.Signatures)+" at the end.", all, forms),
		drawn("Findings", number(last.Findings)+" at the end.", all, findings),
	}
}

func drawn(name, sentence string, all []report.Moment, values []float64) curve {
	c := curve{Name: name, Sentence: sentence}
	most, end := 0.0, all[len(all)-1].MS
	for _, v := range values {
		most = max(most, v)
	}
	top := nice(most)
	y := func(v float64) float64 { return plotTop + (1-v/top)*(plotHeight-plotTop-plotBottom) }
	x := func(ms float64) float64 { return plotLeft + ms/max(end, 1)*(plotWidth-plotLeft) }
	var points []string
	for i, v := range values {
		points = append(points, fmt.Sprintf("%.1f,%.1f", x(all[i].MS), y(v)))
	}
	c.Points = strings.Join(points, " ")
	for _, v := range []float64{0, top / 2, top} {
		c.Y = append(c.Y, tick{y(v), axisNumber(v)})
	}
	for _, part := range []float64{0, .5, 1} {
		c.X = append(c.X, tick{x(part * end), milliseconds(math.Round(part * end))})
	}
	return c
}

// axisNumber writes a number briefly: "1.5k".
func axisNumber(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%gk", v/1000)
	}
	return fmt.Sprintf("%g", v)
}
