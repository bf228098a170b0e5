package oracle

// validity has three values, because only what is beyond doubt can fail a server.
type validity uint8

const (
	debatable validity = iota
	valid
	invalid
)

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// all says whether every byte of a text passes.
func all(s string, pass func(byte) bool) bool {
	for i := range len(s) {
		if !pass(s[i]) {
			return false
		}
	}
	return true
}

// Longer labels and local parts than this, and domains with more labels, are legal and seldom seen.
const (
	labelLength = 32
	labelCount  = 10
)

// plainLabel says whether nobody doubts a label of a domain name: letters, digits and
// hyphens, none of these at an end or where "xn--" has them.
func plainLabel(s string) bool {
	if s == "" || len(s) > labelLength || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	if len(s) > 3 && s[2] == '-' && s[3] == '-' {
		return false
	}
	return all(s, func(c byte) bool { return letter(c) || digit(c) || c == '-' })
}

// plainDomain says whether nobody doubts a domain: a dot at least, and a last label of
// letters that is no name of a private or test network, which some libraries refuse.
func plainDomain(s string) bool {
	if len(s) > 200 {
		return false
	}
	dots, start := 0, 0
	for i := range len(s) {
		if s[i] != '.' {
			continue
		}
		if !plainLabel(s[start:i]) {
			return false
		}
		dots, start = dots+1, i+1
	}
	last := s[start:]
	if dots == 0 || dots >= labelCount || len(last) < 2 || !plainLabel(last) || !all(last, letter) {
		return false
	}
	switch lower(last) {
	case "test", "invalid", "localhost", "local", "onion", "arpa", "internal", "localdomain", "lan", "home", "corp", "alt":
		return false
	}
	return true
}

// lower is strings.ToLower for ASCII; what is lower already is not copied.
func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
