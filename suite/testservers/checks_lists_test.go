package testservers

import (
	"strings"
	"sync"
)

// listChecks put a bad item at each place of the two lists.
func listChecks(kind string) []check {
	type list struct {
		name, id, bad string
		good          []string
		param         func(*probe) string
	}
	lists := []list{
		{"email", badEmail, "nobody", []string{"one@example.org", "two@example.org"}, func(*probe) string { return "contacts" }},
		{
			"uri", badURI, "not-a-url",
			[]string{"https://a.example.org/cb", "https://b.example.org/cb"},
			func(p *probe) string { return p.redirect },
		},
	}
	var all []check
	for _, l := range lists {
		text := message(l.id, l.bad)
		for place, items := range map[string][]string{
			"alone": {l.bad}, "first": {l.bad, l.good[0], l.good[1]},
			"middle": {l.good[0], l.bad, l.good[1]}, "last": {l.good[0], l.good[1], l.bad},
		} {
			all = append(all, check{l.name + "/" + place + "/" + kind, func(p *probe) string {
				return p.post(kind, with(associate(), params{l.param(p): strings.Join(items, " ")})).refused(text)
			}})
		}
		all = append(
			all,
			refusesUpdate(l.name+"/update", kind, text, func(p *probe, in params) { in[l.param(p)] = l.bad }),
			check{l.name + "/native/" + kind, func(p *probe) string {
				in := with(associate(), params{"application_type": "native", l.param(p): l.bad})
				return p.post(kind, in).refused(text)
			}},
		)
	}
	for name, bad := range map[string]string{"uri/no-host": "http://", "uri/ipv6": "http://[::1"} {
		all = append(all, check{name + "/" + kind, func(p *probe) string {
			return p.post(kind, with(associate(), params{p.redirect: bad})).refused(message(badURI, bad))
		}})
	}
	return append(all, refuses("email/dotted", kind, message(badEmail, "nobody.example.org"), params{"contacts": "nobody.example.org"}))
}

// echoChecks look at how a bad value comes back.
func echoChecks(kind string) []check {
	values := map[string]string{
		"percent": "100%41off%25", "html": "a<b>&'c", "dollar": "a$$b$&c", "capitals": "NotAUrl",
		"long": strings.Repeat("nope", 50), "query": "not-a-url?x=1&y=2", "latin": "größe",
		"wide": "名前☂😀", "quote": `a"b\c`, "plus": "a+b",
	}
	var all []check
	for name, v := range values {
		all = append(
			all,
			refuses("echo/logo/"+name, kind, message(badLogo, v), params{"logo_url": v}),
			refuses("echo/email/"+name, kind, message(badEmail, v), params{"contacts": v}),
			check{"echo/uri/" + name + "/" + kind, func(p *probe) string {
				return p.post(kind, with(associate(), params{p.redirect: v})).refused(message(badURI, v))
			}},
		)
	}
	return append(all,
		refuses("echo/logo/newline", kind, message(badLogo, "a\nb"), params{"logo_url": "a\nb"}),
		refuses("echo/logo/space", kind, message(badLogo, "not a url"), params{"logo_url": "not a url"}))
}

// stateChecks look at what becomes of clients.
func stateChecks(kind string) []check {
	after := func(name string, change params) check {
		return check{"state/after-" + name + "/" + kind, func(p *probe) string {
			in, ok := p.update()
			if !ok {
				return unable
			}
			p.post(kind, with(in, change))
			return p.post(kind, in).granted()
		}}
	}
	return []check{
		after("bad-logo", params{"logo_url": "not-a-url"}),
		after("bad-email", params{"contacts": "nobody"}),
		after("wrong-secret", params{"client_secret": "nothing"}),
		{"state/two-alike/" + kind, func(p *probe) string { return distinct(p.post(kind, associate()), p.post(kind, associate())) }},
		{"state/two-unlike/" + kind, func(p *probe) string {
			return distinct(p.post(kind, associate()), p.post(kind, with(associate(), params{"application_name": "two" + kind})))
		}},
		{"state/eight-at-once/" + kind, func(p *probe) string {
			all := make([]got, 8)
			var wg sync.WaitGroup
			for i := range all {
				wg.Go(func() {
					all[i] = p.post(kind, with(associate(), params{"logo_url": "https://a.example.org/" + string(rune('a'+i)) + ".png"}))
				})
			}
			wg.Wait()
			return distinct(all...)
		}},
	}
}

func distinct(all ...got) string {
	seen := map[any]bool{}
	for _, g := range all {
		m := g.members()
		if seen[m["client_id"]] || seen[m["client_secret"]] {
			return "shared: " + g.String()
		}
		seen[m["client_id"]], seen[m["client_secret"]] = true, true
	}
	return ""
}

// jsonChecks are about what only JSON can say.
func jsonChecks() []check {
	raw := func(name, body string, judge func(got) string) check {
		return check{"json/" + name, func(p *probe) string {
			return judge(p.as("application/json", strings.ReplaceAll(body, "REDIRECT", p.redirect)))
		}}
	}
	start := `{"type": "client_associate", "application_type": "web", `
	says := func(id string) func(got) string {
		return func(g got) string { return g.refused(message(id, "")) }
	}
	shapeless := func(g got) string {
		if strings.Contains(string(g.body), "client_secret") {
			return "registered: " + g.String()
		}
		return g.survived()
	}
	return []check{
		raw("cut", `{"type": "client_associate", `, says(couldNotDecode)),
		raw("words", `}this is not JSON`, says(couldNotDecode)),
		raw("contacts-list", start+`"contacts": ["one@example.org", "two@example.org"]}`, says(contactsString)),
		raw("contacts-number", start+`"contacts": 5}`, says(contactsString)),
		raw("contacts-object", start+`"contacts": {"a": "b"}}`, says(contactsString)),
		raw("redirects-list", start+`"REDIRECT": ["https://a.example.org/cb"]}`, says(redirectsString)),
		raw("redirects-number", start+`"REDIRECT": 5}`, says(redirectsString)),
		raw("redirects-object", start+`"REDIRECT": {"a": "b"}}`, says(redirectsString)),
		raw("logo-number", start+`"logo_url": 5}`, got.rejected),
		raw("logo-true", start+`"logo_url": true}`, got.rejected),
		raw("type-list", `{"type": ["client_associate"], "application_type": "web"}`, got.rejected),
		raw("type-number", `{"type": 5, "application_type": "web"}`, got.rejected),
		raw("app-type-object", `{"type": "client_associate", "application_type": {}}`, got.rejected),
		raw("id-number", `{"type": "client_update", "client_id": 5, "client_secret": "x", "application_type": "web"}`, got.rejected),
		raw("name-number", start+`"application_name": 5}`, got.survived),
		raw("null", start+`"contacts": null, "logo_url": null, "REDIRECT": null}`, got.survived),
		raw("empty", start+`"contacts": "", "logo_url": "", "REDIRECT": ""}`, got.survived),
		raw("doubled-space", start+`"contacts": "one@example.org  two@example.org"}`, func(g got) string {
			return g.either(message(badEmail, ""), message(badEmail, "one@example.org  two@example.org"))
		}),
		raw("list", `[{"type": "client_associate", "application_type": "web"}]`, shapeless),
		raw("string", `"client_associate"`, shapeless),
		raw("number", `5`, shapeless),
		raw("only-null", `null`, shapeless),
		raw("surrogate", start+`"application_name": "a\ud800b"}`, got.survived),
		raw("pair", start+`"application_name": "a\ud83d\ude00b"}`, got.survived),
		raw("bad-utf8", start+"\"application_name\": \"a\xff\"}", got.survived),
		raw("bom", "\uFEFF"+start+`"application_name": "a"}`, got.survived),
		raw("twice", start+`"application_name": "a", "application_name": "b"}`, got.survived),
		raw("huge-number", start+`"application_name": 1e999}`, got.survived),
		raw("unknown", start+`"software_version": "1"}`, got.survived),
		raw("deep", start+`"x": `+strings.Repeat("[", 50)+strings.Repeat("]", 50)+`}`, got.survived),
		raw("long-value", start+`"application_name": "`+strings.Repeat("n", 2000)+`"}`, got.survived),
		raw("large", start+`"application_name": "`+strings.Repeat("n", 70<<10)+`"}`, got.survived),
		raw("very-large", start+`"application_name": "`+strings.Repeat("n", 300<<10)+`"}`, got.survived),
		{"json/secret-first", func(p *probe) string {
			in, ok := p.update()
			if !ok {
				return unable
			}
			return p.as("application/json", `{"client_secret": `+plainJSON(in["client_secret"])+`, "client_id": `+
				plainJSON(in["client_id"])+`, "application_type": "web", "type": "client_update"}`).granted()
		}},
	}
}
