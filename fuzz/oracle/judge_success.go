package oracle

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
)

// accepted judges a 2xx.
func (j *judgement) accepted() {
	text, ok := j.a.message()
	if ok && !j.a.issues() {
		j.refusedAsSuccess(text)
		return
	}
	if j.r.refusable() && !j.a.issues() && j.rightMessage() {
		return
	}
	if !j.r.against.free() && (j.a.issues() || j.r.against.level != cases.Hardening) {
		j.shouldRefuse()
		if j.r.against.level != cases.Hardening {
			return
		}
	}
	j.successBody()
}

// rightMessage reports a message that is right, but in the wrong place of an answer with a 2xx.
func (j *judgement) rightMessage() bool {
	id, ok := j.elsewhere()
	if !ok {
		return false
	}
	j.add(ruleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
		"The message is right, but the status says that the request succeeded. A refusal is a 4xx.")
	if j.a.json {
		j.add(ruleMember, cases.Implied, id, j.expected(), j.actual(),
			"The message is right, but it is not the string under error, where a client looks for it.")
	} else {
		j.notJSON()
	}
	return true
}

// refusedAsSuccess judges a refusal that comes with a 2xx.
func (j *judgement) refusedAsSuccess(text string) {
	if j.mustSucceed() {
		j.shouldSucceed()
		return
	}
	j.add(ruleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
		"The answer refuses the request, but the status says that it succeeded. A refusal is a 4xx.")
	if !j.a.json {
		j.notJSON()
	}
	if j.r.refusable() && !j.r.allows(text) {
		j.wrongMessage(text)
	}
}

func (j *judgement) shouldRefuse() {
	c := j.r.against
	sentence, ok := map[string]string{
		ruleIDCase:    "A client_id in other letter case than the one that was given out is taken. Compare it byte by byte.",
		ruleLenient:   "The body is not JSON, and yet it is taken. Parsers that differ in what they take let a request mean two things.",
		ruleSniffed:   "The body is JSON but its Content-Type says that it is a form, and yet it is read as JSON.",
		ruleQuery:     "The body alone would have to be refused; what stands in the query of the URL made up for it. URLs are logged, and anybody can make a link.",
		ruleBoundless: "A body of this size or depth is taken. Some bound keeps a few clients from using up the server.",
		ruleScript:    "A logo with a javascript: or data: URL is taken. Whoever shows it in a page runs what is in it.",
	}[c.rule]
	if !ok {
		sentence = j.whyRefuse(c.subject)
	}
	expected := j.expected()
	if expected == "" {
		expected = "a refusal"
	}
	j.add(c.rule, c.level, c.subject, expected, j.actual(), sentence)
}

// whyRefuse says why a request must not succeed.
func (j *judgement) whyRefuse(subject string) string {
	switch subject {
	case msgUnauthorized:
		return "The credentials are not those of a client, and yet the update is accepted. Whoever guesses an id, or some of a secret, can change the client."
	case msgDecode:
		return "The body is not one JSON object, and yet it is accepted."
	case msgContentType:
		return "The Content-Type is neither of the two that the document has, and yet the body is accepted."
	}
	if v := j.r.params.of[nameOfSubject(subject)].value; !v.given() {
		return subject + " is left out where it is required, and yet the request is accepted."
	}
	return subject + " has a value that must be refused, and yet the request is accepted."
}

func nameOfSubject(s string) name {
	if n := nameOf(s); n != named {
		return n
	}
	return pType
}

// successBody judges what a success says.
func (j *judgement) successBody() {
	if !j.a.json {
		j.notJSON()
		if strings.Contains(j.a.body, `"client_id"`) {
			return
		}
	}
	if !j.a.object {
		j.add(ruleBody, cases.Documented, "", "an object with client_id, client_secret and expires_at", j.actual(),
			"The answer to a success is a JSON object with the credentials, and this is none.")
		return
	}
	j.mediaType()
	j.doubled()
	j.credential(ruleID, "client_id", j.a.fields.id)
	j.credential(ruleSecret, "client_secret", j.a.fields.secret)
	j.expiry()
	if !j.r.veiled && j.a.fields.id.kind == text && j.a.fields.secret.kind == text {
		j.identity(j.a.fields.id.text, j.a.fields.secret.text)
	}
	if j.a.fields.secret.kind == text && !strings.Contains(lower(first(j.a.header, "Cache-Control")), "no-store") {
		j.add(ruleCacheable, cases.Hardening, "Cache-Control", "Cache-Control: no-store", cmp.Or(cut(first(j.a.header, "Cache-Control")), "no Cache-Control"),
			"The answer holds a secret and may be kept by a cache on the way (RFC 7591 §3.2.1).")
	}
}

func (j *judgement) credential(rule, member string, v value) {
	if v.kind == text && v.text != "" {
		return
	}
	j.add(rule, cases.Documented, member, "a string that is not empty", j.actual(),
		"A success says "+member+" as a string that is not empty.")
}

func (j *judgement) expiry() {
	at, ok := j.a.expiry()
	switch {
	case !ok:
		j.add(ruleExpires, cases.Documented, "expires_at", "0 or a Unix time in the future", j.actual(),
			"A success says under expires_at, as a whole number, when the credentials expire: 0 for never, or a Unix time.")
	case at == 0:
	case at < 0 || !j.x.Started.IsZero() && at <= j.x.Started.Unix():
		j.add(ruleExpires, cases.Documented, "expires_at", "0 or a Unix time in the future", j.actual(),
			"The credentials have expired before they arrive. If they do not expire, expires_at is 0.")
	case at > farthest:
		j.add(ruleFar, cases.Hardening, "expires_at", "a time in seconds", j.actual(),
			"The time is more than eight thousand years away. Is it in milliseconds? It is a Unix time, in seconds.")
	}
}

// farthest is the end of the year 9999.
const farthest = 253402300799

// identity judges whose credentials the answer has.
func (j *judgement) identity(id, secret string) {
	if j.r.acts&associate == 0 && j.r.acts&update != 0 {
		if !j.returns(pID, id) || !j.returns(pSecret, secret) {
			j.add(RuleChanged, cases.Documented, "", "the client_id and client_secret that were sent", j.actual(),
				"An update answers with the very credentials that were sent, and they stay good.")
		}
		return
	}
	body := string(j.x.Request.Body)
	if j.r.sent(pID, id) || strings.Contains(body, "client_id") && strings.Contains(body, id) {
		return // it may have been an update, however the body was read
	}
	j.unique(&j.k.ids, "client_id", id)
	j.unique(&j.k.secrets, "client_secret", secret)
}

// returns says whether a credential of the answer is one that was sent, or the client's own that was found by it.
func (j *judgement) returns(n name, s string) bool {
	if j.r.sent(n, s) {
		return true
	}
	return n == pID && j.r.against.rule == ruleIDCase && strings.EqualFold(s, j.r.params.of[pID].value.text)
}

func (j *judgement) unique(m *memory, member, s string) {
	if s == "" {
		return
	}
	if token, ok := m.find(s); ok && token != tokenOf(j.x) {
		j.add(ruleNotUnique, cases.Implied, member, "a "+member+" that no client has", j.actual(),
			"The "+member+" was given out before. Two clients that share it can pass for each other.")
	}
}
