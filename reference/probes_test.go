package reference

import (
	"net/http"
	"strings"
)

func one(s step) []step { return []step{s} }

// jsonWith registers with one more member, in JSON only.
func jsonWith(members ...string) [][]step {
	list := [][]step{}
	for _, m := range members {
		list = append(list, steps(one(inJSONBody(object(m))), one(first()),
			one(inJSONBody(`{"type":"client_update","client_id":"{id1}","client_secret":"{secret1}",`+m+`}`))))
	}
	return list
}

// valued registers and updates with each of the values.
func valued(name string, values ...string) [][]step {
	list := [][]step{}
	for _, v := range values {
		list = append(list, steps(associate(name, v), one(first()), update(name, v)))
	}
	return list
}

func typed(contentType string) [][]step {
	return [][]step{
		{{types: []string{contentType}, body: smallJSON}},
		{{types: []string{contentType}, body: smallForm}},
	}
}

func joined(lists ...[][]step) [][]step {
	all := [][]step{}
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func credentialsAs(name string, sources ...string) [][]step {
	list := [][]step{}
	other := map[string]string{"client_id": `"client_secret":"{secret1}"`, "client_secret": `"client_id":"{id1}"`}[name]
	for _, s := range sources {
		list = append(list,
			[]step{first(), inJSONBody(`{"type":"client_update",` + other + `,"` + name + `":` + s + `}`)},
			[]step{inJSONBody(object(`"` + name + `":` + s))})
	}
	return list
}

func wrongCredentials() [][]step {
	list := [][]step{}
	for _, pair := range [][2]string{
		{"nobody", "{secret1}"},
		{"{id1}", "wrong"},
		{"{id1}", "{cut1}"},
		{"{id1}", "{secret1}x"},
		{"{id1}", "{swap1}"},
		{"{id1}", "{beside1}"},
		{"{id1}", "{secret2}"},
		{"{id1}", "{id1}"},
		{"{idcut1}", "{secret1}"},
		{"{id1}x", "{secret1}"},
		{"{idswap1}", "{secret1}"},
		{"{id2}", "{secret1}"},
		{"{id1}", strings.Repeat("x", 43)},
		{"ü", "ü"},
		{"{id1}", strings.Repeat("x", 300)},
	} {
		list = append(list, steps(one(first()), one(first()), bothWays("type", "client_update", "client_id", pair[0], "client_secret", pair[1])))
	}
	return list
}

func methodProbes(method string) [][]step {
	header := http.Header{"Content-Type": {formType}}
	return [][]step{
		{{method: method}},
		{{method: method, header: header, body: smallForm}},
		{{method: method, target: Path + "?" + smallForm}},
	}
}

var (
	badURLValues  = []string{"not-a-url", "http://", "http://[::1", "example.org", "HTTP://", "http://[::1%3Cé\"&", "ftp:/" + strings.Repeat("/x", 40) + "[", "javascript:alert(1)", "http://:80/", "a.b:/ not-a-url", strings.Repeat("y", 500)}
	goodURLValues = []string{"https://example.org/a.png", "https://example.org/%c3%b6", "http://example.org/a", "https://www.my-site.example.org/a?b=c&d=e", "https://example.technology/x/" + strings.Repeat("y", 280)}
	oddURLValues  = []string{
		"http://[::1]/", "http://a.org:99999/", "https://bücher.example/", "urn:isbn:1", "mailto:a@b.org", "/relative", "//a.org/", "http://a.org/%zz",
		"http://a.org/\x00", "http://a.org/\x01", "http://a.org/\n", "http://a.org/'", `http://a.org/"`, `http://a.org/\`, "http://a.org/%s", "http://a.org/{x}", "http://a.org/😀",
	}
	badAddresses  = []string{"bob", strings.Repeat("y", 500), "example.org", "BOB", "böb", "bob'<b>&", "b%6Fb", strings.Repeat("a", 60), "alice@example.org bob", "bob alice@example.org", "a@b.org bob c@d.org", "bob carol", "a@b.org bob carol", "a@b.org bob c@d.org e@f.org"}
	goodAddresses = []string{"alice@example.org", "a@b.org c@d.org", "a@b.org c@d.org e@f.org", "first.last@my-site.example.technology", "agent007@b.org", "_a@b.org c--d@b.org", strings.TrimSpace(strings.Repeat("alice@example.org ", 20))}
	names         = []string{"MyClient!", "Café", "名前", "😀", "a b", `"quoted"`, "<b>&", "R2D2", "x", "a" + strings.Repeat("😀", 40), strings.Repeat("n", 80), strings.Repeat("n", 300), "Simple"}
	noStrings     = []string{"5", "0", "-1.5", "true", "false", `{"a":"b"}`, "{}"}
	lists         = []string{`["web"]`, `["client_associate"]`, "[]", `["a","b"]`}
)

func listed(uris []string) []string {
	list := []string{"https://a.org/ not-a-url", "not-a-url https://a.org/", "https://a.org/ http:// https://b.org/", "http:// not-a-url https://c.org/ https://d.org/"}
	return append(list, uris...)
}

func membersOf(name string, sources ...string) []string {
	list := []string{}
	for _, s := range sources {
		list = append(list, `"`+name+`":`+s)
	}
	return list
}

func optional(name string, value string) [][]step {
	return [][]step{
		associate(name, value),
		associate(),
		bothWays("type", "client_associate", "application_type", "web"),
		steps(one(first()), update(name, value), update()),
	}
}
