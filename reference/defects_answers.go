package reference

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// answerDefects are about what all answers have in common.
func answerDefects() []group {
	return []group{
		{implied, "answer.media-type", []entry{
			mediaType("html", "Answers are sent as text/html.", "text/html; charset=utf-8", onAnyAnswer),
			mediaType("text", "Answers are sent as text/plain.", "text/plain", onAnyAnswer),
			mediaType("javascript", "Answers are sent as text/javascript.", "text/javascript", onAnyAnswer),
			mediaType("bytes", "Answers are sent as application/octet-stream.", "application/octet-stream", onAnyAnswer),
			mediaType("no-type", "The Content-Type of answers is json, which is no media type.", "json", onAnyAnswer),
			mediaType("text-on-refusal", "Refusals are sent as text/plain.", "text/plain", func(_ *exchange, a *answer) bool { return a.status >= 400 }),
			mediaType("text-on-success", "Successes are sent as text/plain.", "text/plain", func(_ *exchange, a *answer) bool { return a.status < 300 }),
			mediaType("text-on-update", "Answers to updates are sent as text/plain.", "text/plain", func(e *exchange, _ *answer) bool { return e.isUpdate() }),
			mediaType("of-form", "The answer to a form is sent as a form, though it is JSON.", "application/x-www-form-urlencoded", func(e *exchange, _ *answer) bool {
				return e.encoding == encodingForm
			}),
			{"answer-media-type-missing", "Answers have no Content-Type.", answers(func(_ *exchange, a *answer) { a.setHeader("Content-Type") })},
		}},
		{implied, "answer.success-status", []entry{
			successStatus("registration-sees-other", "A registration is answered with 303, and credentials.", http.StatusSeeOther, onRegistration),
			successStatus("registration-by-form-redirects", "A registration by form is answered with 302, and credentials.", http.StatusFound, all(onRegistration, inForm)),
			successStatus("registration-with-status-400", "A registration is answered with 400, and credentials.", http.StatusBadRequest, onRegistration),
			successStatus("update-with-status-409", "An update is answered with 409, and credentials.", http.StatusConflict, onUpdate),
			successStatus("update-redirects", "An update is answered with 302, and credentials.", http.StatusFound, onUpdate),
			successStatus("success-with-status-500", "A success is answered with 500, and credentials.", http.StatusInternalServerError, always),
		}},
		{implied, "answer.refusal-status", []entry{
			refusalStatus("refusal-with-status-200", "Refusals have status 200.", http.StatusOK, anyRefusal),
			refusalStatus("refusal-with-status-201", "Refusals have status 201.", http.StatusCreated, anyRefusal),
			refusalStatus("refusal-redirects", "Refusals have status 302.", http.StatusFound, anyRefusal),
			refusalStatus("refusal-with-status-500", "Refusals have status 500, and their right message.", http.StatusInternalServerError, anyRefusal),
			refusalStatus("fault-with-status-500", "Refusals of what describes the client have status 500, and their right message.", http.StatusInternalServerError, func(_ *exchange, no *refusal) bool { return faulty(no) }),
			refusalStatus("fault-with-status-200", "Refusals of what describes the client have status 200.", http.StatusOK, func(_ *exchange, no *refusal) bool { return faulty(no) }),
			refusalStatus("unauthorized-with-status-200", "Wrong credentials are refused with status 200.", http.StatusOK, refusedWith(msgUnauthorized)),
			refusalStatus("unauthorized-redirects", "Wrong credentials are refused with status 302, as if there were a page to log in at.", http.StatusFound, refusedWith(msgUnauthorized)),
			refusalStatus("unauthorized-with-status-503", "Wrong credentials are refused with status 503.", http.StatusServiceUnavailable, refusedWith(msgUnauthorized)),
			refusalStatus("not-json-with-status-500", "JSON that does not parse is refused with status 500, and the right message.", http.StatusInternalServerError, refusedWith(msgNotJSON)),
			refusalStatus("not-json-with-status-200", "JSON that does not parse is refused with status 200.", http.StatusOK, refusedWith(msgNotJSON)),
			refusalStatus("content-type-with-status-200", "An unknown Content-Type is refused with status 200.", http.StatusOK, refusedWith(msgUnknownContentType)),
			refusalStatus("no-type-with-status-200", "A request without type is refused with status 200.", http.StatusOK, refusedWith(msgNoType)),
			refusalStatus("refusal-of-form-with-status-200", "Refusals of forms have status 200.", http.StatusOK, func(e *exchange, _ *refusal) bool { return e.encoding == encodingForm }),
			refusalStatus("refusal-of-update-with-status-200", "Refusals of updates have status 200.", http.StatusOK, func(e *exchange, _ *refusal) bool { return e.isUpdate() }),
		}},
		{implied, "answer.error-member", []entry{
			{
				"answer-length-in-characters", "The length of an answer is counted in characters, so that an answer outside ASCII is cut.",
				answers(func(_ *exchange, a *answer) {
					content := rawText(a.body)
					a.body = verbatim(content[:utf8.RuneCountInString(content)])
				}),
			},
			envelope("error-called-message", "under the name message", func(a *answer, _ string) { a.rename("error", "message") }),
			envelope("error-called-detail", "under the name detail", func(a *answer, _ string) { a.rename("error", "detail") }),
			envelope("error-in-capitals", "under the name Error", func(a *answer, _ string) { a.rename("error", "Error") }),
			envelope("error-described", "under error_description, and a code under error", func(a *answer, m string) {
				a.body = jsonObject{{"error", "invalid_request"}, {"error_description", m}}
			}),
			envelope("error-true", "under the name message, and true under error", func(a *answer, m string) { a.body = jsonObject{{"error", true}, {"message", m}} }),
			envelope("error-nested", "in an object under error", func(a *answer, m string) {
				a.set("error", jsonObject{{"code", a.status}, {"message", m}})
			}),
			envelope("error-in-list", "in a list under error", func(a *answer, m string) { a.set("error", []string{m}) }),
			envelope("errors-in-list", "in a list under errors", func(a *answer, m string) { a.body = jsonObject{{"errors", []string{m}}} }),
			envelope("error-in-data", "inside another member", func(a *answer, _ string) { a.body = jsonObject{{"response", a.body}} }),
			envelope("refusal-in-list", "in an object in a list", func(a *answer, _ string) { a.body = []any{a.body} }),
			envelope("refusal-is-string", "as a JSON string", func(a *answer, m string) { a.body = m }),
			envelope("refusal-is-text", "as plain text", func(a *answer, m string) {
				a.body = verbatim(m)
				a.setHeader("Content-Type", "text/plain; charset=utf-8")
			}),
			envelope("refusal-is-page", "as a page", func(a *answer, m string) {
				a.body = verbatim("<!DOCTYPE html><title>Error</title><p>" + html.EscapeString(m) + "</p>")
				a.setHeader("Content-Type", "text/html; charset=utf-8")
			}),
			envelope("refusal-not-escaped", "in JSON that is put together without escaping", func(a *answer, m string) {
				a.body = verbatim(`{"error":"` + m + `"}`)
			}),
			envelope("refusal-in-latin-1", "in JSON that is not UTF-8", func(a *answer, m string) {
				if beyond('~')(m) {
					a.body = verbatim(asLatin1(rawText(a.body)))
				}
			}),
			{
				"unauthorized-is-text", "Wrong credentials are refused in plain text.",
				refusals(func(_ *exchange, no *refusal, a *answer) {
					if no.message == msgUnauthorized {
						a.body = verbatim(no.text())
						a.setHeader("Content-Type", "text/plain; charset=utf-8")
					}
				}),
			},
			{
				"content-type-is-page", "An unknown Content-Type is refused with a page.",
				refusals(func(_ *exchange, no *refusal, a *answer) {
					if no.message == msgUnknownContentType {
						a.body = verbatim("<html><h1>" + no.text() + "</h1></html>")
						a.setHeader("Content-Type", "text/html")
					}
				}),
			},
		}},
		{implied, "answer.always", []entry{
			{
				"answer-shorter-than-said", "A refusal that names a value ends before the length that it announces.",
				answers(func(_ *exchange, a *answer) {
					if content := string(a.content()); a.status == http.StatusBadRequest && strings.Contains(content, " is not a valid ") {
						a.body = verbatim(content)
						a.setHeader("Content-Length", strconv.Itoa(len(content)+1))
					}
				}),
			},
			{"not-json-drops-connection", "The connection is dropped over JSON that does not parse.", overRefusal(msgNotJSON, hangUp)},
			{"content-type-drops-connection", "The connection is dropped over an unknown Content-Type.", overRefusal(msgUnknownContentType, hangUp)},
			{"content-type-hangs", "There is no answer to an unknown Content-Type.", overRefusal(msgUnknownContentType, hang)},
			{"unauthorized-drops-connection", "The connection is dropped over wrong credentials.", overRefusal(msgUnauthorized, hangUp)},
			{"unauthorized-hangs", "There is no answer to wrong credentials.", overRefusal(msgUnauthorized, hang)},
			{"email-hangs", "There is no answer to a long address that is none.", overNamed(msgInvalidEmail, over(48), hang)},
			{"refusal-of-form-hangs", "There is no answer to a form with a fault.", overRefusals(func(e *exchange, no *refusal) bool { return inForm(e) && faulty(no) }, hang)},
			{"faulty-update-drops-connection", "The connection is dropped over an update with a fault.", overRefusals(func(e *exchange, no *refusal) bool { return onUpdate(e) && faulty(no) }, hangUp)},
			{"nul-drops-connection", "The connection is dropped over a value with a NUL.", atChecks(anyText(containing("\x00")), hangUp)},
		}},
	}
}

func onAnyAnswer(*exchange, *answer) bool { return true }

func anyRefusal(*exchange, *refusal) bool { return true }

func refusedWith(message string) func(*exchange, *refusal) bool {
	return func(_ *exchange, no *refusal) bool { return no.message == message }
}

// atEndpoint holds for what the endpoint is there for.
func atEndpoint(e *exchange) bool {
	return e.request.Method == http.MethodPost && e.request.URL.Path == Path
}

func mediaType(ending, summary, name string, where func(*exchange, *answer) bool) entry {
	return entry{"answer-media-type-" + ending, summary, answers(func(e *exchange, a *answer) {
		if where(e, a) {
			a.setHeader("Content-Type", name)
		}
	})}
}

func successStatus(name, summary string, status int, c condition) entry {
	return entry{name, summary, successes(c, func(_ *exchange, a *answer) {
		a.status = status
		if status/100 == 3 {
			a.setHeader("Location", "/")
		}
	})}
}

func refusalStatus(name, summary string, status int, which func(*exchange, *refusal) bool) entry {
	return entry{name, summary, refusals(func(e *exchange, no *refusal, a *answer) {
		if atEndpoint(e) && which(e, no) {
			a.status = status
			if status/100 == 3 {
				a.setHeader("Location", "/")
			}
		}
	})}
}

// envelope puts the message of a refusal somewhere else.
func envelope(name, where string, change func(a *answer, message string)) entry {
	return entry{name, fmt.Sprintf("The message of a refusal comes %s.", where), refusals(func(e *exchange, no *refusal, a *answer) {
		if atEndpoint(e) {
			change(a, no.text())
		}
	})}
}

// overRefusal makes trouble in place of a refusal.
func overRefusal(message string, t trouble) alteration {
	return overRefusals(refusedWith(message), t)
}

func overRefusals(which func(*exchange, *refusal) bool, t trouble) alteration {
	return func(b *behaviour) {
		next := b.refused
		b.refused = func(e *exchange, no *refusal) answer {
			if which(e, no) {
				no = t(e)
			}
			return next(e, no)
		}
	}
}

// overNamed makes trouble in place of a refusal that names a value of a sort.
func overNamed(message string, sort func(string) bool, t trouble) alteration {
	return overRefusals(func(_ *exchange, no *refusal) bool { return no.message == message && sort(no.value) }, t)
}
