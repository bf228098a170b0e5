package reference

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

func logoDefects() []group {
	const about = paramLogoURL
	logo := wording{"logo", msgInvalidLogo, "logo_url %s is invalid", msgInvalidRedirect}
	return []group{
		{documented, "logo-url.optional", slices.Concat(optionality(about), goodURLs("logo", about, msgInvalidLogo), []entry{
			{
				"logo-ending-needed", "A logo_url is refused unless its path ends like the name of an image.",
				refusing(about, func(s string) bool { return isLogoURL(s) && !endsLikeImage(s) }, msgInvalidLogo),
			},
		})},
		{documented, "error.invalid-logo-url", slices.Concat(
			logo.everywhere(), logo.somewhere(), logo.onUpdates(), logo.named("<url>"),
			validity("logo", about), badURLs("logo", about),
		)},
		{hardening, "logo-url.no-script", []entry{
			{
				"logo-script-taken", "A javascript: URL is taken as logo_url.",
				forgives(about, startingWith("javascript:")),
			},
			{
				"logo-data-taken", "A data: URL is taken as logo_url.",
				forgives(about, startingWith("data:")),
			},
			{
				"logo-script-in-capitals-taken", "A javascript: or data: URL is taken as logo_url unless its scheme is in small letters.",
				forgives(about, func(s string) bool {
					name, _, _ := strings.Cut(s, ":")
					return isScript(strings.ToLower(name)) && !isScript(name)
				}),
			},
			{
				"logo-image-taken-on-update", "An update takes an image in a data: URL as logo_url.",
				checks(about, func(e *exchange, next trouble) *refusal {
					if e.isUpdate() && startingWith("data:image/")(e.text(about)) {
						return nil
					}
					return next(e)
				}),
			},
			{
				"logo-script-taken-on-update", "An update takes a javascript: or data: URL as logo_url.",
				checks(about, func(e *exchange, next trouble) *refusal {
					if text := e.text(about); e.isUpdate() && (startingWith("javascript:")(text) || startingWith("data:")(text)) {
						return nil
					}
					return next(e)
				}),
			},
		}},
	}
}

func redirectDefects() []group {
	const about = paramRedirectURI
	notString := wording{"redirect-list", msgRedirectsNotString, "redirect_uri must be space-separated URLs.", msgContactsNotString}
	uri := wording{"redirect", msgInvalidRedirect, "redirect_uri %s is invalid", msgInvalidLogo}
	return []group{
		{documented, "redirect-uri.optional", slices.Concat(optionality(about), goodURLs("redirect", about, msgInvalidRedirect), []entry{
			{
				"redirect-for-native-refused", "A native client with a redirect URI is refused.",
				atChecks(all(givenByAnyName(about), forApplication(applicationNative)), saying("redirect_uri is for web clients.")),
			},
		})},
		{documented, "redirect-uri.list", slices.Concat(separation("redirect", about, msgInvalidRedirect, isRedirectURI), []entry{
			{
				"redirect-one-host-only", "Redirect URIs of several hosts are refused.",
				checks(about, func(e *exchange, next trouble) *refusal {
					no := next(e)
					for _, uri := range itemsOf(e, about) {
						if no == nil && hostOf(uri) != hostOf(itemsOf(e, about)[0]) {
							return badRequest(msgInvalidRedirect).naming(uri)
						}
					}
					return no
				}),
			},
		})},
		{documented, "error.redirect-uris-not-string", slices.Concat(notString.everywhere(), notString.onUpdates(), []entry{
			{
				"redirect-list-taken", "A JSON list is taken as redirect URIs.",
				skipsRedirects(aList, always),
			},
			{
				"redirect-list-taken-on-update", "An update takes a JSON list as redirect URIs.",
				skipsRedirects(aList, onUpdate),
			},
			{
				"redirect-empty-list-taken", "An empty JSON list is taken as redirect URIs.",
				skips(about, byAnyName(emptyList)),
			},
			{
				"redirect-list-as-uri", "A JSON list as redirect URIs is refused as one URI that is none.",
				redirectTrouble(aList, msgInvalidRedirect),
			},
		})},
		{implied, "redirect-uri.string", []entry{
			{"redirect-nothing-taken", "False and zero are taken as redirect URIs, like nothing at all.", skipsRedirects(emptyOrNot, always)},
			{"redirect-number-taken", "A number is taken as redirect URIs.", skipsRedirects(aNumber, always)},
			{"redirect-true-taken", "True is taken as redirect URIs.", skipsRedirects("t", always)},
			{"redirect-object-taken", "An object is taken as redirect URIs.", skipsRedirects(anObject, always)},
			{"redirect-number-as-text", "A number as redirect URIs is refused as if its digits had been sent.", redirectTrouble(aNumber, msgInvalidRedirect)},
			{"redirect-object-not-json", "An object as redirect URIs is refused as JSON that could not be decoded.", atChecks(redirectOthers(anObject), saying(msgNotJSON))},
			{"redirect-number-crashes", "The server fails over a number as redirect URIs.", atChecks(redirectOthers(aNumber), crash)},
			{"redirect-boolean-crashes", "The server fails over true or false as redirect URIs.", atChecks(redirectOthers(aBoolean), crash)},
			{"redirect-object-crashes", "The server fails over an object as redirect URIs.", atChecks(redirectOthers(anObject), crash)},
			{"redirect-object-hangs", "There is no answer to an object as redirect URIs.", atChecks(redirectOthers(anObject), hang)},
		}},
		{documented, "error.invalid-redirect-uri", slices.Concat(
			uri.everywhere(), uri.somewhere(), uri.onUpdates(), uri.named("<URI>"), uri.namedInList(about),
			redirectValidity(), partly("redirect", about), badURLs("redirect", about), []entry{
				{
					"redirect-one-good-is-enough", "A list is taken if one URI in it is good.",
					sees(about, func(s string) string {
						if items := splitList(s); slices.ContainsFunc(items, isRedirectURI) {
							return ""
						}
						return s
					}),
				},
				{
					"redirect-all-wrong-named", "The message names all wrong URIs at once.",
					refills(msgInvalidRedirect, func(e *exchange, _ string) string {
						return strings.Join(slices.DeleteFunc(itemsOf(e, about), isRedirectURI), " ")
					}),
				},
			},
		)},
	}
}

// goodURLs are the ways to refuse URLs that are beyond doubt.
func goodURLs(subject, about, message string) []entry {
	good := func(part func(*url.URL) bool) func(string) bool {
		return func(s string) bool {
			u, ok := parseURI(s)
			return ok && isWeb(u.Scheme) && hasHost(u) && part(u)
		}
	}
	small := regexp.MustCompile(`%[0-9a-fA-F]?[a-f]`).MatchString
	return []entry{
		{subject + "-http-refused", "URLs with http are refused.", refusing(about, good(func(u *url.URL) bool { return u.Scheme == "http" }), message)},
		{subject + "-small-escapes-refused", "URLs with percent escapes in small letters are refused.", refusing(about, good(func(u *url.URL) bool { return small(u.EscapedPath()) }), message)},
		{subject + "-host-like-scheme-refused", "URLs whose host begins with the letters of the scheme are refused.", refusing(about, good(func(u *url.URL) bool {
			first, _, _ := strings.Cut(u.Hostname(), ".")
			return strings.Trim(first, "htps") == ""
		}), message)},
		{subject + "-private-address-in-path-refused", "URLs are refused that have an address of a private network anywhere in them.", refusing(about, good(func(u *url.URL) bool {
			return strings.Contains(u.Path, "/10.") || strings.Contains(u.Path, "127.") || strings.Contains(u.Path, "192.168.")
		}), message)},
		{subject + "-query-refused", "URLs with a query are refused.", refusing(about, good(func(u *url.URL) bool { return u.RawQuery != "" }), message)},
		{subject + "-subdomain-refused", "URLs whose host has more than two parts are refused.", refusing(about, good(func(u *url.URL) bool { return strings.Count(u.Hostname(), ".") > 1 }), message)},
		{subject + "-long-top-domain-refused", "URLs whose top-level domain has more than four letters are refused.", refusing(about, good(func(u *url.URL) bool { return longTop(u.Hostname()) }), message)},
		{subject + "-hyphen-refused", "URLs with a hyphen in the host are refused.", refusing(about, good(func(u *url.URL) bool { return strings.Contains(u.Hostname(), "-") }), message)},
		{subject + "-over-200-characters-refused", "URLs of more than 200 characters are refused.", refusing(about, good(func(u *url.URL) bool { return len(u.String()) > 200 }), message)},
	}
}

// badURLs are the ways to take URLs that are clearly none.
func badURLs(subject, about string) []entry {
	noScheme := func(s string) bool { return !strings.Contains(s, ":") }
	noHost := func(s string) bool { return strings.HasSuffix(s, "://") }
	brokenIPv6 := func(s string) bool { return strings.Contains(s, "://[") && !strings.Contains(s, "]") }
	return []entry{
		{subject + "-without-scheme-taken", "A value without a scheme is taken.", forgives(about, noScheme)},
		{subject + "-without-host-taken", "A value with a scheme and no host is taken.", forgives(about, noHost)},
		{subject + "-port-for-host-taken", "A value with a port in place of the host is taken.", forgives(about, func(s string) bool { return strings.Contains(s, "://:") })},
		{subject + "-broken-ipv6-taken", "A value with half an IPv6 address is taken.", forgives(about, brokenIPv6)},
	}
}

// redirectValidity is validity for a parameter with two names.
func redirectValidity() []entry {
	entries := validity("redirect", paramRedirectURI)
	conditions := []condition{always, onUpdate, onRegistration, inForm, inJSON}
	for i := range entries {
		entries[i].alteration = checks(paramRedirectURI, func(e *exchange, next trouble) *refusal {
			if conditions[i](e) && !redirectOthers(noString)(e) {
				return nil
			}
			return next(e)
		})
	}
	return entries
}

// redirectOthers is others for both names of the redirect URIs.
func redirectOthers(starts string) condition {
	return byAnyName(func(name string) condition { return others(name, starts) })
}

func byAnyName(c func(name string) condition) condition {
	return func(e *exchange) bool {
		return slices.ContainsFunc(redirectNames(), func(name string) bool { return c(name)(e) })
	}
}

func skipsRedirects(starts string, c condition) alteration {
	return skips(paramRedirectURI, all(redirectOthers(starts), c))
}

// redirectTrouble refuses JSON values of a sort with a message that names them.
func redirectTrouble(starts, message string) alteration {
	return atChecks(redirectOthers(starts), func(e *exchange) *refusal {
		for _, name := range redirectNames() {
			if others(name, starts)(e) {
				return namingText(name, message)(e)
			}
		}
		return nil
	})
}

func hostOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func endsLikeImage(s string) bool {
	u, err := url.Parse(s)
	return err == nil && slices.ContainsFunc([]string{".png", ".jpg", ".jpeg", ".gif", ".svg"}, func(ending string) bool {
		return strings.HasSuffix(u.Path, ending)
	})
}
