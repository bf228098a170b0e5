package reference

import (
	"fmt"
	"strings"
)

func bodiesOf(bodies ...string) [][]step {
	list := [][]step{}
	for _, body := range bodies {
		list = append(list, []step{inJSONBody(body)})
	}
	return list
}

func forms(bodies ...string) [][]step {
	list := [][]step{}
	for _, body := range bodies {
		list = append(list, []step{inFormBody(body)})
	}
	return list
}

func typesAs(values ...string) [][]step {
	list := [][]step{}
	for _, v := range values {
		list = append(list, steps(one(first()), bothWays("type", v, "application_type", "web"),
			bothWays("type", v, "client_id", "{id1}", "client_secret", "{secret1}")))
	}
	return list
}

func typesOf(name string, sources ...string) [][]step {
	list := [][]step{}
	for _, s := range sources {
		for _, member := range []string{`"type":"client_associate"`, `"application_type":"web"`} {
			if !strings.HasPrefix(member, `"`+name+`"`) {
				list = append(list, []step{inJSONBody(fmt.Sprintf(`{%s,"%s":%s}`, member, name, s))})
			}
		}
	}
	return list
}

func jsonProbes() [][]step {
	return append(bodiesOf(
		smallJSON, " \n"+smallJSON, strings.ReplaceAll(smallJSON, ",", ",\n"),
		`{"application_type":"web","type":"client_associate"}`,
		object(`"contacts":"b\u00f6b"`), object(`"contacts":"böb"`), object(`"logo_url":"http:\/\/"`), object(`"application_name":"\ud83d\ude00"`),
		object(`"application_name":"é"`),
	), steps(one(first()), update()))
}

func formProbes() [][]step {
	return append(forms(
		smallForm, smallForm+"&contacts=a%40b.org", smallForm+"&contacts=a@b.org+bob", smallForm+"&contacts=b%252Bb", smallForm+"&contacts=b%26b%3Db", smallForm+"&contacts=b%c3%b6b",
		smallForm+"&contacts=b%C3%B6b", smallForm+"&contacts=a@b.org", smallForm+"&logo_url=http://%5b", "application_type=web&type=client_associate",
		"type=client_associate&application%5Ftype=web", "contacts=bob&"+smallForm,
	), steps(one(first()), update()))
}

func brokenJSONProbes() [][]step {
	return bodiesOf(
		`{"type": `, smallJSON+" x", smallJSON+smallJSON, strings.ReplaceAll(smallJSON, `"`, "'"), "/* x */"+smallJSON, smallJSON[:len(smallJSON)-1],
		`{type:"client_associate",application_type:"web"}`, smallForm, `{"a":1,}`,
	)
}

func contentTypeProbes() [][]step {
	list := [][]step{}
	for _, name := range []string{"text/plain", "application/xml", "application/jsonx", "application/vnd.api+json", "text/json", "application/octet-stream"} {
		list = append(list, typed(name)...)
	}
	parts := ""
	for _, pair := range [][2]string{{"type", "client_associate"}, {"application_type", "web"}} {
		parts += "--b\r\nContent-Disposition: form-data; name=\"" + pair[0] + "\"\r\n\r\n" + pair[1] + "\r\n"
	}
	return append(list, []step{{types: []string{"multipart/form-data; boundary=b"}, body: parts + "--b--\r\n"}})
}

func parameterProbes() [][]step {
	list := [][]step{}
	for _, parameter := range []string{"; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", `; charset="utf-8"`, "; version=1"} {
		list = append(list, typed(jsonType + parameter)[0], typed(formType + parameter)[1])
	}
	return list
}

func emptyProbes() [][][]step {
	list := [][][]step{
		typesOf("type", "null", `""`), typesOf("application_type", "null", `""`), credentialsAs("client_id", "null", `""`), credentialsAs("client_secret", "null", `""`),
		valued("contacts", "a@b.org  c@d.org", " a@b.org", "a@b.org ", "a@b.org\tc@d.org"), valued("redirect_uri", "https://a.org/  https://b.org/", "https://a.org/ "),
	}
	for _, name := range []string{"contacts", "application_name", "logo_url", "redirect_uri"} {
		list = append(list, jsonWith(membersOf(name, "null", `""`, `"  "`)...))
	}
	return list
}

func edgeProbes() [][]step {
	return joined(bodiesOf(
		"", object(`"x":1,"x":2`), object(`"contacts":"a@b.org","contacts":"c@d.org"`), "\uFEFF"+smallJSON, object(`"application_name":"\ud83d"`),
		object("\"application_name\":\"\xff\""), object(`"x":1e999`), object(`"x":NaN`), object(`"x":1,`),
	), forms(
		"", smallForm+"&x=%zz", smallForm+"&application_name=%FF", smallForm+"&x=1&x=2", smallForm+"&x", "&&"+smallForm, smallForm+"&=y", "\uFEFF"+smallForm,
	), [][]step{{{body: ""}}})
}

func nested(depths ...int) [][]step {
	list := []string{}
	for _, n := range depths {
		list = append(list, object(`"x":`+strings.Repeat("[", n)+strings.Repeat("]", n)))
	}
	return bodiesOf(list...)
}

func injections(secrets ...string) [][]step {
	list := [][]step{}
	for _, s := range secrets {
		list = append(list,
			steps(one(first()), bothWays("type", "client_update", "client_id", "{id1}", "client_secret", s)),
			steps(one(first()), bothWays("type", "client_update", "client_id", "{id1}"+s, "client_secret", "x")),
			steps(one(first()), bothWays("type", "client_update", "client_id", s, "client_secret", s)))
	}
	return list
}
