package testservers

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON by hand. A member given twice, bytes that are no
// UTF-8, lone surrogates and deep nesting are refused.
type jsonReader struct {
	s     string
	i     int
	depth int
	// lenient lets a comma stand before a closing bracket.
	lenient bool
	// unchecked leaves an optional member out that is given twice.
	unchecked bool
}

const maxDepth = 64

// parseJSON reads one value with a reader; a byte order mark before it is passed over.
func parseJSON(raw []byte, p jsonReader) (any, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("no UTF-8")
	}
	p.s = strings.TrimPrefix(string(raw), "\uFEFF")
	v, ok := p.value()
	if p.space(); !ok || p.i < len(p.s) {
		return nil, errors.New("no JSON at byte " + strconv.Itoa(p.i))
	}
	return v, nil
}

func (p *jsonReader) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// take passes over a token if it is next.
func (p *jsonReader) take(token string) bool {
	p.space()
	if !strings.HasPrefix(p.s[p.i:], token) {
		return false
	}
	p.i += len(token)
	return true
}

func (p *jsonReader) value() (any, bool) {
	if p.depth++; p.depth > maxDepth {
		return nil, false
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("{"):
		return p.object()
	case p.take("["):
		return p.array()
	case p.take(`"`):
		return p.text()
	case p.take("true"):
		return true, true
	case p.take("false"):
		return false, true
	case p.take("null"):
		return nil, true
	default:
		return p.number()
	}
}

// items reads what is between brackets, up to the closing one.
func (p *jsonReader) items(closing string, item func() bool) bool {
	if p.take(closing) {
		return true
	}
	for {
		if !item() {
			return false
		}
		if p.take(closing) {
			return true
		}
		if !p.take(",") {
			return false
		}
		if p.lenient && p.take(closing) {
			return true
		}
	}
}

func (p *jsonReader) object() (any, bool) {
	all := fields{}
	var twice []string
	ok := p.items("}", func() bool {
		if !p.take(`"`) {
			return false
		}
		name, ok := p.text()
		if !ok || !p.take(":") {
			return false
		}
		if _, given := all[name]; given {
			if !p.unchecked || required(name) {
				return false
			}
			twice = append(twice, name)
		}
		all[name], ok = p.value()
		return ok
	})
	for _, name := range twice {
		delete(all, name)
	}
	return all, ok
}

// required tells whether a registration or an update cannot do without a member.
func required(name string) bool {
	return slices.Contains([]string{"type", "application_type", "client_id", "client_secret"}, name)
}

func (p *jsonReader) array() (any, bool) {
	all := []any{}
	ok := p.items("]", func() bool {
		v, ok := p.value()
		all = append(all, v)
		return ok
	})
	return all, ok
}

// text reads a string whose opening quote has been taken.
func (p *jsonReader) text() (string, bool) {
	var b strings.Builder
	for p.i < len(p.s) {
		ch := p.s[p.i]
		p.i++
		switch {
		case ch == '"':
			return b.String(), true
		case ch < 0x20:
			return "", false
		case ch != '\\':
			b.WriteByte(ch)
		default:
			r, ok := p.escape()
			if !ok {
				return "", false
			}
			b.WriteRune(r)
		}
	}
	return "", false
}

func (p *jsonReader) escape() (rune, bool) {
	if p.i >= len(p.s) {
		return 0, false
	}
	ch := p.s[p.i]
	p.i++
	if ch == 'u' {
		return p.unicode()
	}
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	at := strings.IndexByte(from, ch)
	if at < 0 {
		return 0, false
	}
	return rune(to[at]), true
}

func (p *jsonReader) unicode() (rune, bool) {
	r, ok := p.hex()
	if !ok || !utf16.IsSurrogate(r) {
		return r, ok
	}
	if !strings.HasPrefix(p.s[p.i:], `\u`) {
		return 0, false
	}
	p.i += 2
	low, ok := p.hex()
	r = utf16.DecodeRune(r, low)
	return r, ok && r != utf8.RuneError
}

func (p *jsonReader) hex() (rune, bool) {
	if p.i+4 > len(p.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.s[p.i:p.i+4], 16, 16)
	p.i += 4
	return rune(n), err == nil
}

func (p *jsonReader) digits() int {
	start := p.i
	for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
		p.i++
	}
	return p.i - start
}

// next passes over one byte of a set.
func (p *jsonReader) next(set string) bool {
	if p.i < len(p.s) && strings.IndexByte(set, p.s[p.i]) >= 0 {
		p.i++
		return true
	}
	return false
}

func (p *jsonReader) number() (any, bool) {
	p.space()
	start := p.i
	p.next("-")
	if !p.next("0") && p.digits() == 0 {
		return nil, false
	}
	if p.next(".") && p.digits() == 0 {
		return nil, false
	}
	if p.next("eE") {
		p.next("+-")
		if p.digits() == 0 {
			return nil, false
		}
	}
	n, err := strconv.ParseFloat(p.s[start:p.i], 64)
	return n, err == nil
}
