package minimise

import (
	"reflect"
	"slices"

	"github.com/regspec/regspec/fuzz/traffic"
)

// IsLeast reports whether a sequence is one of those in which there is least to see.
func IsLeast(q traffic.Sequence) bool {
	return slices.ContainsFunc(leasts(), func(least traffic.Sequence) bool { return reflect.DeepEqual(least.Clone(), q.Clone()) })
}

// leasts are the sequences in which there is least to see: the two requests without
// a fault, and those with the plainest ones. What shows in one of them has nothing to
// do with all that the original has besides, and whoever reads it knows it at once.
func leasts() []traffic.Sequence {
	kind := member(traffic.ParamApplication, traffic.Str("native"))
	associate := member(traffic.ParamType, traffic.Str("client_associate"))
	update := member(traffic.ParamType, traffic.Str("client_update"))
	id := member(traffic.ParamID, traffic.Value{Kind: traffic.ID})
	secret := member(traffic.ParamSecret, traffic.Value{Kind: traffic.Secret})
	text := func(name, value string) traffic.Member { return member(name, traffic.Str(value)) }
	number := func(name string) traffic.Member { return member(name, traffic.Literally("5")) }
	list := func(name, value string) traffic.Member {
		return member(name, traffic.Value{Text: value, Listed: true})
	}
	all := []traffic.Sequence{
		single(associate, kind),
		single(update, id, secret, kind),
		single(kind),
		single(associate),
		single(text(traffic.ParamType, "nothing"), kind),
		single(associate, text(traffic.ParamApplication, "nothing")),
		single(associate, kind, text(traffic.ParamContacts, "nobody")),
		single(associate, kind, list(traffic.ParamContacts, "a@b.example")),
		single(associate, kind, text(traffic.ParamLogo, "nowhere")),
		single(associate, kind, text(traffic.ParamRedirect, "nowhere")),
		single(associate, kind, list(traffic.ParamRedirect, "https://a.example/")),
		single(associate, kind, text(traffic.ParamRedirectList, "nowhere")),
		single(associate, kind, list(traffic.ParamRedirectList, "https://a.example/")),
		single(associate, kind, text(traffic.ParamID, "nobody")),
		single(associate, kind, text(traffic.ParamSecret, "nothing")),
		single(update, secret, kind),
		single(update, id, kind),
		single(update, kind),
		single(update, id, text(traffic.ParamSecret, "nothing"), kind),
		single(update, text(traffic.ParamID, "nobody"), secret, kind),
		single(update, id, secret, text(traffic.ParamApplication, "nothing")),
		single(number(traffic.ParamType), kind),
		single(associate, number(traffic.ParamApplication)),
		single(update, number(traffic.ParamID), secret, kind),
		single(update, id, number(traffic.ParamSecret), kind),
	}
	for _, name := range []string{traffic.ParamContacts, traffic.ParamLogo, traffic.ParamName, traffic.ParamRedirect, traffic.ParamRedirectList, traffic.ParamID, traffic.ParamSecret} {
		all = append(all, single(associate, kind, number(name)))
	}
	for _, change := range []func(*traffic.Step){
		func(s *traffic.Step) { s.Method = "GET" },
		func(s *traffic.Step) { s.Method = "PUT" },
		func(s *traffic.Step) { s.Method = "X" },
		func(s *traffic.Step) { s.Type = "text/plain" },
		func(s *traffic.Step) { s.Body.Tail = "a" },
		func(s *traffic.Step) {
			*s = traffic.Step{Type: traffic.JSON.MediaType(), Body: traffic.Body{Format: traffic.Raw, Head: "{"}}
		},
		func(s *traffic.Step) {
			*s = traffic.Step{Type: traffic.JSON.MediaType(), Body: traffic.Body{Format: traffic.Raw, Head: "[]"}}
		},
	} {
		q := single(associate, kind)
		change(&q.Steps[0])
		all = append(all, q)
	}
	return all
}

func member(name string, v traffic.Value) traffic.Member { return traffic.Member{Name: name, Value: v} }

func single(members ...traffic.Member) traffic.Sequence {
	return traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Members: members}}}}
}
