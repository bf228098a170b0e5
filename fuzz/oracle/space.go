package oracle

import (
	"strings"
	"unicode"
)

// The white space that servers trim or split by differs: Java trims all controls,
// PHP the NUL as well, JavaScript the byte order mark, Python splits by the file
// separators. All of it counts as unusual here, so that no such server is blamed.
func oddSpace(r rune) bool {
	return r <= ' ' || r >= 0x80 && (unicode.IsSpace(r) || r == 0xFEFF)
}

// trim takes unusual space off both ends.
func trim(s string) string {
	if s == "" || s[0] > ' ' && s[0] < 0x80 && s[len(s)-1] > ' ' && s[len(s)-1] < 0x80 {
		return s
	}
	return strings.TrimFunc(s, oddSpace)
}

// spaced says whether a text is empty, begins or ends with white space, or has two of it together or
// something other than spaces: what a server might tidy.
func spaced(s string) bool {
	before := ' '
	for _, r := range s {
		if r != ' ' && unicode.IsSpace(r) || r == ' ' && before == ' ' {
			return true
		}
		before = r
	}
	return before == ' '
}

// oddlySpaced says the same of all that counts as unusual, for lists.
func oddlySpaced(s string) bool {
	before := ' '
	for _, r := range s {
		if r == ' ' && before == ' ' || r != ' ' && oddSpace(r) {
			return true
		}
		before = r
	}
	return before == ' '
}
