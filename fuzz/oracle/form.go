package oracle

import (
	"strings"
	"unicode/utf8"
)

// formFlaws says what is unusual about a form.
type formFlaws struct {
	percent   bool // a percent sign without two hexadecimal digits behind it
	semicolon bool // some split pairs by it, some refuse it
	raw       bool // bytes that a form would encode: controls and what is not ASCII
	badUTF8   bool // or a code point that some decoders refuse
}

func (f formFlaws) any() bool { return f != formFlaws{} }

// readForm reads application/x-www-form-urlencoded as the URL Standard has it.
func readForm(s string, p *parameters) formFlaws {
	var f formFlaws
	for s != "" {
		var pair string
		pair, s, _ = strings.Cut(s, "&")
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		key, keyFlaws := unescape(rawName)
		v, valueFlaws := unescape(rawValue)
		flaws := keyFlaws.and(valueFlaws)
		f = f.and(flaws)
		p.add(key, value{kind: text, text: v, damaged: valueFlaws.badUTF8 || valueFlaws.percent})
		n := nameOf(key)
		if n == named {
			continue
		}
		if flaws.percent || flaws.raw {
			p.of[n].doubt = true // a pair that cannot be decoded, or is none by the rules, may be dropped
		}
		if before, _, split := strings.Cut(rawValue, ";"); split {
			v, _ := unescape(before)
			p.of[n].more = append(p.of[n].more, value{kind: text, text: v})
		}
	}
	return f
}

func (f formFlaws) and(g formFlaws) formFlaws {
	return formFlaws{
		percent: f.percent || g.percent, semicolon: f.semicolon || g.semicolon,
		raw: f.raw || g.raw, badUTF8: f.badUTF8 || g.badUTF8,
	}
}

// unescape decodes a name or a value. A percent sign that encodes nothing stands for itself.
func unescape(s string) (string, formFlaws) {
	var f formFlaws
	if all(s, func(c byte) bool { return c != '%' && c != '+' && c != ';' && c >= ' ' && c < utf8.RuneSelf }) {
		return s, f
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			c = ' '
		case c == ';':
			f.semicolon = true
		case c < ' ' || c >= utf8.RuneSelf:
			f.raw = true
		case c != '%':
		case i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			high, _ := hexDigit(s[i+1])
			low, _ := hexDigit(s[i+2])
			c = high<<4 | low
			i += 2
		default:
			f.percent = true
		}
		b = append(b, c)
	}
	s = string(b)
	f.badUTF8 = !utf8.ValidString(s) || strings.ContainsFunc(s, noncharacter)
	return s, f
}

func isHex(c byte) bool {
	_, ok := hexDigit(c)
	return ok
}
