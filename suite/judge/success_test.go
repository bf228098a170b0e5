package judge

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// explained is a row of a table: what is wrong with an answer, and one of the
// explanations.
type explained struct {
	name    string
	x       wire.Exchange
	want    []string // brief
	because string   // how the first explanation begins
}

func (row explained) check(t *testing.T, e Expectation) {
	t.Helper()
	t.Run(row.name, func(t *testing.T) {
		t.Helper()
		got := Exchange(e, row.x)
		compare(t, brief(got), row.want)
		if len(got) > 0 && !strings.HasPrefix(got[0].Explanation, row.because) {
			t.Errorf("got  %q\nwant %q", got[0].Explanation, row.because)
		}
	})
}

func TestSuccess(t *testing.T) {
	e := Expectation{Expect: success(), Level: cases.Documented, Requirements: []string{"register.minimum"}, Now: now()}
	var (
		refused    = []string{"status documented register.minimum"}
		status     = []string{"status implied answer.success-status"}
		talked     = []string{"message documented register.minimum"}
		bodyless   = []string{"schema documented response.client-id"}
		unlabelled = []string{"content-type implied answer.media-type", "schema documented response.client-id"}
	)
	for _, row := range []explained{
		{"200", inJSON(200, good), nil, ""},
		{"201", inJSON(201, good), nil, ""},
		{"202", inJSON(202, good), nil, ""},
		{"299", inJSON(299, good), nil, ""},
		{"300 with credentials", inJSON(300, good), status, "The server answers 300 although it carries the request out."},
		{"199 with credentials", inJSON(199, good), status, ""},
		{"400 with credentials", inJSON(400, good), status, "The server answers 400 although it carries the request out."},
		{"500 with credentials", inJSON(500, good), status, ""},
		{"further members", inJSON(200, `{"client_id": "i", "client_secret": "s", "expires_at": 0, "registered": [1, {}], "ok": null}`), nil, ""},
		{"a further member error", inJSON(200, `{"client_id": "i", "client_secret": "s", "expires_at": 0, "error": "none"}`), nil, ""},
		{"a further member message", inJSON(200, `{"client_id": "i", "client_secret": "s", "expires_at": 0, "message": "ok"}`), nil, ""},
		{"one credential and a message", inJSON(200, `{"client_id": "i", "expires_at": 0, "message": "ok"}`), []string{"schema documented response.client-secret"}, "The answer has no client_secret."},
		{"error is null", inJSON(200, `{"error": null, "client_id": "i", "client_secret": "s", "expires_at": 0}`), nil, ""},
		{"space around", inJSON(200, "\r\n "+good+"\n\n"), nil, ""},

		{"400", inJSON(400, `{"error": "No."}`), refused, "The server refuses a request that conforms."},
		{"400, empty", answered(400, "", ""), refused, "The server refuses"},
		{"400 that repeats what was sent", inJSON(400, `{"message": "No.", "client_id": "i", "client_secret": "s"}`), refused, "The server refuses"},
		{"400 with complaints by parameter", inJSON(400, `{"client_id": ["Wrong."], "client_secret": ["Wrong."]}`), refused, "The server refuses"},
		{"500", inJSON(500, `{"error": "No."}`), refused, "The server fails (500) on a request that conforms."},
		{"502 page", answered(502, "text/html", "<h1>Bad Gateway</h1>"), refused, "The server fails (502)"},
		{"302", answered(302, "", "", wire.Field{Name: "Location", Value: "/login"}), refused, "The server redirects a POST"},
		{"300", answered(300, "", ""), refused, "The server redirects a POST"},
		{"404 page", answered(404, "text/html", "<h1>Not Found</h1>"), refused, "The server has nothing at this path."},
		{"404 with a message", inJSON(404, `{"error": "No."}`), refused, "The server refuses"},
		{"405 page", answered(405, "text/html", "<h1>Method Not Allowed</h1>"), refused, "The server does not take POST at this path."},
		{"429", answered(429, "", ""), refused, "The server says each time that it had too many requests (429)"},
		{"200 with a message", inJSON(200, `{"error": "Unauthorized."}`), talked, "The server answers a request that conforms with a message, and not with credentials."},
		{"200 with a cheer", inJSON(200, `{"message": "Registered!"}`), talked, "The server answers a request that conforms with a message"},

		{"200, empty", answered(200, "", ""), bodyless, "The body is not JSON: it is empty."},
		{"204", answered(204, "", ""), bodyless, "The body is not JSON: it is empty."},
		{"blanks", inJSON(200, " \n"), bodyless, "The body is not JSON: it is empty."},
		{"text after it", inJSON(200, good+"<!-- served in 3 ms -->"), bodyless, "The body is not JSON: more text follows the JSON value."},
		{"two objects", inJSON(200, good+good), bodyless, "The body is not JSON: more text follows the JSON value."},
		{"text before it", inJSON(200, "Notice: x\n"+good), bodyless, "The body is not JSON: it does not parse."},
		{"cut", inJSON(200, good[:len(good)-1]), bodyless, "The body is not JSON: it does not parse."},
		{"single quotes", inJSON(200, strings.ReplaceAll(good, `"`, `'`)), bodyless, "The body is not JSON: it does not parse."},
		{"byte order mark", inJSON(200, "\uFEFF"+good), bodyless, "The body is not JSON: it begins with a byte order mark."},
		{"Latin-1", inJSON(200, strings.Replace(good, "i", "\xfc", 1)), bodyless, "The body is not JSON: it is not UTF-8."},
		{"list", inJSON(200, "["+good+"]"), bodyless, "The body is JSON, and no object."},
		{"string", inJSON(200, `"ok"`), bodyless, "The body is JSON, and no object."},
		{"null", inJSON(200, "null"), bodyless, "The body is JSON, and no object."},
		{"form", answered(200, "application/x-www-form-urlencoded", "client_id=i&client_secret=s&expires_at=0"), unlabelled, "The answer is sent as application/x-www-form-urlencoded"},
		{"page", answered(200, "text/html", "<h1>It works!</h1>"), unlabelled, "The answer is sent as text/html"},
	} {
		row.check(t, e)
	}
}

func TestMembers(t *testing.T) {
	e := Expectation{Expect: success(), Level: cases.Documented, Now: now()}
	for _, member := range []string{"client_id", "client_secret"} {
		for _, row := range []struct{ value, because string }{
			{`"x"`, ""},
			{`" "`, ""},
			{`"0"`, ""},
			{`"クライアント"`, ""},
			{``, "The answer has no " + member + "."},
			{`""`, "The " + member + " is empty."},
			{`null`, "The " + member + " is null."},
			{`17`, "The " + member + " is a number."},
			{`1e999999999`, "The " + member + " is a number."},
			{`true`, "The " + member + " is a boolean."},
			{`["x"]`, "The " + member + " is an array."},
			{`{"x": 1}`, "The " + member + " is an object."},
		} {
			var want []string
			if row.because != "" {
				want = []string{"schema documented response." + strings.ReplaceAll(member, "_", "-")}
			}
			explained{member + " " + row.value, inJSON(200, withMember(member, row.value)), want, row.because}.check(t, e)
		}
	}
	explained{
		"all three missing", inJSON(200, `{"id": "i"}`),
		[]string{"schema documented response.client-id", "schema documented response.client-secret", "schema documented response.expires-at"},
		"The answer has no client_id.",
	}.check(t, e)
}

// withMember is a success in which one member has another value; "" leaves it out.
func withMember(name, value string) string {
	values := map[string]string{"client_id": `"i"`, "client_secret": `"s"`, "expires_at": "0"}
	values[name] = value
	var all []string
	for name, value := range values {
		if value != "" {
			all = append(all, fmt.Sprintf("%q: %s", name, value))
		}
	}
	return "{" + strings.Join(all, ", ") + "}"
}

func TestExpiresAt(t *testing.T) {
	const shape, past = "schema documented response.expires-at", "member documented response.expires-at"
	const number = "The expires_at is a number, and neither 0 nor a Unix time."
	e := Expectation{Expect: success(), Level: cases.Documented, Now: now()}
	for _, row := range []struct{ value, want, because string }{
		{"0", "", ""},
		{"0.0", "", ""},
		{"-0", "", ""},
		{"0e5", "", ""},
		{"0e999999999", "", ""},
		{"1900000000", "", ""},
		{"1.9e9", "", ""},
		{"1900000000.0", "", ""},
		{"1900000000000", "", ""},       // milliseconds are a time in the future as well
		{"9223372036854775807", "", ""}, // the largest that a 64-bit signed integer holds
		{"9223372036854775808", past, "The expires_at is too large to be a time"},
		{"99999999999999999999999999", past, "The expires_at is too large to be a time"},
		{"1e19", past, "The expires_at is too large to be a time"},
		{"1e999999999", past, "The expires_at is too large to be a time"},
		{"1", past, "The credentials are given out and have expired already"},
		{"1600000000", past, "The credentials are given out and have expired already"},
		{"1.6e9", past, "The credentials are given out and have expired already"},
		{"3600", past, "The credentials are given out and have expired already"},
		{"-1", shape, number},
		{"-1e999999999", shape, number},
		{"0.5", shape, number},
		{"1e-999999999", shape, number},
		{"-1e-999999999", shape, number},
		{"1600000000.25", shape, number},
		{"1900000000.25", shape, number},
		{`"0"`, shape, "The expires_at is a string."},
		{`"2030-01-01T00:00:00Z"`, shape, "The expires_at is a string."},
		{`""`, shape, "The expires_at is empty."},
		{"null", shape, "The expires_at is null."},
		{"true", shape, "The expires_at is a boolean."},
		{"[0]", shape, "The expires_at is an array."},
		{"{}", shape, "The expires_at is an object."},
		{"", shape, "The answer has no expires_at."},
	} {
		started := time.Now()
		var want []string
		if row.want != "" {
			want = []string{row.want}
		}
		explained{row.value, inJSON(200, withMember("expires_at", row.value)), want, row.because}.check(t, e)
		if took := time.Since(started); took > time.Second {
			t.Errorf("%s took %s", row.value, took)
		}
	}
}

// An update gives back the credentials that were sent.
func TestEcho(t *testing.T) {
	e := Expectation{
		Expect: success(cases.Member{Name: "client_id", Value: "i"}, cases.Member{Name: "client_secret", Value: "s"}),
		Level:  cases.Documented, Requirements: []string{"update.information"}, Now: now(),
	}
	const other = "member documented update.credentials"
	for _, row := range []explained{
		{"the same", inJSON(200, good), nil, ""},
		{"in escapes", inJSON(200, `{"client_id": "\u0069", "client_secret": "s", "expires_at": 0}`), nil, ""},
		{"another id", inJSON(200, withMember("client_id", `"j"`)), []string{other}, "The answer's client_id is not the one that was sent."},
		{"another secret", inJSON(200, withMember("client_secret", `"t"`)), []string{other}, "The answer's client_secret is not the one that was sent."},
		{"in capitals", inJSON(200, withMember("client_id", `"I"`)), []string{other}, ""},
		{"with a space", inJSON(200, withMember("client_id", `"i "`)), []string{other}, ""},
		{"exchanged", inJSON(200, `{"client_id": "s", "client_secret": "i", "expires_at": 0}`), []string{other, other}, ""},
		{"empty", inJSON(200, withMember("client_secret", `""`)), []string{"schema documented response.client-secret", other}, "The client_secret is empty."},
		{"left out", inJSON(200, withMember("client_secret", "")), []string{"schema documented response.client-secret"}, "The answer has no client_secret."},
		{"a number", inJSON(200, withMember("client_id", "1")), []string{"schema documented response.client-id"}, "The client_id is a number."},
	} {
		row.check(t, e)
	}
}

// With both outcomes allowed, an answer is held to the one that it looks like.
func TestEither(t *testing.T) {
	c := builtin(t)
	e := Expectation{
		Expect: either(wanted(t, c, "could-not-decode-json", "")),
		Level:  cases.Documented, Requirements: []string{"encoding.json"}, Now: now(),
	}
	for _, row := range []explained{
		{"success", inJSON(200, good), nil, ""},
		{"refusal", inJSON(400, `{"error": "Could not decode JSON"}`), nil, ""},
		{"success with 500", inJSON(500, good), []string{"status implied answer.success-status"}, ""},
		{"refusal with 200", inJSON(200, `{"error": "Could not decode JSON"}`), []string{"status implied answer.refusal-status"}, ""},
		{"refusal with 500", inJSON(500, `{"error": "Could not decode JSON"}`), []string{"status implied answer.refusal-status"}, ""},
		{"another message", inJSON(400, `{"error": "Unauthorized."}`), []string{"message documented encoding.json"}, ""},
		{"success without secret", inJSON(200, withMember("client_secret", "")), []string{"schema documented response.client-secret"}, ""},
		{"an empty 200", answered(200, "", ""), []string{"schema documented response.client-id"}, ""},
		{"an empty 400", answered(400, "", ""), []string{"message documented encoding.json"}, "The server refuses the request without a message."},
		{"a 500 page", answered(500, "text/html", "<h1>Oops</h1>"), []string{"status implied answer.no-server-error"}, "The server fails (500) on this request."},
		{"a 500 in JSON", inJSON(500, `{"error": "Internal Server Error"}`), []string{"status implied answer.no-server-error"}, ""},
	} {
		row.check(t, e)
	}
}

// TestExpiresInSeconds holds what reads like milliseconds to the one requirement that is about it.
func TestExpiresInSeconds(t *testing.T) {
	for _, row := range []struct {
		number, requirement string
		want                int
	}{
		{"253402300799", responseSeconds, 0},
		{"253402300800", responseSeconds, 1},
		{"1900000000000", responseSeconds, 1},
		{"1900000000000", responseExpires, 0},
	} {
		e := Expectation{Expect: success(), Level: cases.Hardening, Requirements: []string{row.requirement}}
		x := inJSON(200, `{"client_id": "i", "client_secret": "s", "expires_at": `+row.number+`}`)
		if got := brief(Exchange(e, x)); len(got) != row.want {
			t.Errorf("%s, by %s: %q", row.number, row.requirement, got)
		}
	}
}
