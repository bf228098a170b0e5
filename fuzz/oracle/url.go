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
	ordinary := func(c byte) bool { return letter(c) || digit(c) || c == '-' || c == '_' || c == '.' }
	return all(path, func(c byte) bool { return ordinary(c) || c == '/' }) &&
		all(query, func(c byte) bool { return ordinary(c) || c == '=' || c == '&' })
}

// withoutScheme says whether a value has no scheme at all, as "not-a-url". What might be a relative
// reference or a host that a server completes, such as "/logo.png" or "example.org", is debatable,
// and so is what is not ASCII, because some servers normalize it first.
func withoutScheme(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x80, c == ':', c == '/', c == '.', c == '?', c == '#', c == '\\', c == '%':
			return false
		}
	}
	return trim(s) != ""
}

// withoutHost says whether http:// or https:// is followed by no host, or by an IPv6 literal that
// never ends. Other schemes, such as file: and those of native apps, need no host for some.
func withoutHost(s string) bool {
	at := strings.Index(s, "://")
	if at < 0 {
		return false
	}
	if scheme := lower(s[:at]); scheme != "http" && scheme != "https" {
		return false
	}
	rest := s[at+len("://"):]
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
