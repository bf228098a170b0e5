package describe

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
)

// SignsIn lists what a text has in it that servers have been seen to stumble over.
func SignsIn(text string) []string {
	var all []string
	long := longerThan(text, 255, 1023, 4095)
	for _, r := range cases.References(text) {
		text += r.Unit() // it stands somewhere in it
	}
	text = References("", text)
	others := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' { // most are, and none of them is a sign
			return -1
		}
		return r
	}, text)
	for _, one := range []struct {
		name string
		is   func(rune) bool
	}{
		{"a space", func(r rune) bool { return r == ' ' }},
		{"a NUL", func(r rune) bool { return r == 0 }},
		{"a line end", func(r rune) bool { return r == '\n' || r == '\r' }},
		{"a control character", unicode.IsControl},
		{"a quote", func(r rune) bool { return r == '"' }},
		{"an apostrophe", func(r rune) bool { return r == '\'' }},
		{"a backslash", func(r rune) bool { return r == '\\' }},
		{"a percent sign", func(r rune) bool { return r == '%' }},
		{"a plus sign", func(r rune) bool { return r == '+' }},
		{"an ampersand", func(r rune) bool { return r == '&' }},
		{"a brace", func(r rune) bool { return r == '{' || r == '}' }},
		{"an angle bracket", func(r rune) bool { return r == '<' || r == '>' }},
		{"a dollar sign", func(r rune) bool { return r == '$' }},
		{"a capital", unicode.IsUpper},
		{"a digit", unicode.IsDigit},
		{"a hyphen", func(r rune) bool { return r == '-' }},
		{"an underscore", func(r rune) bool { return r == '_' }},
		{"a sign beyond ASCII", func(r rune) bool { return r > unicode.MaxASCII }},
		{"a sign beyond 16 bits", func(r rune) bool { return r > 0xFFFF }},
		{"punctuation", func(r rune) bool { return r < unicode.MaxASCII && unicode.IsPunct(r) }},
	} {
		if strings.ContainsFunc(others, one.is) {
			all = append(all, one.name)
		}
	}
	return append(all, long...)
}

// size is how many bytes and characters a text has when it is sent, as far as that is known before.
func size(text string) (bytes, characters int) {
	known := References("", text)
	bytes, characters = len(known), utf8.RuneCountInString(known)
	for _, r := range cases.References(text) {
		b, c := r.Size()
		bytes, characters = bytes+b, characters+c
	}
	return bytes, characters
}

// longerThan says which of some lengths a text exceeds.
func longerThan(text string, lengths ...int) []string {
	var all []string
	bytes, characters := size(text)
	for _, size := range []struct {
		n    int
		unit string
	}{{characters, " characters"}, {bytes, " bytes"}} { // the first is preferred where they say the same
		for _, most := range lengths {
			if size.n > most {
				all = append(all, "more than "+strconv.Itoa(most)+size.unit)
			}
		}
	}
	return all
}

// References puts something in the place of each variable of a text.
func References(in, text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		_, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before + in)
		text = after
	}
}
