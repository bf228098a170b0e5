package redact

import (
	"hash/maphash"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of what is remembered of a target that gives out ever more: of all secrets, in
// bytes, and of one text, in number. What stands as client_secret is hidden all the same.
const (
	maxKnown  = 24 << 20
	maxAtOnce = 200
	maxSent   = 100_000
)

// known are the secrets that are to be hidden, and what tells them from the values that
// a case sends as a secret. Such a value may be a deliberately awkward one, which the
// reader has to see wherever it comes back; what was sent before it came is no secret of
// the target. But a value that is nearly an issued secret would reveal that secret.
type known struct {
	secrets map[string]bool
	size    int // of these, in bytes
	issued
	ours map[uint64]bool // digests of values that were sent first
}

func newKnown() known {
	return known{secrets: map[string]bool{}, issued: newIssued(nil), ours: map[uint64]bool{}}
}

// entry is about what remembering a secret costs beyond its own bytes.
const entry = 160

// add takes secrets that are to be hidden.
func (k *known) add(secrets []string) {
	for _, secret := range secrets {
		if cost := len(secret) + entry; !k.secrets[secret] && k.size+cost <= maxKnown {
			k.secrets[strings.Clone(secret)] = true // or the whole answer would stay in memory
			k.size += cost
		}
	}
}

// given takes secrets that the target gave out.
func (k *known) given(secrets []string) {
	for _, secret := range secrets {
		if k.size < maxKnown {
			k.note(secret)
		}
	}
	k.add(secrets)
}

// sent takes values that were sent as a secret.
func (k *known) sent(values []string) {
	for _, value := range values {
		switch {
		case k.secrets[value]:
		case k.resembles(value), looksSecret(value):
			k.add([]string{value})
		case len(k.ours) < maxSent:
			k.ours[k.digest(value)] = true
			k.ours[k.digest(strings.Trim(value, `"'\`))] = true // as it may be read in the answer
		}
	}
}

// foreign leaves of the values that came those that were not sent before, or in that
// request.
func (k *known) foreign(came []string, sent string) []string {
	if len(came) > maxAtOnce {
		came = came[:maxAtOnce]
	}
	return slices.DeleteFunc(came, func(value string) bool {
		return !k.secrets[value] && (k.ours[k.digest(value)] || value != "" && !looksSecret(value) && strings.Contains(sent, value))
	})
}

// issued are the secrets that the target gave out, as digests of them in lower case.
type issued struct {
	seed    maphash.Seed
	all     map[uint64]bool
	shorter map[uint64]bool // of them without their last characters
}

// spoiled is the most characters that a case removes from a secret, or adds to it.
const spoiled = 2

func newIssued(secrets map[string]bool) issued {
	i := issued{maphash.MakeSeed(), map[uint64]bool{}, map[uint64]bool{}}
	for secret := range secrets {
		i.note(secret)
	}
	return i
}

func (i issued) digest(s string) uint64 { return maphash.String(i.seed, s) }

func (i issued) note(secret string) {
	folded := strings.ToLower(secret)
	i.all[i.digest(folded)] = true
	for n := 1; n <= spoiled && len(folded)-n >= shortest; n++ {
		i.shorter[i.digest(folded[:len(folded)-n])] = true
	}
}

// resembles reports whether a value is a secret that was given out, in another
// case, cut or extended.
func (i issued) resembles(value string) bool {
	folded := strings.ToLower(strings.TrimSpace(value))
	if d := i.digest(folded); i.all[d] || i.shorter[d] {
		return true
	}
	for n := 1; n <= spoiled && len(folded) > n; n++ {
		if i.all[i.digest(folded[:len(folded)-n])] {
			return true
		}
	}
	return false
}

var (
	// word is a word of a language, or a few of them.
	word      = regexp.MustCompile(`^[a-z]{1,15}([-_.][a-z]{1,15}){0,3}$`)
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
	case word.MatchString(value):
		return false
	case strings.Trim(value, "0123456789+-.eE") == "" && len(value) <= 24: // a number at the edge of what some type holds
		return false
	}
	return ofSecrets.MatchString(value) && strings.Trim(value, value[:1]) != ""
}
