package generate

import (
	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
)

// oddCredential is a credential that is mostly wrong.
func oddCredential(s Source, name string, format traffic.Format) traffic.Value {
	v := traffic.Value{Kind: credentialOf(name)}
	swap := func(v traffic.Value) traffic.Value {
		v.Kind = traffic.ID + traffic.Secret - v.Kind
		return v
	}
	ways := []way[func() traffic.Value]{
		{12, func() traffic.Value {
			v.Corruption = one(s, traffic.Corruptions())
			return v
		}},
		{8, func() traffic.Value { v.Of = 1 + s.Below(2); return v }},
		{4, func() traffic.Value { return swap(v) }},
		{6, func() traffic.Value { v.After = one(s, dictionary.Runes); return v }},
		{4, func() traffic.Value { v.Text = one(s, dictionary.Runes); return v }},
		{4, func() traffic.Value { v.After = anyText(s); return v }},
		{6, func() traffic.Value { v.After = one(s, dictionary.Endings); return v }},
		{4, func() traffic.Value { return traffic.Str(anyText(s)) }},
		{10, func() traffic.Value { return traffic.Str(one(s, dictionary.Openers)) }},
		{4, func() traffic.Value { return traffic.Str(word(s, letters+digits, 1, 43)) }},
		{3, func() traffic.Value { return traffic.Str(ofSize(s, name, size(s))) }},
	}
	if format == traffic.JSON {
		ways = append(ways,
			way[func() traffic.Value]{16, func() traffic.Value { return traffic.Literally(one(s, dictionary.JSONOpeners)) }},
			way[func() traffic.Value]{5, func() traffic.Value { return traffic.Literally(one(s, one(s, dictionary.JSONGroups))) }},
			way[func() traffic.Value]{4, func() traffic.Value { v.Listed = true; return v }},
		)
	}
	return choose(s, ways)()
}
