package format

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

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

// heading names what is wrong, with its level and the requirements.
func (p *printer) heading(name string, level cases.Level, requirements string) {
	name, requirements = report.Visible(name), report.Visible(requirements)
	padding := strings.Repeat(" ", max(2, 68-utf8.RuneCountInString(name)))
	p.linef("%s%s%s   %s", p.red("✗ ")+p.bold(name), padding, p.warn(string(level)), requirements)
}

// compared writes what was expected and what came.
func (p *printer) compared(expected, actual, frame string) {
	p.linef("    %s  %s", p.dim("expected"), printable(expected))
	p.linef("    %s       %s%s", p.dim("got"), p.bold(printable(actual)), p.dim(frame))
}

// note writes a remark on a line.
func (p *printer) note(text string) { p.linef("%s", p.dim("· ")+printable(text)) }
