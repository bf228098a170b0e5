package minimise

import "github.com/regspec/regspec/fuzz/traffic"

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
	list := func(name, value string) traffic.Member {
		return member(name, traffic.Value{Text: value, Listed: true})
	}
	return []traffic.Sequence{
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
		single(associate, kind, text(traffic.ParamID, "nobody")),
		single(associate, kind, text(traffic.ParamSecret, "nothing")),
		single(update, secret, kind),
		single(update, id, kind),
		single(update, id, text(traffic.ParamSecret, "nothing"), kind),
		single(update, text(traffic.ParamID, "nobody"), secret, kind),
	}
}

func member(name string, v traffic.Value) traffic.Member { return traffic.Member{Name: name, Value: v} }

func single(members ...traffic.Member) traffic.Sequence {
	return traffic.Sequence{Steps: []traffic.Step{{Body: traffic.Body{Members: members}}}}
}
