package generate

import (
	"strconv"
	"strings"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/fuzz/traffic"
)

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

// validURL makes a valid URL.
func validURL(s Source) string {
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
	if chance(s, 5) { // as long as some have to be
		u += "/" + word(s, letters+digits, 50, 600)
	}
	if chance(s, 25) {
		u += "?" + word(s, letters, 1, 5) + "=" + word(s, letters+digits, 0, 6)
		if chance(s, 30) {
			u += "&" + word(s, letters, 1, 5) + "=" + strconv.Itoa(s.Below(1000))
		}
	}
	return u
}

// validAddress makes a valid address.
func validAddress(s Source) string {
	if chance(s, 30) {
		return one(s, dictionary.Addresses[:17])
	}
	local := word(s, letters+digits, 1, 10)
	if chance(s, 25) {
		local += one(s, []string{".", "-"}) + word(s, letters+digits, 1, 8)
	}
	return local + "@" + host(s)
}

// validName makes a valid name of an application.
func validName(s Source) string {
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

// valid makes a valid value of a parameter.
func valid(s Source, name string) traffic.Value {
	switch name {
	case traffic.ParamContacts:
		return traffic.Str(list(s, validAddress))
	case traffic.ParamLogo:
		return traffic.Str(validURL(s))
	case traffic.ParamRedirect, traffic.ParamRedirectList:
		return traffic.Str(list(s, validURL))
	case traffic.ParamApplication:
		return traffic.Str(one(s, dictionary.ApplicationTypes[:2]))
	case traffic.ParamType:
		return traffic.Str(one(s, dictionary.Types[:2]))
	case traffic.ParamName:
		return traffic.Str(validName(s))
	}
	return traffic.Str(anyText(s))
}
