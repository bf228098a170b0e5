package novelty

import (
	"html"
	"net/url"
	"strconv"
	"strings"
)

// maxSpellings bounds what is looked for.
const maxSpellings = 256

// wanted are the values to look for in an answer, in each of their spellings.
type wanted struct {
	spellings []spelling
	first     [256 / 64]uint64 // the bytes that a spelling begins with
}

// spelling is one way in which a value is written.
type spelling struct {
	text    string
	value   int // which one
	escaped bool
}

// wantedOf prepares values. What could be taken for a mark is not looked for.
func wantedOf(values []string) *wanted {
	if len(values) == 0 {
		return nil
	}
	w := &wanted{spellings: make([]spelling, 0, len(values))}
	for i, value := range values {
		value = valid(value)
		if len(w.spellings) >= maxSpellings {
			break
		}
		if value == "" || strings.Contains(value, open) || w.has(value) {
			continue
		}
		w.add(spelling{text: value, value: i})
		if unusual(value) {
			w.addEscaped(value, i)
		}
	}
	return w
}

// has reports whether there is that value already.
func (w *wanted) has(value string) bool {
	for i := range w.spellings {
		if s := &w.spellings[i]; !s.escaped && s.text == value {
			return true
		}
	}
	return false
}

func (w *wanted) add(s spelling) {
	w.spellings = append(w.spellings, s)
	b := s.text[0]
	w.first[b/64] |= 1 << (b % 64)
}

// addEscaped adds the spellings of HTML, URLs and JSON.
func (w *wanted) addEscaped(value string, i int) {
	quoted := strconv.Quote(value)
	for _, escaped := range [...]string{html.EscapeString(value), url.QueryEscape(value), url.PathEscape(value), quoted[1 : len(quoted)-1]} {
		if escaped != value && len(escaped) > minEcho {
			w.add(spelling{text: escaped, value: i, escaped: true})
		}
	}
}

// begins reports whether a spelling begins with b.
func (w *wanted) begins(b byte) bool { return w.first[b/64]&(1<<(b%64)) != 0 }

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
