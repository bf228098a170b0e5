package reference

import (
	"strings"
	"unicode"
)

// isEmail reports whether s looks like an address: something, one @, and a
// domain of non-empty labels. That is the rule that browsers apply to e-mail
// inputs, widened by the letters of other scripts (RFC 6531 §3.3). It has room
// for addresses that RFC 5321 would not allow, such as a leading dot, as there
// are people who have them. Quoted local parts and address literals, which
// almost nobody has, are not recognised.
func isEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || strings.ContainsFunc(local, notInLocalPart) {
		return false
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || strings.ContainsFunc(label, notInLabel) {
			return false
		}
	}
	return true
}

// notInLocalPart holds for all but the atext of RFC 5322 §3.2.3 and the dot.
func notInLocalPart(r rune) bool {
	return !isLetterOrDigit(r) && !strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", r)
}

func notInLabel(r rune) bool { return !isLetterOrDigit(r) && r != '-' }

func isLetterOrDigit(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
