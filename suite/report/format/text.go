package format

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The most that a text, a curl command, a list of results and a list about a waiver
// get, in characters and names. The JSON report has everything.
const (
	bodyShown    = 600
	manyTimes    = 50 // that a character comes in a row
	timesShown   = 8  // of these
	curlShown    = 2000
	namesShown   = 12
	excusesShown = 4
)

// request is a request in one line.
func request(x wire.Exchange) string {
	parts := []string{strings.TrimSuffix(x.Request.Line, " HTTP/1.1")}
	parts = append(parts, wire.Values(x.Request.Header, "Content-Type")...)
	for _, field := range unusual(x.Request) {
		parts = append(parts, field.Name+": "+field.Value)
	}
	if n := x.Request.Pieces; n > 0 {
		parts = append(parts, fmt.Sprintf("in %d pieces", n))
	}
	if x.Request.Behind {
		parts = append(parts, "on the connection of the step before")
	}
	if len(x.Request.Body) > 0 {
		parts = append(parts, folded(string(x.Request.Body)))
	}
	if n := x.Request.Omitted; n > 0 {
		parts = append(parts, fmt.Sprintf("and %d bytes more", n))
	}
	return printable(strings.Join(parts, "   "))
}

// fieldShown is the most that the value of a header field gets in that line, in bytes.
const fieldShown = 120

// unusual lists the header fields without which the reader cannot see what was found: all
// but the type, which is shown by itself, and those that this client sends of its own.
func unusual(s wire.Sent) []wire.Field {
	host := ""
	if u, err := url.Parse(s.URL); err == nil {
		host = u.Host
	}
	own := map[string]string{
		"host": host, "accept": "application/json", "accept-encoding": "gzip", "content-length": strconv.Itoa(len(s.Body) + s.Omitted),
	}
	var all []wire.Field
	seen := map[string]bool{"content-type": true}
	for _, f := range s.Header {
		name := strings.ToLower(f.Name)
		usual := name == "content-type" || !seen[name] && (own[name] == f.Value && f.Value != "" || name == "user-agent" && strings.HasPrefix(f.Value, wire.DefaultUserAgent))
		seen[name] = true
		if usual {
			continue
		}
		if len(f.Value) > fieldShown {
			f.Value = strings.ToValidUTF8(f.Value[:fieldShown], "") + "…"
		}
		all = append(all, f)
	}
	return all
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

// byLevel counts the failed by their level: "286 documented, 45 hardening".
func byLevel(s report.Summary) string {
	var parts []string
	for _, level := range cases.Levels() {
		if n := s.FailedByLevel[level]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, level))
		}
	}
	return strings.Join(parts, ", ")
}

// listed joins the first names, and counts the others.
func listed(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}

func plural(n int, noun string) string { return strconv.Itoa(n) + " " + choose(n, noun, noun+"s") }

// choose gives the form of a word for a number.
func choose(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// took is how long the run took, in words.
func took(r report.Report) string {
	return time.Duration(r.DurationMS * float64(time.Millisecond)).Round(time.Millisecond).String()
}

// printable shortens a text that a server or a case gave, and escapes what a
// terminal would execute rather than show.
func printable(s string) string {
	if n := utf8.RuneCountInString(s); n > bodyShown {
		s = string([]rune(s)[:bodyShown]) + fmt.Sprintf("… (%d characters)", n)
	}
	return report.Visible(s)
}

// folded says of a character that comes many times in a row how often it does.
func folded(s string) string {
	var b strings.Builder
	for rest := s; rest != ""; {
		first, size := utf8.DecodeRuneInString(rest)
		one := rest[:size]
		after := strings.TrimLeftFunc(rest, func(r rune) bool { return r == first })
		times := (len(rest) - len(after)) / size
		if times < manyTimes || first == utf8.RuneError {
			b.WriteString(one)
			rest = rest[size:]
			continue
		}
		fmt.Fprintf(&b, "%s… (%d times %s)", strings.Repeat(one, timesShown), times, one)
		rest = after
	}
	return b.String()
}

// counted is the summary in words. What there is none of is left out, but for what passed
// and failed. A blocked case that is waived did not run, and is skipped here.
func counted(s report.Summary) string {
	parts := []string{
		fmt.Sprintf("%s selected of %d, %d run: %d passed", plural(s.Selected, "case"), s.Total, s.Run, s.Passed),
		fmt.Sprintf("%d failed", s.Failed),
	}
	for _, one := range []struct {
		n    int
		word string
	}{{s.Waived - s.WaivedBlocked(), "waived"}, {s.SelectedSkips(), "skipped"}, {s.Errored, "errored"}} {
		if one.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", one.n, one.word))
		}
	}
	return strings.Join(parts, ", ")
}
