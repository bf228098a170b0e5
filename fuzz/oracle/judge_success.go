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
	if !j.r.duty.none() && (j.a.issues() || j.r.duty.level != cases.Hardening) {
		j.shouldRefuse()
		if j.r.duty.level != cases.Hardening {
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
	j.addWith(RuleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
		"The message is right, but the status says that the request succeeded. A refusal is a 4xx.")
	if j.a.json {
		j.add(RuleMember, id, j.expected(), j.actual())
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
	j.addWith(RuleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
		"The answer refuses the request, but the status says that it succeeded. A refusal is a 4xx.")
	if !j.a.json {
		j.notJSON()
	}
	if j.r.refusable() && !j.r.allows(text) {
		j.wrongMessage(text)
	}
}

func (j *judgement) shouldRefuse() {
	c := j.r.duty
	explanation := RuleOf(c.rule).Explanation
	if explanation == "" {
		explanation = j.whyRefuse(c.subject)
	}
	expected := j.expected()
	if expected == "" {
		expected = "a refusal"
	}
	j.addWith(c.rule, c.level, c.subject, expected, j.actual(), explanation)
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
		if j.r.anyForm {
			return
		}
		j.notJSON()
		if strings.Contains(j.a.body, `"client_id"`) {
			return
		}
	}
	if !j.a.object {
		j.add(RuleBody, "", "an object with client_id, client_secret and expires_at", j.actual())
		return
	}
	j.mediaType()
	j.doubled()
	j.credential(RuleClientID, "client_id", j.a.fields.id)
	j.credential(RuleSecret, "client_secret", j.a.fields.secret)
	j.expiry()
	if !j.r.hidden && j.a.fields.id.kind == text && j.a.fields.secret.kind == text {
		j.identity(j.a.fields.id.text, j.a.fields.secret.text)
	}
	if j.a.fields.secret.kind == text && !strings.Contains(lower(first(j.a.header, "Cache-Control")), "no-store") {
		j.add(RuleCacheable, "Cache-Control", "Cache-Control: no-store", cmp.Or(cut(first(j.a.header, "Cache-Control")), "no Cache-Control"))
	}
}

func (j *judgement) credential(rule RuleID, member string, v value) {
	if v.kind == text && v.text != "" {
		return
	}
	j.addWith(rule, cases.Documented, member, "a string that is not empty", j.actual(),
		"A success says "+member+" as a string that is not empty.")
}

func (j *judgement) expiry() {
	at, ok := j.a.expiry()
	switch {
	case !ok:
		j.addWith(RuleExpires, cases.Documented, "expires_at", "0 or a Unix time in the future", j.actual(),
			"A success says under expires_at, as a whole number, when the credentials expire: 0 for never, or a Unix time.")
	case at == 0:
	case at < 0 || !j.x.Started.IsZero() && at <= j.x.Started.Unix():
		j.addWith(RuleExpires, cases.Documented, "expires_at", "0 or a Unix time in the future", j.actual(),
			"The credentials have expired before they arrive. If they do not expire, expires_at is 0.")
	case at > farthest:
		j.add(RuleFar, "expires_at", "a time in seconds", j.actual())
	}
}

// farthest is the end of the year 9999.
const farthest = 253402300799

// identity judges whose credentials the answer has.
func (j *judgement) identity(id, secret string) {
	if j.r.acts&associate == 0 && j.r.acts&update != 0 {
		if !j.returns(pID, id) || !j.returns(pSecret, secret) {
			j.add(RuleChanged, "", "the client_id and client_secret that were sent", j.actual())
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
	return n == pID && j.r.duty.rule == RuleIDCase && strings.EqualFold(s, j.r.params.of[pID].value.text)
}

func (j *judgement) unique(m *memory, member, s string) {
	if s == "" {
		return
	}
	if token, ok := m.find(s); ok && token != tokenOf(j.x) {
		j.addWith(RuleNotUnique, cases.Implied, member, "a "+member+" that no client has", j.actual(),
			"The "+member+" was given out before. Two clients that share it can pass for each other.")
	}
}
