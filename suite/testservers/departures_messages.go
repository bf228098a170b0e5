package testservers

import (
	"html"
	"net/http"
	"strings"
)

// wrongMessages are servers in which one message is worded wrongly.
func wrongMessages() []Server {
	onlyThere := " Every other message and every good request is right."
	return []Server{
		{
			Name: "decode-message-in-lower-case", Level: documented, About: []string{couldNotDecode},
			Point:  "Could not decode JSON comes in lower case.",
			Expect: "Any JSON that does not parse; as a difference of case only." + onlyThere,
			New:    chainWith(say(couldNotDecode, "could not decode json")),
		},
		{
			Name: "decode-message-of-the-parser", Level: documented, About: []string{couldNotDecode},
			Point:  "JSON that does not parse is answered with the words of the parser.",
			Expect: "Any JSON that does not parse." + onlyThere,
			New:    typedWith(say(couldNotDecode, "invalid character '}' looking for beginning of value")),
		},
		{
			Name: "media-message-names-the-type", Level: documented, About: []string{unknownMedia},
			Point:  "Unknown Content-Type has the media type appended.",
			Expect: "Requests of an unknown media type." + onlyThere,
			New: typedWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					if f.id == unknownMedia {
						f.text += ": " + c.r.Header.Get("Content-Type")
					}
				}
			}),
		},
		{
			Name: "type-message-with-full-stop", Level: documented, About: []string{noType},
			Point:  "No registration type provided has gained a full stop.",
			Expect: "Requests without type; as a difference of punctuation only." + onlyThere,
			New:    dictWith(say(noType, "No registration type provided.")),
		},
		{
			Name: "application-type-message-without-full-stop", Level: documented, About: []string{unknownAppType},
			Point:  "Unknown application_type. has lost its full stop.",
			Expect: "Unknown values of application_type; as a difference of punctuation only. Not for a missing one, where any message will do." + onlyThere,
			New:    dictWith(say(unknownAppType, "Unknown application_type")),
		},
		{
			Name: "application-type-message-echoes", Level: documented, About: []string{unknownAppType},
			Point:  "The message for an unknown application_type names the value.",
			Expect: "Unknown values of application_type." + onlyThere,
			New: typedWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					if f.id == unknownAppType {
						f.text = "Unknown application_type '" + c.text("application_type") + "'."
					}
				}
			}),
		},
		{
			Name: "id-required-with-a-typo", Level: documented, About: []string{idRequired},
			Point:  "client_id is requird to update. is misspelt.",
			Expect: "Updates without client_id." + onlyThere,
			New:    chainWith(respell(idRequired, "required", "requird")),
		},
		{
			Name: "secret-required-says-id", Level: documented, About: []string{secretRequired},
			Point:  "A missing client_secret is answered with the message for a missing client_id.",
			Expect: "Updates with client_id and without client_secret; not those without either, where that message is right." + onlyThere,
			New:    dictWith(say(secretRequired, message(idRequired, ""))),
		},
		{
			Name: "secret-required-is-unauthorized", Level: documented, About: []string{secretRequired},
			Point:  "A missing client_secret is answered with Unauthorized.",
			Expect: "Updates with client_id and without client_secret." + onlyThere,
			New:    typedWith(without(secretRequired, always)),
		},
		{
			Name: "unauthorized-without-full-stop", Level: documented, About: []string{unauthorized},
			Point:  "Unauthorized. has lost its full stop.",
			Expect: "Updates with an unknown id or a wrong secret; as a difference of punctuation only." + onlyThere,
			New:    typedWith(say(unauthorized, "Unauthorized")),
		},
		{
			Name: "unauthorized-with-trailing-space", Level: documented, About: []string{unauthorized},
			Point:  "Unauthorized. is followed by a space.",
			Expect: "Updates with an unknown id or a wrong secret; as a difference of spacing only." + onlyThere,
			New:    dictWith(say(unauthorized, "Unauthorized. ")),
		},
		{
			Name: "unknown-id-not-found", Level: documented, About: []string{unauthorized},
			Point:  "An update with an unknown client_id is 404 Client not found.",
			Expect: "Updates with an unknown client_id; not those with a wrong secret of a known client.",
			New: chainWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f != nil && f.id == unauthorized && !st.has(c.text("client_id")) {
						f.text, f.status = "Client not found.", http.StatusNotFound
					}
				}
			}),
		},
		{
			Name: "only-set-id-for-updates", Level: documented, About: []string{idOnlyUpdate},
			Point:  "Only set client_id for updates. has an s too many.",
			Expect: "Registrations with client_id." + onlyThere,
			New:    dictWith(respell(idOnlyUpdate, "update.", "updates.")),
		},
		{
			Name: "only-set-secret-says-id", Level: documented, About: []string{secretOnlyUpdate},
			Point:  "A registration with client_secret is answered with the message about client_id.",
			Expect: "Registrations with client_secret alone; not those with the two, where that message is right." + onlyThere,
			New:    typedWith(say(secretOnlyUpdate, message(idOnlyUpdate, ""))),
		},
		{
			Name: "contacts-message-says-comma", Level: documented, About: []string{contactsString},
			Point:  "The message for contacts that are no string speaks of comma-separated addresses.",
			Expect: "JSON requests whose contacts are a list (and, implied, of another type)." + onlyThere,
			New:    chainWith(respell(contactsString, "space", "comma")),
		},
		{
			Name: "email-message-says-address", Level: documented, About: []string{badEmail},
			Point:  "The message for a bad address ends in email address.",
			Expect: "Bad addresses in contacts." + onlyThere,
			New:    typedWith(retell(badEmail, func(f *fault) string { return f.text + " address" })),
		},
		{
			Name: "redirects-message-in-the-singular", Level: documented, About: []string{redirectsString},
			Point:  "The message for a redirect list that is no string says redirect_uri.",
			Expect: "JSON requests whose redirect list is a list (and, implied, of another type)." + onlyThere,
			New:    chainWith(respell(redirectsString, "redirect_uris", "redirect_uri")),
		},
		{
			Name: "uri-message-says-url", Level: documented, About: []string{badURI},
			Point:  "The message for a bad redirect URI says URL instead of URI, twice.",
			Expect: "Bad URIs in the redirect list; not bad logos." + onlyThere,
			New: typedWith(retell(badURI, func(f *fault) string {
				return "URL " + f.value + " is not a valid URL"
			})),
		},
		{
			Name: "uri-message-with-full-stop", Level: documented, About: []string{badURI},
			Point:  "The message for a bad redirect URI ends in a full stop.",
			Expect: "Bad URIs in the redirect list; as a difference of punctuation only." + onlyThere,
			New:    dictWith(retell(badURI, func(f *fault) string { return f.text + "." })),
		},
	}
}

// wrongValues are servers whose messages name the offending value wrongly.
func wrongValues() []Server {
	return append(wrongItems(), []Server{
		{
			Name: "logo-placeholder-left", Level: documented, About: []string{badLogo, "value"},
			Point:  "The message for a bad logo has {0} where the value should be.",
			Expect: "Every bad logo_url; not bad addresses and URIs.",
			New:    dictWith(say(badLogo, "Logo URL {0} is not a valid URL")),
		},
		{
			Name: "logo-value-quoted", Level: documented, About: []string{badLogo, "value"},
			Point:  "The message for a bad logo has quotes around the value.",
			Expect: "Every bad logo_url; not bad addresses and URIs.",
			New: typedWith(retell(badLogo, func(f *fault) string {
				return `Logo URL "` + f.value + `" is not a valid URL`
			})),
		},
		{
			Name: "logo-value-html-escaped", Level: documented, About: []string{badLogo, "value"},
			Point:  "The value in the message for a bad logo is escaped for HTML.",
			Expect: "Bad logos with & < > or quotes in them; not those without, such as not-a-url.",
			New:    chainWith(retell(badLogo, func(f *fault) string { return message(badLogo, html.EscapeString(f.value)) })),
		},
		{
			Name: "logo-dollars-expanded", Level: documented, About: []string{badLogo, "value"},
			Point:  "The value of a bad logo goes through a replacement pattern: $$ becomes $ and $& the placeholder.",
			Expect: "Bad logos with $$ or $& in them; no others.",
			New: chainWith(retell(badLogo, func(f *fault) string {
				return message(badLogo, strings.NewReplacer("$$", "$", "$&", "<url>").Replace(f.value))
			})),
		},
		{
			Name: "percent-in-values-eaten", Level: documented, About: []string{badLogo, badEmail, badURI, "value"},
			Point:  "The finished message is used as a format: a percent sign and what follows it vanish.",
			Expect: "Bad logos, addresses and URIs with a percent sign in them; no others.",
			New: typedWith(func(s *seams) {
				s.tell = func(_ *call, f *fault) {
					for f.value != "" && strings.Contains(f.text, "%") {
						at := strings.Index(f.text, "%")
						f.text = f.text[:at] + f.text[min(at+2, len(f.text)):]
					}
				}
			}),
		},
		{
			Name: "email-value-in-lower-case", Level: documented, About: []string{badEmail, "value"},
			Point:  "The address in the message is in lower case.",
			Expect: "Bad addresses with capitals in them; no others.",
			New:    dictWith(retell(badEmail, func(f *fault) string { return message(badEmail, strings.ToLower(f.value)) })),
		},
		{
			Name: "uri-value-cut-after-32", Level: documented, About: []string{badURI, "value"},
			Point:  "The URI in the message is cut after 32 bytes.",
			Expect: "Bad URIs longer than 32 characters; no shorter ones, and no logos.",
			New: typedWith(retell(badURI, func(f *fault) string {
				return message(badURI, f.value[:min(32, len(f.value))])
			})),
		},
		{
			Name: "uri-value-without-query", Level: documented, About: []string{badURI, "value"},
			Point:  "The URI in the message has lost its query.",
			Expect: "Bad URIs with a question mark in them; no others.",
			New: chainWith(retell(badURI, func(f *fault) string {
				value, _, _ := strings.Cut(f.value, "?")
				return message(badURI, value)
			})),
		},
	}...)
}

// wrongItems name another item of a list than the one that is bad.
func wrongItems() []Server {
	return []Server{
		{
			Name: "email-names-the-list", Level: documented, About: []string{badEmail, "contacts", "value"},
			Point:  "The message for a bad address names all of contacts.",
			Expect: "A bad address among others; not one that is alone in its list.",
			New: dictWith(retell(badEmail, func(f *fault) string {
				return message(badEmail, strings.Join(f.list, " "))
			})),
		},
		{
			Name: "email-names-the-last", Level: documented, About: []string{badEmail, "contacts", "value"},
			Point:  "The message for a bad address names the last of contacts.",
			Expect: "A bad address with good ones after it; not one that is last or alone.",
			New: chainWith(splitting(strings.Fields), retell(badEmail, func(f *fault) string {
				return message(badEmail, f.list[len(f.list)-1])
			})),
		},
		{
			Name: "uri-names-the-first", Level: documented, About: []string{badURI, "redirect_uri", "value"},
			Point:  "The message for a bad redirect URI names the first of the list.",
			Expect: "A bad URI with good ones before it; not one that is first or alone.",
			New:    dictWith(retell(badURI, func(f *fault) string { return message(badURI, f.list[0]) })),
		},
	}
}
