package oracle

import "strings"

// urlValidity judges a logo or one redirect URI.
func urlValidity(s string) validity {
	switch {
	case plainURL(s):
		return valid
	case withoutScheme(s), withoutHost(s):
		return invalid
	}
	return debatable
}

// plainURL says whether nobody doubts a URL: http or https in lower case, a domain with a dot and a
// path, no port, user or fragment.
func plainURL(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	slash := strings.IndexByte(rest, '/')
	if !ok || slash < 0 || !plainDomain(rest[:slash]) || lower(rest[:slash]) != rest[:slash] {
		return false
	}
	path, query, _ := strings.Cut(rest[slash:], "?")
	if strings.Contains(path, "//") || strings.Contains(path, "/.") {
		return false
	}
	return ordinary(path, "/") && ordinary(query, "=&+")
}

// ordinary says whether a part of a URL has nothing in it that anybody might stumble
// over: letters, digits, and percent-encoded ones that can be seen, or a space.
func ordinary(s, more string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case letter(c), digit(c), c == '-', c == '_', c == '.', strings.IndexByte(more, c) >= 0:
		case c == '%' && i+2 < len(s) && s[i+1] >= '2' && s[i+1] <= '7' && hexadecimal(s[i+2:i+3]):
			i += 2
		default:
			return false
		}
	}
	return true
}

// withoutScheme says whether a value has no scheme at all, as "not-a-url". What can hardly be anything
// but a relative reference, such as "/logo.png", is debatable, and so is what some servers would
// normalize into something else.
func withoutScheme(s string) bool {
	for _, c := range s {
		if c == ':' || c == '/' || c > 'ɏ' { // the last of the Latin letters
			return false
		}
	}
	s = trim(s)
	return s != "" && strings.IndexByte(`?#.\`, s[0]) < 0 && !strings.Contains(lower(s), "%3a")
}

// withoutHost says whether http:// or https:// is followed by no host, or by an IPv6 literal that
// never ends. Other schemes, such as file: and those of native apps, need no host for some.
func withoutHost(s string) bool {
	scheme, rest, ok := strings.Cut(s, "://")
	if scheme = lower(scheme); !ok || scheme != "http" && scheme != "https" {
		return false
	}
	if rest == "" || rest[0] == '?' || rest[0] == '#' {
		return true
	}
	return rest[0] == '[' && strings.IndexByte(rest, ']') < 0
}

// scripted says whether a URL carries its content or a script in itself, which a logo should not.
func scripted(s string) bool {
	scheme, _, ok := strings.Cut(trim(s), ":")
	if !ok {
		return false
	}
	scheme = lower(scheme)
	return scheme == "javascript" || scheme == "data"
}
