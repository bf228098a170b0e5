package format

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// commands are texts that a terminal would obey, or show as another.
func commands() []string {
	return []string{
		"\x1b[2J\x1b[31mred", "\x1b]0;title\a", "\x1b]8;;http://evil\x1b\\link", "\u009b31m", "\x00", "a\rb", "a\nb", "a\bb", "\t", "\x7f",
		"\u202egnp.exe", "\u2066x\u2069", "\u200b", "\u200f", "\ufeff", "\u2028", "\u00ad", "\U000e0041", "\xff\xfe", "\xc2", "\xed\xa0\x80",
		"\u0000\u0600",
	}
}

var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func TestNothingReachesTheTerminalThatItWouldObey(t *testing.T) {
	texts := append(commands(), strings.Join(commands(), "x"))
	for _, text := range texts {
		for name, write := range writers() {
			if !strings.Contains(name, "console") {
				continue
			}
			got := written(t, write, fixture.Everywhere(text))
			if strings.HasPrefix(name, "coloured") {
				got = colours.ReplaceAllString(got, "") // ours: they are balanced, as another test says
			}
			harmless(t, name, got, text)
		}
		harmless(t, "Text", Text(fixture.Everywhere(text).Results[0]), text)
	}
}

func harmless(t *testing.T, where, got, text string) {
	t.Helper()
	for _, r := range strings.ToValidUTF8(got, "\x00") {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%s: %q comes through of %q", where, r, text)
			return
		}
	}
	lines := strings.Count(got, "\n")
	plain := strings.Count(written(t, func(w io.Writer, r report.Report) error { return Console(w, r, ConsoleOptions{}) }, fixture.Everywhere("x")), "\n")
	if where != "Text" && lines != plain {
		t.Errorf("%s: %q makes %d lines of %d", where, text, lines, plain)
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"":                    "",
		"plain, é客\U0001F4F7": "plain, é客\U0001F4F7",
		"\x1b[31m":            `\x1b[31m`,
		"a\r\n\tb":            `a\r\n\tb`,
		"\u202e\u2066":        `\u202e\u2066`,
		"\u009b":              `\u009b`,
		"\xff":                `\xff`,
		"\ufffd":              "\ufffd",
		`back\slash "q"`:      `back\slash "q"`,
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestColourOnlyWhenAsked(t *testing.T) {
	for _, r := range []report.Report{fixture.EveryVerdict(), fixture.Report(fixture.Result("a/b", report.Passed, cases.Implied)), fixture.Everywhere("x")} {
		plain := console(t, r)
		if strings.Contains(plain, "\x1b") {
			t.Errorf("there is colour in\n%q", plain)
		}
		coloured := written(t, writers()["coloured console"], r)
		if !strings.Contains(coloured, "\x1b[") {
			t.Errorf("there is no colour in\n%q", coloured)
		}
		if got := colours.ReplaceAllString(coloured, ""); got != plain {
			t.Errorf("without its colour it is\n%s\nand not\n%s", got, plain)
		}
		for line := range strings.SplitSeq(coloured, "\n") {
			codes := colours.FindAllString(line, -1)
			if len(codes)%2 != 0 {
				t.Errorf("the colour does not end with the line: %q", line)
			}
		}
	}
}
