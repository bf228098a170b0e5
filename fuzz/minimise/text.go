package minimise

import (
	"strings"
	"unicode/utf8"

	"github.com/regspec/regspec/fuzz/traffic"
)

// text shortens a text in large pieces first, down to single characters, and
// then makes the characters that are left plain. If only the length matters, it is plain
// from the first, and no list.
func (s *minimiser) text(get func() string, set func(*traffic.Sequence, string)) {
	try := func(text string) bool {
		return text != get() && s.try(func(q *traffic.Sequence) { set(q, text) })
	}
	if get() == "" {
		return
	}
	try(strings.Repeat("a", len(get())))
	items := strings.Split(get(), " ")
	if len(items) > 2 {
		s.items(items, try)
	}
	for size := (len(get()) + 1) / 2; size >= 1 && s.budget > 0; size /= 2 {
		step := max(size, len(get())/places)
		for at := len(get()) - size; at >= 0 && s.budget > 0; at -= step {
			text := get()
			shorter := at+size <= len(text) && whole(text, at) && whole(text, at+size) && try(text[:at]+text[at+size:])
			if !shorter && strings.Trim(text, "a") == "" {
				break // only the length matters, and not the place
			}
		}
	}
	s.letters(get, try)
}

// places is at how many places of a text pieces of one size are left out. Where
// a long text must keep its length, trying every byte would use up the budget.
const places = 24

// items drops the items of a list, many at once first, and one by one last.
func (s *minimiser) items(items []string, try func(string) bool) {
	for size := len(items) / 2; size >= 1; size /= 2 {
		for at := len(items) - size; at >= 0 && len(items) > size && s.budget > 0; at -= size {
			if at+size > len(items) {
				continue
			}
			fewer := append(append([]string(nil), items[:at]...), items[at+size:]...)
			if try(strings.Join(fewer, " ")) {
				items = fewer
			}
		}
	}
}

// beyond is the plainest character that is not of ASCII.
const beyond = "é"

// letters puts the letter a, or else another plain one, in the place of every character that need not be
// the one it is. A long text is first tried as a whole.
func (s *minimiser) letters(get func() string, try func(string) bool) {
	const long = 48
	text := get()
	if n := utf8.RuneCountInString(text); n > 1 && try(strings.Repeat("a", len(text))) || n > long {
		return
	}
	for at := 0; at < len(get()) && s.budget > 0; {
		text := get()
		_, size := utf8.DecodeRuneInString(text[at:])
		if c := text[at]; c != 'a' && c != '.' && c != '/' && c != ':' && c != '@' && c != ' ' {
			switch {
			case try(text[:at] + "a" + text[at+size:]):
				size = 1
			case c >= utf8.RuneSelf && try(text[:at]+beyond+text[at+size:]):
				size = len(beyond)
			}
		}
		at += size
	}
}

// whole reports whether a text can be cut there without cutting a character in
// two, if there is one to be cut.
func whole(text string, at int) bool {
	if at >= len(text) || !utf8.ValidString(text) {
		return true
	}
	return utf8.RuneStart(text[at])
}
