package judge

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

// near is a row of a table: what came in the place of a message, and what is
// said of it.
type near struct{ name, actual, want string }

func checkNear(t *testing.T, e Expectation, rows []near) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Helper()
			if got := e.nearMiss(row.actual); got != row.want {
				t.Errorf("%q\ngot  %s\nwant %s", row.actual, got, row.want)
			}
		})
	}
}

func differs(in string) string { return "The message differs in " + in + " only." }

const (
	another    = "The document gives another message for this."
	otherFault = "This is the message for another fault: "
	cutMessage = "The message is cut short."
	misspelled = "The message is spelled otherwise than the document spells it."
)

func TestNearAPlainMessage(t *testing.T) {
	c := builtin(t)
	e := Expectation{Expect: refusal(wanted(t, c, "client-id-required", "")), Messages: c.Messages}
	checkNear(t, e, []near{
		{"final stop", "client_id is required to update", differs("the final stop")},
		{"two final stops", "client_id is required to update..", differs("the final stop")},
		{"exclamation", "client_id is required to update!", differs("punctuation")},
		{"a capital", "Client_id is required to update.", differs("case")},
		{"capitals", "CLIENT_ID IS REQUIRED TO UPDATE.", differs("case")},
		{"doubled space", "client_id is  required to update.", differs("spacing")},
		{"space at the end", "client_id is required to update. ", differs("spacing")},
		{"line break", "client_id is required\nto update.", differs("spacing")},
		{"no underscore", "clientid is required to update.", differs("punctuation")},
		{"quotes", `"client_id" is required to update.`, differs("punctuation")},
		{"a capital and no stop", "Client_id is required to update", differs("case and the final stop")},
		{"spacing and a capital", "Client_id  is required to update.", differs("case and spacing")},
		{"spacing and no stop", " client_id is required to update", differs("spacing and the final stop")},
		{"quotes and a capital", "'Client_id' is required to update.", differs("case and punctuation")},
		{"a letter missing", "client_id is requird to update.", misspelled},
		{"another letter", "client_id is recuired to update.", misspelled},
		{"a capital, a space and no stop", "Client_id  is required to update", misspelled},
		{"a word more", "client_id is required to update it.", misspelled},
		{"cut", "client_id is required", cutMessage},
		{"cut, and said so", "client_id is required…", cutMessage},
		{"cut, with dots", "client_id is ...", cutMessage},
		{"a word of it", "client_id", cutMessage},
		{"a letter of it", "c", another},
		{"dots", "......", another},
		{"text before", "Error: client_id is required to update.", "The message is there, with other text around it."},
		{"text behind", "client_id is required to update. Sorry!", "The message is there, with other text around it."},
		{"of another fault", "Unauthorized.", otherFault + "an update's client_id is not known, or its client_secret is not that client's."},
		{"of the neighbour", "client_secret is required to update.", otherFault + "an update has no client_secret."},
		{"of another fault, with a value", "Email bob is not a valid email", otherFault + "something in contacts is no email address."},
		{"almost of another fault", "Unauthorised.", another},
		{"else", "Missing parameter", another},
		{"empty", "", another},
		{"a book", strings.Repeat("No. ", 1000), "The document gives another message for this, and a much shorter one."},
	})
}

const (
	unfilled   = "The value is not filled in: the message does not name the wrong "
	wholeList  = "The message names the whole list; the document asks for the one address that is wrong."
	otherItem  = "The message names another item of the list than the address that is wrong."
	otherValue = "The message names another value than the address that was sent."
)

func TestNearAMessageWithAValue(t *testing.T) {
	c := builtin(t)
	e := Expectation{
		Expect: refusal(wanted(t, c, "invalid-email", "bob")), Messages: c.Messages,
		Sent: []cases.Field{
			{Name: "type", Value: "client_associate"},
			{Name: "application_name", Value: "A Client"},
			{Name: "number", Value: 7},
			{Name: "contacts", Value: "alice@example.org bob carol@example.com"},
		},
	}
	email := func(value string) string { return "Email " + value + " is not a valid email" }
	checkNear(t, e, []near{
		{"final stop", email("bob") + ".", differs("the final stop")},
		{"case", "email bob is not a valid Email", differs("case")},
		{"quotes", email(`"bob"`), "The value comes back quoted, not as it was sent."},
		{"single quotes", email(`'bob'`), "The value comes back quoted, not as it was sent."},
		{"other case", email("BOB"), "The value comes back in another case."},
		{"spaces", email(" bob "), "The value comes back with spaces around it."},
		{"cut", email("bo"), "The value comes back cut short."},
		{"cut with dots", email("b..."), "The value comes back cut short."},
		{"the whole list", email("alice@example.org bob carol@example.com"), wholeList},
		{"the first item", email("alice@example.org"), otherItem},
		{"the last item", email("carol@example.com"), otherItem},
		{"another parameter", email("client_associate"), "The message names the value of type, not the address that is wrong."},
		{"another parameter, of two words", email("A Client"), "The message names the value of application_name, not the address that is wrong."},
		{"the name of the parameter", email("contacts"), otherValue},
		{"a value that was not sent", email("dave"), otherValue},
		{"a number that was sent", email("7"), otherValue},
		{"two items", email("alice@example.org bob"), otherValue},
		{"nothing", email(""), unfilled + "address."},
		{"the placeholder", email("<email>"), unfilled + "address."},
		{"a format", email("%s"), unfilled + "address."},
		{"braces", email("{}"), unfilled + "address."},
		{"undefined", email("undefined"), unfilled + "address."},
		{"None", email("None"), unfilled + "address."},
		{"an object", email("[object Object]"), unfilled + "address."},
		{"another message", "URI bob is not a valid URI", otherFault + "something among the redirect URIs is no URI."},
		{"a synonym", "Email bob is not a valid address", "The document gives another message for this."},
		{"a typo", "Email bob is not a vaild email", misspelled},
		{"no value", "Email is not a valid email", misspelled},
		{"cut", "Email bob is not", cutMessage},
		{"else", "bob is wrong", another},
	})
}

// What may be done to a value with signs in it.
func TestAlteredValues(t *testing.T) {
	const (
		html      = "The value comes back escaped for HTML, not as it was sent."
		percent   = "The value comes back percent-encoded, not as it was sent."
		latin1    = "The value comes back with its UTF-8 read as Latin-1."
		quoted    = "The value comes back quoted, not as it was sent."
		backslash = "The value comes back with backslashes as escapes, not as it was sent."
		decoded   = "The value was decoded once too often."
		plus      = "A + in the value is read as a space."
		lost      = "The value comes back with its signs outside ASCII lost or changed."
	)
	const (
		pattern = "The value is used as the replacement of a pattern: $$, $&, \\1 and the like in it are read."
		format  = "The value is used as a format: % and what follows it is read."
	)
	for _, row := range []struct{ name, sent, named, want string }{
		{"html, Go", `<a href="x">&'`, "&lt;a href=&#34;x&#34;&gt;&amp;&#39;", html},
		{"html, Python", `<a href="x">&'`, "&lt;a href=&quot;x&quot;&gt;&amp;&#x27;", html},
		{"html, PHP", `<a href="x">&'`, "&lt;a href=&quot;x&quot;&gt;&amp;&#39;", html},
		{"html, but for apostrophes", `<a href="x">&'`, "&lt;a href=&quot;x&quot;&gt;&amp;'", html},
		{"html, the ampersand alone", "a&b", "a&amp;b", html},
		{"percent, as in a form", "a b&c", "a+b%26c", percent},
		{"percent, as in a path", "a b?c", "a%20b%3Fc", percent},
		{"percent, of UTF-8", "böb", "b%C3%B6b", percent},
		{"Latin-1", "böb", "bÃ¶b", latin1},
		{"question mark", "böb", "b?b", lost},
		{"a question mark a byte", "böb", "b??b", lost},
		{"replacement character", "böb", "b\uFFFDb", lost},
		{"left out", "böb", "bb", lost},
		{"another letter", "böb", "bób", lost},
		{"without its dots", "böb", "bob", ""},
		{"in quotes", "bob", `"bob"`, quoted},
		{"in quotes, with escapes", `b"b`, `"b\"b"`, quoted},
		{"in quotes, without escapes", `b"b`, `"b"b"`, quoted},
		{"in single quotes", "bob", "'bob'", quoted},
		{"doubled backslash", `b\b`, `b\\b`, backslash},
		{"escaped quotes", `"bob"`, `\"bob\"`, backslash},
		{"escaped letter", "böb", `b\u00f6b`, backslash},
		{"percent decoded", "100%41bob", "100Abob", decoded},
		{"plus decoded", "bob+work", "bob work", plus},
		{"plus decoded in a list", "bob+work", "bob", plus},
		{"no escape to decode", "100%", "100", "The value comes back cut short."},
		{"in small letters", "Bob.Builder", "bob.builder", "The value comes back in another case."},
		{"in small letters, by other rules", "STRAßE-İ", "straße-i\u0307", "The value comes back in another case."},
		{"long", strings.Repeat("é", 500), strings.Repeat("Ã©", 500), "The value comes back with its UTF-8 read as Latin-1."},
		{"spaces as +", "my own logo", "my+own+logo", "A space in the value comes back as +: it is not decoded."},
		{"spaces around", "bob", "\tbob\n", "The value comes back with spaces around it."},
		{"cut", "someone-whose-name-is-long", "someone-whose-name", "The value comes back cut short."},
		{"cut, and said so", "someone-whose-name-is-long", "someone-whose-na…", "The value comes back cut short."},
		{"replaced, JavaScript", "$bob$$&", "$bob$&", pattern},
		{"replaced by the placeholder", `$&\1$1$bob`, `<email>\1$1$bob`, pattern},
		{"group, Python", `b\1b`, "bb", pattern},
		{"format, Go", "100%41uri", "100%!u(MISSING)ri", format},
		{"format, C", "bob%s%d", "bob(null)0", format},
		{"a percent sign alone", "100%", "100%%", ""},
		{"dots alone", "bob", "...", ""},
		{"nothing", "bob", "", ""},
		{"longer", "bob", "bobby", ""},
		{"the end", "bob@home", "home", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := altered(row.sent, row.named); got != row.want {
				t.Errorf("%q for %q\ngot  %s\nwant %s", row.named, row.sent, got, row.want)
			}
		})
	}
}

// A sentence about a value goes with the message that is meant, whatever the
// message is.
func TestNearTheOtherMessages(t *testing.T) {
	c := builtin(t)
	for _, row := range []struct{ id, actual, want string }{
		{"invalid-logo-url", "Logo URL not-a-url is not a valid URL.", differs("the final stop")},
		{"invalid-logo-url", "Logo URL <url> is not a valid URL", unfilled + "URL."},
		{"invalid-logo-url", "URI not-a-url is not a valid URI", otherFault + "something among the redirect URIs is no URI."},
		{"invalid-redirect-uri", "URI not-a-url is not a valid URI.", differs("the final stop")},
		{"invalid-redirect-uri", "URI  is not a valid URI", unfilled + "URI."},
		{"invalid-redirect-uri", "URL not-a-url is not a valid URL", misspelled},
		{"redirect-uris-not-string", "redirect_uri must be space-separated URLs.", misspelled},
		{"could-not-decode-json", "Could not decode JSON.", differs("the final stop")},
		{"could-not-decode-json", "could not decode json", differs("case")},
		{"no-registration-type", "No registration type provided.", differs("the final stop")},
		{"unknown-application-type", "Unknown application_type", differs("the final stop")},
		{"unknown-application-type", "Unknown application type.", misspelled},
		{"unauthorized", "Unauthorised.", misspelled},
		{"unauthorized", "unauthorized", differs("case and the final stop")},
		{"client-id-only-for-update", "Only set client_secret for update.", otherFault + "a registration has a client_secret."},
	} {
		e := Expectation{Expect: refusal(wanted(t, c, row.id, "not-a-url")), Messages: c.Messages}
		checkNear(t, e, []near{{row.id + " " + row.actual, row.actual, row.want}})
	}
}
