package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

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
	r.Unreachable = censor.text(r.Unreachable)
	r.Stopped = censor.text(r.Stopped)
	r.OneAnswer = censor.text(r.OneAnswer)
	r.Target = censor.text(r.Target)
	r.Information = slices.Clone(r.Information)
	for i := range r.Information {
		r.Information[i].Text = censor.text(r.Information[i].Text)
	}
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		r.Results[i] = censor.result(r.Results[i])
	}
	return r
}

// censor knows what must not be seen.
type censor struct {
	anywhere *strings.Replacer
	words    *regexp.Regexp  // nil if there are none
	fields   map[string]bool // header fields, in lower case, whose whole value goes
}

// newCensor gathers the credentials that occur in a report.
func newCensor(r Report, added []wire.Field) censor {
	c := censor{fields: map[string]bool{}}
	secrets := map[string]bool{}
	for _, field := range added {
		c.fields[strings.ToLower(field.Name)] = true
		secrets[field.Value] = true
		if _, credential, ok := strings.Cut(field.Value, " "); ok { // Bearer abc
			secrets[strings.TrimSpace(credential)] = true
		}
	}
	for _, result := range r.Results {
		for _, exchange := range result.Exchanges {
			for _, secret := range secretsIn(exchange.Request.Body) {
				secrets[secret] = true
			}
			if exchange.Answer != nil {
				for _, secret := range secretsIn(exchange.Answer.Body) {
					secrets[secret] = true
				}
			}
		}
	}
	c.anywhere, c.words = replacers(secrets)
	return c
}

// replacers arranges the secrets, in every spelling, for the replacing.
func replacers(secrets map[string]bool) (anywhere *strings.Replacer, words *regexp.Regexp) {
	spelled := map[string]bool{}
	for secret := range secrets {
		for _, spelling := range spellings(secret) {
			if len(spelling) >= shortest {
				spelled[spelling] = true
			}
		}
	}
	// The longest first, so that no part of it is left over.
	ordered := slices.SortedFunc(maps.Keys(spelled), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	var pairs, short []string
	for _, spelling := range ordered {
		if len(spelling) >= embedded {
			pairs = append(pairs, spelling, Redacted)
		} else {
			short = append(short, regexp.QuoteMeta(spelling))
		}
	}
	if len(short) > 0 {
		words = regexp.MustCompile(`(^|[^\pL\pN_])(?:` + strings.Join(short, "|") + `)($|[^\pL\pN_])`)
	}
	return strings.NewReplacer(pairs...), words
}

// spellings lists the forms in which a value may turn up in evidence.
func spellings(value string) []string {
	all := []string{value, url.QueryEscape(value), url.PathEscape(value), html.EscapeString(value)}
	for _, escapeHTML := range []bool{true, false} {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(escapeHTML)
		if err := encoder.Encode(value); err == nil {
			quoted := strings.TrimSpace(b.String())
			all = append(all, quoted[1:len(quoted)-1], strings.ReplaceAll(quoted[1:len(quoted)-1], "/", `\/`))
		}
	}
	return append(all, strings.ReplaceAll(value, "'", `'\''`))
}

// A secret in a JSON text, well-formed or not, and in a form.
var (
	inJSON = regexp.MustCompile(`("client_secret"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,{}\[\]\s"]+)`)
	inForm = regexp.MustCompile(`((?:^|[&\s'"])client_secret=)([^&\s'"]+)`)
)

// secretsIn finds the values that stand as client_secret in a body.
func secretsIn(body []byte) []string {
	var found []string
	for _, m := range inJSON.FindAllSubmatch(body, -1) {
		var text string
		if json.Unmarshal(m[2], &text) != nil {
			text = strings.Trim(string(m[2]), `"`)
		}
		found = append(found, text)
	}
	for _, m := range inForm.FindAllSubmatch(body, -1) {
		if text, err := url.QueryUnescape(string(m[2])); err == nil {
			found = append(found, text)
		}
		found = append(found, string(m[2]))
	}
	return found
}

func (c censor) text(s string) string {
	if s == "" {
		return s
	}
	s = inJSON.ReplaceAllString(s, `${1}"`+Redacted+`"`)
	s = inForm.ReplaceAllString(s, `${1}`+Redacted)
	s = c.anywhere.Replace(s)
	if c.words != nil {
		// Neighbouring words share the sign between them: twice finds both.
		for range 2 {
			s = c.words.ReplaceAllString(s, `${1}`+Redacted+`${2}`)
		}
	}
	return s
}

func (c censor) result(r Result) Result {
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
	return r
}

func (c censor) exchange(x wire.Exchange) wire.Exchange {
	x.Request.URL = c.text(x.Request.URL)
	x.Request.Line = c.text(x.Request.Line)
	x.Request.Header = c.header(x.Request.Header)
	x.Request.Body = c.body(x.Request.Body)
	if x.Answer != nil {
		answer := *x.Answer
		answer.Reason = c.text(answer.Reason)
		answer.Header = c.header(answer.Header)
		answer.Body = c.body(answer.Body)
		x.Answer = &answer
	}
	if x.Break != nil {
		broken := *x.Break
		broken.Detail = c.text(broken.Detail)
		x.Break = &broken
	}
	return x
}

func (c censor) body(body []byte) []byte {
	if len(body) == 0 {
		return body
	}
	return []byte(c.text(string(body)))
}

func (c censor) header(header []wire.Field) []wire.Field {
	header = slices.Clone(header)
	for i, field := range header {
		if c.fields[strings.ToLower(field.Name)] {
			header[i].Value = Redacted
		} else {
			header[i].Value = c.text(field.Value)
		}
	}
	return header
}
