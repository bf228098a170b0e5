package generate

import (
	"strings"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
)

// The signs that end a string or begin markup in some language come more than once.
const (
	letters = "abcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	signs   = "'\"'\"'\"'<<\\\\>&%;,()[]{}|^`~!#$*?/=+:@_-."
)

// escapes mean one character to who undoes them once more than is right.
var escapes = []string{"%41", "%20", "%2541", "%C3%BC", "&amp;", "&#65;", "\\u0041", "\\n", "\\'", "$1"}

// word is a few characters of those that are allowed.
func word(s Source, allowed string, least, most int) string {
	b := make([]byte, least+s.Below(most-least+1))
	for i := range b {
		b[i] = allowed[s.Below(len(allowed))]
	}
	return string(b)
}

// wordsFor are the words of the dictionary for a parameter, in groups of equal rank.
func wordsFor(name string) [][]string {
	switch name {
	case traffic.ParamType:
		return [][]string{dictionary.Types}
	case traffic.ParamApplication:
		return [][]string{dictionary.ApplicationTypes}
	case traffic.ParamContacts:
		return dictionary.AddressGroups
	case traffic.ParamLogo, traffic.ParamRedirect, traffic.ParamRedirectList:
		return dictionary.URLGroups
	}
	return dictionary.TextGroups
}

// kindsFor are words by which a parameter shows what a server does more with it than it should.
func kindsFor(name string) [][]string {
	switch {
	case name == traffic.ParamLogo || isList(name):
		return [][]string{dictionary.Echoed, dictionary.Slow}
	case dictionary.EnumeratedKinds[name] != nil:
		return [][]string{dictionary.EnumeratedKinds[name]}
	}
	return nil
}

// ofKind is a word of the dictionary for a parameter.
func ofKind(s Source, name string) string {
	words, kinds := wordsFor(name), kindsFor(name)
	if at := s.Below(len(words) + len(kinds)); at >= len(words) {
		return one(s, kinds[at-len(words)])
	}
	return one(s, one(s, words))
}

// anyText is a string of any kind.
func anyText(s Source) string { return one(s, one(s, dictionary.TextGroups)) }

// isList says that a parameter is a list of items.
func isList(name string) bool {
	return name == traffic.ParamContacts || name == traffic.ParamRedirect || name == traffic.ParamRedirectList
}

// size is a length, rather where a limit may be.
func size(s Source) int {
	switch s.Below(8) {
	case 0, 1:
		return s.Below(40)
	case 2, 3:
		return s.Below(300)
	case 4:
		return s.Below(1100)
	}
	n := one(s, dictionary.Sizes)
	if n > 5000 && !chance(s, 25) { // they are slow to send
		n = s.Below(1025)
	}
	return n
}

// ofSize is a value of so many bytes that is as right as it can be.
func ofSize(s Source, name string, n int) string {
	fill := func(before, after string) string {
		return before + strings.Repeat(string(letters[s.Below(3)]), max(n-len(before)-len(after), 0)) + after
	}
	switch name {
	case traffic.ParamContacts:
		if chance(s, 30) {
			return fill("", "")
		}
		if chance(s, 20) {
			return strings.TrimSpace(strings.Repeat("a@example.org ", max(n/14, 1)))
		}
		return fill("", "@example.org")
	case traffic.ParamLogo, traffic.ParamRedirect, traffic.ParamRedirectList:
		if chance(s, 30) {
			return fill("", "")
		}
		if chance(s, 20) && isList(name) {
			return strings.TrimSpace(strings.Repeat("https://a.example/ ", max(n/19, 1)))
		}
		return fill("https://a.example/", "")
	}
	if chance(s, 15) {
		unit := one(s, dictionary.Runes)
		return strings.Repeat(unit, n/len(unit)) + strings.Repeat("a", n%len(unit))
	}
	return fill("", "")
}

// twist changes a text a little.
func twist(s Source, text string) string {
	at := s.Below(len(text) + 1)
	switch s.Below(8) {
	case 0, 1, 2:
		return text[:at] + one(s, dictionary.Runes) + text[at:]
	case 3:
		return text + one(s, dictionary.Runes)
	case 4:
		if at < len(text) {
			return text[:at] + text[at+1:]
		}
	case 5:
		return text[:at]
	case 6:
		if at < len(text) {
			return text[:at] + one(s, dictionary.Runes) + text[at+1:]
		}
	case 7:
		if chance(s, 50) {
			return strings.ToUpper(text)
		}
		return text + text
	}
	return text + " "
}

// inOtherCase changes the letter case of a text, or of its first letter.
func inOtherCase(s Source, text string) string {
	if text == "" || chance(s, 50) {
		return strings.ToUpper(text)
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// unusual is a value that is worth a try for a parameter, right or not.
func unusual(s Source, name string, now traffic.Value, format traffic.Format) traffic.Value {
	item := func() string {
		switch s.Below(9) {
		case 0, 1, 2, 3, 4:
			return ofKind(s, name)
		case 8:
			sign := word(s, signs, 1, 1)
			if chance(s, 30) {
				sign = one(s, escapes)
			}
			return word(s, letters, 0, 4) + sign + word(s, letters, 0, 4)
		case 5:
			return anyText(s)
		case 6:
			if name == traffic.ParamLogo || name == traffic.ParamRedirect || name == traffic.ParamRedirectList {
				return word(s, letters+"./", 1, 12)
			}
			return word(s, letters+digits+".-", 1, 12)
		}
		if chance(s, 50) {
			return word(s, letters, 1, 4) + one(s, dictionary.Runes) + word(s, letters, 1, 4)
		}
		return twist(s, valid(s, name).Text)
	}
	text := func() traffic.Value { return traffic.Str(item()) }
	ways := []way[func() traffic.Value]{
		{30, text},
		{10, func() traffic.Value { return traffic.Str(ofSize(s, name, size(s))) }},
		{10, func() traffic.Value { return traffic.Str(one(s, []string{"", "", "", " ", "\t", "  "})) }},
		{6, func() traffic.Value {
			right := valid(s, name).Text
			return traffic.Str(one(s, []string{right + " ", " " + right, " " + right + " ", right + "\n", "\t" + right}))
		}},
		{3, func() traffic.Value { return traffic.Str(ofKind(s, one(s, traffic.Params))) }},
		{3, func() traffic.Value { return traffic.Str(inOtherCase(s, valid(s, name).Text)) }},
	}
	if now.Kind == traffic.Text && now.Text != "" {
		ways = append(ways, way[func() traffic.Value]{10, func() traffic.Value { return traffic.Str(twist(s, now.Text)) }})
	}
	if name == traffic.ParamName {
		ways = append(ways, way[func() traffic.Value]{20, func() traffic.Value {
			return traffic.Str(word(s, letters, 0, 4) + one(s, dictionary.Runes) + word(s, letters, 0, 4))
		}})
	}
	if isList(name) {
		ways = append(ways, way[func() traffic.Value]{35, func() traffic.Value { return traffic.Str(invalidList(s, name, item)) }})
	}
	if format == traffic.JSON {
		ways = append(ways,
			way[func() traffic.Value]{22, func() traffic.Value { return traffic.Literally(one(s, dictionary.JSONKinds)) }},
			way[func() traffic.Value]{10, func() traffic.Value { return traffic.Literally(one(s, one(s, dictionary.JSONGroups))) }},
			way[func() traffic.Value]{9, func() traffic.Value { return traffic.Literally("null") }},
			way[func() traffic.Value]{5, func() traffic.Value {
				v := valid(s, name)
				v.Listed = true
				return v
			}},
		)
	} else {
		ways = append(ways, way[func() traffic.Value]{6, func() traffic.Value {
			return traffic.Literally(one(s, []string{"", "%", "%zz", "%4", "%00", "%ff", "a;b", "+", "a=b", "%2525", "a%20b", "%C3%BC", "%c0%af", "a%26b", "%u0041", "=", "%E2%82"}))
		}})
	}
	return choose(s, ways)()
}

// invalidList is a list of valid items with one that may be invalid, or with unusual space.
func invalidList(s Source, name string, item func() string) string {
	plain := validURL
	if name == traffic.ParamContacts {
		plain = validAddress
	}
	n := 1 + s.Below(6)
	if chance(s, 10) {
		n = 6 + s.Below(20)
	}
	items := make([]string, n)
	for i := range items {
		items[i] = plain(s)
	}
	space := " "
	if n > 1 && chance(s, 12) { // the same again, or nearly
		items[s.Below(n)] = one(s, []func(string) string{func(t string) string { return t }, strings.ToUpper, strings.ToLower})(items[0])
		return strings.Join(items, space)
	}
	oddSpace := chance(s, 20)
	if oddSpace {
		space = one(s, dictionary.Spaces)
	}
	if !oddSpace || chance(s, 30) {
		for range 1 + s.Below(2) {
			items[s.Below(n)] = item()
		}
	}
	return strings.Join(items, space)
}
