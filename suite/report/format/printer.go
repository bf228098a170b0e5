package format

import (
	"cmp"
	"fmt"
	"io"

	"github.com/fatih/color"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// printer writes lines and remembers the first error.
type printer struct {
	w                           io.Writer
	target                      string
	verbose                     bool
	rewritten                   string
	width                       int
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
		w: w, width: cmp.Or(o.Width, columns), red: style(color.FgRed, color.Bold), green: style(color.FgGreen, color.Bold),
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
	p.wrapped("✗ ", report.Visible(name), p.bold)
	p.paragraph(2, string(level)+"   "+report.Visible(requirements))
}

// compared writes what was expected and what came.
func (p *printer) compared(expected, actual, frame string) {
	p.wrapped("    expected  ", printable(folded(expected)), nil)
	p.wrapped("    got       ", printable(folded(actual))+frame, p.bold)
}

// note writes a remark on a line.
func (p *printer) note(text string) { p.wrapped("· ", printable(text), nil) }
