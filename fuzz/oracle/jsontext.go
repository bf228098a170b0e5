package oracle

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string. Mostly it is a piece of the input as it stands.
func (r *jsonReader) text() (s string, damaged bool) {
	quote := r.s[r.i]
	if quote == '\'' {
		r.flaw(lenient)
	}
	r.i++
	start := r.i
	for r.i < len(r.s) {
		switch c := r.s[r.i]; {
		case c == quote:
			s = r.s[start:r.i]
			r.i++
			r.hand(s)
			return s, false
		case c < ' ' || c >= utf8.RuneSelf || c == '\\':
			return r.mixed(start, quote)
		}
		r.i++
	}
	r.fail()
	return "", true
}

func (r *jsonReader) hand(s string) {
	if r.every != nil {
		r.every(s)
	}
}

// mixed reads the rest of a string that has to be decoded.
func (r *jsonReader) mixed(start int, quote byte) (s string, damaged bool) {
	var b strings.Builder
	b.WriteString(r.s[start:r.i])
	for r.i < len(r.s) {
		switch c := r.s[r.i]; {
		case c == quote:
			r.i++
			s = b.String()
			r.hand(s)
			return s, damaged
		case c == '\\':
			damaged = r.escape(&b) || damaged
		case c < ' ':
			r.flaw(lenient) // RFC 8259 §7 forbids them, and the parsers of most languages with it
			b.WriteByte(c)
			r.i++
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			r.i++
		default:
			char, size := utf8.DecodeRuneInString(r.s[r.i:])
			if char == utf8.RuneError && size == 1 {
				r.flaw(badUTF8)
				damaged = true
			}
			damaged = r.reserved(char) || damaged
			b.WriteRune(char)
			r.i += size
		}
	}
	r.fail()
	return "", true
}

// escape reads one escape and says whether what it stands for cannot be said.
func (r *jsonReader) escape(b *strings.Builder) (damaged bool) {
	r.i++
	c := r.peek()
	r.i++
	switch c {
	case '"', '\\', '/':
		b.WriteByte(c)
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	case 'u':
		return r.unicode(b)
	default:
		r.flaw(lenient) // JSON5 takes any character behind a backslash
		return true
	}
	return false
}

func (r *jsonReader) unicode(b *strings.Builder) (damaged bool) {
	first, ok := hex4(r.s[min(r.i, len(r.s)):])
	if !ok {
		r.flaw(lenient)
		return true
	}
	r.i += 4
	if !utf16.IsSurrogate(first) {
		b.WriteRune(first)
		return r.reserved(first)
	}
	if rest := r.s[r.i:]; strings.HasPrefix(rest, `\u`) {
		if second, ok := hex4(rest[2:]); ok {
			if char := utf16.DecodeRune(first, second); char != utf8.RuneError {
				b.WriteRune(char)
				r.i += 6
				return r.reserved(char)
			}
		}
	}
	r.flaw(halfSurrogate)
	b.WriteRune(utf8.RuneError)
	return true
}

// reserved reports, with a flaw, a code point that is no character.
func (r *jsonReader) reserved(char rune) bool {
	if noncharacter(char) {
		r.flaw(notCharacter)
		return true
	}
	return false
}

func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var n rune
	for i := range 4 {
		d, ok := hexDigit(s[i])
		if !ok {
			return 0, false
		}
		n = n<<4 | rune(d)
	}
	return n, true
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case digit(c):
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// number reads a number of JSON, and with a flaw the ones that lenient parsers take.
func (r *jsonReader) number() value {
	start := r.i
	for r.i < len(r.s) {
		c := r.s[r.i]
		if !digit(c) && !letter(c) && c != '-' && c != '+' && c != '.' && c != '_' {
			break
		}
		r.i++
	}
	literal := r.s[start:r.i]
	whole, fraction, exponent, ok := split(literal)
	if !ok {
		switch strings.TrimLeft(literal, "+-") {
		case "":
			return r.fail()
		case "NaN", "Infinity":
		default:
			if !almostNumber(literal) {
				return r.fail()
			}
		}
		r.flaw(lenient)
		return value{kind: number, text: literal, falsy: strings.Trim(literal, "+-0.") == ""}
	}
	// More digits than a double holds, or an exponent, may be out of some server's range.
	if len(whole) > 15 || len(fraction) > 15 || exponent != "" {
		r.flaw(hugeNumber)
	}
	double, err := strconv.ParseFloat(literal, 64) // which is 0 for 1e-400, too
	return value{kind: number, text: literal, falsy: err == nil && double == 0}
}

// split takes a number of JSON apart, without signs of whole and fraction.
func split(s string) (whole, fraction, exponent string, ok bool) {
	s = strings.TrimPrefix(s, "-")
	mantissa := s
	if at := strings.IndexAny(s, "eE"); at >= 0 {
		mantissa, exponent = s[:at], s[at+1:]
		digits := strings.TrimPrefix(exponent, "-")
		if len(digits) == len(exponent) {
			digits = strings.TrimPrefix(exponent, "+")
		}
		if digits == "" || !all(digits, digit) {
			return "", "", "", false
		}
	}
	whole, fraction, dotted := strings.Cut(mantissa, ".")
	if whole == "" || !all(whole, digit) || len(whole) > 1 && whole[0] == '0' {
		return "", "", "", false
	}
	if dotted && (fraction == "" || !all(fraction, digit)) {
		return "", "", "", false
	}
	return whole, fraction, exponent, true
}

// almostNumber says whether a lenient parser might take a literal for a number: 01, +1, .5, 1., 0x1F.
func almostNumber(s string) bool {
	s = strings.TrimLeft(s, "+-")
	if digits, ok := strings.CutPrefix(lower(s), "0x"); ok {
		return digits != "" && all(digits, func(c byte) bool { _, ok := hexDigit(c); return ok })
	}
	mantissa, exponent, scaled := strings.Cut(lower(s), "e")
	exponent = strings.TrimLeft(exponent, "+-")
	if scaled && exponent == "" {
		return false
	}
	return strings.Count(mantissa, ".") <= 1 && strings.Trim(mantissa, ".") != "" &&
		all(mantissa, func(c byte) bool { return digit(c) || c == '.' }) &&
		all(exponent, digit)
}
