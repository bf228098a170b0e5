package redact

import (
	"maps"
	"slices"
	"strings"
	"sync"
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

// Redactor knows the credentials of a report. It may learn of several exchanges at once;
// what hides them is not safe for concurrent use.
type Redactor struct {
	fields map[string]bool // header fields, in lower case, whose whole value is hidden
	madeUp bool            // what is sent as a secret is either the target's or no secret

	mu    sync.Mutex // guards what is below
	known known
	fresh bool // what follows is made of all that is known

	anywhere *matcher          // hides those that are hidden within a word too, in any case
	words    *matcher          // those that are hidden as whole words
	again    map[string]string // what was made of texts that most exchanges share
}

// Begin gives a redactor that knows the header fields that the user added, and
// learns the rest. Where all that is sent is madeUp by regspec, and nothing by the user, a wrong
// secret is shown: it is what the reader needs to see it again.
func Begin(added []wire.Field, madeUp bool) *Redactor {
	c := &Redactor{fields: map[string]bool{}, madeUp: madeUp, known: newKnown()}
	for _, field := range added {
		c.fields[strings.ToLower(field.Name)] = true
		c.known.add(secretsOf(field))
	}
	for _, name := range credentialFields() {
		c.fields[name] = true
	}
	return c
}

// New gathers the credentials that occur in a report.
func New(r report.Report, added []wire.Field) *Redactor {
	c := Begin(added, false)
	c.known.given(r.Secrets)
	exchanges := exchangesOf(r)
	slices.SortStableFunc(exchanges, func(a, b wire.Exchange) int { return a.Started.Compare(b.Started) })
	for _, x := range exchanges {
		c.Learn(x)
	}
	return c
}

// Learn takes in the credentials of an exchange. Exchanges are to come in the order of
// time: what was sent before it came is no credential of the target.
func (c *Redactor) Learn(x wire.Exchange) {
	sent, came := credentialsOf(x)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fresh = false
	for _, field := range x.Request.Header {
		if isCredential(field) {
			c.known.sent(secretsOf(field)) // a campaign sends words that are all over the report
		}
	}
	c.known.sent(sent)
	c.known.given(c.known.foreign(came, string(x.Request.Body)+"\n"+strings.Join(sent, "\n")))
}

// credentialsOf lists what was sent and what came as a client_secret.
func credentialsOf(x wire.Exchange) (sent, came []string) {
	sent = secretsIn(string(x.Request.Body))
	if x.Answer == nil {
		return sent, nil
	}
	came = secretsIn(string(readable(x.Answer.Body)))
	for _, field := range x.Answer.Header {
		came = append(came, secretsIn(field.Value)...)
	}
	return sent, came
}

// Secrets lists all that is known, for the Secrets of a report.
func (c *Redactor) Secrets() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.known.secrets))
}

// exchangesOf lists every exchange of a report.
func exchangesOf(r report.Report) []wire.Exchange {
	var all []wire.Exchange
	for _, result := range r.Results {
		for _, attempt := range result.Attempts {
			all = append(all, attempt.Exchanges...)
		}
		all = append(all, result.Exchanges...)
	}
	for _, f := range r.Findings {
		all = append(all, f.Exchanges...)
	}
	for _, d := range r.Differences {
		all = append(append(all, d.Exchanges...), d.Against...)
	}
	return all
}

// maxSpelled bounds the secrets in all their spellings, in bytes.
const maxSpelled = 24 << 20

// arrange prepares the replacement of the secrets, in every spelling.
func (c *Redactor) arrange() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fresh {
		return
	}
	var long, short []string
	size := 0
	note := func(spelling string) {
		switch size += len(spelling); {
		case !worthHiding(spelling):
		case len(spelling) >= embedded:
			long = append(long, folded(spelling))
		default:
			short = append(short, spelling)
		}
	}
	for secret := range c.known.secrets {
		note(secret)
	}
	for secret := range c.known.secrets {
		if plain(secret) || size > maxSpelled {
			continue
		}
		for _, spelling := range spellings(secret) {
			note(spelling)
		}
	}
	c.anywhere, c.words, c.again, c.fresh = newMatcher(long), newMatcher(short), map[string]string{}, true
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
	return c.inPlace(c.Known(s))
}

// Known hides those that are known.
func (c *Redactor) Known(s string) string {
	c.arrange()
	s = c.withoutWords(c.withoutSecrets(s))
	if whole, rest, cut := strings.Cut(s, "…"); cut { // maybe within a secret
		return c.withoutEnd(whole) + "…" + rest
	}
	return s
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
	if len(s) < embedded || len(c.anywhere.secrets) == 0 { // as nearly all of a header is
		return s
	}
	low := folded(s)
	return replaced(s, func(at int) int {
		return len(c.anywhere.at(low[at:], func(string) bool { return true }))
	})
}

// withoutWords hides the secrets that count only as whole words.
func (c *Redactor) withoutWords(s string) string {
	if len(s) < shortest || len(c.words.secrets) == 0 {
		return s
	}
	return replaced(s, func(at int) int {
		word := c.words.at(s[at:], func(word string) bool {
			next, _ := utf8.DecodeRuneInString(s[at+len(word):])
			return at+len(word) == len(s) || !ofWord(next)
		})
		if word == "" {
			return 0
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		if at > 0 && ofWord(before) {
			return 0
		}
		return len(word)
	})
}

// replaced puts the placeholder where something is to be hidden: secret gives how many
// bytes from a place on, or 0.
func replaced(s string, secret func(at int) int) string {
	var b strings.Builder
	done := 0
	for at := 0; at+shortest <= len(s); at++ {
		if size := secret(at); size > 0 {
			b.WriteString(s[done:at])
			b.WriteString(report.Redacted)
			done = at + size
			at = done - 1
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

func ofWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// address is Text for a URL, which the user gave and not a server: a short secret
// that happens to be a word in it is not hidden.
func (c *Redactor) address(s string) string { return c.inPlace(c.withoutSecrets(s)) }
