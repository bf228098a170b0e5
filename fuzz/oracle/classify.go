package oracle

import (
	"net/http"
	"strconv"

	"github.com/regspec/regspec/suite/wire"
)

// The kinds of outcome.
const (
	KindSuccess     = "success"
	KindRefusal     = "refusal"
	KindServerError = "server error"
	KindBusy        = "busy"        // 429, 502, 503 or 504: it says nothing about the request, which is to be asked again
	KindBroken      = "broken"      // no whole answer came
	KindUnreachable = "unreachable" // no connection could be made: it says nothing about the request
	KindInterrupted = "interrupted" // broken off or not sendable on this side
	KindOther       = "other"
)

// Outcome is what an answer is, whatever was asked.
type Outcome struct {
	Kind    string
	Message string // of a refusal, which of the fourteen messages it has, by id; of what is broken, how; else the status
	Value   string // the value in the message
}

// Classify says what an answer is.
func Classify(x wire.Exchange) Outcome {
	switch {
	case x.Break != nil && x.Break.Ours():
		return Outcome{Kind: KindInterrupted, Message: string(x.Break.Kind)}
	case x.Break != nil && x.Break.Unreachable():
		return Outcome{Kind: KindUnreachable, Message: string(x.Break.Kind)}
	case x.Break != nil:
		return Outcome{Kind: KindBroken, Message: string(x.Break.Kind)}
	case x.Answer == nil:
		return Outcome{Kind: KindOther}
	}
	a := readReply(x.Answer)
	a.insisted = x.Insisted
	status := strconv.Itoa(a.status)
	text, ok := a.message()
	id, value, one := recognize(text)
	switch {
	case a.busy() && (a.status != http.StatusTooManyRequests || !one):
		return Outcome{Kind: KindBusy, Message: status}
	case a.status >= 500:
		return Outcome{Kind: KindServerError, Message: status}
	case a.success() && a.issues():
		return Outcome{Kind: KindSuccess}
	case ok && one && a.status < 500:
		return Outcome{Kind: KindRefusal, Message: id, Value: value}
	case a.refusal():
		return Outcome{Kind: KindRefusal}
	}
	return Outcome{Kind: KindOther, Message: status}
}

// SaysMessage reports whether an answer has one of the fourteen messages, whatever its status.
func SaysMessage(x wire.Exchange) bool {
	if x.Answer == nil {
		return false
	}
	a := readReply(x.Answer)
	text, ok := a.message()
	_, _, one := recognize(text)
	return ok && one
}

// SaysSomething reports whether an answer has words of its own where the message would be, whatever its status.
func SaysSomething(x wire.Exchange) bool {
	if x.Answer == nil {
		return false
	}
	a := readReply(x.Answer)
	_, ok := a.message()
	return ok
}
