package reference

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// valueDefects are about awkward values, and about parameters that there are
// not.
func valueDefects() []group {
	texts := func(name, what string, sort func(string) bool) []entry {
		return []entry{{name, "The server fails over " + what + ".", atChecks(anyText(sort), crash)}}
	}
	inURLs := func(name, what string, sort func(string) bool) []entry {
		return []entry{{name, "The server fails over " + what + ".", atChecks(inURL(sort), crash)}}
	}
	return []group{
		{implied, "answer.no-server-error", slices.Concat(
			texts("nul-crashes", "a value with a NUL", containing("\x00")),
			texts("control-character-crashes", "a value with a control character", func(s string) bool {
				return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\x00\t\n\v\f\r", r) })
			}),
			texts("line-end-crashes", "a value with a line end in it", containingAny("\r\n")),
			texts("quote-crashes", "a value with a single quote", containing("'")),
			texts("double-quote-crashes", "a value with a double quote", containing(`"`)),
			texts("backslash-crashes", "a value with a backslash", containing(`\`)),
			texts("verb-crashes", "a value with a percent sign and a letter, as if it were a format", func(s string) bool {
				return regexp.MustCompile(`%[sdvxn]`).MatchString(s)
			}),
			texts("braces-crash", "a value with braces, as if it were a format", containingAny("{}")),
			texts("wide-character-crashes", "a value with characters of more than 16 bits", beyond('\uffff')),
			inURLs("broken-ipv6-crashes", "half an IPv6 address in a URL", func(s string) bool { return strings.Contains(s, "[") && !strings.Contains(s, "]") }),
			inURLs("ip-address-crashes", "an IPv6 address in a URL", containing("://[")),
			inURLs("port-out-of-range-crashes", "a port out of range in a URL", func(s string) bool {
				u, err := url.Parse(s)
				return err == nil && len(u.Port()) > 4 && !hasHost(u)
			}),
			inURLs("international-host-crashes", "a host outside ASCII in a URL", func(s string) bool { return beyond('~')(hostOf(s)) }),
			inURLs("uri-without-host-crashes", "a URI with a scheme and no slashes", func(s string) bool {
				return strings.Contains(s, ":") && !strings.Contains(s, "/")
			}),
			inURLs("broken-escape-crashes", "a URL with a broken percent escape", func(s string) bool { return !escapesAreWhole(s) }),
			inURLs("relative-reference-crashes", "a URL that begins with a slash", startingWith("/")),
			[]entry{
				{"email-with-two-at-signs-crashes", "The server fails over an address with two @.", atChecks(anyItem(paramContacts, func(s string) bool { return strings.Count(s, "@") > 1 }), crash)},
				{"email-without-domain-crashes", "The server fails over an address that ends in @.", atChecks(anyItem(paramContacts, func(s string) bool { return strings.HasSuffix(s, "@") }), crash)},
				{"email-outside-ascii-crashes", "The server fails over an address outside ASCII.", atChecks(anyItem(paramContacts, beyond('~')), crash)},
				{"credential-outside-ascii-crashes", "The server fails over credentials outside ASCII.", atChecks(func(e *exchange) bool {
					return beyond('~')(e.text(paramClientID) + e.text(paramClientSecret))
				}, crash)},
				{"long-credential-crashes", "The server fails over credentials of more than 255 characters.", atChecks(func(e *exchange) bool {
					return over(255)(e.text(paramClientID)) || over(255)(e.text(paramClientSecret))
				}, crash)},
				{"non-object-crashes", "The server fails over JSON that is no object.", atDecode(jsonBeginning(noString+`"n`, "{"), crash)},
				{"null-body-crashes", "The server fails over null as body.", atDecode(jsonBeginning("n", ""), crash)},
				{"list-body-crashes", "The server fails over a list as body.", atDecode(jsonBeginning("[", ""), crash)},
				{"string-body-crashes", "The server fails over a string as body.", atDecode(jsonBeginning(`"`, ""), crash)},
				{"coded-body-crashes", "The server fails over a body with a Content-Encoding.", atRoute(func(e *exchange) bool {
					return atEndpoint(e) && e.request.Header.Get("Content-Encoding") != ""
				}, crash)},
			},
		)},
		{implied, "parameters.unknown", []entry{
			{"unknown-parameter-crashes", "The server fails over a parameter that it does not know.", atDecode(hasUnknown, crash)},
			{"unknown-parameter-drops-connection", "The connection is dropped over a parameter that the server does not know.", atDecode(hasUnknown, hangUp)},
			{"unknown-field-crashes", "The server fails over a form with a field that it does not know.", atDecode(all(inForm, hasUnknown), crash)},
			{"unknown-object-crashes", "The server fails over a parameter that it does not know and that is an object or a list.", atDecode(unknownNested, crash)},
			{"inherited-name-crashes", "The server fails over parameters with names that every object of JavaScript has.", atDecode(hasInherited, crash)},
			{"form-of-nine-fields", "Of a form only the first nine fields are read.", bodies(inForm, firstFields(9))},
			{"prototype-fills-in", "What the member __proto__ holds stands in for parameters that are left out.", readsMembersOf("__proto__")},
			{"expires-at-by-client", "A request says when its own credentials expire.", expiresByClient},
		}},
		{implied, "values.string", []entry{
			{"type-in-list-taken", "A list with a type in it is taken for it.", readsOnlyItem(paramType)},
			{"type-true-taken", "True is taken as type, for a registration.", reads(others(paramType, "t"), sets(paramType, typeAssociate))},
			{"type-other-registers", "A type that is no string registers a client.", reads(others(paramType, noString), sets(paramType, typeAssociate))},
			{"type-other-crashes", "The server fails over a type that is no string.", atChecks(others(paramType, noString), crash)},
			{"type-list-crashes", "The server fails over a list as type.", atChecks(others(paramType, aList), crash)},
			{"application-type-in-list-taken", "A list with an application_type in it is taken for it.", readsOnlyItem(paramApplicationType)},
			{"application-type-true-taken", "True is taken as application_type.", reads(others(paramApplicationType, "t"), sets(paramApplicationType, applicationWeb))},
			{"application-type-number-taken", "A number is taken as application_type.", reads(others(paramApplicationType, aNumber), sets(paramApplicationType, applicationWeb))},
			{"application-type-object-taken", "An object is taken as application_type.", reads(others(paramApplicationType, anObject), sets(paramApplicationType, applicationWeb))},
			{"application-type-list-crashes", "The server fails over a list as application_type.", atChecks(others(paramApplicationType, aList), crash)},
			{"application-type-other-crashes", "The server fails over an application_type that is no string.", atChecks(others(paramApplicationType, noString), crash)},
			{"logo-other-taken", "A logo_url that is no string is taken.", skips(paramLogoURL, others(paramLogoURL, noString))},
			{"logo-false-taken", "False is taken as logo_url, like nothing at all.", skips(paramLogoURL, others(paramLogoURL, emptyOrNot))},
			{"logo-list-taken", "A list is taken as logo_url.", skips(paramLogoURL, others(paramLogoURL, aList))},
			{"logo-object-taken", "An object is taken as logo_url.", skips(paramLogoURL, others(paramLogoURL, anObject))},
			{"logo-number-crashes", "The server fails over a number as logo_url.", atChecks(others(paramLogoURL, aNumber), crash)},
			{"logo-list-crashes", "The server fails over a list as logo_url.", atChecks(others(paramLogoURL, aList), crash)},
			{"logo-object-drops-connection", "The connection is dropped over an object as logo_url.", atChecks(others(paramLogoURL, anObject), hangUp)},
			{"application-name-number-crashes", "The server fails over a number as application_name.", atChecks(others(paramApplicationName, aNumber), crash)},
			{"application-name-list-crashes", "The server fails over a list as application_name.", atChecks(others(paramApplicationName, aList), crash)},
			{"application-name-object-crashes", "The server fails over an object as application_name.", atChecks(others(paramApplicationName, anObject), crash)},
			{"application-name-boolean-crashes", "The server fails over true or false as application_name.", atChecks(others(paramApplicationName, aBoolean), crash)},
		}},
	}
}

// anyItem holds where something in a list is of a sort.
func anyItem(about string, sort func(string) bool) condition {
	return func(e *exchange) bool { return slices.ContainsFunc(itemsOf(e, about), sort) }
}

func inURL(sort func(string) bool) condition {
	return func(e *exchange) bool {
		return texts(paramLogoURL, sort)(e) || anyItem(paramRedirectURI, sort)(e)
	}
}

// firstFields leaves so many fields of a form.
func firstFields(n int) func([]byte) []byte {
	return func(body []byte) []byte {
		all := bytes.Split(body, []byte("&"))
		return bytes.Join(all[:min(n, len(all))], []byte("&"))
	}
}
