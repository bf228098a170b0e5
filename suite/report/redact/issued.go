package redact

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// issued are the secrets that the target gave out. A value that a case sends as a
// secret may be a deliberately awkward one, which the reader has to see wherever it
// comes back. But a value that is nearly an issued secret would reveal that secret.
type issued struct {
	all     map[string]bool // in lower case
	shorter map[string]bool // the same without their last characters
}

// spoiled is the most characters that a case removes from a secret, or adds to it.
const spoiled = 2

func newIssued(secrets map[string]bool) issued {
	i := issued{map[string]bool{}, map[string]bool{}}
	for secret := range secrets {
		folded := strings.ToLower(secret)
		i.all[folded] = true
		for n := 1; n <= spoiled && len(folded)-n >= shortest; n++ {
			i.shorter[folded[:len(folded)-n]] = true
		}
	}
	return i
}

// resembles reports whether a value is a secret that was given out, in another
// case, cut or extended.
func (i issued) resembles(value string) bool {
	folded := strings.ToLower(strings.TrimSpace(value))
	if i.all[folded] || i.shorter[folded] {
		return true
	}
	for n := 1; n <= spoiled && len(folded) > n; n++ {
		if i.all[folded[:len(folded)-n]] {
			return true
		}
	}
	return false
}

var (
	ofSecrets = regexp.MustCompile(`^([A-Za-z0-9]{4,}|[A-Za-z0-9+/=_.~-]{12,})$`)
	// wordsOfCode are the words for nothing and the numbers of programming languages,
	// and the rest of a JSON escape without its backslash.
	wordsOfCode = regexp.MustCompile(`^(?i:null|none|nil|true|false|undefined|[0-9.e+-]{1,11}|u00[0-9a-f]{2}.{0,8})$`)
)

// looksSecret reports whether a value may be a secret that the target gave out
// long ago, which somebody's own cases send. Awkward values consist of signs, spaces
// or one repeated letter, and are no secrets.
func looksSecret(value string) bool {
	switch {
	case !utf8.ValidString(value):
		return true
	case wordsOfCode.MatchString(value), strings.Contains(value, ".."): // or a path
		return false
	case strings.Trim(value, "0123456789+-.eE") == "" && len(value) <= 24: // a number at the edge of what some type holds
		return false
	}
	return ofSecrets.MatchString(value) && strings.Trim(value, value[:1]) != ""
}
