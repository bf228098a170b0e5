package oracle_test

import (
	"slices"
	"strings"
)

// single is a request that is fine, but for one member.
func (g *generator) single() []pair {
	all := []pair{{"type", "client_associate"}, {"application_type", one(g, "web", "native")}}
	c := [2]string{"vwljdhUMhhNbdKizpjZlxv", "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"}
	if len(g.clients) > 0 && g.odds(2) {
		c = one(g, g.clients...)
		all[0].value = "client_update"
		all = append(all, pair{"client_id", c[0]}, pair{"client_secret", c[1]})
	}
	name := one(g, "type", "application_type", "client_id", "client_secret", "client_id", "client_secret", "contacts", "contacts", "logo_url", "logo_url",
		"application_name", "redirect_uri", "redirect_uris", "redirect_uri", "redirect_uris", "x")
	var v any
	long := func(n int) string { return strings.Repeat("x", n) }
	many := func(item string, n int) string { return strings.TrimSpace(strings.Repeat(item+" ", n)) }
	switch name {
	case "type":
		v = one[any](g, "register", "CLIENT_UPDATE", "Client_Associate", "associate", "client_associate,client_update", []any{"client_associate"}, true, all[0].value)
	case "application_type":
		v = one[any](g, "desktop", "Web", "NATIVE", "webb", "we", "web,native", "web native", []any{"web"}, []any{"native"}, true, 1)
	case "client_id":
		v, _ = g.credentials()
		if g.odds(4) {
			v = one[any](g, []any{c[0]}, map[string]any{"$gt": ""}, map[string]any{"id": c[0]}, c[0]+"x", c[0]+" --", c[0]+"' --", "' OR '1'='1", "x' OR 1=1 --", c[0]+"/../x", "%", "*", "'", true, []any{}, []any{true}, c[0][:1])
		}
	case "client_secret":
		_, v = g.credentials()
		if g.odds(3) {
			v = one[any](g, []any{c[1]}, map[string]any{"$ne": "x"}, "' OR '1'='1", "x' OR 1=1 --", "' OR ''='", c[1]+"x", "%", "*", "_%", ".*", true, []any{"x"}, []any{}, "' --", `" or ""="`)
		}
	case "contacts":
		v = one[any](g, []any{"alice@example.org"}, []any{}, []any{"bob"}, map[string]any{}, map[string]any{"a": "b"}, true, false, 0, 5, "bob", "BOB", "b%20b", "b%41b", "Böb", long(40), many("alice@example.org", 30),
			"alice@mail-server.example.org", "alice@example.museum", "alice@example.org bob carol", "al.ice-b2@x.photography", "", " ", "   ", strings.Repeat("alice@example.org ", 3)+"bob", "a@b@c", "bob,alice", long(300))
	case "logo_url":
		v = one[any](g, []any{"https://example.org/x.png"}, []any{}, map[string]any{}, map[string]any{"a": "b"}, true, false, 0, 5, "bob", "BOB", "b%20b", "b%41b", "Böb", long(40), "https://example.org/"+long(300), "https://example.museum/x",
			"https://my-host.example.org/x", "JAVASCRIPT:alert(1)", "javascript:alert(1)", "data:image/png,x", "https://example.org:99999/", "https://example.org:port/", "", " ", "http://[::1", "https://[", long(300), "http://?a", "%s", "%d%n")
	case "application_name":
		v = one[any](g, long(300), long(1000), "😀", "a/b", "ü", nil, "", "%s %d %n %v", "{{7*7}}", "a\x00", 5, []any{}, strings.Repeat("ü", 500))
	case "redirect_uri", "redirect_uris":
		v = one[any](g, []any{"https://example.org/x.png"}, []any{}, map[string]any{}, map[string]any{"a": "b"}, true, false, 0, 5, "bob", "BOB", "b%20b", "b%41b", "Böb", long(40), many("https://example.org/cb", 20), "https://example.org/"+long(300), "https://example.museum/x",
			"https://my-host.example.org/x", "https://example.org/a bob", "bob https://example.org/a", "https://example.org/a https://example.net/b carol dave", "", " ", "http://[::1", "https://[", "https://example.org:99999/", "%s")
	default:
		name = one(g, "x", "expires_at", "__proto__", "constructor", "access_token", "error", "client_name", "admin")
		v = one[any](g, "y", 5, nil, map[string]any{"type": "client_associate"}, []any{1}, map[string]any{"application_type": "web", "type": "client_update"}, 1900000000)
		if name == "__proto__" && g.odds(2) {
			all = all[:1]
		}
	}
	if g.odds(6) {
		v = g.text()
	}
	if v == nil && !g.odds(4) { // left out
		return slices.DeleteFunc(all, func(p pair) bool { return p.name == name })
	}
	for i := range all {
		if all[i].name == name {
			all[i].value = v
			return all
		}
	}
	all = append(all, pair{name, v})
	g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}
