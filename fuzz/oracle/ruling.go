package oracle

import (
	"net/http"

	"github.com/regspec/regspec/cases"
)

// duty is the duty to refuse a request. The zero duty is none: a success conforms.
type duty struct {
	level   cases.Level // the level at which a success is a mismatch
	rule    RuleID
	subject string // the parameter or message it is about
	faults  faults // all that there is to refuse, this among it
}

func (c duty) none() bool { return c.level == "" }

// refused is the duty to refuse a fault.
func refused(level cases.Level, subject string) duty {
	return duty{level: level, rule: RuleRefuse, subject: subject, faults: faultOf(level, subject)}
}

// advised is the advice to refuse something.
func advised(rule RuleID, subject string) duty {
	return duty{level: cases.Hardening, rule: rule, subject: subject, faults: faultOf(cases.Hardening, subject)}
}

func rank(l cases.Level) int {
	switch l {
	case cases.Documented:
		return 3
	case cases.Implied:
		return 2
	case cases.Hardening:
		return 1
	}
	return 0
}

// and combines two faults of one request: the stricter counts.
func (c duty) and(d duty) duty {
	both := c.faults.with(d.faults)
	if rank(d.level) > rank(c.level) {
		c = d
	}
	c.faults = both
	return c
}

// or combines two readings of one thing: the server may choose the milder.
func (c duty) or(d duty) duty {
	both := c.faults.with(d.faults)
	if rank(d.level) < rank(c.level) {
		c = d
	}
	if !c.none() {
		c.faults = both
	}
	return c
}

// ruling is which outcomes of a request conform.
type ruling struct {
	duty duty // to refuse the request

	// The refusals that conform: with these messages, with the server's own wording, with any
	// message, any 4xx (also without JSON), and 501.
	messages       []AllowedMessage
	serverWording  bool
	anyMessage     bool
	any4xx         bool
	notImplemented bool

	messageLevel cases.Level // the level of a wrong message
	successLevel cases.Level // the level of a refusal, where none conforms

	// What the request says, for those who judge the answer.
	at        int64 // Unix seconds; 0 when that is not known
	method    method
	body      string
	params    parameters
	read      medium // how the body was read: as JSON, as a form, or neither
	acts      act    // what the request may be taken to do
	good      bool   // an update with the credentials of a client that is known for certain
	likely    bool   // one with the credentials of a client that may have expired
	hidden    bool   // the body may say something else than was read
	limited   bool   // over one of the limits of size and depth
	flaws     flaw   // of a JSON body
	formFlaws formFlaws
	noLine    bool  // its line is no request line
	illegal   bool  // its line or header is none that HTTP allows
	unusual   bool  // something in its header may be refused with any 4xx
	honours   []int // the statuses with which something in its header may be honoured
	anyForm   bool  // it may ask for an answer that is no JSON
	ranged    bool  // it has a Range, which is to be ignored
	coded     bool  // its body comes in chunks
}

// allowMessage allows a message without a value.
func (r *ruling) allowMessage(id string) {
	r.messages = append(r.messages, AllowedMessage{Message: id})
}

// allowValue allows a message with a value.
func (r *ruling) allowValue(id string, v value) {
	r.messages = append(r.messages, AllowedMessage{Message: id, Value: v.text, HasValue: true, AnyValue: v.damaged || v.kind != text})
}

// loosen makes the message implied at most. The loosest fault counts, since the server may have
// answered to that one.
func (r *ruling) loosen() { r.messageLevel = cases.Implied }

// allowAnyMessage allows refusals with any message.
func (r *ruling) allowAnyMessage() { r.anyMessage = true }

// allowAny4xx allows refusals of any shape, with any message.
func (r *ruling) allowAny4xx() { r.anyMessage, r.any4xx = true, true }

// refusable says whether any refusal conforms.
func (r *ruling) refusable() bool {
	return r.anyMessage || r.serverWording || r.any4xx || len(r.messages) > 0
}

// allows says whether a refusal with this message conforms.
func (r *ruling) allows(text string) bool {
	if r.anyMessage {
		return true
	}
	for i := range r.messages {
		if r.messages[i].fits(text) {
			return true
		}
	}
	if !r.serverWording {
		return false
	}
	_, _, one := recognize(text)
	return !one
}

// busy says whether an answer is no verdict on the request. A 429 with the message that is due is one.
func (r *ruling) busy(a *reply) bool {
	text, ok := a.message()
	_, _, one := recognize(text)
	due := ok && one && r.refusable() && r.allows(text)
	return a.busy() && (a.status != http.StatusTooManyRequests || !due)
}
