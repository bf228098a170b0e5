package judge

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
)

// judgeRefusal compares an answer with the refusal that was expected.
func (e Expectation) judgeRefusal(r Reading) []report.Mismatch {
	if r.Succeeds() && !e.reached(r) {
		return instead(report.InsteadSuccess, e.accepted(r))
	}
	var all []report.Mismatch
	if !e.Refusal.AnyClientError {
		all = e.message(r)
	}
	if !r.is4xx() {
		all = append(all, e.refusalStatus(r))
	}
	if e.Refusal.AnyClientError {
		return all
	}
	all = append(all, e.contentType(r)...)
	if r.body != "" && e.misplaced(r) {
		all = append(all, e.envelope(r))
	}
	if r.status >= 500 && !e.meant(r) {
		return instead(report.InsteadError, all...)
	}
	return all
}

// misplaced reports whether the message is not where a client looks for it:
// nothing is there, or the message that is expected came elsewhere.
func (e Expectation) misplaced(r Reading) bool {
	if r.errorMember() == "" {
		return true
	}
	if len(e.Refusal.Messages) == 0 || !e.reached(r) || e.Refusal.ServerWording && !e.documented(r.errorMember()) {
		return false
	}
	return !slices.ContainsFunc(e.Refusal.Messages, func(w cases.ExpectedMessage) bool { return is(w, r.errorMember()) })
}

// is reports whether a text is the message that is expected.
func is(w cases.ExpectedMessage, text string) bool {
	if w.AnyValue {
		_, ok := valueNamed(w.Message, text)
		return ok
	}
	return text == w.Message.With(w.Value)
}

// accepted explains that a bad request was carried out, or seemed to be.
func (e Expectation) accepted(r Reading) report.Mismatch {
	explanation := "The server accepts the request, and must refuse it."
	if !r.HasCredentials() {
		explanation = although(r.status, "must refuse the request, and gives no message")
	}
	return e.mismatch(report.AspectMessage, e.about(), e.String(), r.Summary(), explanation)
}

// reached reports whether a message that conforms got to the client, however
// it was wrapped.
func (e Expectation) reached(r Reading) bool {
	for _, expected := range e.Refusal.Messages {
		if slices.ContainsFunc(r.texts(), func(text string) bool { return is(expected, text) }) {
			return true
		}
		if !expected.AnyValue && r.Carries(expected.Message.With(expected.Value)) {
			return true
		}
	}
	if e.Refusal.ServerWording {
		return r.errorMember() != "" && !e.documented(r.errorMember())
	}
	return len(e.Refusal.Messages) == 0 && r.errorMember() != ""
}

// documented reports whether a text is one of the document's messages, whatever
// value it names.
func (e Expectation) documented(text string) bool {
	return slices.ContainsFunc(e.Messages, func(m cases.Message) bool {
		_, named := valueNamed(m, text)
		return named || m.Text == text
	})
}

// message checks the text. Where any will do there must still be one.
func (e Expectation) message(r Reading) []report.Mismatch {
	if e.reached(r) {
		return nil
	}
	texts := r.texts()
	if len(texts) == 0 || r.status >= 500 && r.errorMember() == "" {
		explanation := "The server refuses the request without a message."
		if r.status >= 500 {
			explanation = failsInstead(r.status)
		}
		return []report.Mismatch{e.mismatch(report.AspectMessage, e.about(), e.String(), r.Summary(), explanation)}
	}
	if len(e.Refusal.Messages) == 0 && !e.Refusal.ServerWording {
		return nil
	}
	explanation := e.nearMiss(texts[0])
	switch {
	case r.status >= 500 && explanation == anotherMessage:
		explanation = failsInstead(r.status)
	case r.status == http.StatusTooManyRequests:
		explanation = tooMany
	case r.notJSON != nil && r.saysJSON() && strings.HasPrefix(texts[0], "{"):
		explanation = "The message does not reach the client: the answer is labelled as JSON and cannot be read as such."
		if r.notJSON.breaksOff {
			explanation += " It breaks off: a Content-Length that counts characters, and not bytes, cuts an answer short."
		}
	case r.notJSON != nil && strings.Contains(r.body, "</"):
		explanation = "The answer is a page, and the message is not in it."
	}
	return []report.Mismatch{e.mismatch(report.AspectMessage, e.about(), e.String(), texts[0], explanation)}
}

// failsInstead explains a failure where a message is due.
func failsInstead(status int) string {
	return "The server fails (" + strconv.Itoa(status) + ") on a request that it should refuse with a message."
}

func (e Expectation) refusalStatus(r Reading) report.Mismatch {
	explanation := although(r.status, "refuses")
	requirement := answerRefusalStatus
	if r.status >= 500 {
		explanation = although(r.status, "refuses: the fault is the client's, and a 5xx says it is the server's")
		if !e.meant(r) {
			requirement = answerNoServerError
		}
	}
	return e.implied(report.AspectStatus, requirement, "a 4xx status", strconv.Itoa(r.status), explanation)
}

// envelope explains a message that is not where a client looks for it.
func (e Expectation) envelope(r Reading) report.Mismatch {
	explanation := "The answer is a JSON object without a member error that is a text."
	switch {
	case r.notJSON != nil:
		explanation = "The body of the refusal is not JSON: " + r.notJSON.kind + "."
	case r.object == nil:
		explanation = "The body of the refusal is JSON, and no object."
	case r.errorMember() != "":
		explanation = "The message is in the answer, and not under error, where something else stands."
	}
	return e.implied(report.AspectEnvelope, answerErrorMember,
		`a JSON object with the message under "error"`, r.Summary(), explanation)
}
