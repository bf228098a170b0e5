package redact

import (
	"slices"
	"strings"
)

// matcher finds secrets in a text, in a time that hardly depends on how many there
// are: a server may give out a hundred thousand.
type matcher struct {
	secrets []string // in order, each once
	within  []int    // of each, the longest other one with which it begins, or -1
	starts  [1 << 16]bool
	longest int
}

// newMatcher takes the secrets over.
func newMatcher(secrets []string) *matcher {
	slices.Sort(secrets)
	m := &matcher{secrets: slices.Compact(secrets)}
	m.within = make([]int, len(m.secrets))
	for i, secret := range m.secrets {
		m.starts[start(secret)] = true
		m.longest = max(m.longest, len(secret))
		m.within[i] = i - 1 // in this order what begins a secret is before it
		for at := i - 1; at >= 0 && !strings.HasPrefix(secret, m.secrets[at]); at = m.within[at] {
			m.within[i] = m.within[at]
		}
	}
	return m
}

// start is a digest of the first bytes, which nearly all of a text is told apart by.
func start(s string) uint16 {
	return uint16(s[0]) ^ uint16(s[1])<<3 ^ uint16(s[2])<<6 ^ uint16(s[3])<<9
}

// at gives the longest secret with which a text begins and that fits, or "".
func (m *matcher) at(text string, fits func(secret string) bool) string {
	if len(text) < shortest || !m.starts[start(text)] {
		return ""
	}
	place, exact := slices.BinarySearch(m.secrets, text[:min(len(text), m.longest)])
	if !exact {
		place--
	}
	for ; place >= 0; place = m.within[place] {
		if secret := m.secrets[place]; strings.HasPrefix(text, secret) && fits(secret) {
			return secret
		}
	}
	return ""
}

// cutOff is how many bytes at the end of a text a secret begins with.
func (m *matcher) cutOff(text string) int {
	for at := max(0, len(text)-m.longest); at+shortest <= len(text); at++ {
		tail := text[at:]
		if !m.starts[start(tail)] {
			continue
		}
		if place, _ := slices.BinarySearch(m.secrets, tail); place < len(m.secrets) && strings.HasPrefix(m.secrets[place], tail) {
			return len(tail)
		}
	}
	return 0
}

// folded is a text with its ASCII letters in lower case. Unlike [strings.ToLower] it
// leaves every byte in its place.
func folded(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | ' '
		}
	}
	return string(b)
}
