package format

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// Campaign writes the report of a campaign for a person: each finding with
// what shows it, which outcomes were met, and what it comes to.
func Campaign(w io.Writer, r report.Report, o ConsoleOptions) error {
	p := newPrinter(w, o)
	p.target = r.Target
	for _, f := range r.Findings {
		p.finding(f)
	}
	for _, d := range r.Differences {
		p.difference(d)
	}
	p.coverage(r.Campaign.Coverage)
	for _, e := range r.Campaign.Events {
		p.note(fmt.Sprintf("After %d requests: %s", e.Requests, e.Text))
	}
	for _, i := range r.Information {
		p.note(i.String())
	}
	if c := r.Campaign; c.Tried < c.Tries && r.Unreachable == "" {
		p.note(fmt.Sprintf("%d of the %d words of the dictionary, each in its places, had their turn. More --requests try more.", c.Tried, c.Tries))
	}
	if r.Campaign.Gone != "" {
		p.linef("%s", p.red("! ")+printable("The target stopped answering for good: "+r.Campaign.Gone+"."))
	}
	if r.Campaign.Untested != "" && !r.Interrupted {
		p.linef("%s", p.red("! ")+printable("Too little was judged: "+r.Campaign.Untested+"."))
	}
	if r.Unreachable != "" {
		p.linef("%s", p.red("! ")+printable("The target could not be tested: "+r.Unreachable+"."))
	}
	p.campaign(r)
	return p.err
}

func (p *printer) finding(f report.Finding) {
	p.heading(f.ID, f.Level, f.Requirement)
	p.linef("")
	frame := ""
	for i, x := range f.Exchanges {
		if i+1 == len(f.Exchanges) {
			p.wrapped("    sent      ", request(x), nil)
			frame = answer(x)
			break
		}
		if i > 3 && i+2 < len(f.Exchanges) { // the report has them all
			if i == 4 {
				p.linef("    %s", p.dim(fmt.Sprintf("… %d more requests", len(f.Exchanges)-6)))
			}
			continue
		}
		label := "first "
		if i > 0 && beside(f.Exchanges[i-1], x) {
			label = "beside"
		}
		p.wrapped("    "+label+"    ", request(x)+answer(x), nil)
	}
	p.compared(f.Expected, f.Actual, frame)
	p.linef("")
	p.paragraph(2, printable(f.Explanation))
	p.paragraph(2, fmt.Sprintf("Seen %s, first after %s.%s", times(f.Count), plural(f.RequestsToFind, "request"), flaky(f)))
	if all := strings.Join(f.Recipe, "\n"); all != "" && len(all) <= curlShown && !strings.Contains(all, report.Redacted) {
		label := "Again:"
		for _, line := range f.Recipe { // a command a line, to be pasted whole
			p.linef("  %s  %s", p.dim(label), report.Visible(line))
			label = "      "
		}
	}
	if f.File != "" {
		p.linef("  %s  regspec replay --target %s %s", p.dim("Again:"), printable(p.target), printable(f.File))
	}
	p.linef("")
}

// beside reports whether a request was sent before the one above it was answered.
func beside(above, x wire.Exchange) bool {
	const rounding = time.Microsecond // of durations
	return x.Started.Before(above.Started.Add(above.Duration - rounding))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func flaky(f report.Finding) string {
	if !f.Flaky {
		return ""
	}
	return fmt.Sprintf(" Flaky: sent again %s, it showed %s.", times(f.Checks), strings.ReplaceAll(times(f.Repeats), "0 times", "never"))
}

// coverage writes a table of what was met, a line an outcome.
func (p *printer) coverage(all []report.Coverage) {
	table := tabled(Arrange(all, ByKind))
	if table == "" {
		return
	}
	for line := range strings.Lines(table) {
		if utf8.RuneCountInString(line) > p.width { // there is no room for the kinds of requests
			table = tabled(Arrange(all, ByEncoding))
			break
		}
	}
	p.linef("%s", p.bold("Outcomes met")+p.dim(", in a sample of the requests (- is one that would have conformed and never came)"))
	for line := range strings.Lines(table) {
		p.linef("%s", strings.TrimRight(line, " \n"))
	}
	p.linef("")
}

// tabled writes a table of the coverage, or nothing where there is none.
func tabled(columns, rows []string, cells map[string]map[string]report.Coverage) string {
	if len(rows) == 0 {
		return ""
	}
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(t, "  \t%s\n", strings.Join(columns, "\t"))
	for _, row := range rows {
		line := make([]string, len(columns))
		for i, column := range columns {
			switch c := cells[row][column]; {
			case c.Seen > 0:
				line[i] = strconv.Itoa(c.Seen)
			case c.Allowed > 0:
				line[i] = "-"
			}
		}
		_, _ = fmt.Fprintf(t, "  %s\t%s\n", printable(row), strings.Join(line, "\t"))
	}
	_ = t.Flush()
	return table.String()
}

// ByKind puts each kind of requests into a column of a table of the coverage.
func ByKind(c report.Coverage) string { return c.Encoding + ", " + short.Replace(c.Kind) }

// ByEncoding puts all kinds of requests into one column.
func ByEncoding(c report.Coverage) string { return c.Encoding }

// Arrange makes a table of the coverage: a row an outcome.
func Arrange(all []report.Coverage, in func(report.Coverage) string) (columns, rows []string, cells map[string]map[string]report.Coverage) {
	cells = map[string]map[string]report.Coverage{}
	for _, c := range all {
		if c.Encoding == "other" { // bodies that are neither, of which little can be said
			continue
		}
		column := in(c)
		if !slices.Contains(columns, column) {
			columns = append(columns, column)
		}
		if cells[c.Outcome] == nil {
			cells[c.Outcome] = map[string]report.Coverage{}
			rows = append(rows, c.Outcome)
		}
		sum := cells[c.Outcome][column]
		sum.Seen, sum.Allowed = sum.Seen+c.Seen, sum.Allowed+c.Allowed
		cells[c.Outcome][column] = sum
	}
	slices.SortStableFunc(rows, func(a, b string) int {
		return cmp.Compare(rank(a), rank(b))
	})
	return columns, rows, cells
}

// short makes room in the head of the table.
var short = strings.NewReplacer(" with good credentials", ", good", " with bad credentials", ", bad")

func rank(outcome string) string {
	if outcome == "success" {
		return ""
	}
	return outcome
}

func (p *printer) campaign(r report.Report) {
	c := r.Campaign
	verdict := p.green("nothing found")
	gating := r.Gating()
	switch r.Gate() {
	case report.GateFailed:
		verdict = p.red("does not conform") + ": " + plural(len(gating), "finding")
	case report.GateUntested:
		verdict = p.warn("not tested")
	case report.GateInterrupted:
		verdict = p.warn("interrupted") + ": " + plural(len(gating), "finding") + " until then"
	case report.GateOpen, report.GateStale:
	}
	if advice := len(r.Findings) - len(gating); advice > 0 {
		verdict += fmt.Sprintf(" (and %d below --fail-on %s)", advice, r.FailOn)
	}
	if r.Against != "" {
		verdict = p.compares(r)
	}
	p.linef("%s  %s", p.bold(printable(r.Target)), verdict)
	p.linef("%s sent (%d to cut findings down), %d answered, %.0f a second; %s; %s kept; seed %d  in %s",
		plural(c.Requests, "request"), c.Shrinking, c.Answered, c.PerSecond, plural(c.Signatures, "different answer"),
		plural(c.Corpus, "sequence"), r.Seed, took(r))
}
