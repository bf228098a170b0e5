package testservers

import (
	"strings"
)

// missingChecks are servers that accept something they ought to refuse.
func missingChecks() []Server {
	all := []Server{
		{
			Name: "missing-type-registers", Level: documented, About: []string{noType},
			Point:  "A request without type is taken for a registration.",
			Expect: "Requests without type; not those with an unknown type.",
			New:    chainWith(without(noType, always)),
		},
		{
			Name: "unknown-type-registers", Level: implied, About: []string{"type"},
			Point:  "An unknown type is taken for a registration.",
			Expect: "Requests with an unknown type; not those without type.",
			New:    dictWith(without(typeUnknown, always)),
		},
		{
			Name: "missing-application-type-registers", Level: documented, About: []string{"application_type"},
			Point:  "A registration without application_type is accepted.",
			Expect: "Registrations without application_type; not updates, where both are right.",
			New:    chainWith(without(appTypeMissing, always)),
		},
		{
			Name: "application-type-unchecked-on-update", Level: documented, About: []string{unknownAppType, "update"},
			Point:  "An update with an unknown application_type is accepted.",
			Expect: "Updates with an unknown application_type; not registrations.",
			New:    typedWith(without(unknownAppType, (*call).updates)),
		},
		{
			Name: "application-type-caseless", Level: documented, About: []string{unknownAppType},
			Point:  "Web, WEB and Native pass for web and native.",
			Expect: "An application_type that differs from a known one in case alone; not desktop and the like.",
			New: typedWith(on(func(c *call) *fault {
				if s, ok := c.in["application_type"].(string); ok {
					c.in["application_type"] = strings.ToLower(s)
				}
				return nil
			})),
		},
		{
			Name: "only-set-secret-unchecked", Level: documented, About: []string{secretOnlyUpdate},
			Point:  "A registration with client_secret is accepted.",
			Expect: "Registrations with client_secret alone; with client_id beside it the refusal is right.",
			New:    chainWith(without(secretOnlyUpdate, always)),
		},
		{
			Name: "logo-unchecked-on-update", Level: documented, About: []string{badLogo, "update"},
			Point:  "An update with a bad logo_url is accepted.",
			Expect: "Updates with a bad logo; not registrations.",
			New:    typedWith(without(badLogo, (*call).updates)),
		},
		{
			Name: "logo-unchecked-for-native", Level: documented, About: []string{badLogo, "application_type"},
			Point:  "A bad logo_url is accepted from native clients.",
			Expect: "Bad logos together with application_type native; not with web.",
			New:    dictWith(without(badLogo, native)),
		},
		{
			Name: "logo-without-host-accepted", Level: documented, About: []string{badLogo, "logo_url"},
			Point:  "A logo_url with a scheme and no host, such as http://, is accepted.",
			Expect: "Logos without a host; not those without a scheme, and not redirect URIs.",
			New: chainWith(func(s *seams) {
				s.logo = func(v string) bool { return strings.HasSuffix(v, "://") || anyURL(v) }
			}),
		},
		{
			Name: "logo-of-any-type-accepted", Level: implied, About: []string{"logo_url"},
			Point:  "A logo_url that is a number, true or an object is accepted.",
			Expect: "JSON requests whose logo_url is no string; not bad strings.",
			New:    dictWith(without(logoString, always)),
		},
		{
			Name: "emails-unchecked-on-update", Level: documented, About: []string{badEmail, "update"},
			Point:  "An update with a bad address in contacts is accepted.",
			Expect: "Updates with a bad address; not registrations.",
			New:    chainWith(without(badEmail, (*call).updates)),
		},
		{
			Name: "emails-unchecked-in-forms", Level: documented, About: []string{badEmail, "form"},
			Point:  "A bad address in contacts is accepted in a form.",
			Expect: "Forms with a bad address; not JSON.",
			New:    typedWith(without(badEmail, inForms)),
		},
		{
			Name: "email-first-only", Level: documented, About: []string{badEmail, "contacts"},
			Point:  "Only the first address of contacts is looked at.",
			Expect: "A bad address after a good one; not one that is first or alone.",
			New:    dictWith(looking(badEmail, firstItem)),
		},
		{
			Name: "email-last-only", Level: documented, About: []string{badEmail, "contacts"},
			Point:  "Only the last address of contacts is looked at.",
			Expect: "A bad address before a good one; not one that is last or alone.",
			New:    typedWith(looking(badEmail, lastItem)),
		},
		{
			Name: "email-dot-is-enough", Level: documented, About: []string{badEmail, "contacts"},
			Point:  "An address without an at sign is accepted if it has a dot.",
			Expect: "Addresses without an at sign and with a dot, such as someone.example.org; not plain words.",
			New: typedWith(func(s *seams) {
				s.email = func(v string) bool { return mailbox(v) || strings.Contains(strings.Trim(v, "."), ".") }
			}),
		},
		{
			Name: "contacts-number-accepted", Level: implied, About: []string{contactsString},
			Point:  "contacts that are a number or true are accepted.",
			Expect: "JSON requests whose contacts are neither string nor list; a list is refused rightly.",
			New: typedWith(without(contactsString, func(c *call) bool {
				_, list := c.in["contacts"].([]any)
				return !list
			})),
		},
		{
			Name: "contacts-list-joined", Level: documented, About: []string{contactsString},
			Point:  "contacts that are a JSON list of strings are joined and accepted.",
			Expect: "JSON requests whose contacts are a list of strings; not other types, not the redirect list.",
			New:    dictWith(on(joining("contacts"))),
		},
	}
	return append(all, missingRedirectChecks()...)
}

func missingRedirectChecks() []Server {
	return []Server{
		{
			Name: "redirect-list-joined", Level: documented, About: []string{redirectsString},
			Point:  "A redirect list that is a JSON list of strings is joined and accepted.",
			Expect: "JSON requests whose redirect list is a list of strings; not other types, not contacts.",
			New:    chainWith(on(joining("redirect_uri", "redirect_uris"))),
		},
		{
			Name: "redirects-unchecked-on-registration", Level: documented, About: []string{badURI, "redirect_uri"},
			Point:  "A registration with a bad redirect URI is accepted; an update is not.",
			Expect: "Registrations with a bad URI, under either name; not updates, and lists of the wrong type are refused.",
			New:    chainWith(without(badURI, (*call).associates)),
		},
		{
			Name: "redirects-unchecked-for-native", Level: documented, About: []string{badURI, "application_type"},
			Point:  "A bad redirect URI is accepted from native clients.",
			Expect: "Bad URIs together with application_type native; not with web.",
			New:    chainWith(without(badURI, native)),
		},
		{
			Name: "uri-first-only", Level: documented, About: []string{badURI, "redirect_uri"},
			Point:  "Only the first redirect URI is looked at.",
			Expect: "A bad URI after a good one; not one that is first or alone.",
			New:    chainWith(looking(badURI, firstItem)),
		},
		{
			Name: "uri-last-only", Level: documented, About: []string{badURI, "redirect_uri"},
			Point:  "Only the last redirect URI is looked at.",
			Expect: "A bad URI before a good one; not one that is last or alone.",
			New:    dictWith(looking(badURI, lastItem)),
		},
		{
			Name: "uri-broken-ipv6-accepted", Level: documented, About: []string{badURI, "redirect_uri"},
			Point:  "A redirect URI with a broken IPv6 literal is accepted.",
			Expect: "URIs such as http://[::1 in the redirect list; not other bad URIs, not logos.",
			New: dictWith(func(s *seams) {
				inner := s.uri
				s.uri = func(v string) bool { return strings.Contains(v, "://[") || inner(v) }
			}),
		},
	}
}

// joining makes one string of a list of strings.
func joining(params ...string) func(*call) *fault {
	return func(c *call) *fault {
		for _, param := range params {
			list, ok := c.in[param].([]any)
			var items []string
			for _, v := range list {
				item, isString := v.(string)
				ok = ok && isString
				items = append(items, item)
			}
			if ok && c.kind == asJSON {
				c.in[param] = strings.Join(items, " ")
			}
		}
		return nil
	}
}
