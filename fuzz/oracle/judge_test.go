package oracle

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

const (
	newClient = `{"client_id":"new-client-id","client_secret":"new-client-secret","expires_at":0}`
	sameOne   = `{"client_id":"` + testID + `","client_secret":"` + testSecret + `","expires_at":0}`
)

// failing makes a refusal in JSON.
func failing(message string) string { return `{"error":` + strconv.Quote(message) + `}` }

// TestJudge says of requests and answers which mismatches there are.
func TestJudge(t *testing.T) {
	var (
		fine      = sentJSON(associating(""))
		bob       = sentJSON(associating(`,"contacts":"alice@example.org bob"`))
		intra     = sentJSON(associating(`,"logo_url":"https://intranet/logo.png"`))
		update    = sentJSON(updating(""))
		unknownID = sentJSON(`{"type":"client_update","application_type":"web","client_id":"x","client_secret":"y"}`)
		noClient  = sentJSON(`{"type":"client_associate"}`)
	)
	for _, c := range []struct {
		name   string
		sent   wire.Sent
		status int
		body   string
		want   string
	}{
		{"registered", fine, 201, newClient, ""},
		{"updated", update, 200, sameOne, ""},
		{"expires later", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":1900000000,"more":[1]}`, ""},
		{"refused rightly", bob, 422, failing("Email bob is not a valid email"), ""},
		{"escaped", bob, 400, `{"error":"Email \u0062ob is not a valid email","code":1}`, ""},
		{"debatable, taken", intra, 200, newClient, ""},
		{"debatable, refused", intra, 400, failing("Logo URL https://intranet/logo.png is not a valid URL"), ""},
		{"any message", noClient, 400, failing("application_type is required"), ""},
		{"busy", fine, 429, "", ""},

		{"refused wrongly", fine, 400, failing("Unauthorized."), "outcome.should-succeed unauthorized documented"},
		{"update refused", update, 401, failing("Unauthorized."), "outcome.should-succeed unauthorized documented"},
		{"redirected", fine, 302, "", "outcome.should-succeed documented"},
		{"taken wrongly", bob, 200, newClient, "outcome.should-refuse contacts documented"},
		{"unknownID updates", unknownID, 200, `{"client_id":"x","client_secret":"y","expires_at":0}`, "outcome.should-refuse unauthorized documented"},
		{"taken without application_type", noClient, 200, newClient, "outcome.should-refuse application_type documented"},

		{"no stop", unknownID, 401, failing("Unauthorized"), "message.wrong unauthorized documented"},
		{"own words", bob, 400, failing("bob is wrong"), "message.wrong invalid-email documented"},
		{"another fault", bob, 400, failing("Unauthorized."), "message.wrong invalid-email documented"},
		{"the whole list", bob, 400, failing("Email alice@example.org bob is not a valid email"), "message.value invalid-email documented"},
		{"the wrong item", bob, 400, failing("Email alice@example.org is not a valid email"), "message.value invalid-email documented"},
		{"debatable, another message", intra, 400, failing("Could not decode JSON"), "message.wrong invalid-logo-url documented"},
		{"debatable, own words", intra, 400, failing("bad logo"), "message.wrong invalid-logo-url documented"},
		{"a message with 200", bob, 200, failing("Email bob is not a valid email"), "message.status 200 implied"},
		{"a message with 302", bob, 302, failing("Email bob is not a valid email"), "message.status 302 implied"},
		{"a wrong message with 200", bob, 200, failing("Nope"), "message.status 200 implied, message.wrong invalid-email documented"},
		{"another member", bob, 400, `{"message":"Email bob is not a valid email"}`, "message.member invalid-email implied"},
		{"within error", bob, 400, `{"error":{"message":"Email bob is not a valid email"}}`, "message.member invalid-email implied"},
		{"a bare string", bob, 400, `"Email bob is not a valid email"`, "message.member invalid-email implied"},
		{"plain text", bob, 400, `Email bob is not a valid email`, "answer.not-json implied"},
		{"no message", noClient, 400, `{"detail":"?"}`, "message.member error implied"},
		{"no message, no JSON", noClient, 400, `Bad Request`, "answer.not-json implied"},
		{"nothing", bob, 400, ``, "answer.not-json implied, message.wrong invalid-email documented"},

		{"429 with Retry-After or without", bob, 429, failing("slow down"), ""},
		{"429 with the message that is due", bob, 429, failing("Email bob is not a valid email"), ""},
		{"502", bob, 502, "<html>", ""},
		{"503", fine, 503, "", ""},
		{"504", update, 504, "", ""},
		{"server error for a message", bob, 500, `oops`, "status.server-error 500 implied, message.wrong invalid-email documented"},
		{"server error for a message of a number", sentJSON(associating(`,"contacts":7`)), 500, `oops`, "status.server-error 500 implied, message.wrong contacts-not-string implied"},
		{"server error for one of two messages", sentJSON(`{"type":"client_update","application_type":"web"}`), 500, `oops`, "status.server-error 500 implied, message.wrong several documented"},
		{"server error for any message", noClient, 500, `oops`, "status.server-error 500 implied"},
		{"server error for a debatable value", intra, 500, `oops`, "status.server-error 500 implied"},
		{"server error with the message", bob, 500, failing("Email bob is not a valid email"), "message.status 500 implied"},
		{"server error", fine, 500, `oops`, "status.server-error 500 implied"},
		{"not implemented", fine, 501, `oops`, "status.server-error 501 implied"},
		{"neither", bob, 303, ``, "status.unexpected 303 implied"},

		{"no content", fine, 204, ``, "answer.not-json implied, success.body documented"},
		{"a list", fine, 200, `[]`, "success.body documented"},
		{"a byte order mark", fine, 200, "\uFEFF" + newClient, "answer.not-json implied"},
		{"broken", fine, 200, newClient + "}", "answer.not-json implied"},
		{"no secret", fine, 200, `{"client_id":"a","expires_at":0}`, "success.client-secret client_secret documented"},
		{"a number for an id", fine, 200, `{"client_id":5,"client_secret":"b","expires_at":0}`, "success.client-id client_id documented"},
		{"no expiry", fine, 200, `{"client_id":"a","client_secret":"b"}`, "success.expires-at expires_at documented"},
		{"null for an expiry", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":null}`, "success.expires-at expires_at documented"},
		{"a text for an expiry", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":"0"}`, "success.expires-at expires_at documented"},
		{"half a second", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":1.5}`, "success.expires-at expires_at documented"},
		{"expired", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":1700000000}`, "success.expires-at expires_at documented"},
		{"the same id again", fine, 200, `{"client_id":"` + testID + `","client_secret":"b","expires_at":0}`, "credentials.not-unique client_id implied"},
		{"the same secret again", fine, 200, `{"client_id":"a","client_secret":"` + testSecret + `","expires_at":0}`, "credentials.not-unique client_secret implied"},
		{"another secret", update, 200, `{"client_id":"` + testID + `","client_secret":"b","expires_at":0}`, "success.other-credentials documented"},
		{"another id", update, 200, `{"client_id":"a","client_secret":"` + testSecret + `","expires_at":0}`, "success.other-credentials documented"},
		{"a new client", update, 200, newClient, "success.other-credentials documented"},

		{"milliseconds", fine, 200, `{"client_id":"a","client_secret":"b","expires_at":1900000000000}`, "success.expires-far expires_at hardening"},
		{"doubled", fine, 200, `{"client_id":"a","client_id":"c","client_secret":"b","expires_at":0}`, "answer.doubled-member client_id hardening"},
		{"a secret in a refusal", sentJSON(`{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":"y"}`), 401, `{"error":"Unauthorized.","expected":"` + testSecret + `"}`, "secret.leaked hardening"},
		{"the sent secret in a refusal", sentJSON(updating(`,"contacts":"bob"`)), 400, `{"error":"Email bob is not a valid email","client_secret":"` + testSecret + `"}`, "secret.echoed hardening"},
		{"a secret as a logo", sentJSON(updating(`,"logo_url":"` + testSecret + `"`)), 400, failing("Logo URL " + testSecret + " is not a valid URL"), ""},
		{"a trace", noClient, 400, `{"error":"Traceback (most recent call last): File \"/home/app/server.py\", line 3, in register"}`, "trace.leaked Traceback (most recent call last) hardening"},
		{"a folder that was sent", sent(typeForm, `type=client_associate&application_type=web&contacts=C%3A%5C`), 400, failing(`Email C:\ is not a valid email`), ""},
		{"a folder that was sent, and more", sent(typeForm, `type=client_associate&application_type=web&contacts=C%3A%5C`), 400, `{"error":"Email C:\\ is not a valid email","status":400,"documentation":"see the manual of the server for what it takes"}`, ""},
		{"a folder of its own", noClient, 400, `{"error":"No registration type provided.","at":"C:\\app\\main.py"}`, `trace.leaked C:\\ hardening`},
		{"a semicolon that ends a secret", sent(typeForm, "type=client_update&application_type=web&client_id="+testID+"&client_secret="+testSecret+";x"), 200, `{"client_id":"` + testID + `","client_secret":"` + testSecret + `","expires_at":0}`, ""},
		{"a query that makes up for the body", sentTo("?type=client_associate", typeForm, "application_type=web"), 200, newClient, "query.merged query hardening"},
		{"a query that makes up for nothing", sentTo("?type=client_associate", typeForm, "type=client_associate&application_type=web"), 200, newClient, ""},
		{"a script for a logo", sentJSON(associating(`,"logo_url":"javascript:alert(1)"`)), 200, newClient, "logo.script logo_url hardening"},
		{"text behind the JSON", sentJSON(associating("") + "x"), 200, newClient, "outcome.should-refuse could-not-decode-json implied"},
		{"text behind the JSON, refused otherwise", sentJSON(associating("") + "x"), 400, failing("Unauthorized."), "message.wrong could-not-decode-json implied"},
		{"a NUL behind the JSON", sentJSON(associating("") + "\x00"), 200, newClient, "json.lenient could-not-decode-json hardening"},
		{"a comment in the JSON", sentJSON(associating("") + "// x"), 200, newClient, "json.lenient could-not-decode-json hardening"},
		{"a name in capitals", sentJSON(`{"TYPE":"client_associate","application_type":"web"}`), 200, newClient, "json.name-case hardening"},
		{"a name in capitals beside one that is given twice", sentJSON(`{"Contacts":"x","type":"client_update","client_secret":"x","client_id":"` + testID + `","client_secret":"` + testSecret + `","application_type":"web"}`), 200, sameOne, ""},
		{"a name in capitals that changes nothing", sentJSON(associating(`,"Contacts":"alice@example.org"`)), 200, newClient, ""},
		{"a falsy id in a registration", sentJSON(associating(`,"client_id":0`)), 200, newClient, "outcome.should-refuse client_id implied"},
		{"a falsy application_type in an update", sentJSON(updating(`,"application_type":0`)), 200, sameOne, ""}, // given twice
		{"a logo that is nothing to a double", sentJSON(associating(`,"logo_url":1e-400`)), 200, newClient, ""},
		{"a falsy logo", sentJSON(associating(`,"logo_url":0`)), 200, newClient, ""},
		{"a number for a logo", sentJSON(associating(`,"logo_url":5`)), 200, newClient, "outcome.should-refuse logo_url implied"},
		{"an empty body", sentJSON(""), 400, failing("Unknown application_type."), "message.wrong unknown-application-type documented"},
		{"JSON for a form", sent(typeForm, associating("")), 200, newClient, "json.sniffed unknown-content-type hardening"},
		{"levels of numbers", sentJSON(associating(`,"contacts":7`)), 400, failing("Email 7 is not a valid email"), "message.wrong contacts-not-string implied"},
		{"a spelled media type", sent("Application/JSON", associating("")), 415, failing("Unknown Content-Type"), "outcome.should-succeed unknown-content-type implied"},
		{"an unknown member, another message", sentJSON(associating(`,"x":1`)), 400, failing("Unauthorized."), "message.wrong could-not-decode-json implied"},
	} {
		found := Judge(knowing(), answering(c.sent, c.status, c.body))
		equal(t, c.name, strings.Join(of(found, cases.Hardening), ", "), c.want)
		for _, v := range found {
			if v.Explanation == "" || v.Expected == "" {
				t.Errorf("%s: %+v says too little", c.name, v)
			}
		}
	}
}

// TestJudgeValues holds messages to the values that were sent, whatever is in these.
func TestJudgeValues(t *testing.T) {
	for _, v := range []string{`a"b`, `a\b`, "ünï no", "<script>", "a&amp;b", "😀x@", "{}", "not a url", "%s%n"} {
		body := associating(`,"logo_url":` + string(jsonOf([]member{{"", v}})[len(`{"":`):]))
		body = strings.Replace(body, "}}", "}", 1)
		want := "Logo URL " + v + " is not a valid URL"
		right := string(jsonOf([]member{{"error", want}}))
		x := answering(sentJSON(body), 400, right)
		if found := Judge(knowing(), x); len(found) > 0 {
			t.Errorf("%s: %+v", body, found)
		}
		x.Answer.Body = []byte(`{"error":"` + want + `"}`)
		found := of(Judge(knowing(), x), cases.Implied)
		if raw := strings.ContainsAny(v, `"\`); raw && !slices.Contains(found, "answer.not-json implied") && !slices.Contains(found, "message.value invalid-logo-url documented") {
			t.Errorf("%s unescaped: %q", v, found)
		}
		x.Answer.Body = []byte(strings.Replace(right, " is not", "! is not", 1))
		equal(t, v, strings.Join(of(Judge(knowing(), x), cases.Implied), ", "), "message.value invalid-logo-url documented")
	}
}

// TestJudgeHeaders says which headers of an answer are mismatches.
func TestJudgeHeaders(t *testing.T) {
	split := sentJSON(associating(`,"logo_url":"nonsense\r\nX-Evil: yes"`))
	for _, c := range []struct {
		name   string
		sent   wire.Sent
		status int
		body   string
		header []wire.Field
		want   string
	}{
		{"as it should be", sentJSON(associating("")), 200, newClient, []wire.Field{{Name: "Cache-Control", Value: "no-store"}, {Name: "Content-Type", Value: "application/json; charset=utf-8"}}, ""},
		{"cacheable", sentJSON(associating("")), 200, newClient, []wire.Field{{Name: "Content-Type", Value: "application/json"}}, "secret.cacheable Cache-Control hardening"},
		{"no media type", sentJSON(associating(`,"contacts":7`)), 400, failing("contacts must be a string of space-separated email addresses."), nil, "answer.no-media-type Content-Type implied"},
		{"text", sentJSON(associating(`,"contacts":7`)), 400, failing("contacts must be a string of space-separated email addresses."), []wire.Field{{Name: "Content-Type", Value: "text/plain"}}, "answer.media-type Content-Type implied"},
		{"problem", sentJSON(associating(`,"contacts":7`)), 400, failing("contacts must be a string of space-separated email addresses."), []wire.Field{{Name: "Content-Type", Value: "application/problem+json"}}, ""},
		{"markup", sentJSON(associating(`,"logo_url":"<script>"`)), 400, failing("Logo URL <script> is not a valid URL"), []wire.Field{{Name: "Content-Type", Value: "text/html"}}, "answer.media-type Content-Type implied, answer.html Content-Type hardening"},
		{"echo", sentJSON(associating(`,"logo_url":"nonsensical"`)), 400, failing("Logo URL nonsensical is not a valid URL"), []wire.Field{{Name: "Content-Type", Value: "application/json"}, {Name: "X-Error", Value: "Logo URL nonsensical"}}, "header.echo X-Error hardening"},
		{"split", split, 400, failing("Logo URL nonsense\r\nX-Evil: yes is not a valid URL"), []wire.Field{{Name: "Content-Type", Value: "application/json"}, {Name: "X-Evil", Value: "yes is not a valid URL"}}, "header.split X-Evil implied"},
		{"a secret", sentJSON(associating(`,"contacts":7`)), 400, failing("contacts must be a string of space-separated email addresses."), []wire.Field{{Name: "Content-Type", Value: "application/json"}, {Name: "X-Debug", Value: "secret=" + testSecret}}, "secret.leaked X-Debug hardening"},
	} {
		x := answering(c.sent, c.status, c.body)
		x.Answer.Header = c.header
		if c.name == "split" {
			x.Answer.Body = []byte(strings.ReplaceAll(c.body, "\n", `\n`))
		}
		equal(t, c.name, strings.Join(of(Judge(knowing(), x), cases.Hardening), ", "), c.want)
	}
}

// TestJudgeMethods says how other methods may be answered.
func TestJudgeMethods(t *testing.T) {
	for _, c := range []struct {
		method string
		status int
		body   string
		want   string
	}{
		{"GET", 405, "", ""},
		{"GET", 404, "not found", ""},
		{"GET", 200, "hello", "outcome.should-refuse GET implied"},
		{"GET", 200, newClient, "outcome.should-refuse GET implied"},
		{"GET", 500, "", "status.server-error 500 implied"},
		{"GET", 501, "", ""},
		{"HEAD", 405, "", ""},
		{"OPTIONS", 204, "", ""},
		{"OPTIONS", 200, newClient, "outcome.should-refuse OPTIONS implied"},
		{"PUT", 200, newClient, "outcome.should-refuse PUT implied"},
		{"BREW", 501, "", ""},
		{"PUT", 501, "", ""},
		{"PUT", 505, "", "status.server-error 505 implied"},
		{"DELETE", 301, "", "outcome.should-refuse DELETE implied"},
	} {
		s := sentJSON(associating(""))
		s.Method = c.method
		equal(t, c.method, strings.Join(of(Judge(knowing(), answering(s, c.status, c.body)), cases.Hardening), ", "), c.want)
	}
}

// TestJudgeBreaks says what becomes of exchanges without a whole answer.
func TestJudgeBreaks(t *testing.T) {
	for _, c := range []struct {
		name  string
		broke wire.Break
		body  string
		want  string
	}{
		{"dropped", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}, associating(""), "connection.dropped wait implied"},
		{"silent", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindTimeout}, associating(""), "connection.silent wait implied"},
		{"endless", wire.Break{Phase: wire.PhaseBody, Kind: wire.KindBodyTooLarge}, associating(""), "connection.unreadable body-too-large implied"},
		{"refused", wire.Break{Phase: wire.PhaseConnect, Kind: wire.KindRefused}, associating(""), ""},
		{"interrupted", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindInterrupted}, associating(""), ""},
		{"dropped for a message", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}, associating(`,"contacts":"bob"`), "connection.dropped wait implied, message.wrong invalid-email documented"},
		{"silent for a message", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindTimeout}, associating(`,"contacts":"bob"`), "connection.silent wait implied, message.wrong invalid-email documented"},
		{"dropped for a debatable value", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}, associating(`,"logo_url":"https://intranet/"`), "connection.dropped wait implied"},
		{"dropped while sending much", wire.Break{Phase: wire.PhaseSend, Kind: wire.KindReset}, strings.Repeat(" ", bodyLimit+1), "connection.sending send hardening"},
		{"dropped within the refusal of much", wire.Break{Phase: wire.PhaseBody, Kind: wire.KindReset}, strings.Repeat(" ", bodyLimit+2), "connection.sending body hardening"},
		{"dropped after much", wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}, strings.Repeat(" ", bodyLimit+1), "connection.dropped wait implied"},
	} {
		x := answering(sentJSON(c.body), 413, "")
		if c.broke.Phase != wire.PhaseBody || c.broke.Kind == wire.KindBodyTooLarge {
			x.Answer = nil
		}
		x.Break = &c.broke
		equal(t, c.name, strings.Join(of(Judge(knowing(), x), cases.Hardening), ", "), c.want)
	}
	for method, want := range map[string]string{
		"PUT": "connection.dropped wait implied", "get": "connection.dropped wait hardening", "post": "connection.dropped wait hardening",
	} {
		s := sentJSON(associating(""))
		s.Method = method
		x := answering(s, 200, "")
		x.Answer, x.Break = nil, &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}
		equal(t, method, strings.Join(of(Judge(knowing(), x), cases.Hardening), ", "), want)
		x.Break.Kind = wire.KindTimeout
		equal(t, method, strings.Join(of(Judge(knowing(), x), cases.Hardening), ", "), strings.Replace(want, "dropped", "silent", 1))
	}
	x := answering(sentJSON(strings.Repeat(" ", bodyLimit+1)), 413, "")
	x.Duration = time.Minute
	equal(t, "slow", strings.Join(of(Judge(knowing(), x), cases.Hardening), ", "), "limit.slow hardening")
}
