package oracle

import "strings"

// emailValidity judges one address of contacts. Clearly valid is letters, digits, dots, hyphens and the
// underscore of the document's own example, one @ and a domain with a dot; clearly invalid is what has no @.
func emailValidity(s string) validity {
	at := strings.IndexByte(s, '@')
	switch {
	case at < 0 && strings.ContainsAny(s, "\uFF20\uFE6B"):
		return debatable // other at signs, which some normalize
	case at < 0:
		return invalid
	case plainLocal(s[:at]) && plainDomain(s[at+1:]):
		return valid
	}
	return debatable
}

// plainLocal says whether nobody doubts the part before the @. Long ones, and dots at an end or doubled, are refused by
// some; hyphens and underscores may stand anywhere.
func plainLocal(s string) bool {
	if s == "" || len(s) > labelLength || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	marks := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' || c == '-' || c == '_':
			marks++
		case !letter(c) && !digit(c):
			return false
		}
	}
	return marks < len(s)
}
