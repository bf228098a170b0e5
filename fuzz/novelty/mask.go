package novelty

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The marks stand for what was masked, between ‹ and ›. A value that was sent is
// ‹1›, the next other one ‹2›.
const (
	open, closing = "‹", "›"
	markNumber    = "‹n›"
	markTime      = "‹time›"
	markUUID      = "‹uuid›"
	markHex       = "‹hex›"
	markBase64    = "‹base64›"
	markID        = "‹id›"
)

// maxMark bounds a mark in bytes.
const maxMark = len("‹base64›")

// Mask gives a message without what differs from one request to the next though
// the cause is the same: the values that were sent, UUIDs, hex and base64, ids,
// dates, times and numbers. A masked message stays as it is.
func Mask(message string, values []string) string {
	var scratch [256]byte
	masked := appendMask(scratch[:0], message, spellingsOf(values))
	if string(masked) == message {
		return message
	}
	return string(masked)
}

// appendMask appends a masked message.
func appendMask(text []byte, s string, values *spellings) []byte {
	s = valid(s)
	m := masker{s: s, text: text, values: values}
	if strings.Contains(s, open) && hasValueMark(s) {
		m.values = nil // they are masked already
	}
	for i := 0; i < len(s); {
		i = m.step(i)
	}
	return m.text
}

// masker goes over a message once.
type masker struct {
	s      string
	text   []byte
	values *spellings
	order  []int // the values, in the order in which they were found
}

// step masks or copies what begins at i, and returns where it ends.
func (m *masker) step(i int) int {
	s := m.s
	if s[i] == open[0] {
		if n := markAt(s[i:]); n > 0 {
			m.text = append(m.text, s[i:i+n]...)
			return i + n
		}
	}
	if n, value := m.valueAt(i); n > 0 {
		m.text = append(m.text, open...)
		m.text = strconv.AppendInt(m.text, int64(m.number(value)), 10)
		m.text = append(m.text, closing...)
		return i + n
	}
	if !runByte(s[i]) {
		m.text = append(m.text, s[i])
		return i + 1
	}
	if n := timeAt(s[i:]); n > 0 {
		m.text = append(m.text, markTime...)
		return i + n
	}
	return m.run(i)
}

// run masks a run of letters, digits and what joins them.
func (m *masker) run(i int) int {
	s := m.s
	end := i
	for end < len(s) && runByte(s[end]) {
		// A value that was sent may begin within.
		if end > i && wordStart(s, end) {
			if n, _ := m.valueAt(end); n > 0 {
				break
			}
		}
		end++
	}
	if mark := markOfRun(s[i:end]); mark != "" {
		m.text = append(m.text, mark...)
		if mark == markBase64 {
			for end < len(s) && s[end] == '=' {
				end++
			}
		}
		return end
	}
	for i < end {
		next := i + 1
		for next < end && wordByte(s[next]) == wordByte(s[i]) {
			next++
		}
		if !wordByte(s[i]) {
			next = i + 1
		}
		next = m.word(i, next)
		i = next
	}
	return max(i, end)
}

// word masks what is between two joiners, or copies a joiner.
func (m *masker) word(i, end int) int {
	s := m.s
	if !wordByte(s[i]) {
		// The sign of a number goes with it.
		if s[i] == '-' && i+1 < len(s) && digit(s[i+1]) && (i == 0 || !runByte(s[i-1])) {
			return i + 1
		}
		m.text = append(m.text, s[i])
		return i + 1
	}
	if n := timeAt(s[i:]); n > 0 && i+n >= end {
		m.text = append(m.text, markTime...)
		return i + n
	}
	if mark := markOfWord(s[i:end]); mark != "" {
		m.text = append(m.text, mark...)
		return end
	}
	for i < end {
		if !digit(s[i]) {
			m.text = append(m.text, s[i])
			i++
			continue
		}
		m.text = append(m.text, markNumber...)
		i += numberAt(s[i:])
	}
	return i
}

// number is the one of a value in the order of finding.
func (m *masker) number(value int) int {
	if n := slices.Index(m.order, value); n >= 0 {
		return n + 1
	}
	m.order = append(m.order, value)
	return len(m.order)
}

// valueAt finds the longest value that stands at i.
func (m *masker) valueAt(i int) (n, value int) {
	if m.values == nil || !m.values.begins(m.s[i]) || !wordStart(m.s, i) {
		return 0, 0
	}
	rest := m.s[i:]
	for _, spelling := range m.values.all {
		if spelling.text[0] != rest[0] {
			continue
		}
		if found := m.matchLength(rest, spelling); found > n {
			n, value = found, spelling.value
		}
	}
	return n, value
}

// matchLength says how many bytes at the beginning of rest are a value, also when it
// is cut off.
func (m *masker) matchLength(rest string, s spelling) int {
	n := common(rest, s.text)
	switch {
	case n == len(s.text) && wordEnd(rest, n):
		// A short one counts only once: the next time it is a word of the message,
		// such as the "a" of "Email a is not a valid email".
		if n >= minEcho || !punctuation(rest[0]) && !slices.Contains(m.order, s.value) {
			return n
		}
	case n > minPrefix && n < len(s.text) && !s.escaped:
		return n
	}
	return 0
}

// punctuation reports whether b may stand in a message for itself.
func punctuation(b byte) bool { return ' ' <= b && b < 0x7f && !wordByte(b) }

// common is how many bytes two strings begin with alike.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// valid gives a text in UTF-8: each byte that is none becomes a U+FFFD, as most
// servers have it.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune { return r }, s)
}

// wordStart reports whether i does not stand within a word. What is behind a mark
// does: it was within one before.
func wordStart(s string, i int) bool {
	return i == 0 || !wordByte(s[i]) || !wordByte(s[i-1]) && !strings.HasSuffix(s[:i], closing)
}

// wordEnd reports whether a word does not go on at n.
func wordEnd(s string, n int) bool {
	return n >= len(s) || !wordByte(s[n-1]) || !wordByte(s[n]) && !strings.HasPrefix(s[n:], open)
}

// hasValueMark reports whether there is a mark for a value in s.
func hasValueMark(s string) bool {
	for {
		i := strings.Index(s, open)
		if i < 0 {
			return false
		}
		s = s[i:]
		if n := markAt(s); n > 0 && digit(s[len(open)]) {
			return true
		}
		s = s[len(open):]
	}
}

// markAt gives the length of the mark at the beginning of s, 0 when there is none.
func markAt(s string) int {
	if !strings.HasPrefix(s, open) {
		return 0
	}
	for i := len(open); i < len(s) && i < maxMark; i++ {
		if strings.HasPrefix(s[i:], closing) {
			switch mark := s[:i+len(closing)]; mark {
			case markNumber, markTime, markUUID, markHex, markBase64, markID:
				return len(mark)
			default:
				if allDigits(s[len(open):i]) {
					return len(mark)
				}
				return 0
			}
		}
	}
	return 0
}
