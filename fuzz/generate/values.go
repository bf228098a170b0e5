package generate

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
)

const (
	letters = "abcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// word is a few characters of those that are allowed.
func word(s Source, allowed string, least, most int) string {
	b := make([]byte, least+s.Below(most-least+1))
	for i := range b {
		b[i] = allowed[s.Below(len(allowed))]
	}
	return string(b)
}

// label is a part of a host name.
func label(s Source) string {
	l := word(s, letters+digits, 1, 10)
	if chance(s, 20) {
		l += "-" + word(s, letters+digits, 1, 6)
	}
	return l
}

var topDomains = []string{"org", "com", "net", "io", "example", "info", "museum", "photography", "international", "co.uk", "xn--p1ai", "de"}

func host(s Source) string {
	parts := []string{label(s)}
	for range s.Below(4) {
		parts = append(parts, label(s))
	}
	return strings.Join(append(parts, one(s, topDomains)), ".")
}

// soundURL is a URL that nobody can object to.
func soundURL(s Source) string {
	if chance(s, 30) {
		return one(s, dictionary.URLs[:40])
	}
	u := "https://"
	if chance(s, 25) {
		u = "http://"
	}
	u += host(s)
	path := make([]string, 1+s.Below(3))
	for i := range path {
		path[i] = word(s, letters+digits+capital+"-_.~", 1, 8)
	}
	u += "/" + strings.Join(path, "/")
	if chance(s, 25) {
		u += "?" + word(s, letters, 1, 5) + "=" + word(s, letters+digits, 0, 6)
		if chance(s, 30) {
			u += "&" + word(s, letters, 1, 5) + "=" + strconv.Itoa(s.Below(1000))
		}
	}
	return u
}

// soundAddress is an address that nobody can object to.
func soundAddress(s Source) string {
	if chance(s, 30) {
		return one(s, dictionary.Addresses[:17])
	}
	local := word(s, letters+digits, 1, 10)
	if chance(s, 25) {
		local += one(s, []string{".", "-"}) + word(s, letters+digits, 1, 8)
	}
	return local + "@" + host(s)
}

// soundName is a name of an application that nobody can object to.
func soundName(s Source) string {
	switch s.Below(4) {
	case 0:
		return one(s, dictionary.Texts[:8])
	case 1:
		return anyText(s)
	default:
		return word(s, letters+capital+digits+" ", 1, 20)
	}
}

// list is several items with a space between them.
func list(s Source, item func(Source) string) string {
	n := 1
	switch s.Below(8) {
	case 0, 1, 2:
		n = 2
	case 3, 4:
		n = 3 + s.Below(4)
	case 5:
		if chance(s, 15) {
			n = 7 + s.Below(14)
		}
	}
	items := make([]string, n)
	for i := range items {
		items[i] = item(s)
	}
	return strings.Join(items, " ")
}

// sound is a right value of a parameter.
func sound(s Source, name string) traffic.Value {
	switch name {
	case traffic.ParamContacts:
		return traffic.Str(list(s, soundAddress))
	case traffic.ParamLogo:
		return traffic.Str(soundURL(s))
	case traffic.ParamRedirect, traffic.ParamRedirectList:
		return traffic.Str(list(s, soundURL))
	case traffic.ParamApplication:
		return traffic.Str(one(s, dictionary.ApplicationTypes[:2]))
	case traffic.ParamType:
		return traffic.Str(one(s, dictionary.Types[:2]))
	case traffic.ParamName:
		return traffic.Str(soundName(s))
	}
	return traffic.Str(anyText(s))
}

// ofKind is a word of the dictionary for a parameter.
func ofKind(s Source, name string) string {
	switch name {
	case traffic.ParamType:
		return one(s, dictionary.Types)
	case traffic.ParamApplication:
		return one(s, dictionary.ApplicationTypes)
	case traffic.ParamContacts:
		return one(s, one(s, dictionary.AddressGroups))
	case traffic.ParamLogo, traffic.ParamRedirect, traffic.ParamRedirectList:
		return one(s, one(s, dictionary.URLGroups))
	}
	return anyText(s)
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
		return strings.Repeat(unit, max(n/len(unit), 1))
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

// odd is a value that is worth a try for a parameter, right or not.
func odd(s Source, name string, now traffic.Value, format traffic.Format) traffic.Value {
	item := func() string {
		switch s.Below(8) {
		case 0, 1, 2, 3, 4:
			return ofKind(s, name)
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
		return twist(s, sound(s, name).Text)
	}
	text := func() traffic.Value { return traffic.Str(item()) }
	ways := []way[func() traffic.Value]{
		{30, text},
		{8, func() traffic.Value { return traffic.Str(ofSize(s, name, size(s))) }},
		{10, func() traffic.Value { return traffic.Str(one(s, []string{"", "", "", " ", "\t", "  "})) }},
		{6, func() traffic.Value {
			sound := sound(s, name).Text
			return traffic.Str(one(s, []string{sound + " ", " " + sound, " " + sound + " ", sound + "\n", "\t" + sound}))
		}},
		{3, func() traffic.Value { return traffic.Str(ofKind(s, one(s, traffic.Params))) }},
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
		ways = append(ways, way[func() traffic.Value]{35, func() traffic.Value { return traffic.Str(oddList(s, name, item)) }})
	}
	if format == traffic.JSON {
		ways = append(ways,
			way[func() traffic.Value]{22, func() traffic.Value { return traffic.Literally(one(s, dictionary.JSONKinds)) }},
			way[func() traffic.Value]{10, func() traffic.Value { return traffic.Literally(one(s, one(s, dictionary.JSONGroups))) }},
			way[func() traffic.Value]{9, func() traffic.Value { return traffic.Literally("null") }},
			way[func() traffic.Value]{5, func() traffic.Value {
				v := sound(s, name)
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

// oddList is a list of right items, among which is an odd one, or an odd space.
func oddList(s Source, name string, item func() string) string {
	plain := soundURL
	if name == traffic.ParamContacts {
		plain = soundAddress
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
	if chance(s, 20) {
		space = one(s, dictionary.Spaces)
	} else {
		for range 1 + s.Below(2) {
			items[s.Below(n)] = item()
		}
	}
	return strings.Join(items, space)
}

// oddCredential is a credential that is mostly wrong.
func oddCredential(s Source, name string, format traffic.Format) traffic.Value {
	v := traffic.Value{Kind: traffic.ID}
	if name == traffic.ParamSecret {
		v.Kind = traffic.Secret
	}
	swap := func(v traffic.Value) traffic.Value {
		v.Kind = traffic.ID + traffic.Secret - v.Kind
		return v
	}
	ways := []way[func() traffic.Value]{
		{12, func() traffic.Value {
			v.Spoil = one(s, []traffic.Spoil{traffic.Cut, traffic.Extended, traffic.SwapCase})
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
