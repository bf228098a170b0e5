package reference

import (
	"net/http"
	"regexp"
	"strings"
)

// valueVariants are about values that the document leaves in doubt, and about
// credentials of unusual shape.
func valueVariants() []entry {
	strictURL := regexp.MustCompile(`(?i)^https?://([a-z0-9-]+\.)+[a-z]{2,}/[\w.~/%!$&'()*+,;=:@-]*(\?[\w.~/%!$&'()*+,;=:@?-]*)?$`).MatchString
	strictEmail := regexp.MustCompile(`^[A-Za-z0-9._-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$`).MatchString
	both := func(e *exchange) bool {
		return e.params[paramRedirectURI].kind != absent && e.params[paramRedirectURIs].kind != absent
	}
	return []entry{
		{"values-strict", "Every URL and address that is in doubt is refused with the message that names it.", alterations(
			stricter(paramLogoURL, msgInvalidLogo, strictURL),
			stricter(paramRedirectURI, msgInvalidRedirect, strictURL),
			stricter(paramContacts, msgInvalidEmail, strictEmail),
		)},
		{"values-loose", "Every URL and address that is in doubt is taken.", alterations(
			looser(paramLogoURL, clearlyNoURL), looser(paramRedirectURI, clearlyNoURL),
			looser(paramContacts, func(s string) bool { return !strings.Contains(s, "@") }),
		)},
		{"redirect-uri-only", "The redirect URIs are read from redirect_uri only.", ignores(paramRedirectURIs)},
		{"redirect-uris-only", "The redirect URIs are read from redirect_uris only.", ignores(paramRedirectURI)},
		{"redirect-names-not-together", "The two names of the redirect URIs are refused together.", atChecks(both, saying("Give either redirect_uri or redirect_uris."))},
		{"redirect-uri-only-others-refused", "The redirect URIs are read from redirect_uri only, and unknown parameters are refused, redirect_uris among them.", alterations(
			refusesUnknown, atDecode(says(paramRedirectURIs), saying("Unknown parameter.")))},
		{"unknown-parameters-refused", "Parameters that the document does not know are refused.", refusesUnknown},
		{"null-refused", "Null is refused wherever a string is meant.", reads(always, func(p params) {
			for _, name := range []string{paramType, paramApplicationType, paramApplicationName, paramLogoURL, paramContacts, paramRedirectURI, paramRedirectURIs} {
				if v, found := p[name]; found && v.kind == absent {
					p[name] = value{notAText, "null"}
				}
			}
		})},
		{"empty-refused", "Empty strings are refused, with the message that names them where there is one.", atChecks(always, refusesEmpty)},
		{"stray-spaces-refused", "Lists have exactly one space between items, and none elsewhere.", alterations(
			listAs(paramContacts, msgInvalidEmail, isEmail, atSpaces), listAs(paramRedirectURI, msgInvalidRedirect, isRedirectURI, atSpaces))},
		{"application-type-needed-on-update", "An update without application_type is refused.", atChecks(
			all(onUpdate, not(given(paramApplicationType))), saying(msgApplicationType))},
		{"application-name-of-any-type", "An application_name may be any JSON value.", skips(paramApplicationName, others(paramApplicationName, noString))},
		{"non-strings-told", "A type, application_type, logo_url or credential that is no string is refused with a message of its own.", atChecks(always, refusesNoString)},
		{"secrets-long", "A client_secret has 512 characters.", draws(func(c credentials) credentials { return credentials{c.id, randomHex(256)} })},
		{"credentials-with-odd-characters", "Credentials have characters in them that need escaping.", draws(func(c credentials) credentials {
			const odd = ` &=+%;"'\/<>?#é😀`
			return credentials{c.id + odd, c.secret + odd + randomText(4)}
		})},
		{"ids-of-digits", "A client_id looks like a number with a zero in front.", draws(func(c credentials) credentials {
			return credentials{"0" + randomDigits(30), c.secret}
		})},
		{"ids-long", "A client_id has 300 characters.", draws(func(c credentials) credentials { return credentials{randomHex(150), c.secret} })},
		{"secrets-in-hex", "A client_secret is 32 hexadecimal digits.", draws(func(c credentials) credentials { return credentials{c.id, randomHex(16)} })},
	}
}

// stricter refuses more than a check does, by name.
func stricter(about, message string, valid func(string) bool) alteration {
	return checks(about, func(e *exchange, next trouble) *refusal {
		if no := next(e); no != nil {
			return no
		}
		for _, item := range itemsOf(e, about) {
			if item != "" && !valid(item) {
				return badRequest(message).naming(item)
			}
		}
		return nil
	})
}

// looser hides what is not clearly invalid from a check.
func looser(about string, invalid func(string) bool) alteration {
	return forgives(about, func(item string) bool { return !invalid(item) })
}

// clearlyNoURL holds for what has no scheme, "://" and no host behind it, or
// half an IPv6 address.
func clearlyNoURL(s string) bool {
	return !regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`).MatchString(s) ||
		regexp.MustCompile(`^[^:]*://([^/?#]*@)?(:[0-9]*)?([/?#]|$)`).MatchString(s) ||
		strings.Contains(s, "://[") && !strings.Contains(s, "]")
}

func ignores(name string) alteration {
	return reads(always, func(p params) { delete(p, name) })
}

// says holds for a body with a parameter of that name, whatever its value.
func says(name string) condition {
	return func(e *exchange) bool {
		_, said := everything(e)[name]
		return said
	}
}

func refusesUnknown(b *behaviour) {
	atDecode(hasUnknown, saying("Unknown parameter."))(b)
}

func refusesEmpty(e *exchange) *refusal {
	for _, name := range redirectNames() {
		if emptyText(name)(e) {
			return badRequest(msgInvalidRedirect)
		}
	}
	switch {
	case emptyText(paramContacts)(e):
		return badRequest(msgInvalidEmail)
	case emptyText(paramLogoURL)(e):
		return badRequest(msgInvalidLogo)
	case emptyText(paramApplicationName)(e):
		return badRequest("application_name must not be empty.")
	}
	return nil
}

func refusesNoString(e *exchange) *refusal {
	for _, name := range []string{paramType, paramApplicationType, paramLogoURL, paramClientID, paramClientSecret} {
		if e.params[name].kind == notAText {
			return refuse(http.StatusUnprocessableEntity, name+" must be a string.")
		}
	}
	return nil
}

func atSpaces(s string) []string { return strings.Split(s, " ") }
