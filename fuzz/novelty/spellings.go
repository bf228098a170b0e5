package novelty

import (
	"html"
	"net/url"
	"strconv"
	"strings"
)

// maxSpellings bounds what is looked for.
const maxSpellings = 256

// spellings are the values to look for in an answer, in every spelling.
type spellings struct {
	all   []spelling
	first [256 / 64]uint64 // the bytes that a spelling begins with
}

// spelling is one way in which a value is written.
type spelling struct {
	text    string
	value   int // which one
	escaped bool
}

// spellingsOf prepares values. What could be taken for a mark is not looked for.
func spellingsOf(values []string) *spellings {
	if len(values) == 0 {
		return nil
	}
	s := &spellings{all: make([]spelling, 0, len(values))}
	for i, value := range values {
		value = valid(value)
		if len(s.all) >= maxSpellings {
			break
		}
		if value == "" || strings.Contains(value, open) || s.has(value) {
			continue
		}
		s.add(spelling{text: value, value: i})
		if unusual(value) {
			s.addEscaped(value, i)
		}
	}
	return s
}

// has reports whether there is that value already.
func (s *spellings) has(value string) bool {
	for i := range s.all {
		if one := &s.all[i]; !one.escaped && one.text == value {
			return true
		}
	}
	return false
}

func (s *spellings) add(one spelling) {
	s.all = append(s.all, one)
	b := one.text[0]
	s.first[b/64] |= 1 << (b % 64)
}

// addEscaped adds the spellings of HTML, URLs and JSON.
func (s *spellings) addEscaped(value string, i int) {
	quoted := strconv.Quote(value)
	for _, escaped := range [...]string{html.EscapeString(value), url.QueryEscape(value), url.PathEscape(value), quoted[1 : len(quoted)-1]} {
		if escaped != value && len(escaped) > minEcho {
			s.add(spelling{text: escaped, value: i, escaped: true})
		}
	}
}

// begins reports whether a spelling begins with b.
func (s *spellings) begins(b byte) bool { return s.first[b/64]&(1<<(b%64)) != 0 }

// unusual reports whether a value has something in it that is often escaped.
func unusual(value string) bool {
	for i := range len(value) {
		switch b := value[i]; b {
		case '<', '>', '&', '"', '\'', '\\', '%':
			return true
		default:
			if b < ' ' || b >= 0x7f {
				return true
			}
		}
	}
	return false
}
