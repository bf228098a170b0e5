package judge

import (
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

func TestRefusalStatus(t *testing.T) {
	const right = `{"error": "Unauthorized."}`
	e := Expectation{
		Expect: refusal(wanted(t, builtin(t), "unauthorized", "")),
		Level:  cases.Documented, Requirements: []string{"client-id.update-only", "error.unauthorized"},
	}
	status := []string{"status implied answer.refusal-status"}
	for _, row := range []explained{
		{"400", inJSON(400, right), nil, ""},
		{"401", inJSON(401, right), nil, ""},
		{"403", inJSON(403, right), nil, ""},
		{"404", inJSON(404, right), nil, ""},
		{"409", inJSON(409, right), nil, ""},
		{"413", inJSON(413, right), nil, ""},
		{"415", inJSON(415, right), nil, ""},
		{"418", inJSON(418, right), nil, ""},
		{"422", inJSON(422, right), nil, ""},
		{"499", inJSON(499, right), nil, ""},
		{"200", inJSON(200, right), status, "The server answers 200 although it refuses."},
		{"201", inJSON(201, right), status, ""},
		{"302", inJSON(302, right), status, "The server answers 302 although it refuses."},
		{"399", inJSON(399, right), status, ""},
		{"500", inJSON(500, right), status, "The server answers 500 although it refuses: the fault is the client's"},
		{"503", inJSON(503, right), status, ""},
		{"further members", inJSON(400, `{"error": "Unauthorized.", "code": 7, "errors": ["x"], "help": null}`), nil, ""},
		{"what was sent", inJSON(401, `{"error": "Unauthorized.", "client_id": "i", "client_secret": "s"}`), nil, ""},
		{"what was sent, with 200", inJSON(200, `{"error": "Unauthorized.", "client_id": "i", "client_secret": "s"}`), status, ""},
		{"in escapes", inJSON(400, `{"error": "Unauthorized\u002e"}`), nil, ""},
		{"problem details", answered(400, "application/problem+json", right), nil, ""},
		{"without a Content-Type", answered(400, "", right), []string{"content-type implied answer.media-type"}, ""},
	} {
		row.check(t, e)
	}
}

func TestEnvelope(t *testing.T) {
	e := Expectation{
		Expect: refusal(wanted(t, builtin(t), "invalid-email", `"b"&<c>`)),
		Level:  cases.Documented, Requirements: []string{"error.invalid-email"},
	}
	const (
		inside   = `Email \"b\"&<c> is not a valid email` // within a JSON string
		bare     = `Email "b"&<c> is not a valid email`
		escaped  = `Email &quot;b&quot;&amp;&lt;c&gt; is not a valid email`
		label    = "content-type implied answer.media-type"
		envelope = "envelope implied answer.error-member"
		message  = "message documented error.invalid-email"
	)
	object, notJSON := "The answer is a JSON object without a member error", "The body of the refusal is not JSON: "
	for _, row := range []explained{
		{"as it must be", inJSON(400, `{"error": "`+inside+`"}`), nil, ""},
		{"under message", inJSON(400, `{"message": "`+inside+`"}`), []string{envelope}, object},
		{"under client_id", inJSON(400, `{"client_id": "`+inside+`"}`), []string{envelope}, object},
		{"nested", inJSON(400, `{"error": {"code": 1, "text": "`+inside+`"}}`), []string{envelope}, object},
		{"in a list", inJSON(400, `{"errors": ["other", "`+inside+`"]}`), []string{envelope}, object},
		{"in a list under error", inJSON(400, `{"error": ["`+inside+`"]}`), []string{envelope}, object},
		{"under error_description", inJSON(400, `{"error": "invalid_request", "error_description": "`+inside+`"}`), []string{envelope}, "The message is in the answer, and not under error, where something else stands."},
		{"under Error", inJSON(400, `{"Error": "`+inside+`"}`), []string{envelope}, object},
		{"a list", inJSON(400, `["`+inside+`"]`), []string{envelope}, "The body of the refusal is JSON, and no object."},
		{"a JSON string", inJSON(400, `"`+inside+`"`), []string{envelope}, "The body of the refusal is JSON, and no object."},
		{"text", answered(400, "text/plain", bare+"\n"), []string{label, envelope}, "The answer is sent as text/plain"},
		{"text labelled as JSON", inJSON(400, bare), []string{envelope}, notJSON + "it does not parse."},
		{"a page", answered(400, "text/html", "<html><p>"+bare+"</p></html>"), []string{label, envelope}, ""},
		{"a page with escapes", answered(400, "text/html", "<html><p>"+escaped+"</p></html>"), []string{label, envelope}, ""},
		{"byte order mark", inJSON(400, "\uFEFF"+`{"error": "`+inside+`"}`), []string{envelope}, notJSON + "it begins with a byte order mark."},
		{"text behind", inJSON(400, `{"error": "`+inside+`"}<br>`), []string{envelope}, notJSON + "more text follows"},
		{"text before", inJSON(400, `Notice: {"error": "`+inside+`"}`), []string{envelope}, notJSON + "it does not parse."},
		{"a page with 200", answered(200, "text/html", bare), []string{"status implied answer.refusal-status", label, envelope}, ""},
		{"escaped under error", inJSON(400, `{"error": "`+escaped+`"}`), []string{message}, "The value comes back escaped for HTML"},
		{"as a name", inJSON(400, `{"`+inside+`": true}`), []string{message, envelope}, "The server refuses the request without a message."},
		{"with other text around it", inJSON(400, `{"error": "Error: `+inside+`!"}`), []string{message}, "The message is there, with other text around it."},
		{"without escapes in JSON", inJSON(400, `{"error": "`+bare+`"}`), []string{envelope}, notJSON + "it does not parse."},
	} {
		row.check(t, e)
	}
}

func TestNoMessage(t *testing.T) {
	e := Expectation{
		Expect: refusal(wanted(t, builtin(t), "no-registration-type", "")),
		Level:  cases.Documented, Requirements: []string{"error.no-registration-type"},
	}
	const (
		message  = "message documented error.no-registration-type"
		status   = "status implied answer.refusal-status"
		failure  = "status implied answer.no-server-error" // in no words of the document's it is no refusal
		label    = "content-type implied answer.media-type"
		envelope = "envelope implied answer.error-member"
		none     = "The server refuses the request without a message."
		accepted = "The server accepts the request, and must refuse it."
		another  = "The document gives another message for this."
		unread   = "The message does not reach the client: the answer is labelled as JSON and cannot be read as such."
	)
	for _, row := range []explained{
		{"empty 400", answered(400, "", ""), []string{message}, none},
		{"empty object", inJSON(400, `{}`), []string{message, envelope}, none},
		{"null", inJSON(400, `null`), []string{message, envelope}, none},
		{"error is empty", inJSON(400, `{"error": ""}`), []string{message, envelope}, none},
		{"error is null", inJSON(400, `{"error": null}`), []string{message, envelope}, none},
		{"error is true", inJSON(400, `{"error": true}`), []string{message, envelope}, none},
		{"error is a number", inJSON(400, `{"error": 12}`), []string{message, envelope}, none},
		{"error is a list", inJSON(400, `{"error": ["no"]}`), []string{message, envelope}, another},
		{"error is an object", inJSON(400, `{"error": {"text": "no"}}`), []string{message, envelope}, another},
		{"another text", inJSON(400, `{"error": "bad"}`), []string{message}, another},
		{"complaints by parameter", inJSON(400, `{"client_id": ["Wrong."], "client_secret": ["Wrong."]}`), []string{message, envelope}, another},
		{"a complaint and what was sent", inJSON(400, `{"message": "No.", "client_id": "i", "client_secret": "s"}`), []string{message, envelope}, another},
		{"only what was sent", inJSON(400, `{"client_id": "i"}`), []string{message, envelope}, another},
		{"accepted", inJSON(200, good), []string{message}, accepted},
		{"accepted with 201", inJSON(201, good), []string{message}, accepted},
		{"accepted with 400", inJSON(400, good), []string{message}, accepted},
		{"accepted, with another member error", inJSON(200, `{"client_id": "i", "client_secret": "s", "expires_at": 0, "error": "none"}`), []string{message}, accepted},
		{"empty 200", answered(200, "", ""), []string{message}, "The server answers 200 although it must refuse the request, and gives no message."},
		{"200 page", answered(200, "text/html", "<h1>It works!</h1>"), []string{message}, "The server answers 200 although it must refuse the request"},
		{"200 with a complaint", inJSON(200, `{"message": "bad"}`), []string{message, status, envelope}, another},
		{"302", answered(302, "", "", wire.Field{Name: "Location", Value: "/"}), []string{message, status}, none},
		{"500 page", answered(500, "text/html", "<h1>Oops</h1>"), []string{message, failure, label, envelope}, "The server fails (500)"},
		{"500 trace", answered(500, "text/plain", "Traceback"), []string{message, failure, label, envelope}, "The server fails (500)"},
		{"500 with a member error", inJSON(500, `{"error": "oops"}`), []string{message, failure}, "The server fails (500) on a request that it should refuse with a message."},
		{"404 page", answered(404, "text/html", "<h1>Not Found</h1>"), []string{message, label, envelope}, "The answer is a page, and the message is not in it."},
		{"JSON that does not parse", inJSON(400, `{"error": "No registration type"`), []string{message, envelope}, unread},
		{"text labelled as JSON", inJSON(400, `No registration type provided`), []string{envelope}, ""},
		{"near text labelled as JSON", inJSON(400, `no registration type provided`), []string{message, envelope}, "The message differs in case only."},
		{"text", answered(400, "text/plain", "No registration type provided."), []string{label, envelope}, ""},
		{"a code before the message", inJSON(400, `{"code": "E1", "detail": "No registration type provided."}`), []string{message, envelope}, "The message differs in the final stop only."},
	} {
		row.check(t, e)
	}
}

// Where any message will do there must be one, where a client looks for it.
func TestAnyMessage(t *testing.T) {
	e := Expectation{Expect: refusal(), Level: cases.Documented, Requirements: []string{"application-type.required"}}
	const (
		message  = "message documented application-type.required"
		status   = "status implied answer.refusal-status"
		failure  = "status implied answer.no-server-error" // in no words of the document's it is no refusal
		envelope = "envelope implied answer.error-member"
	)
	for _, row := range []explained{
		{"a message", inJSON(400, `{"error": "no"}`), nil, ""},
		{"one of the document's", inJSON(400, `{"error": "Unauthorized."}`), nil, ""},
		{"under message", inJSON(400, `{"message": "no"}`), []string{envelope}, ""},
		{"by parameter", inJSON(400, `{"client_id": ["no"]}`), []string{envelope}, ""},
		{"with 200", inJSON(200, `{"error": "no"}`), []string{status}, ""},
		{"with 500", inJSON(500, `{"error": "no"}`), []string{failure}, ""},
		{"under message with 200", inJSON(200, `{"message": "no"}`), []string{status, envelope}, ""},
		{"empty", answered(400, "", ""), []string{message}, ""},
		{"empty object", inJSON(400, `{}`), []string{message, envelope}, ""},
		{"empty 500", answered(500, "", ""), []string{message, failure}, ""},
		{"accepted", inJSON(200, good), []string{message}, ""},
		{"empty 200", answered(200, "", ""), []string{message}, ""},
		{"page", answered(400, "text/html", "<h1>no</h1>"), []string{"content-type implied answer.media-type", envelope}, ""},
	} {
		row.check(t, e)
	}
}

// In the server's own words means in none of the document's but those that fit.
func TestOwnMessage(t *testing.T) {
	c := builtin(t)
	const message = "message documented values.empty"
	e := Expectation{
		Expect: cases.Expect{Refusal: &cases.Refusal{ServerWording: true}}, Messages: c.Messages,
		Level: cases.Documented, Requirements: []string{"values.empty"},
	}
	for _, row := range []explained{
		{"its own", inJSON(400, `{"error": "The name is empty."}`), nil, ""},
		{"the document's", inJSON(400, `{"error": "Unauthorized."}`), []string{message}, "This is the message for another fault"},
		{"the document's, with a value", inJSON(400, `{"error": "Email x is not a valid email"}`), []string{message}, "This is the message for another fault"},
		{"none", inJSON(400, `{}`), []string{message, "envelope implied answer.error-member"}, ""},
	} {
		row.check(t, e)
	}
	w := wanted(t, c, "invalid-logo-url", "")
	w.AnyValue = true
	e.Refusal.Messages = []cases.ExpectedMessage{w}
	for _, row := range []explained{
		{"its own or one that fits", inJSON(400, `{"error": "The URL is empty."}`), nil, ""},
		{"one that fits", inJSON(400, `{"error": "Logo URL  is not a valid URL"}`), nil, ""},
		{"one that does not", inJSON(400, `{"error": "Email x is not a valid email"}`), []string{message}, "This is the message for another fault"},
		{"elsewhere", inJSON(400, `{"detail": "The URL is empty."}`), []string{message, "envelope implied answer.error-member"}, ""},
	} {
		row.check(t, e)
	}
}

func TestSeveralMessages(t *testing.T) {
	c := builtin(t)
	e := Expectation{
		Expect: refusal(wanted(t, c, "invalid-email", "bob"), wanted(t, c, "invalid-email", "eve"), wanted(t, c, "contacts-not-string", "")),
		Level:  cases.Documented, Requirements: []string{"error.contacts-not-string"},
		Sent: []cases.Field{{Name: "contacts", Value: "bob eve"}},
	}
	const message, envelope = "message documented error.contacts-not-string", "envelope implied answer.error-member"
	for _, row := range []explained{
		{"the first", inJSON(400, `{"error": "Email bob is not a valid email"}`), nil, ""},
		{"the second", inJSON(400, `{"error": "Email eve is not a valid email"}`), nil, ""},
		{"the last", inJSON(400, `{"error": "contacts must be a string of space-separated email addresses."}`), nil, ""},
		{"one under error, another beside it", inJSON(400, `{"error": "Email eve is not a valid email", "more": ["Email bob is not a valid email"]}`), nil, ""},
		{"both, not under error", inJSON(400, `{"errors": ["Email eve is not a valid email", "Email bob is not a valid email"]}`), []string{envelope}, ""},
		{"the list", inJSON(400, `{"error": "Email bob eve is not a valid email"}`), []string{message}, "The message names the whole list"},
		{"neither", inJSON(400, `{"error": "Email carl is not a valid email"}`), []string{message}, "The message names another value"},
		{"near the last", inJSON(400, `{"error": "contacts must be a string of space-separated email addresses"}`), []string{message}, "The message differs in the final stop only."},
	} {
		row.check(t, e)
	}
}
