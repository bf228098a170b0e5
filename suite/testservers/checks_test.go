package testservers

import (
	"net/http"
	"strings"
)

// check is one thing that every server that conforms does. It returns what
// is wrong.
type check struct {
	name string
	run  func(p *probe) string
}

const unable = "no client to do it with"

// checks are the common sanity checks.
func checks() []check {
	var all []check
	for _, kind := range []string{asJSON, asForm} {
		all = append(all, goodChecks(kind)...)
		all = append(all, messageChecks(kind)...)
		all = append(all, listChecks(kind)...)
		all = append(all, echoChecks(kind)...)
		all = append(all, stateChecks(kind)...)
	}
	return append(append(all, jsonChecks()...), wireChecks()...)
}

func goodChecks(kind string) []check {
	full := params{
		"application_name": "Plain name", "logo_url": "https://logo.example.org/logo.png",
		"contacts": "one@example.org two@example.net",
	}
	good := map[string]params{
		"web": {}, "native": {"application_type": "native"}, "full": full,
		"name-beyond-ascii": {"application_name": "Näme ☂ 名"},
		"long-name":         {"application_name": strings.Repeat("n", 900)},
		"five-contacts":     {"contacts": strings.TrimSpace(strings.Repeat("a.b-c1@example.org ", 5))},
		"long-tld":          {"contacts": "one@example.museum"},
		"subdomain":         {"contacts": "one@mail.example.org"},
		"hyphen-host":       {"logo_url": "https://my-logo.example.org/l.png"},
		"http-logo":         {"logo_url": "http://logo.example.org/l.png"},
		"logo-query":        {"logo_url": "https://logo.example.org/get?id=3&size=big"},
	}
	var all []check
	for name, more := range good {
		all = append(all, check{"register/" + name + "/" + kind, func(p *probe) string {
			return p.post(kind, with(associate(), more)).granted()
		}})
	}
	for name, list := range map[string]string{
		"one-redirect": "https://app.example.org/cb", "redirect-query": "https://app.example.org/cb?a=b",
		"two-redirects": "https://app.example.org/cb http://app.example.net/other/cb",
	} {
		all = append(all, check{"register/" + name + "/" + kind, func(p *probe) string {
			return p.post(kind, with(associate(), params{p.redirect: list})).granted()
		}})
	}
	update := func(name string, changes ...params) check {
		return check{"update/" + name + "/" + kind, func(p *probe) string {
			in, ok := p.update()
			if !ok {
				return unable
			}
			for _, change := range changes {
				g := p.post(kind, with(in, change))
				if wrong := g.granted(); wrong != "" {
					return wrong
				}
				if m := g.members(); m["client_id"] != in["client_id"] || m["client_secret"] != in["client_secret"] {
					return "other credentials: " + g.String()
				}
			}
			return ""
		}}
	}
	return append(
		all,
		update("minimal", params{}), update("full", full),
		update("twice", full, with(full, params{"application_name": "Other"})),
		update("to-native-and-back", with(full, params{"application_type": "native"}), full),
	)
}

// refuses makes a check of a registration that is refused with a message.
func refuses(name, kind, text string, more params) check {
	return check{name + "/" + kind, func(p *probe) string {
		return p.post(kind, with(associate(), more)).refused(text)
	}}
}

// refusesUpdate is refuses for an update.
func refusesUpdate(name, kind, text string, change func(p *probe, in params)) check {
	return check{name + "/" + kind, func(p *probe) string {
		in, ok := p.update()
		if !ok {
			return unable
		}
		change(p, in)
		return p.post(kind, in).refused(text)
	}}
}

func messageChecks(kind string) []check {
	set := func(name string, v any) func(*probe, params) {
		return func(_ *probe, in params) { in[name] = v }
	}
	drop := func(name string) func(*probe, params) {
		return func(_ *probe, in params) { delete(in, name) }
	}
	secret := func(change func(string) string) func(*probe, params) {
		return func(_ *probe, in params) { in["client_secret"] = change(in["client_secret"].(string)) }
	}
	app, un := message(unknownAppType, ""), message(unauthorized, "")
	return []check{
		{"no-type/" + kind, func(p *probe) string {
			return p.post(kind, params{"application_type": "web"}).refused(message(noType, ""))
		}},
		{"unknown-type/" + kind, func(p *probe) string {
			return p.post(kind, params{"type": "client_delete", "application_type": "web"}).rejected()
		}},
		{"no-app-type/" + kind, func(p *probe) string {
			return p.post(kind, params{"type": "client_associate"}).rejected()
		}},
		refuses("app-type/register", kind, app, params{"application_type": "desktop"}),
		refuses("app-type/case", kind, app, params{"application_type": "WEB"}),
		refusesUpdate("app-type/update", kind, app, set("application_type", "desktop")),
		refusesUpdate("id-required", kind, message(idRequired, ""), drop("client_id")),
		refusesUpdate("secret-required", kind, message(secretRequired, ""), drop("client_secret")),
		refuses("id-only", kind, message(idOnlyUpdate, ""), params{"client_id": "abc"}),
		refuses("secret-only", kind, message(secretOnlyUpdate, ""), params{"client_secret": "abc"}),
		refusesUpdate("unauthorized/unknown-id", kind, un, set("client_id", "nobody-by-"+kind)),
		refusesUpdate("unauthorized/wrong-secret", kind, un, set("client_secret", "nothing")),
		refusesUpdate("unauthorized/foreign", kind, un, func(p *probe, in params) {
			_, in["client_secret"], _ = p.enrolled()
		}),
		refusesUpdate("unauthorized/cut", kind, un, secret(func(v string) string { return v[:len(v)-1] })),
		refusesUpdate("unauthorized/longer", kind, un, secret(func(v string) string { return v + "x" })),
		refusesUpdate("unauthorized/case", kind, un, secret(func(v string) string {
			if up := strings.ToUpper(v); up != v {
				return up
			}
			return v + "X"
		})),
		refusesUpdate("unauthorized/id-case", kind, un, func(_ *probe, in params) {
			up := strings.ToUpper(in["client_id"].(string))
			if up == in["client_id"] {
				up += "X"
			}
			in["client_id"] = up
		}),
		refuses("logo/register", kind, message(badLogo, "not-a-url"), params{"logo_url": "not-a-url"}),
		refuses("logo/native", kind, message(badLogo, "not-a-url"),
			params{"logo_url": "not-a-url", "application_type": "native"}),
		refuses("logo/no-host", kind, message(badLogo, "http://"), params{"logo_url": "http://"}),
		refuses("logo/ipv6", kind, message(badLogo, "http://[::1"), params{"logo_url": "http://[::1"}),
		refusesUpdate("logo/update", kind, message(badLogo, "not-a-url"), set("logo_url", "not-a-url")),
	}
}

func wireChecks() []check {
	form, minimal := "application/x-www-form-urlencoded", plainJSON(associate())
	text := message(unknownMedia, "")
	as := func(mediaType, body string) func(*probe) got {
		return func(p *probe) got { return p.as(mediaType, body) }
	}
	grants := func(name string, do func(*probe) got) check {
		return check{name, func(p *probe) string { return do(p).granted() }}
	}
	unknown := func(mediaType string) check {
		return check{"media/" + mediaType, func(p *probe) string { return p.as(mediaType, minimal).refused(text) }}
	}
	survives := func(method, query string) check {
		return check{"method/" + method + query, func(p *probe) string {
			g := p.send(method, endpoint+query, "", "")
			if strings.Contains(string(g.body), "client_secret") {
				return "registered: " + g.String()
			}
			return g.survived()
		}}
	}
	return []check{
		unknown("text/plain"), unknown("application/xml"), unknown("application/jsonl"),
		unknown("application/json-patch+json"), unknown("text/json"), unknown("application/ld+json"),
		grants("charset/json", as("application/json; charset=utf-8", minimal)),
		grants("charset/form", as(form+"; charset=UTF-8", "type=client_associate&application_type=web")),
		grants("case/json", as("Application/JSON", minimal)),
		grants("case/form", as("Application/X-WWW-Form-URLencoded", "type=client_associate&application_type=web")),
		grants("percent-spaces/form", as(form, "type=client_associate&application_type=web&contacts=a%40example.org%20b%40example.org")),
		grants("bare/form", as(form, "type=client_associate&application_type=web")),
		{"media/none", func(p *probe) string { return p.as("", minimal).survived() }},
		survives(http.MethodGet, ""), survives(http.MethodGet, "?type=client_associate&application_type=web"),
		survives(http.MethodPut, ""), survives(http.MethodDelete, ""), survives(http.MethodHead, ""),
		survives(http.MethodOptions, ""),
		{"elsewhere", func(p *probe) string { return p.send(http.MethodPost, "/api/other", "", "").survived() }},
	}
}
