package judge

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// The requirements that an answer may break whatever its case is about.
const (
	answerAlways        = "answer.always"
	clientLasting       = "client.lasting"
	answerMediaType     = "answer.media-type"
	answerSuccessStatus = "answer.success-status"
	answerRefusalStatus = "answer.refusal-status"
	answerErrorMember   = "answer.error-member"
	answerNoServerError = "answer.no-server-error"
	limitsAnswered      = "limits.answered"
	responseID          = "response.client-id"
	responseSecret      = "response.client-secret"
	responseExpires     = "response.expires-at"
	responseSeconds     = "response.expires-at-seconds"
	updateCredentials   = "update.credentials" //nolint:gosec // an id
)

// Expectation is what a step expects of its answer, with every variable filled
// in, and what is needed to explain a difference.
type Expectation struct {
	cases.Expect

	Level        cases.Level     // of the case: no mismatch is stricter
	Requirements []string        // those of the case, the first being what it is most about
	Sent         []cases.Field   // the parameters that were sent; nil for those that can be read in the body
	Messages     []cases.Message // all that the document has
	Now          time.Time       // when the answer came

	body []byte // of the request
}

// Exchange compares an answer with what was expected, and gives every way in
// which they differ; none means that the answer conforms. It is a pure
// function; the step number is left to the caller.
func Exchange(e Expectation, x wire.Exchange) []report.Mismatch {
	if e.Refusal != nil && refusedUnread(x) {
		m := e.implied(report.AspectConnection, limitsAnswered, "a whole answer", x.Break.Sentence(),
			"The refusal came, but the server closed the connection while the body was still on its way, and so the end of the answer was lost. To read on for a moment before closing lets the client have it (RFC 9112 §9.6).")
		m.Level = cases.Hardening
		return []report.Mismatch{m}
	}
	if x.Request.Behind && x.Break != nil && x.Break.Kind == wire.KindNotHTTP {
		return []report.Mismatch{e.notItsOwn(x.Break.Sentence())}
	}
	if x.Break != nil || x.Answer == nil {
		return instead(report.InsteadNothing, append([]report.Mismatch{e.implied(report.AspectConnection, answerAlways,
			"a whole answer", x.Break.Sentence(), unanswered(x.Break))}, e.missed(x)...)...)
	}
	if notImplemented(x) && (e.Answer || e.bare()) || e.bare() && x.Answer.Status == unable(e.Refusal.Only) {
		return nil
	}
	e.body = x.Request.Body
	r := Read(*x.Answer)
	if x.Request.Behind && e.Success != nil && !r.HasCredentials() {
		return []report.Mismatch{e.notItsOwn(r.Summary())}
	}
	all := e.outcome(r, serverNow(*x.Answer, e.Now))
	return append(all, e.constraints(r, x, len(all) == 0 || e.Success != nil && r.HasCredentials())...)
}

// notItsOwn is the mismatch of a request that went out behind another on its connection, and
// got an answer to what was left of that.
func (e Expectation) notItsOwn(actual string) report.Mismatch {
	return e.mismatch(report.AspectConnection, e.about(), e.String(), actual,
		"Gives a request behind another one on the connection an answer that is not its own. What it left unread of a refused request was taken for the next, or it sent more than one answer: the body must be read, or the connection closed, and HEAD has no body in its answer (RFC 9112 §6.3, §9.3).")
}

// notImplemented reports whether the server does not have the method at all, which it may
// say of any but POST (RFC 9110 §15.6.2).
func notImplemented(x wire.Exchange) bool {
	return x.Answer.Status == http.StatusNotImplemented && x.Request.Method != "" && x.Request.Method != http.MethodPost
}

// unable is the 5xx with which a server may say that it has no such thing at all, instead of
// asking for something else with a 4xx; 0 for none.
func unable(only int) int {
	switch only {
	case http.StatusLengthRequired:
		return http.StatusNotImplemented // RFC 9112 §6.1
	case http.StatusUpgradeRequired:
		return http.StatusHTTPVersionNotSupported
	}
	return 0
}

// missed is the mismatch of an answer that did not come as a whole where a message of the document should have,
// however it broke off. One that is longer than this client reads may have brought it.
func (e Expectation) missed(x wire.Exchange) []report.Mismatch {
	if x.Break.Ours() || e.Success != nil || e.Refusal == nil || len(e.Refusal.Messages) == 0 || e.Refusal.ServerWording {
		return nil
	}
	if x.Break.Bound() && x.Answer != nil && e.reached(Read(*x.Answer)) {
		return nil
	}
	return []report.Mismatch{e.mismatch(report.AspectMessage, e.about(), e.String(), x.Break.Sentence(),
		"The message that the document has for this fault does not reach the client.")}
}

// Recorded compares an answer of which nothing is known but that it came from the
// endpoint with what is asked of every answer: that it is a success or a refusal as
// the document has them. The mismatches are of step 1.
func Recorded(x wire.Exchange) []report.Mismatch {
	e := Expectation{
		Expect: cases.Expect{Success: &cases.Success{}, Refusal: &cases.Refusal{}},
		Level:  cases.Documented, Requirements: []string{answerAlways}, Now: x.Started.Add(x.Duration),
	}
	mismatches := Exchange(e, x)
	for i := range mismatches {
		mismatches[i].Step = 1
	}
	return mismatches
}

// instead says of mismatches what came where another outcome was due.
func instead(what report.Instead, mismatches ...report.Mismatch) []report.Mismatch {
	for i := range mismatches {
		mismatches[i].Instead = what
	}
	return mismatches
}

// Stopped is the mismatch of a step after which the target gave no answer to
// anything. level is the level of its case.
func Stopped(step int, b *wire.Break) report.Mismatch {
	e := Expectation{Level: cases.Implied} // whatever the case is about
	m := e.implied(report.AspectConnection, answerAlways, "a whole answer", b.Sentence(),
		"The target answered until this case, and has answered nothing since.")
	m.Step, m.Instead = step, report.InsteadNothing
	return m
}

// Crashed says of mismatches of the connection that the target did not answer for a while
// after it broke off, and so was started again.
func Crashed(mismatches []report.Mismatch, away time.Duration) []report.Mismatch {
	all := slices.Clone(mismatches)
	for i := range all {
		if m := &all[i]; m.Aspect == report.AspectConnection {
			m.Explanation = fmt.Sprintf("The server stopped over this request: it answered nothing for %s, and then did again. It crashed, and was started again.", away.Round(100*time.Millisecond))
		}
	}
	return all
}

// Dropped is the mismatch of a target that drops requests by chance, of the step in which
// it did so first.
func Dropped(step, dropped, of int) report.Mismatch {
	e := Expectation{Level: cases.Implied}
	m := e.implied(report.AspectConnection, answerAlways, "an answer to every request",
		fmt.Sprintf("%d of %d requests were dropped, on no input in particular", dropped, of),
		"The server ended the connection, or let the client wait, and answered the same request when it was sent again with nothing else under way. This is not about the case: it is the first of those that it happened to.")
	m.Step, m.Instead = step, report.InsteadNothing
	return m
}

// Beside is the mismatch of an answer that was wrong with these, in a case that passed when it
// was run again with nothing else under way. What is wrong whatever was asked stays as it is: it
// cannot be the answer to another request.
func Beside(mismatches []report.Mismatch) []report.Mismatch {
	if !slices.ContainsFunc(mismatches, func(m report.Mismatch) bool { return !wrongForAny(m) }) {
		return mismatches
	}
	m := mismatches[0]
	for _, other := range mismatches {
		m.Level = cases.Strictest(m.Level, other.Level)
	}
	m.Aspect, m.Requirement, m.Instead = report.AspectSample, answerAlways, ""
	m.Explanation = "Answers wrongly while other requests are under way, and rightly when the case is run again alone. Requests may get the answers of others; or it is a matter of chance. To run with --parallel 1 tells which."
	if strings.HasSuffix(m.Actual, "Unauthorized.") {
		m.Requirement = clientLasting
		m.Explanation = "Does not know a client that it registered a moment before, while other requests are under way, and does when the case is run again alone. Its workers, its instances or its connections may each have clients of their own."
	}
	return []report.Mismatch{m}
}

// wrongForAny reports whether no request could have been answered so.
func wrongForAny(m report.Mismatch) bool {
	switch m.Aspect {
	case report.AspectSchema, report.AspectEnvelope, report.AspectContentType, report.AspectHeader:
		return m.Instead == ""
	case report.AspectMember:
		return m.Requirement == responseExpires || m.Requirement == responseSeconds
	default:
		return false
	}
}

// refusedUnread reports whether the connection broke off within a refusal of a body
// that no server's buffers take in: then it is the rest of the body, for which nobody
// waited, that took the end of the answer away.
func refusedUnread(x wire.Exchange) bool {
	if x.Break == nil || x.Answer == nil || x.Answer.Status/100 != 4 {
		return false
	}
	return (x.Break.Kind == wire.KindReset || x.Break.Kind == wire.KindClosed) && len(x.Request.Body)+x.Request.Omitted >= wire.LargeBody
}

// outcome compares what the server did with the outcomes that conform. With
// none to compare, whatever it did will do.
func (e Expectation) outcome(r Reading, now time.Time) []report.Mismatch {
	open := e.Success != nil && e.Refusal != nil // it may go either way
	switch {
	case e.Answer || open || e.bare():
		if r.status >= 500 && !r.Succeeds() && !e.meant(r) {
			return instead(report.InsteadError, e.serverError(r))
		}
		if e.Answer || e.bare() && r.is4xx() && (e.Refusal.Only == 0 || e.Refusal.Only == r.status) {
			return nil
		}
	case e.Success == nil && e.Refusal == nil:
		return nil
	}
	if e.Success != nil && (!open || e.Refusal.Only > 0 || r.Succeeds()) {
		return e.judgeSuccess(r, now)
	}
	return e.judgeRefusal(r)
}

// meant reports whether a 5xx is a refusal in the words that are expected, with
// the wrong status. In words of its own a server that fails says that it does.
func (e Expectation) meant(r Reading) bool {
	if e.Refusal == nil || len(e.Refusal.Messages) == 0 {
		return false
	}
	documented := *e.Refusal
	documented.ServerWording = false
	e.Refusal = &documented
	return e.reached(r)
}

func (e Expectation) bare() bool { return e.Refusal != nil && e.Refusal.AnyClientError }

// serverError explains a failure of the server where it may do as it likes, so
// long as it stands the request.
func (e Expectation) serverError(r Reading) report.Mismatch {
	return e.implied(report.AspectStatus, answerNoServerError, e.String(), r.Summary(),
		fmt.Sprintf("The server fails (%d) on this request. It may refuse it with a 4xx, and must not stumble.", r.status))
}

// unanswered explains a break to the author of the server.
func unanswered(b *wire.Break) string {
	switch {
	case b.Interim():
		return "The server sends interim answers (1xx) without an end, and no answer."
	case b.Bound():
		return "The server answers with more than this client reads; --max-header, --max-body and --max-unpacked say how much that is."
	case b != nil && b.Kind == wire.KindTimeout:
		return "The server lets the client wait on this input, and answers others."
	case b != nil && b.Kind == wire.KindUndecodable:
		return "The client cannot unpack the answer that it got."
	case b != nil && b.Kind == wire.KindNotHTTP:
		return "What came back is not an HTTP answer."
	}
	return "The server drops the connection on this input, and answers others."
}

// serverNow is the earlier of our clock and the server's own (RFC 9110
// §6.6.1), so that a clock that differs does not make an expiry lie in the past.
func serverNow(answer wire.Answer, now time.Time) time.Time {
	for _, value := range wire.Values(answer.Header, "Date") {
		if date, err := time.Parse(time.RFC1123, value); err == nil && date.Before(now) {
			return date
		}
	}
	return now
}

// mismatch is one at the level of the case.
func (e Expectation) mismatch(aspect report.Aspect, requirement, expected, actual, explanation string) report.Mismatch {
	return report.Mismatch{
		Aspect: aspect, Level: e.Level, Requirement: requirement,
		Expected: shortened(expected), Actual: shortened(actual), Explanation: report.Visible(shortened(explanation)),
	}
}

// actualShown is how much of what came, or was expected, a mismatch repeats, in bytes. The exchange has
// more of it.
const actualShown = 2000

func shortened(text string) string {
	if len(text) <= actualShown {
		return text
	}
	return strings.ToValidUTF8(text[:actualShown], "") + fmt.Sprintf("… (%d bytes)", len(text))
}

// about is the requirement that an answer breaks by being the wrong answer: the
// case's own for the message that it expects, or else its first.
func (e Expectation) about() string {
	if e.Refusal != nil {
		for _, expected := range e.Refusal.Messages {
			if own := "error." + expected.Message.ID; slices.Contains(e.Requirements, own) {
				return own
			}
		}
	}
	if len(e.Requirements) == 0 {
		return ""
	}
	return e.Requirements[0]
}

// implied is one that is never stricter than implied.
func (e Expectation) implied(aspect report.Aspect, requirement, expected, actual, explanation string) report.Mismatch {
	m := e.mismatch(aspect, requirement, expected, actual, explanation)
	m.Level = cases.Loosest(e.Level, cases.Implied)
	return m
}

// contentType checks what the answer is labelled as. An answer without a body
// needs no label.
func (e Expectation) contentType(r Reading) []report.Mismatch {
	if r.saysJSON() || r.body == "" {
		return nil
	}
	actual, explanation := r.rawType, "The answer is sent as "+r.mediaType+"; many clients will not read it as JSON."
	if r.rawType == "" {
		actual, explanation = "no Content-Type", "The answer is sent without a Content-Type; many clients will not read it as JSON."
	}
	return []report.Mismatch{e.implied(report.AspectContentType, answerMediaType, "application/json", actual, explanation)}
}

// String says what would have been right, all alternatives.
func (e Expectation) String() string {
	var all []string
	if e.Success != nil {
		all = append(all, "success: a 2xx answer with client_id, client_secret and expires_at")
	}
	if e.Refusal != nil {
		all = append(all, refusalInWords(*e.Refusal))
	}
	if e.Answer {
		all = append(all, "any answer that is no server error (5xx)")
	}
	return strings.Join(all, ", or ")
}

// refusalInWords is the message itself where there is just one.
func refusalInWords(r cases.Refusal) string {
	switch {
	case r.Only > 0:
		return fmt.Sprintf("a refusal with %d (%s) or %d", r.Only, http.StatusText(r.Only), unable(r.Only))
	case r.AnyClientError:
		return "a refusal: a 4xx answer"
	case r.ServerWording && len(r.Messages) == 0:
		return "a refusal: a 4xx answer with a message of the server's own"
	case len(r.Messages) == 0:
		return "a refusal: a 4xx answer with any message"
	}
	var texts []string
	for _, w := range r.Messages {
		text := w.Message.With(w.Value)
		if w.AnyValue {
			text = w.Message.Text
		}
		texts = append(texts, text)
	}
	if r.ServerWording {
		texts = append(texts, "a message of the server's own")
	}
	return strings.Join(texts, "  or  ")
}

// although says what a status contradicts.
func although(status int, what string) string {
	return fmt.Sprintf("The server answers %d although it %s.", status, what)
}
