package oracle

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// header judges what came back in the header of the answer.
func (j *judgement) header() {
	for n := range j.r.params.of {
		v := j.r.params.of[n].value
		if v.kind != text || len(v.text) < echoLeast {
			continue
		}
		if at := strings.IndexByte(v.text, '\n'); at >= 0 {
			j.split(name(n), v.text[at+1:])
		}
		if n := name(n); n != pID && n != pType {
			j.headerEcho(n.String(), v.text)
		}
	}
	if j.r.read == mediumOther || j.r.read == mediumNone {
		for _, v := range wire.Values(j.x.Request.Header, "Content-Type") {
			if len(v) >= echoLeast && mediumOf(v) == mediumOther {
				j.headerEcho("Content-Type", v)
			}
		}
	}
}

// echoLeast is how long a value must be to be told from what a header has by chance.
const echoLeast = 8

// split looks for fields that a value with line ends in it has made.
func (j *judgement) split(n name, lines string) {
	for line := range strings.SplitSeq(lines, "\n") {
		field, v, ok := strings.Cut(strings.TrimSpace(line), ":")
		v = strings.TrimSpace(v)
		if !ok || !token(field) || v == "" {
			continue
		}
		for i := range j.a.header {
			if h := &j.a.header[i]; strings.EqualFold(h.Name, field) && strings.HasPrefix(h.Value, v) && !usual(h.Name) {
				j.addWith(RuleSplit, cases.Implied, h.Name, "no such field", cut(h.Name+": "+h.Value),
					"A line end in "+n.String()+" has made a header field of its own. Whoever sends the value writes the answer (RFC 9110 §5.5).")
				return
			}
		}
	}
}

func (j *judgement) headerEcho(n, v string) {
	if strings.Count(v, v[:1]) > len(v)/2 {
		return // one character over and over may be there by chance
	}
	encoded := ""
	for i := range j.a.header {
		h := &j.a.header[i]
		if usual(h.Name) {
			continue
		}
		if encoded == "" {
			encoded = url.QueryEscape(v)
		}
		if strings.Contains(h.Value, v) || strings.Contains(h.Value, encoded) {
			j.addWith(RuleHeaderEcho, cases.Hardening, h.Name, "no value that was sent", cut(h.Name+": "+h.Value),
				"The value of "+n+" comes back in a header field, where a line end in it would split the answer.")
			return
		}
	}
}

// usual says whether a field is one that has nothing to do with what is in a body.
func usual(name string) bool {
	name = http.CanonicalHeaderKey(name)
	switch name {
	case "Content-Type", "Content-Length", "Date", "Cache-Control", "Connection", "Server", "Pragma", "Vary", "Allow",
		"Expires", "Keep-Alive", "Transfer-Encoding", "X-Content-Type-Options", "Etag", "Retry-After", "Content-Encoding",
		"Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Accept":
		return true
	}
	return strings.HasPrefix(name, "Access-Control-")
}

// leaks looks for what no answer should hold.
func (j *judgement) leaks() {
	own := ""
	if j.a.success() && j.a.object {
		own = j.a.fields.secret.text
	}
	if len(j.k.secrets.token) > 0 {
		j.secrets("", j.a.body, own)
		for i := range j.a.header {
			if h := &j.a.header[i]; !usual(h.Name) {
				j.secrets(h.Name, h.Value, "")
			}
		}
	}
	if !j.a.success() && len(j.a.body) > traceLeast {
		j.trace()
	}
}

// secretLeast is how long a word must be to be looked up among the secrets. The shorter ones that a
// weak server gives out may be words by chance.
const secretLeast = 8

// secrets looks up every word of a text among the secrets that were given out.
func (j *judgement) secrets(subject, s, own string) {
	for i := 0; i < len(s); {
		if !secretByte(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && secretByte(s[i]) {
			i++
		}
		if j.word(subject, s[start:i], own) {
			continue
		}
		for i < len(s) && s[i] == '=' { // base64 may end so
			i++
			j.word(subject, s[start:i], own)
		}
	}
}

// word looks up one word and says whether it is a secret.
func (j *judgement) word(subject, word, own string) bool {
	if len(word) < secretLeast || word == own || !j.k.issuedSecret(word) {
		return false
	}
	if _, id := j.k.ids.find(word); id {
		return false // an id, too, and so no secret
	}
	j.secret(subject, word)
	return true
}

func (j *judgement) secret(subject, word string) {
	for n := range j.r.params.of {
		if name(n) != pSecret && j.r.params.of[n].holds(word) {
			return // it came as something else, and messages repeat that
		}
	}
	switch {
	case j.a.success() && j.r.params.of[pSecret].holds(word): // it says whose client was updated
	case j.r.params.of[pSecret].holds(word):
		j.add(RuleEchoed, subject, "no secret", j.actual())
	case strings.Contains(j.r.body, word) || strings.Contains(j.x.Request.URL, word):
	default:
		j.add(RuleLeaked, subject, "no secret", j.actual())
	}
}

// holds says whether a word is in what was sent under a name.
func (p *parameter) holds(word string) bool {
	for v := range p.readings {
		if strings.Contains(v.text, word) {
			return true
		}
	}
	return false
}

func secretByte(c byte) bool {
	return letter(c) || digit(c) || strings.IndexByte("-_.~+/", c) >= 0
}

// traceLeast is the length under which an answer is too short to hold a trace.
const traceLeast = 60

// traces are what the errors of common languages look like.
var traces = [...]string{
	"Traceback (most recent call last)", "goroutine ", "panic:", "runtime error:", "\tat ", "    at ", ".java:", ".php on line",
	".go:", ".py\", line", ".rb:", "node_modules", "/usr/lib/", "/usr/local/", "/home/", "/var/www", "/srv/", "/opt/", "C:\\\\",
	"SQLSTATE", "Exception in thread", "stack backtrace", "System.NullReference",
}

// trace looks for stack traces and paths that the request did not bring.
func (j *judgement) trace() {
	if text, ok := j.a.message(); ok {
		if _, _, one := recognize(text); one && len(j.a.body) < len(text)+traceLeast {
			return
		}
	}
	for _, one := range traces {
		if !strings.Contains(j.a.body, one) {
			continue
		}
		if strings.Contains(j.r.body, one) || strings.Contains(j.r.body, strings.TrimSpace(one)) || j.sentAnywhere(one) || j.sentAnywhere(strings.ReplaceAll(one, `\\`, `\`)) {
			continue
		}
		j.add(RuleTrace, one, "an error message for clients", cut(j.a.body))
		return
	}
}

// sentAnywhere says whether a text is in a value or the URL of the request.
func (j *judgement) sentAnywhere(s string) bool {
	for n := range j.r.params.of {
		if j.r.params.of[n].holds(s) {
			return true
		}
	}
	return strings.Contains(j.x.Request.URL, s)
}
