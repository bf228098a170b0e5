package oracle_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// generator makes simple random requests, to hold the oracle against servers.
type generator struct {
	*rand.Rand

	clients [][2]string
}

func newGenerator(seed uint64) *generator { return &generator{Rand: rand.New(rand.NewPCG(seed, 7))} }

// one picks one.
func one[T any](g *generator, all ...T) T { return all[g.IntN(len(all))] }

// odds says yes once in n times.
func (g *generator) odds(n int) bool { return g.IntN(n) == 0 }

// pair is a member with its value, which is JSON.
type pair struct {
	name  string
	value any
}

var strange = []string{
	"", " ", "a", "bob", `quo"te`, `back\slash`, "<b>&amp;</b>", "ünïcödé", "😀", "line\nend", "tab\there", "\u0001", "a\u0000b", "%zz", "+", "{}", "null", "0",
	"\u2028", "\u00a0x", " lead", "trail ", "two  spaces", "$ne", "';--", "../../etc/passwd", "\r\nX-Evil: yes\r\n",
}

func (g *generator) text() string {
	if g.odds(40) {
		return strings.Repeat(one(g, "a", "ü", "a "), 400+g.IntN(1200))
	}
	if g.odds(3) {
		return one(g, strange...) + one(g, strange...)
	}
	return one(g, strange...)
}

// other is a value that is no string.
func (g *generator) other() any {
	return one[any](g, nil, nil, 0, 1, -1, 1.5, true, false, []any{}, []any{"a"}, map[string]any{}, map[string]any{"$ne": ""}, 1e300, 12345678901234)
}

func (g *generator) odd(v any) any {
	switch {
	case !g.odds(6):
		return v
	case g.odds(2):
		return g.other()
	}
	return g.text()
}

func (g *generator) email() string {
	return one(g, "alice@example.org", "bob.b-1@mail.example.net", "another_developer@provider.net", "bob", "nobody.at.all", "a@localhost", "a@b@c.org", "ü@example.org", `"q"@x.org`, "@", "<b>", `a"b`)
}

func (g *generator) url() string {
	return one(g, "https://example.org/", "http://a.example.org/x/y.png?a=b", "https://example.net/cb", "https://example.org/cb2", "not-a-url", "nonsense", "http://", "https://", "http://[::1",
		"https://[fe80::1", "https://localhost/", "https://192.0.2.1/", "app:cb", "javascript:alert(1)", "data:text/html,x", "https://example.org", "/x.png", "https://bücher.example/", `h"q`, "<b>", "urn:x:y", "https://example.org:8443/x", "ftp://example.org/x")
}

// goodEmail and goodURL are clearly valid.
func (g *generator) goodEmail() string {
	return one(g, "alice@example.org", "bob.b-1@mail.example.net")
}

func (g *generator) goodURL() string {
	return one(g, "https://example.org/", "http://a.example.org/x/y.png?a=b", "https://example.net/cb")
}

func (g *generator) list(good, item func() string) string {
	n := 1 + g.IntN(4)
	items := make([]string, n)
	bad := g.IntN(3)
	for i := range items {
		items[i] = good()
		if bad == 0 || bad == 1 && i == 0 {
			items[i] = item()
		}
	}
	g.Shuffle(n, func(i, j int) { items[i], items[j] = items[j], items[i] })
	if g.odds(8) {
		return one(g, " ", "", "\t") + strings.Join(items, one(g, "  ", "\t", "\n", " ", ",")) + one(g, " ", "", "\n")
	}
	return strings.Join(items, " ")
}

// credentials are those of a client, or nearly.
func (g *generator) credentials() (id, secret any) {
	if len(g.clients) == 0 {
		return "vwljdhUMhhNbdKizpjZlxv", "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"
	}
	c, d := one(g, g.clients...), one(g, g.clients...)
	i, s := c[0], c[1]
	switch g.IntN(24) {
	case 0:
		s = s[:len(s)-1-g.IntN(len(s)-1)]
	case 1:
		s += one(g, "x", " ", "\u0000", "=")
	case 2:
		s = one(g, strings.ToUpper(s), strings.ToLower(s))
	case 3:
		s = d[1]
	case 4:
		i = d[0]
	case 5:
		i, s = s, i
	case 6:
		i = i[:len(i)-1]
	case 7:
		i = one(g, strings.ToUpper(i), strings.ToLower(i), " "+i, i+"\n")
	case 8:
		i = g.text()
	case 9:
		s = g.text()
	case 10:
		b := []byte(s)
		b[g.IntN(len(b))] ^= 1
		s = strings.ToValidUTF8(string(b), "?")
	case 11:
		s = one(g, i, "'", "*", "%", ".*", "null", "undefined", s[len(s)/2:])
	case 12:
		return g.other(), s
	case 13:
		return i, g.other()
	}
	return i, s
}

// members makes the members of a request.
func (g *generator) members() []pair {
	if g.odds(2) {
		return g.single()
	}
	var all []pair
	update := g.odds(2)
	faulty := !g.odds(3) // else nothing but what is valid
	add := func(often int, n string, v any) {
		if !g.odds(often) {
			return
		}
		if faulty {
			v = g.odd(v)
		}
		all = append(all, pair{n, v})
	}
	if kind := g.kind(update, faulty); kind != nil {
		all = append(all, pair{"type", kind})
	}
	if !faulty || !g.odds(15) {
		v := one(g, "web", "native")
		if faulty && g.odds(8) {
			v = one(g, "desktop", "Web", "NATIVE", "web ", "webb", "native,web", "mobile")
		}
		add(1, "application_type", v)
	}
	if update || faulty && g.odds(10) {
		i, s := g.credentials()
		if !faulty && len(g.clients) > 0 {
			c := one(g, g.clients...)
			i, s = c[0], c[1]
		}
		if !faulty || !g.odds(10) {
			all = append(all, pair{"client_id", i})
		}
		if !faulty || !g.odds(10) {
			all = append(all, pair{"client_secret", s})
		}
	}
	contacts, logo, redirects := g.list(g.goodEmail, g.goodEmail), g.goodURL(), g.list(g.goodURL, g.goodURL)
	if faulty {
		contacts, logo, redirects = g.list(g.goodEmail, g.email), g.url(), g.list(g.goodURL, g.url)
	}
	few := 3
	if g.odds(2) {
		few = 6
	}
	if faulty || !strings.ContainsAny(contacts, "\t\n,") && !strings.Contains(contacts, "  ") {
		add(few, "contacts", contacts)
	}
	add(few, "logo_url", logo)
	add(few, "application_name", g.text())
	add(few, one(g, "redirect_uri", "redirect_uris"), redirects)
	if faulty && g.odds(30) {
		add(1, one(g, "redirect_uri", "redirect_uris"), redirects)
	}
	all = g.further(all)
	if g.odds(3) {
		g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return all
}

// kind is a type, or nearly; nil is none.
func (g *generator) kind(update, faulty bool) any {
	kind := "client_associate"
	if update {
		kind = "client_update"
	}
	switch {
	case !faulty:
		return kind
	case g.odds(15):
		return nil
	case g.odds(12):
		return one(g, "register", "client", "CLIENT_UPDATE", "client_associate ", "client_associate2", "update")
	case g.odds(20):
		return g.other()
	}
	return kind
}

// further adds what there should not be.
func (g *generator) further(all []pair) []pair {
	if g.odds(25) {
		all = append(all, pair{one(g, "x", "access_token", "Contacts", "__proto__", "scope", "grant_types"), g.odd(g.text())})
	}
	if g.odds(40) && len(all) > 0 {
		again := one(g, all...)
		if g.odds(2) {
			again.value = g.text()
		}
		all = append(all, again)
	}
	return all
}

func asJSON(all []pair) string {
	var parts []string
	for _, m := range all {
		k, _ := json.Marshal(m.name)
		v, _ := json.Marshal(m.value)
		parts = append(parts, string(k)+":"+string(v))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func asForm(all []pair) string {
	var parts []string
	for _, m := range all {
		v, ok := m.value.(string)
		if !ok {
			b, _ := json.Marshal(m.value)
			v = string(b)
		}
		parts = append(parts, url.QueryEscape(m.name)+"="+url.QueryEscape(v))
	}
	return strings.Join(parts, "&")
}

func (g *generator) mutated(s string) string {
	b := []byte(s)
	for range 1 + g.IntN(3) {
		if len(b) == 0 {
			break
		}
		at := g.IntN(len(b))
		c := one(g, []byte("{}[]\",:\\u0d'/*%&=;+ \t\n\x00\xff")...)
		switch g.IntN(4) {
		case 0:
			b[at] = c
		case 1:
			b = slices.Insert(b, at, c)
		case 2:
			b = slices.Delete(b, at, at+1)
		default:
			b = b[:at]
		}
	}
	return string(b)
}

// body makes a body in the encoding of a medium.
func (g *generator) body(form bool) string {
	all := g.members()
	if form {
		return asForm(all)
	}
	return asJSON(all)
}

func (g *generator) request() wire.Request {
	form := g.odds(2)
	r := wire.Request{Method: "POST"}
	media := "application/json"
	if form {
		media = "application/x-www-form-urlencoded"
	}
	body := g.body(form)
	switch g.IntN(40) {
	case 0, 1:
		media = one(g, " ", "application/json; =", "application/json, application/x-www-form-urlencoded", "application/problem+json", "text/plain", "application/xml", "multipart/form-data", "application/jsonx", "text/json", "application", "", "www-form-urlencoded", "application/x-json", "*/*")
	case 2, 3:
		media = one(g, media+"; charset=utf-8", strings.ToUpper(media), media+`;charset="UTF-8"`, media+"; charset=latin1", media+";", media+"; a=b")
	case 4, 5:
		body = g.mutated(body)
	case 6, 11:
		body = one(g, string(must(json.Marshal(body))), `[["type","client_associate"],["application_type","web"]]`, `"type=client_associate&application_type=web"`,
			strings.ReplaceAll(body, `"`, "'"), strings.Replace(body, "{", "{ // x\n", 1), strings.Replace(body, "{", "{ /* x */", 1), strings.ReplaceAll(body, `"type"`, "type"), strings.ReplaceAll(body, ",", ",\n  "),
			strings.ReplaceAll(body, "/", `\/`), strings.ReplaceAll(body, "a", `\u0061`), strings.TrimSuffix(body, "}")+`,"application_name":"\ud83d\ude00"}`, strings.TrimSuffix(body, "}")+`,"application_name":"\ud83d"}`, strings.TrimSuffix(body, "}")+`,"y":NaN}`,
			strings.ReplaceAll(body, "&", "&&"), "=x&"+body, body+"&=", strings.ReplaceAll(body, "_", "%5F"), strings.ReplaceAll(body, "_", "%5f"), strings.ToLower(body), strings.ReplaceAll(body, "+", "%20"), body+"&application_name=a%26type%3Dx", "", "[]", "null", "1", `"x"`, "true", "["+body+"]", body+"x", body+"}", "\uFEFF"+body, " "+body+"\n", strings.TrimSuffix(body, "}")+",}", "nonsense", `{"a":NaN}`)
	case 7:
		r.Method = one(g, "GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW", "post", "TRACE", "GET", "HEAD")
		if g.odds(2) {
			r.Query = asForm([]pair{{"type", "client_associate"}, {"application_type", "web"}})
		}
	case 8:
		r.Query = one(g, "x=y", "type=client_associate", "client_id=a", "%zz", "contacts=bob", "application_type=web")
	case 9:
		r.Header = append(r.Header, one(g, wire.Field{Name: "Accept", Value: "text/html"}, wire.Field{Name: "Content-Type", Value: media},
			wire.Field{Name: "X-Odd", Value: "ü"}, wire.Field{Name: "Accept-Language", Value: "de"}, wire.Field{Name: "Authorization", Value: "Bearer x"}))
	case 12:
		r.Header = append(r.Header, wire.Field{Name: "Content-Encoding", Value: one(g, "gzip", "identity", "br")})
	case 10:
		switch {
		case g.odds(30):
			r.Body = nil
			body = strings.TrimSuffix(asJSON([]pair{{"type", "client_associate"}, {"application_type", "web"}}), "}") + one(g, strings.Repeat(" ", 3<<20), `,"x":`+strings.Repeat("[", 1500)+strings.Repeat("]", 1500)) + "}"
			media = "application/json"
		case !form && g.odds(2):
			body = strings.TrimSuffix(body, "}") + `,"x":` + strings.Repeat("[", 20+g.IntN(60)) + strings.Repeat("]", 50) + "}"
		case g.odds(4):
			body += strings.Repeat(" ", 60_000+g.IntN(10_000))
		}
	}
	if media != "" {
		r.Header = append(r.Header, wire.Field{Name: "Content-Type", Value: media})
	}
	r.Body = []byte(body)
	return r
}

// learn takes over the credentials of an answer.
func (g *generator) learn(x wire.Exchange) {
	var c struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if json.Unmarshal(x.Answer.Body, &c) != nil || len(c.ID) < 2 || len(c.Secret) < 2 {
		return
	}
	if len(g.clients) < 50 {
		g.clients = append(g.clients, [2]string{c.ID, c.Secret})
		return
	}
	g.clients[g.IntN(50)] = [2]string{c.ID, c.Secret}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
