package oracle

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// judgement judges one exchange.
type judgement struct {
	k     *TargetModel
	x     *wire.Exchange
	r     ruling
	a     reply
	found []Mismatch
}

// Judge holds an exchange against what the document allows. It does not change what is known; whoever
// learns the exchange does so afterwards, or has both done by [TargetModel.Take].
func Judge(k *TargetModel, x wire.Exchange) []Mismatch {
	j := judgement{k: k, x: &x}
	j.judge()
	return j.found
}

// Take is Judge and then Learn, in little more than the time of the one.
func (k *TargetModel) Take(x wire.Exchange) []Mismatch {
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
	j.r.decide(k, &x.Request)
	if x.Break != nil {
		j.broken()
		return false
	}
	if x.Answer == nil {
		return false
	}
	j.a = readReply(x.Answer)
	j.a.insisted = x.Insisted
	if !j.r.noLine { // else the HTTP server answers, and not the endpoint
		j.status()
		j.header()
	}
	j.leaks()
	return true
}

// add reports a mismatch with the level and the explanation of its rule.
func (j *judgement) add(rule RuleID, subject, expected, actual string) {
	j.found = append(j.found, NewMismatch(rule, subject, expected, actual))
}

// addWith reports a mismatch with a level and an explanation of its own.
func (j *judgement) addWith(rule RuleID, level cases.Level, subject, expected, actual, explanation string) {
	j.found = append(j.found, Mismatch{
		Rule: rule, Level: level, Subject: subject, Expected: expected, Actual: actual, Explanation: explanation,
	})
}

// status takes the way that the status of the answer points to.
func (j *judgement) status() {
	a := &j.a
	switch {
	case j.r.busy(a):
	case j.honoured(a.status):
	case a.status >= 500 && !j.meant():
		j.add(RuleServerError, strconv.Itoa(a.status), j.expected(), j.actual())
		j.missed("The server fails (" + strconv.Itoa(a.status) + ")")
	case j.r.ranged && a.status == http.StatusPartialContent:
		j.addWith(RuleStatus, cases.Implied, "206", j.expected(), j.actual(), ignoresRange)
	case j.r.method != post:
		j.otherMethod()
	case a.success():
		j.accepted()
	case a.refusal():
		j.refused()
	default:
		j.neither()
	}
	if j.r.limited && j.x.Duration > slow {
		j.add(RuleSlow, "", "an answer within "+slow.String(), j.x.Duration.String())
	}
}

// ignoresRange says what is wrong with an answer that minds a Range.
const ignoresRange = "Range has no meaning for POST and is ignored (RFC 9110 §14.2)."

// meant says whether the answer is a refusal with a message that is due, whatever its status.
func (j *judgement) meant() bool {
	text, ok := j.a.message()
	_, _, one := recognize(text)
	return ok && one && !j.r.anyMessage && j.r.allows(text)
}

// honoured says whether a status is how HTTP answers what is odd about the request.
func (j *judgement) honoured(status int) bool {
	return status == http.StatusNotImplemented && j.r.notImplemented || slices.Contains(j.r.honours, status)
}

// missed reports that a message of the document did not reach the client where no refusal without it conforms.
func (j *judgement) missed(how string) {
	if len(j.r.messages) == 0 || j.r.anyMessage || j.r.serverWording || j.r.duty.none() || j.r.duty.level == cases.Hardening {
		return
	}
	for i := range j.r.messages {
		if w := &j.r.messages[i]; j.a.contains(w.Text()) {
			return
		}
	}
	j.addWith(RuleMessage, j.r.messageLevel, j.only("several"), j.expected(), j.found[len(j.found)-1].Actual,
		how+" where the document has a message for the fault, which does not reach the client.")
}

// otherMethod judges the answer to a method that is not POST.
func (j *judgement) otherMethod() {
	a := &j.a
	switch {
	case a.issues() && a.success():
		j.addWith(RuleRefuse, cases.Implied, j.x.Request.Method, "a refusal with a 4xx", j.actual(),
			"A client is registered by "+j.x.Request.Method+". Only POST may do that: other methods are repeated, prefetched and cached (RFC 9110 §9.2).")
	case a.refusal(), a.success() && j.r.method == options:
	default:
		j.addWith(RuleRefuse, cases.Implied, j.x.Request.Method, "a refusal with a 4xx", j.actual(),
			"The endpoint takes POST only; "+j.x.Request.Method+" is refused, best with 405 and an Allow header.")
	}
}

// neither judges a status that is no success and no refusal.
func (j *judgement) neither() {
	text, ok := j.a.message()
	if ok && j.r.refusable() && j.r.allows(text) {
		j.addWith(RuleMsgStatus, cases.Implied, strconv.Itoa(j.a.status), "a 4xx", j.actual(),
			"The message is right, but the status does not say that the request is refused: that is a 4xx.")
		return
	}
	if j.mustSucceed() {
		j.shouldSucceed()
		return
	}
	level := cases.Implied
	if j.r.unusual {
		level = cases.Hardening // it may be the header that is answered
	}
	j.addWith(RuleStatus, level, strconv.Itoa(j.a.status), j.expected(), j.actual(), RuleOf(RuleStatus).Explanation)
}

// mustSucceed says whether no refusal conforms.
func (j *judgement) mustSucceed() bool { return j.r.duty.none() && !j.r.refusable() }

func (j *judgement) shouldSucceed() {
	subject := ""
	text, _ := j.a.message()
	if id, _, ok := recognize(text); ok {
		subject = id
	}
	explanation := "Nothing is wrong with this request, and it must be accepted."
	switch {
	case j.r.acts == update:
		explanation = "Nothing is wrong with this update of a client that the server has registered before, and it must be accepted."
	case j.r.ranged:
		explanation += " " + ignoresRange
	case j.r.coded:
		explanation += " A body may come in chunks (RFC 9112 §7.1)."
	case j.r.successLevel == cases.Implied:
		explanation += " A media type may have parameters, and its letter case does not matter (RFC 9110 §8.3.1)."
	}
	j.addWith(RuleSucceed, j.r.successLevel, subject, j.expected(), j.actual(), explanation)
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
