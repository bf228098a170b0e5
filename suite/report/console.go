package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// ConsoleOptions says how the console output looks.
type ConsoleOptions struct {
	Color bool
}

// The longest that a body, a line to repeat a request and a list of names get
// on the console, in characters and names. The JSON report has them whole.
const (
	bodyShown  = 600
	curlShown  = 2000
	namesShown = 12
)

// WriteConsole writes the report for a person: each cause of failure once, in
// full, with all the results that share it; then what is left to say.
func WriteConsole(w io.Writer, r Report, o ConsoleOptions) error {
	p := newPrinter(w, o)
	p.target = r.Target
	all := causes(r.Results)
	for i, one := range all {
		if r.OneAnswer != "" && i > 0 {
			p.linef("%s left out here, since every request got the same answer.\n", plural(len(all)-1, "further cause"))
			break
		}
		p.cause(one)
	}
	if r.Unreachable == "" { // then all are, and a remark says why
		p.undone(r.Results)
	}
	p.waivers(r)
	p.baseline(r)
	for _, remark := range remarks(r) {
		p.linef("%s", p.dim("· ")+printable(remark))
	}
	if len(remarks(r)) > 0 {
		p.linef("")
	}
	p.summary(r, len(all))
	return p.err
}

// Text is one failed result as the console shows it, without colour. Of any
// other result it is a line that says what became of it.
func Text(r Result) string {
	if len(r.Mismatches) == 0 {
		return strings.TrimSuffix(fmt.Sprintf("%s: %s: %s", r.Name(), r.Verdict, printable(r.Reason)), ": ") + "\n"
	}
	var b strings.Builder
	p := newPrinter(&b, ConsoleOptions{})
	p.failure(r.Name(), r.Level, r, distinct(r.Mismatches))
	return b.String()
}

// printer writes lines and remembers the first error.
type printer struct {
	w                           io.Writer
	target                      string
	red, green, dim, bold, warn func(...any) string
	err                         error
}

func newPrinter(w io.Writer, o ConsoleOptions) *printer {
	style := func(attributes ...color.Attribute) func(...any) string {
		c := color.New(attributes...)
		if o.Color {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c.SprintFunc()
	}
	return &printer{
		w: w, red: style(color.FgRed, color.Bold), green: style(color.FgGreen, color.Bold),
		dim: style(color.Faint), bold: style(color.Bold), warn: style(color.FgYellow),
	}
}

func (p *printer) linef(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format+"\n", args...); err != nil && p.err == nil {
		p.err = fmt.Errorf("writing the console report: %w", err)
	}
}

// cause writes one thing that is wrong: the first result that shows it, in
// full, and the names of the others.
func (p *printer) cause(c cause) {
	first := c.results[0]
	same := 1 // the encodings of the first case go into the heading
	for same < len(c.results) && c.results[same].ID == first.ID {
		same++
	}
	p.failure(names(c.results[:same])[0], c.level, first, []Mismatch{c.example})
	if others := names(c.results[same:]); len(others) > 0 {
		p.linef("  %s   %s", p.dim("Also:"), listed(others))
	}
	p.linef("")
}

// failure writes what is wrong with one result, or a part of it.
func (p *printer) failure(name string, level cases.Level, r Result, mismatches []Mismatch) {
	var requirements, explanations []string
	for _, m := range mismatches {
		if !slices.Contains(requirements, m.Requirement) {
			requirements = append(requirements, m.Requirement)
		}
		explanations = append(explanations, m.Explanation)
	}
	padding := strings.Repeat(" ", max(2, 68-utf8.RuneCountInString(name)))
	p.linef("%s%s%s   %s", p.red("✗ ")+p.bold(name), padding, p.warn(string(level)), strings.Join(requirements, " "))
	p.linef("  %s", printable(r.Title))
	p.linef("")
	p.evidence(r, mismatches)
	for _, sentence := range explanations {
		p.linef("  %s", printable(sentence))
	}
	for _, c := range r.Changes {
		p.linef("  %s", printable(c.String()))
	}
	if step := mismatches[0].Step; step <= len(r.Exchanges) {
		p.linef("  %s  %s", p.dim("Again:"), p.again(r, r.Exchanges[step-1]))
	}
	p.linef("  %s   regspec explain %s", p.dim("More:"), r.ID)
}

// again is the way to see it once more. A request whose credentials are not
// shown cannot be sent again as it stands, and needs its whole case; one that is
// very long is better sent by its case, too.
func (p *printer) again(r Result, x wire.Exchange) string {
	curl := x.Request.Curl()
	if !strings.Contains(curl, Redacted) && len(curl) <= curlShown {
		return curl
	}
	target := p.target
	if target == "" {
		target = "URL"
	}
	return fmt.Sprintf("regspec run --target %s --encoding %s %s", printable(target), r.Encoding, r.ID)
}

// evidence writes what was sent, and of each mismatch what was expected and
// what came.
func (p *printer) evidence(r Result, mismatches []Mismatch) {
	step := 0
	for _, m := range mismatches {
		var x wire.Exchange
		if m.Step <= len(r.Exchanges) {
			x = r.Exchanges[m.Step-1]
		}
		if m.Step != step {
			step = m.Step
			if len(r.Exchanges) > 1 {
				p.linef("    %s", p.dim(fmt.Sprintf("step %d of this case", step)))
			}
			p.linef("    %s      %s", p.dim("sent"), request(x))
		}
		p.linef("    %s  %s", p.dim("expected"), printable(m.Expected))
		p.linef("    %s       %s%s", p.dim("got"), p.bold(printable(m.Actual)), p.dim(answer(x)))
	}
	p.linef("")
}

// request is a request in one line.
func request(x wire.Exchange) string {
	parts := []string{strings.TrimSuffix(x.Request.Line, " HTTP/1.1")}
	parts = append(parts, wire.Values(x.Request.Header, "Content-Type")...)
	if len(x.Request.Body) > 0 {
		parts = append(parts, string(x.Request.Body))
	}
	return printable(strings.Join(parts, "   "))
}

// answer is the frame of an answer: "   (400, application/json)".
func answer(x wire.Exchange) string {
	if x.Answer == nil {
		return ""
	}
	mediaType := strings.Join(wire.Values(x.Answer.Header, "Content-Type"), ", ")
	if mediaType == "" {
		mediaType = "no Content-Type"
	}
	return printable(fmt.Sprintf("   (%d, %s)", x.Answer.Status, mediaType))
}

// undone writes what could not be run, by reason.
func (p *printer) undone(results []Result) {
	var reasons []string
	by := map[string][]Result{}
	for _, r := range results {
		if r.Verdict != Errored && (r.Verdict != Skipped || r.Skip == SkipDeselected || r.Skip == SkipInterrupted) {
			continue
		}
		key := string(r.Verdict) + ": " + r.Reason
		if len(by[key]) == 0 {
			reasons = append(reasons, key)
		}
		by[key] = append(by[key], r)
	}
	for _, reason := range reasons {
		p.linef("%s", p.warn("! ")+printable(reason))
		p.linef("  %s", listed(names(by[reason])))
		p.linef("")
	}
}

func (p *printer) summary(r Report, causes int) {
	s := r.Summary
	p.linef("%s  %s", p.bold(printable(r.Target)), p.verdict(r))
	if missed := idsOf(r.Requirements, Missed); len(missed) > 0 {
		p.linef("%d of %s missed: %s", len(missed), plural(len(r.Requirements), "requirement"), listed(missed))
	}
	from := ""
	if causes > 0 {
		from = " from " + plural(causes, "cause")
	}
	p.linef("%s selected of %d, %d run: %d passed, %d failed%s%s, %d waived, %d skipped, %d errored  in %s",
		plural(s.Selected, "case"), s.Total, s.Run, s.Passed, s.Failed, byLevel(s), from, s.Waived,
		s.Skipped-(s.Total-s.Selected), s.Errored,
		time.Duration(r.DurationMS*float64(time.Millisecond)).Round(time.Millisecond))
}

func byLevel(s Summary) string {
	if s.Failed == 0 {
		return ""
	}
	var parts []string
	for _, level := range cases.Levels() {
		if n := s.FailedByLevel[level]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, level))
		}
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// listed joins names, and counts what would be too many.
func listed(names []string) string {
	if len(names) <= namesShown {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:namesShown], ", ") + fmt.Sprintf(" and %d more", len(names)-namesShown)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// printable shortens a text that a server or a case gave, and escapes what a
// terminal would obey rather than show.
func printable(s string) string {
	if n := utf8.RuneCountInString(s); n > bodyShown {
		s = string([]rune(s)[:bodyShown]) + fmt.Sprintf("… (%d characters)", n)
	}
	return Visible(s)
}

// Visible escapes what a terminal would obey rather than show, line ends too.
func Visible(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if strconv.IsPrint(r) && (r != utf8.RuneError || size > 1) {
			b.WriteRune(r)
		} else {
			quoted := strconv.QuoteToASCII(s[:size])
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		s = s[size:]
	}
	return b.String()
}
