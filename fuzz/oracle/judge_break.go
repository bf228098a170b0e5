package oracle

import (
	"net/http"
	"strconv"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// slow is how long even a request that is over every limit should not take.
const slow = 5 * time.Second

// strange says whether the server need not know the method. It should say so with 501,
// and no more than that is asked of it (RFC 9110 §9.1).
func (j *judgement) strange() bool { return j.r.method == other }

// broken judges an exchange that did not end with a whole answer.
func (j *judgement) broken() {
	b := j.x.Break
	if a := j.x.Answer; a != nil {
		j.a = readReply(a) // as much of it as came
		if j.a.busy() || a.Status == http.StatusSwitchingProtocols && j.honoured(a.Status) {
			return
		}
		if a.Status >= 500 && !j.honoured(a.Status) {
			j.add(RuleServerError, strconv.Itoa(a.Status), j.expected(), strconv.Itoa(a.Status))
		}
	}
	if j.x.Request.Method == http.MethodConnect {
		return // what becomes of a tunnel is not for this client to see
	}
	j.broke(b)
	if len(j.found) > 0 && j.found[len(j.found)-1].Level.AtLeast(cases.Implied) {
		j.missed("The answer does not come as a whole")
	}
}

// broke judges how the exchange broke off.
func (j *judgement) broke(b *wire.Break) {
	switch b.Kind {
	case wire.KindTimeout:
		level, explanation := cases.Implied, RuleOf(RuleSilent).Explanation
		if j.r.illegal || j.strange() {
			level, explanation = cases.Hardening, "The server does not know what this is, and lets the client wait. With an answer, or by closing the connection, it would let the client know."
		}
		j.addWith(RuleSilent, level, string(b.Phase), j.expected(), b.Sentence(), explanation)
	case wire.KindReset, wire.KindClosed, wire.KindOther:
		if j.r.illegal {
			return
		}
		lost := j.x.Answer != nil && j.x.Answer.Status/100 == 4 && len(j.x.Request.Body) >= wire.LargeBody // the end of a refusal
		if j.r.limited && b.Phase == wire.PhaseSend || lost && j.r.refusable() {
			// A server may close the connection on a body it does not want, and then its answer is lost
			// more often than not (RFC 9112 §9.6).
			j.add(RuleSending, string(b.Phase), j.expected(), b.Sentence())
			return
		}
		level, explanation := cases.Implied, RuleOf(RuleDropped).Explanation
		if j.strange() {
			level, explanation = cases.Hardening, "The server does not know the method and drops the connection. With 501 or 405 it would let the client know why."
		}
		j.addWith(RuleDropped, level, string(b.Phase), j.expected(), b.Sentence(), explanation)
	default:
		j.add(RuleUnreadable, string(b.Kind), j.expected(), b.Sentence())
	}
}
