package oracle

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// Violation is one way in which an answer does not conform.
type Violation struct {
	// Rule is the id of the rule that is broken; see Rules.
	Rule  string
	Level cases.Level
	// Subject is the parameter, the message or the header field that the violation is
	// about, or empty. With the rule it makes the cause by which findings are grouped.
	Subject  string
	Expected string // the outcomes that would have been right
	Actual   string // what came
	Sentence string // why this is wrong, for the author of the server
}

// judgement is one exchange on trial.
type judgement struct {
	k     *Known
	x     *wire.Exchange
	r     ruling
	a     reply
	found []Violation
}

// Judge holds an exchange against what the document allows. It does not change what is known; whoever
// learns the exchange does so afterwards, or has both done by [Known.Take].
func Judge(k *Known, x wire.Exchange) []Violation {
	j := judgement{k: k, x: &x}
	j.judge()
	return j.found
}

// Take is Judge and then Learn, in little more than the time of the one.
func (k *Known) Take(x wire.Exchange) []Violation {
	j := judgement{k: k, x: &x}
	if j.judge() {
		k.learn(&x, &j.r, &j.a)
	}
	return j.found
}

// judge reports whether there is a whole answer, from which more can be learnt.
func (j *judgement) judge() bool {
	k, x := j.k, j.x
	if x.Break != nil && (x.Break.Ours() || x.Break.Unreachable()) {
		return false // it says nothing about the request
	}
	if !x.Started.IsZero() {
		j.r.at = x.Started.Add(x.Duration).Unix()
	}
	j.r.judge(k, &x.Request)
	if x.Break != nil {
		j.broken()
		return false
	}
	if x.Answer == nil {
		return false
	}
	j.a = readReply(x.Answer)
	j.status()
	j.header()
	j.leaks()
	return true
}

func (j *judgement) add(rule string, level cases.Level, subject, expected, actual, sentence string) {
	j.found = append(j.found, Violation{
		Rule: rule, Level: level, Subject: subject, Expected: expected, Actual: actual, Sentence: sentence,
	})
}

// status takes the way that the status of the answer points to.
func (j *judgement) status() {
	a := &j.a
	switch {
	case a.status == 429:
	case a.status == 503 && a.busy():
		j.add(ruleUnavailable, cases.Hardening, "Retry-After", "429 with Retry-After", j.actual(),
			"The server asks for fewer requests with 503. That is for a server that is down; a client that sends too many is told so with 429.")
	case a.status == 501 && j.r.notImplemented:
	case a.status >= 500:
		j.add(ruleServerError, cases.Implied, strconv.Itoa(a.status), j.expected(), j.actual(),
			"The request made the server fail. Whatever a client sends, it is accepted or refused with a 4xx.")
	case j.r.method != post && j.r.method != almost:
		j.otherMethod()
	case a.success():
		j.accepted()
	case a.refusal():
		j.refused()
	default:
		j.neither()
	}
	if j.r.limited && j.x.Duration > slow {
		j.add(ruleSlow, cases.Hardening, "", "an answer within "+slow.String(), j.x.Duration.String(),
			"The request is over a limit of size or depth and took the server very long. Such a request is cheapest refused unread.")
	}
}

// otherMethod judges the answer to a method that is not POST.
func (j *judgement) otherMethod() {
	a := &j.a
	switch {
	case a.issues() && a.success():
		j.add(ruleRefuse, cases.Implied, j.x.Request.Method, "a refusal with a 4xx", j.actual(),
			"A client is registered by "+j.x.Request.Method+". Only POST may do that: other methods are repeated, prefetched and cached (RFC 9110 §9.2).")
	case a.refusal(), a.success() && j.r.method == options:
	default:
		j.add(ruleRefuse, cases.Implied, j.x.Request.Method, "a refusal with a 4xx", j.actual(),
			"The endpoint takes POST only; "+j.x.Request.Method+" is refused, best with 405 and an Allow header.")
	}
}

// neither judges a status that is no success and no refusal.
func (j *judgement) neither() {
	text, ok := j.a.message()
	if ok && j.r.refusable() && j.r.allows(text) {
		j.add(ruleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
			"The message is right, but the status does not say that the request is refused: that is a 4xx.")
		return
	}
	if j.mustSucceed() {
		j.shouldSucceed()
		return
	}
	j.add(ruleStatus, cases.Implied, strconv.Itoa(j.a.status), j.expected(), j.actual(),
		"The status is neither a success nor a refusal. Clients do not follow a redirect of a POST with its body, and await a 2xx or a 4xx.")
}

// mustSucceed says whether no refusal conforms.
func (j *judgement) mustSucceed() bool { return j.r.against.free() && !j.r.refusable() }

func (j *judgement) shouldSucceed() {
	subject := ""
	text, _ := j.a.message()
	if id, _, ok := recognize(text); ok {
		subject = id
	}
	sentence := "Nothing is wrong with this request, and it must be accepted."
	switch {
	case j.r.acts == update:
		sentence = "Nothing is wrong with this update of a client that the server has registered before, and it must be accepted."
	case j.r.success == cases.Implied:
		sentence += " A media type may have parameters, and its letter case does not matter (RFC 9110 §8.3.1)."
	}
	j.add(ruleSucceed, j.r.success, subject, j.expected(), j.actual(), sentence)
}

// expected says in words which outcomes would have been right.
func (j *judgement) expected() string { return j.r.outcomes().String() }

// actual says in words what came.
func (j *judgement) actual() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(j.a.status))
	if text, ok := j.a.message(); ok {
		b.WriteString(", " + cut(text))
		return b.String()
	}
	if j.a.body == "" {
		b.WriteString(" without content")
		return b.String()
	}
	b.WriteString(", " + cut(j.a.body))
	return b.String()
}

// cutAt is how much of a text is shown.
const cutAt = 300

func cut(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= cutAt {
		return s
	}
	return strings.ToValidUTF8(s[:cutAt], "") + "…"
}
