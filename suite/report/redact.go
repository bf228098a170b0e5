package report

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// Redacted stands where a credential was.
const Redacted = "[redacted]"

// A value that is shorter than shortest would, replaced wherever it occurs,
// wipe out half of the report: it is redacted only where it stands as a secret.
// One shorter than embedded is replaced where it stands as a word of its own,
// or a server whose secret is "secret" would garble every sentence.
const (
	shortest = 4
	embedded = 16
)

// Redact gives the report without any client_secret that was sent or came, and
// without the values of the header fields that the user added. It leaves the
// report that it is given as it is.
func Redact(r Report, added []wire.Field) Report {
	censor := newCensor(r, added)
	r.Aside = nil
	r.Unreachable = censor.text(r.Unreachable)
	r.Stopped = censor.text(r.Stopped)
	r.OneAnswer = censor.text(r.OneAnswer)
	r.Target = censor.address(r.Target)
	r.Information = slices.Clone(r.Information)
	for i := range r.Information {
		r.Information[i].Text = censor.text(r.Information[i].Text)
	}
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		r.Results[i] = censor.result(r.Results[i])
	}
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		r.Findings[i] = censor.finding(r.Findings[i])
	}
	return r
}

// credentialFields are header fields that hold credentials whoever gave them:
// the environment, in the URL of its proxy, or a browser that recorded a request.
func credentialFields() []string { return []string{"authorization", "cookie", "proxy-authorization"} }

// censor knows what must not be seen.
type censor struct {
	secrets  []string // in every spelling, the longest first
	anywhere *strings.Replacer
	words    map[string][]string // by their first bytes, shortest of them, the longest word first
	fields   map[string]bool     // header fields, in lower case, whose whole value goes
}

// newCensor gathers the credentials that occur in a report.
func newCensor(r Report, added []wire.Field) *censor {
	c := &censor{fields: map[string]bool{}}
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
	exchanges := slices.Clone(r.Aside)
	for _, result := range r.Results {
		exchanges = append(exchanges, result.Exchanges...)
		for _, attempt := range result.Attempts {
			exchanges = append(exchanges, attempt.Exchanges...)
		}
	}
	for _, f := range r.Findings {
		exchanges = append(exchanges, f.Exchanges...)
	}
	for _, name := range credentialFields() {
		c.fields[name] = true
	}
	for _, exchange := range exchanges {
		for _, field := range exchange.Request.Header {
			if slices.Contains(credentialFields(), strings.ToLower(field.Name)) {
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

// arrange makes the secrets, in every spelling, ready for the replacing.
func (c *censor) arrange(secrets map[string]bool) {
	spelled := map[string]bool{}
	for secret := range secrets {
		for _, spelling := range spellings(secret) {
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
			pairs = append(pairs, spelling, Redacted)
		} else {
			start := spelling[:shortest]
			c.words[start] = append(c.words[start], spelling)
		}
	}
	c.anywhere = strings.NewReplacer(pairs...)
}

// worthHiding tells a value from one of spaces or signs, which stand everywhere,
// and from what is printed in the place of a secret.
func worthHiding(spelling string) bool {
	switch {
	case len(spelling) < shortest, strings.TrimSpace(spelling) == "", strings.Contains(Redacted, spelling):
		return false
	}
	return len(spelling) >= embedded || strings.ContainsFunc(spelling, ofWord)
}

// readable is a body without the zero bytes of UTF-16 and UTF-32, which would
// hide from the search what a person reads well enough.
func readable(body []byte) []byte {
	if bytes.IndexByte(body, 0) < 0 {
		return body
	}
	return bytes.ReplaceAll(body, []byte{0}, nil)
}

// text takes the secrets out of a text, first wherever they are known, then
// where only their place tells.
func (c *censor) text(s string) string {
	if s == "" {
		return s
	}
	return inPlace(c.withoutWords(c.anywhere.Replace(s)))
}

// withoutWords takes out the secrets that count only as words of their own.
func (c *censor) withoutWords(s string) string {
	if !c.mayHaveWord(s) {
		return s
	}
	var b strings.Builder
	within := false // a word, by the character before
	for done := 0; done < len(s); {
		if word := c.wordAt(s[done:]); !within && word != "" {
			b.WriteString(Redacted)
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

// mayHaveWord is a quick look whether any of those secrets can be in a text.
func (c *censor) mayHaveWord(s string) bool {
	for start := range c.words {
		if strings.Contains(s, start) {
			return true
		}
	}
	return false
}

// wordAt is the secret with which a text begins, if it ends there as well.
func (c *censor) wordAt(s string) string {
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

// address is text for what the user gave and no server: a URL in which a short
// secret happens to be a word stays whole.
func (c *censor) address(s string) string { return inPlace(c.anywhere.Replace(s)) }

// inPlace takes out what stands in the place of a secret.
func inPlace(s string) string {
	if !mayName(s) {
		return s
	}
	s = inJSON().ReplaceAllStringFunc(s, func(found string) string {
		m := inJSON().FindStringSubmatch(found)
		if tells(m[2]) {
			return found
		}
		quote := m[2][:len(m[2])-len(strings.TrimLeft(m[2], `\"'`))]
		if quote == "" { // a number
			quote = `"`
		}
		return m[1] + quote + Redacted + quote
	})
	s = inForm().ReplaceAllStringFunc(s, func(found string) string {
		if m := inForm().FindStringSubmatch(found); !tells(m[2]) {
			return m[1] + Redacted
		}
		return found
	})
	return inXML().ReplaceAllString(s, `${1}`+Redacted)
}

func (c *censor) result(r Result) Result {
	r.Reason = c.text(r.Reason)
	r.Mismatches = slices.Clone(r.Mismatches)
	for i, m := range r.Mismatches {
		m.Expected, m.Actual, m.Explanation = c.text(m.Expected), c.text(m.Actual), c.text(m.Explanation)
		r.Mismatches[i] = m
	}
	r.Exchanges = slices.Clone(r.Exchanges)
	for i := range r.Exchanges {
		r.Exchanges[i] = c.exchange(r.Exchanges[i])
	}
	r.Changes = slices.Clone(r.Changes)
	for i := range r.Changes {
		r.Changes[i].Pinned, r.Changes[i].Actual = c.text(r.Changes[i].Pinned), c.text(r.Changes[i].Actual)
	}
	r.Attempts = slices.Clone(r.Attempts)
	for i, attempt := range r.Attempts {
		attempt.Reason, attempt.Exchanges = c.text(attempt.Reason), slices.Clone(attempt.Exchanges)
		for k := range attempt.Exchanges {
			attempt.Exchanges[k] = c.exchange(attempt.Exchanges[k])
		}
		r.Attempts[i] = attempt
	}
	return r
}

func (c *censor) exchange(x wire.Exchange) wire.Exchange {
	x.Request.URL = c.address(x.Request.URL)
	x.Request.Line = c.address(x.Request.Line)
	x.Request.Header = c.header(x.Request.Header)
	x.Request.Body = c.body(x.Request.Body)
	x.Request.Command = c.text(x.Request.Command)
	if x.Answer != nil {
		answer := *x.Answer
		answer.Reason = c.text(answer.Reason)
		answer.Header = c.header(answer.Header)
		answer.Body = c.answerBody(answer, x.Break != nil)
		x.Answer = &answer
	}
	if x.Break != nil {
		broken := *x.Break
		broken.Detail = c.text(broken.Detail)
		x.Break = &broken
	}
	return x
}

func (c *censor) body(body []byte) []byte {
	if len(body) == 0 {
		return body
	}
	if plain := readable(body); len(plain) != len(body) && c.text(string(plain)) != string(plain) {
		return []byte(Redacted)
	}
	return []byte(c.text(string(body)))
}

// answerBody is body for one that may be packed, or may end in the middle of a
// secret.
func (c *censor) answerBody(answer wire.Answer, broken bool) []byte {
	if answer.Encoded && !utf8.Valid(answer.Body) {
		return []byte(Redacted) // nobody can tell what is in it
	}
	body := c.body(answer.Body)
	if answer.Omitted == 0 && !broken {
		return body
	}
	for _, secret := range c.secrets {
		if n := overlap(body, secret); n >= shortest {
			return append(slices.Clip(body[:len(body)-n]), Redacted...)
		}
	}
	return body
}

// overlap is how many bytes at the end of a body a secret begins with.
func overlap(body []byte, secret string) int {
	tail := body[max(0, len(body)-len(secret)+1):]
	for len(tail) >= shortest {
		at := bytes.Index(tail, []byte(secret[:shortest]))
		if at < 0 {
			return 0
		}
		tail = tail[at:]
		if strings.HasPrefix(secret, string(tail)) {
			return len(tail)
		}
		tail = tail[1:]
	}
	return 0
}

func (c *censor) header(header []wire.Field) []wire.Field {
	header = slices.Clone(header)
	for i, field := range header {
		header[i].Name = c.text(field.Name)
		if c.fields[strings.ToLower(field.Name)] {
			header[i].Value = Redacted
		} else {
			header[i].Value = c.text(field.Value)
		}
	}
	return header
}
