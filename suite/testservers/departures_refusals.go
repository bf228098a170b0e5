package testservers

import (
	"net/http"
	"net/url"
	"strings"
)

// wrongStatuses are servers that refuse with a wrong status or page.
func wrongStatuses() []Server {
	return []Server{
		{
			Name: "refusals-with-200", Level: implied, About: []string{"refusal status"},
			Point:  "Every refusal has status 200, with the right message under error.",
			Expect: "The status of every refusal; never its message or envelope.",
			New: dictWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					if anyPost(c, f) {
						f.status = http.StatusOK
					}
				}
			}),
		},
		{
			Name: "bad-uri-with-200", Level: implied, About: []string{"refusal status", badURI},
			Point:  "The refusal of a bad redirect URI has status 200.",
			Expect: "The status of refusals of a bad URI; no other refusals.",
			New:    typedWith(restate(badURI, http.StatusOK)),
		},
		{
			Name: "decode-error-with-500", Level: implied, About: []string{"refusal status", couldNotDecode},
			Point:  "Could not decode JSON comes with status 500.",
			Expect: "The status of refusals of JSON that does not parse, or that is no object (which gets the same message); no other refusals.",
			New:    typedWith(restate(couldNotDecode, http.StatusInternalServerError)),
		},
		{
			Name: "bad-email-with-500", Level: implied, About: []string{"refusal status", badEmail},
			Point:  "The refusal of a bad address has status 500.",
			Expect: "The status of refusals of a bad address; no other refusals.",
			New:    chainWith(restate(badEmail, http.StatusInternalServerError)),
		},
		{
			Name: "decode-error-as-page", Level: documented, About: []string{couldNotDecode, "envelope"},
			Point:  "JSON that does not parse is answered with an HTML page of the framework.",
			Expect: "JSON that does not parse; no other refusals.",
			New: chainWith(raw(only(couldNotDecode), "text/html", func(*fault) string {
				return "<!doctype html><title>400</title><h1>Bad Request</h1><pre>SyntaxError</pre>"
			})),
		},
		{
			Name: "unauthorized-goes-to-login", Level: documented, About: []string{unauthorized},
			Point:  "Wrong credentials are redirected to a login page.",
			Expect: "Updates with an unknown id or a wrong secret; no other refusals.",
			New: typedWith(refusing(only(unauthorized), func(w reply, _ *fault) {
				w.Header().Del("WWW-Authenticate")
				w.Header().Set("Location", "/login?next="+url.QueryEscape(endpoint))
				w.WriteHeader(http.StatusFound)
			})),
		},
		{
			Name: "unauthorized-without-body", Level: documented, About: []string{unauthorized},
			Point:  "Wrong credentials are answered with 401 and no body.",
			Expect: "Updates with an unknown id or a wrong secret; no other refusals.",
			New: typedWith(refusing(only(unauthorized), func(w reply, f *fault) {
				w.WriteHeader(f.status)
			})),
		},
	}
}

// wrongEnvelopes are servers whose right messages are packed wrongly.
func wrongEnvelopes() []Server {
	expect := "The envelope of every refusal; the right message is there, and its status is right. No success."
	all := []Server{
		{
			Name: "refusals-as-plain-text", Level: implied, About: []string{"envelope", "content-type of answers"}, Expect: expect,
			Point: "The message is the whole body, as text/plain.",
			New:   dictWith(raw(anyPost, "text/plain; charset=utf-8", func(f *fault) string { return f.text })),
		},
		{
			Name: "refusals-as-json-string", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "A refusal is a JSON string, not an object.",
			New:   dictWith(shaped(func(f *fault) any { return f.text })),
		},
		{
			Name: "message-under-message", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "The message is under message instead of error.",
			New:   chainWith(shaped(func(f *fault) any { return fields{"message": f.text} })),
		},
		{
			Name: "message-under-error-description", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "The message is under error_description, and error is a code.",
			New: typedWith(shaped(func(f *fault) any {
				return fields{"error": "invalid_client_metadata", "error_description": f.text}
			})),
		},
		{
			Name: "message-in-nested-object", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "error is an object, with the message under its message.",
			New: chainWith(shaped(func(f *fault) any {
				return fields{"error": fields{"code": 400, "message": f.text}}
			})),
		},
		{
			Name: "message-in-list", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "error is a list with the message in it.",
			New:   dictWith(shaped(func(f *fault) any { return fields{"error": []any{f.text}} })),
		},
		{
			Name: "refusals-with-notice-after", Level: implied, About: []string{"envelope"}, Expect: expect,
			Point: "A notice in HTML follows the JSON of a refusal.",
			New: chainWith(raw(anyPost, "application/json", func(f *fault) string {
				return plainJSON(fields{"error": f.text}) + "<br />\n<b>Notice</b>: Undefined index"
			})),
		},
		{
			Name: "refusals-labelled-html", Level: implied, About: []string{"content-type of answers"},
			Point:  "The JSON of a refusal is labelled text/html.",
			Expect: "The Content-Type of every refusal; not body, message, status, and no success.",
			New: chainWith(raw(anyPost, "text/html; charset=utf-8", func(f *fault) string {
				return plainJSON(fields{"error": f.text})
			})),
		},
	}
	return append(all, brokenEchoes()...)
}

// brokenEchoes are refusals that break over what is in a value.
func brokenEchoes() []Server {
	return []Server{
		{
			Name: "json-by-concatenation", Level: implied, About: []string{"envelope", "value"},
			Point:  "The JSON of refusals is put together without escaping the value.",
			Expect: "Bad logos, addresses and URIs with a quote, a backslash or a control character; no others.",
			New: chainWith(raw(anyPost, "application/json", func(f *fault) string {
				return `{"error": "` + f.text + `"}`
			})),
		},
		{
			Name: "length-in-characters", Level: documented, About: []string{"value", "envelope"},
			Point:  "Content-Length counts characters instead of bytes, so the end of the body is lost.",
			Expect: "Bad logos, addresses and URIs beyond ASCII; no others.",
			New: chainWith(writing(func(w reply, status int, body any) {
				text := plainJSON(body)
				sendJSON(w, status, "application/json", []byte(text[:len([]rune(text))]))
			})),
		},
		{
			Name: "answers-in-latin-1", Level: documented, About: []string{"value", "envelope"},
			Point:  "Answers are encoded in ISO 8859-1.",
			Expect: "Bad logos, addresses and URIs with letters from U+0080 to U+00FF; no others.",
			New: dictWith(writing(func(w reply, status int, body any) {
				var b []byte
				for _, r := range plainJSON(body) {
					if r > 0xff {
						b = append(b, asciiOnly(string(r))...)
						continue
					}
					b = append(b, byte(r))
				}
				sendJSON(w, status, "application/json", b)
			})),
		},
		{
			Name: "value-cut-at-newline", Level: documented, About: []string{"value", badLogo},
			Point:  "The message is cut at the first line break in the value.",
			Expect: "Bad logos with a line break in them; no others.",
			New: dictWith(retell(badLogo, func(f *fault) string {
				text, _, _ := strings.Cut(f.text, "\n")
				return text
			})),
		},
	}
}
