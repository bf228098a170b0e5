package reference

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// besideDefects are checks that are made only beside something else, or only without it.
func besideDefects() []group {
	hyphen := func(s string) bool { return strings.Contains(s, "-") && isEmail(s) }
	http1 := func(s string) bool { return strings.HasPrefix(s, "http://") && isLogoURL(s) }
	refusingWhere := func(c condition, about string, sort func(string) bool, message string) alteration {
		return checks(about, func(e *exchange, next trouble) *refusal {
			for _, name := range namesOf(about) {
				if parts := partsOf(about, e.text(name)); c(e) && slices.ContainsFunc(parts, sort) {
					return badRequest(message).naming(parts[slices.IndexFunc(parts, sort)])
				}
			}
			return next(e)
		})
	}
	return []group{
		{documented, "error.invalid-logo-url", []entry{
			{"logo-unchecked-beside-contacts", "A logo_url is checked only where no contacts are given.", skips(paramLogoURL, given(paramContacts))},
			{"logo-unchecked-in-web-form", "The logo_url of a web client is not checked in a form.", skips(paramLogoURL, all(inForm, forApplication(applicationWeb)))},
		}},
		{documented, "error.invalid-redirect-uri", []entry{
			{"redirect-named-as-logo", "A redirect URI that is none is told as a wrong logo where a logo_url is given.", rewords(msgInvalidRedirect, msgInvalidLogo, given(paramLogoURL))},
		}},
		{documented, "error.invalid-email", []entry{
			{"contacts-unchecked-in-web-update", "The contacts of an update to web are not checked where a name is given.", skips(paramContacts, all(onUpdate, forApplication(applicationWeb), given(paramApplicationName)))},
			{"email-value-composed", "An accented letter in the message is one code point where two were sent.", refills(msgInvalidEmail, func(_ *exchange, v string) string {
				return strings.ReplaceAll(v, "e\u0301", "é")
			})},
			{"email-value-ends-at-byte-of-space", "The value in the message ends before a letter of which a byte is white space in Latin-1.", refills(msgInvalidEmail, func(_ *exchange, v string) string {
				at := strings.IndexFunc(v, func(r rune) bool { return bytes.ContainsAny(fromLatin1([]byte(string(r))), "\u0085\u00A0") })
				if at < 0 {
					return v
				}
				return v[:at]
			})},
			{"email-value-loses-last-of-two-bytes", "The last sign of those that have two bytes in UTF-8 is lost in the message.", refills(msgInvalidEmail, func(_ *exchange, v string) string {
				return strings.ReplaceAll(v, "\u07FF", "")
			})},
			{"email-value-ends-at-nul", "The value in the message ends at a NUL.", refills(msgInvalidEmail, func(_ *exchange, v string) string {
				before, _, _ := strings.Cut(v, "\x00")
				return before
			})},
		}},
		{documented, "logo-url.optional", []entry{
			{"logo-http-refused-for-native", "The logo_url of a native client is refused with http.", refusingWhere(forApplication(applicationNative), paramLogoURL, http1, msgInvalidLogo)},
		}},
		{documented, "contacts.list", []entry{
			{"contacts-hyphen-refused-for-web", "An address with a hyphen is refused for a web client.", refusingWhere(forApplication(applicationWeb), paramContacts, hyphen, msgInvalidEmail)},
		}},
		{documented, "redirect-uri.list", []entry{
			{"redirect-repeated-refused", "A list that has a redirect URI twice is refused.", checks(paramRedirectURI, func(e *exchange, next trouble) *refusal {
				items := itemsOf(e, paramRedirectURI)
				for i, uri := range items {
					if isRedirectURI(uri) && slices.Contains(items[:i], uri) {
						return badRequest(msgInvalidRedirect).naming(uri)
					}
				}
				return next(e)
			})},
			{"redirect-query-without-value-refused", "A redirect URI is refused where its query has a name without a value.", refusing(paramRedirectURI, func(s string) bool {
				_, query, _ := strings.Cut(s, "?")
				return query != "" && slices.ContainsFunc(strings.Split(query, "&"), func(pair string) bool { return !strings.Contains(pair, "=") })
			}, msgInvalidRedirect)},
		}},
		{implied, "media-type.parameters", []entry{
			{"email-message-stop-with-charset", "A message has a stop where the media type has a charset.", rewords(msgInvalidEmail, msgInvalidEmail+".", inContentType(containing("charset")))},
		}},
		{implied, "answer.in-turn", []entry{
			{"unread-taken-for-request", "What is left unread of a request of an unknown media type is taken for the next one on the connection.", spoilsNext(func(b *behaviour, e *exchange) bool { return b.encoding(e.request.Header) == encodingUnknown })},
			{"head-spoils-next", "What follows a HEAD on its connection gets an answer that is none of its own.", spoilsNext(func(_ *behaviour, e *exchange) bool { return e.request.Method == http.MethodHead })},
		}},
		{implied, "client.lasting", []entry{
			{"clients-beyond-30-forgotten", "Only the 30 clients are kept that were registered or updated last.", func(b *behaviour) { b.store.limit = 30 }},
		}},
		{hardening, "response.expires-at-seconds", []entry{
			expires("in-milliseconds", "in milliseconds", always, func(a *answer) { a.set("expires_at", tomorrow().UnixMilli()) }),
		}},
	}
}

// spoilsNext answers with 400 what comes on a connection behind a request that is so: the server reads
// what it left of that instead.
func spoilsNext(is func(*behaviour, *exchange) bool) alteration {
	return func(b *behaviour) {
		var mu sync.Mutex
		left := map[string]bool{} // by connection
		next := b.route
		b.route = func(e *exchange) *refusal {
			mu.Lock()
			defer mu.Unlock()
			from := e.request.RemoteAddr
			switch {
			case isEndpoint(e) && is(b, e):
				left[from] = true
			case left[from]:
				delete(left, from)
				return refuse(http.StatusBadRequest, "Bad Request")
			}
			return next(e)
		}
	}
}

// headerDefects are about what an answer depends on besides the body.
func headerDefects() []group {
	field := func(name string, sort func(string) bool) condition {
		return func(e *exchange) bool {
			return atEndpoint(e) && sort(strings.Join(e.request.Header.Values(name), ", "))
		}
	}
	there := func(name string) condition { return field(name, func(s string) bool { return s != "" }) }
	missing := func(name string) condition { return not(there(name)) }
	forbidden := func(*exchange) *refusal { return refuse(http.StatusForbidden, "Forbidden") }
	page := func(c condition) alteration {
		return answers(func(e *exchange, a *answer) {
			if c(e) {
				a.body = verbatim("<html><body><pre>" + rawText(a.body) + "</pre></body></html>")
				a.setHeader("Content-Type", "text/html; charset=utf-8")
			}
		})
	}
	return []group{{implied, "answer.alike", []entry{
		{"page-for-browsers", "Who accepts text/html gets a page.", page(field("Accept", startingWith("text/html")))},
		{"page-for-any", "Who accepts anything gets a page.", page(field("Accept", func(s string) bool { return s == "*/*" }))},
		{"page-without-accept", "Who does not say what it accepts gets a page.", page(missing("Accept"))},
		{"accept-compared-as-text", "A request is refused unless its Accept is application/json, */* or none.", atRoute(all(there("Accept"), field("Accept", func(s string) bool {
			return s != "application/json" && s != "*/*"
		})), func(*exchange) *refusal { return refuse(http.StatusNotAcceptable, "Not Acceptable") })},
		{"agent-needed", "A request without a User-Agent is refused.", atRoute(missing("User-Agent"), forbidden)},
		{"agent-of-tools-refused", "A request of curl is refused.", atRoute(field("User-Agent", startingWith("curl/")), forbidden)},
		{"cookie-crashes", "The server fails over a Cookie.", atRoute(there("Cookie"), crash)},
		{"messages-in-german", "Who prefers German gets the messages in German.", changesRefusal(msgInvalidEmail, func(e *exchange, no *refusal) *refusal {
			if field("Accept-Language", startingWith("de"))(e) {
				return no.saying("%s ist keine gültige E-Mail-Adresse")
			}
			return no
		})},
		{"range-honoured", "Of an answer to a request with a Range, the first ten bytes are sent.", answers(func(e *exchange, a *answer) {
			if there("Range")(e) {
				a.status, a.body = http.StatusPartialContent, verbatim(rawText(a.body)[:10])
			}
		})},
		{"old-http-refused", "A request in HTTP/1.0 is refused.", atRoute(func(e *exchange) bool { return !e.request.ProtoAtLeast(1, 1) }, forbidden)},
		{"script-refused", "A request of a script in a page is refused.", atRoute(there("X-Requested-With"), forbidden)},
	}}}
}
