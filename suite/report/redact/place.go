package redact

import (
	"iter"
	"regexp"
	"strconv"
	"strings"
)

// place is where a secret stands: behind its name. The names are looked for by hand and
// only what follows them by a pattern, since nearly all of a report is something else.
type place struct {
	opens func(text string) bool // whether what precedes a name fits
	rest  *regexp.Regexp         // what follows the name; its group is the value
}

func anywhere(string) bool         { return true }
func bracketed(before string) bool { return strings.HasSuffix(before, "<") }
func quoted(before string) bool {
	return strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "'")
}

// spans gives where each value begins and ends.
func (p place) spans(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		done := 0
		for at := 0; at < len(text); at++ {
			if c := text[at]; c|' ' != 'c' && c != '%' && c != '\\' { // no name begins so
				continue
			}
			size := nameAt(text[at:])
			if size == 0 || !p.opens(text[done:at]) {
				continue
			}
			m := p.rest.FindStringSubmatchIndex(text[at+size:])
			if m == nil {
				continue
			}
			if from := at + size; !yield(from+m[2], from+m[3]) {
				return
			}
			done = at + size + m[1]
			at = done - 1
		}
	}
}

// values gives the values in a text.
func (p place) values(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for from, to := range p.spans(text) {
			if !yield(text[from:to]) {
				return
			}
		}
	}
}

// hide gives the text with another in the place of each value.
func (p place) hide(text string, instead func(value string) string) string {
	var b strings.Builder
	done := 0
	for from, to := range p.spans(text) {
		b.WriteString(text[done:from])
		b.WriteString(instead(text[from:to]))
		done = to
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// nameAt is the length of the name of the secret with which a text begins, or 0. The
// name is client_secret, clientSecret, client%5Fsecret, client\u005fsecret and the like.
func nameAt(text string) int {
	n := 0
	for _, letter := range []byte("client_secret") {
		r, size := letterAt(text[n:])
		switch {
		case letter == '_' && r != '_' && r != '-':
			continue // it may be left out
		case letter != '_' && r|' ' != letter:
			return 0
		}
		n += size
	}
	return n
}

// letterAt is the character with which a text begins, and how long it is there: it may
// be written as %5F or \u005f.
func letterAt(text string) (letter byte, size int) {
	rest, escaped := strings.CutPrefix(text, "%")
	if !escaped {
		rest, escaped = strings.CutPrefix(text, `\u00`)
	}
	if escaped && len(rest) >= 2 {
		if code, err := strconv.ParseUint(rest[:2], 16, 8); err == nil {
			return byte(code), len(text) - len(rest) + 2
		}
	}
	if text == "" {
		return 0, 0
	}
	return text[0], 1
}
