package reference

import (
	"net/http"
	"strings"
)

// besideProbes are requests in which a value stands beside others.
func besideProbes() map[string][][]step {
	logo, uri, wrong := "https://a.org/l.png", "https://a.org/cb", "not-a-url"
	registrations := make([]step, 40)
	for i := range registrations {
		registrations[i] = first()
	}
	withHeader := func(name, value string) []step {
		all := steps(associate(), associate("contacts", "bob"))
		for i := range all {
			all[i].header = http.Header{name: {value}}
		}
		return all
	}
	inOldHTTP := associate()
	for i := range inOldHTTP {
		inOldHTTP[i].old = true
	}
	charset := associate("contacts", "bob")
	for i := range charset {
		charset[i].types = []string{charset[i].types[0] + "; charset=utf-8"}
	}
	asWeb := func(pairs ...string) []step {
		return bothWays(append([]string{"type", "client_associate", "application_type", "web"}, pairs...)...)
	}
	return map[string][][]step{
		"error.invalid-logo-url":     {associate("logo_url", wrong, "contacts", "a@b.org"), asWeb("logo_url", wrong)},
		"error.invalid-redirect-uri": {associate("redirect_uri", wrong, "logo_url", logo)},
		"error.invalid-email": {
			bothWays("type", "client_associate", "application_type", "web", "contacts", "b\u00C5y\u00E0b"), associate("contacts", "b\u07FFb"),
			steps(one(first()), update("application_type", "web", "application_name", "A", "contacts", "bob")),
			associate("contacts", "be\u0301b"), associate("contacts", "bob\x00x"),
		},
		"logo-url.optional":     {associate("logo_url", "https://pst.b.org/a.png"), associate("logo_url", "https://b.org/10.0.0.1"), associate("logo_url", strings.Replace(logo, "https", "http", 1))},
		"contacts.list":         {asWeb("contacts", "a-b@c.org")},
		"secret.not-cacheable":  {steps(one(first()), update("logo_url", logo))},
		"parameters.unknown":    {{inFormBody("a=&b=&c=&d=&e=&f=&g=&h=&" + smallForm)}},
		"echo.not-in-header":    {steps(one(first()), update("contacts", "bob"))},
		"redirect-uri.optional": {associate("redirect_uri", "https://pst.b.org/cb"), associate("redirect_uri", "https://b.org/10.0.0.1")},
		"redirect-uri.list":     {associate("redirect_uri", uri+" "+uri), associate("redirect_uri", uri+"?a")},
		"media-type.parameters": {charset},
		"answer.in-turn": {
			append([]step{{types: []string{"text/plain"}, body: "hello"}}, associate()...), append([]step{{method: http.MethodHead}}, associate()...),
		},
		"client.lasting": {steps(registrations, update())},
		"answer.alike": {
			associate(), withHeader("Accept", "text/html"), withHeader("Accept", "*/*"), withHeader("User-Agent", "curl/8"),
			withHeader("Cookie", "a=b"), withHeader("Accept-Language", "de"), withHeader("Range", "bytes=0-9"),
			withHeader("X-Requested-With", "XMLHttpRequest"), inOldHTTP,
		},
		"response.expires-at-seconds": {steps(associate(), update())},
	}
}
