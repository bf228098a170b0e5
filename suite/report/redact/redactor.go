package redact

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// A value shorter than shortest is redacted only where it stands as a secret: to
// replace it everywhere would make the report unreadable. A value shorter than
// embedded is replaced only where it is a whole word, since the secret of a server
// may be "secret".
const (
	shortest = 4
	embedded = 16
)

// Redactor knows the credentials of a report. It is not safe for concurrent use.
type Redactor struct {
	secrets  []string            // in every spelling, the longest first
	anywhere *strings.Replacer   // hides those that are hidden within a word too
	words    map[string][]string // by their first bytes, shortest of them, the longest word first
	fields   map[string]bool     // header fields, in lower case, whose whole value is hidden
	again    map[string]string   // what was made of texts that most exchanges share
}

// New gathers the credentials that occur in a report.
func New(r report.Report, added []wire.Field) *Redactor {
	c := &Redactor{fields: map[string]bool{}, again: map[string]string{}}
	secrets := map[string]bool{}
	note := func(found []string) {
		for _, secret := range found {
			secrets[secret] = true
		}
	}
	for _, field := range added {
		c.fields[strings.ToLower(field.Name)] = true
		note(secretsOf(field))
	}
	exchanges := exchangesOf(r)
	for _, name := range credentialFields() {
		c.fields[name] = true
	}
	for _, exchange := range exchanges {
		for _, field := range exchange.Request.Header {
			if isCredential(field) {
				note(secretsOf(field))
			}
		}
		if exchange.Answer == nil {
			continue
		}
		note(secretsIn(string(readable(exchange.Answer.Body))))
		for _, field := range exchange.Answer.Header {
			note(secretsIn(field.Value))
		}
	}
	given := newIssued(secrets)
	for _, exchange := range exchanges {
		for _, sent := range secretsIn(string(exchange.Request.Body)) {
			if given.resembles(sent) || looksSecret(sent) {
				secrets[sent] = true
			}
		}
	}
	c.arrange(secrets)
	return c
}

// exchangesOf lists every exchange of a report.
func exchangesOf(r report.Report) []wire.Exchange {
	all := slices.Clone(r.Recorded)
	for _, result := range r.Results {
		all = append(all, result.Exchanges...)
		for _, attempt := range result.Attempts {
			all = append(all, attempt.Exchanges...)
		}
	}
	for _, f := range r.Findings {
		all = append(all, f.Exchanges...)
	}
	return all
}

// arrange prepares the replacement of the secrets, in every spelling.
func (c *Redactor) arrange(secrets map[string]bool) {
	spelled := map[string]bool{}
	for secret := range secrets {
		forms := []string{secret}
		if !plain(secret) {
			forms = spellings(secret)
		}
		for _, spelling := range forms {
			if worthHiding(spelling) {
				spelled[spelling] = true
			}
		}
	}
	// The longest first, so that no part of it is left over.
	c.secrets = slices.SortedFunc(maps.Keys(spelled), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	var pairs []string
	c.words = map[string][]string{}
	for _, spelling := range c.secrets {
		if len(spelling) >= embedded {
			pairs = append(pairs, spelling, report.Redacted)
		} else {
			start := spelling[:shortest]
			c.words[start] = append(c.words[start], spelling)
		}
	}
	c.anywhere = strings.NewReplacer(pairs...)
}

// worthHiding reports whether hiding a value makes sense: it does not for spaces and
// signs, which are everywhere, and for parts of the placeholder.
func worthHiding(spelling string) bool {
	switch {
	case len(spelling) < shortest, strings.TrimSpace(spelling) == "", strings.Contains(report.Redacted, spelling): //nolint:gocritic // whether the secret is a part of the placeholder
		return false
	}
	return len(spelling) >= embedded || strings.ContainsFunc(spelling, ofWord)
}

// Text hides the secrets in a text: first those that are known, then the values that
// stand as client_secret.
func (c *Redactor) Text(s string) string {
	if s == "" {
		return s
	}
	return inPlace(c.withoutWords(c.withoutSecrets(s)))
}

// shared is Text for one that probably came before.
func (c *Redactor) shared(s string) string {
	text, ok := c.again[s]
	if !ok {
		text = c.Text(s)
		c.again[s] = text
	}
	return text
}

// withoutSecrets hides the secrets that are hidden within a word too.
func (c *Redactor) withoutSecrets(s string) string {
	if len(s) < embedded { // as nearly all of a header is
		return s
	}
	return c.anywhere.Replace(s)
}

// withoutWords hides the secrets that count only as whole words.
func (c *Redactor) withoutWords(s string) string {
	if !c.mayHaveWord(s) {
		return s
	}
	var b strings.Builder
	within := false // a word, by the character before
	for done := 0; done < len(s); {
		if word := c.wordAt(s[done:]); !within && word != "" {
			b.WriteString(report.Redacted)
			last, _ := utf8.DecodeLastRuneInString(word)
			within = ofWord(last)
			done += len(word)
			continue
		}
		next, size := utf8.DecodeRuneInString(s[done:])
		b.WriteString(s[done : done+size])
		within = ofWord(next)
		done += size
	}
	return b.String()
}

// mayHaveWord is a quick check whether any of those secrets can be in a text.
func (c *Redactor) mayHaveWord(s string) bool {
	for start := range c.words {
		if strings.Contains(s, start) {
			return true
		}
	}
	return false
}

// wordAt is the secret with which a text begins, if it ends there as well.
func (c *Redactor) wordAt(s string) string {
	if len(s) < shortest {
		return ""
	}
	for _, word := range c.words[s[:shortest]] {
		if rest, ok := strings.CutPrefix(s, word); ok {
			if next, _ := utf8.DecodeRuneInString(rest); rest == "" || !ofWord(next) {
				return word
			}
		}
	}
	return ""
}

func ofWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// address is Text for a URL, which the user gave and not a server: a short secret
// that happens to be a word in it is not hidden.
func (c *Redactor) address(s string) string { return inPlace(c.withoutSecrets(s)) }
