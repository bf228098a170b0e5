package format

import (
	"strings"
	"unicode/utf8"
)

// columns is how wide the console report is, unless the options say otherwise.
const columns = 80

// wrap breaks a text into lines of at most so many characters, at spaces. A word that is
// longer has a line of its own.
func wrap(text string, width int) []string {
	var lines []string
	for utf8.RuneCountInString(text) > width {
		cut, at := -1, 0
		for i, r := range text {
			if r == ' ' && (at <= width || cut < 0) && i > 0 {
				cut = i
			}
			if at++; at > width+1 && cut >= 0 {
				break
			}
		}
		if cut < 0 {
			break
		}
		lines, text = append(lines, strings.TrimRight(text[:cut], " ")), strings.TrimLeft(text[cut:], " ")
	}
	return append(lines, text)
}

// wrapped writes a label and a text behind it, whose further lines stand below the first.
// style is for each line, and may be nil.
func (p *printer) wrapped(label, text string, style func(...any) string) {
	indent := utf8.RuneCountInString(label)
	for i, line := range wrap(text, p.width-indent) {
		if i > 0 {
			label = strings.Repeat(" ", indent)
		}
		if style != nil {
			line = style(line)
		}
		p.linef("%s%s", p.dim(label), line)
	}
}

// paragraph writes a text with an indent.
func (p *printer) paragraph(indent int, text string) {
	p.wrapped(strings.Repeat(" ", indent), text, nil)
}
