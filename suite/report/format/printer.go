package format

import (
	"fmt"
	"io"

	"github.com/fatih/color"
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
