package oracle

import (
	"strings"
	"unicode/utf8"
)

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

// longest is the length up to which a URL is clearly valid.
const longest = 500

// plainURL says whether nobody doubts a URL: http or https in lower case, a domain with a dot and a
// path, no port, user or fragment.
func plainURL(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	slash := strings.IndexByte(rest, '/')
	if !ok || len(s) > longest || slash < 0 || !plainDomain(rest[:slash]) {
		return false
	}
	path, query, asks := strings.Cut(rest[slash:], "?")
	for segment := range strings.SplitSeq(path[1:]+"/", "/") {
		if segment == "." || segment == ".." {
			return false // some servers normalize it
		}
	}
	return !strings.Contains(path, "//") && (query != "" || !asks) && ordinary(path, "/") && ordinary(query, "=&+")
}

// ordinary says whether a part of a URL has nothing in it that anybody might stumble over: letters,
// digits, and percent-encoded characters that neither mean something nor are controls.
func ordinary(s, more string) bool {
	decoded := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case letter(c), digit(c), c == '-', c == '_', c == '.', strings.IndexByte(more, c) >= 0:
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			high, _ := hexDigit(s[i+1])
			low, _ := hexDigit(s[i+2])
			if c = high<<4 | low; c < ' ' || c == 0x7F || strings.IndexByte(`./\`, c) >= 0 {
				return false
			}
			i += 2
		default:
			return false
		}
		decoded = append(decoded, c)
	}
	return utf8.Valid(decoded)
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
	if rest[0] == ':' { // a port, unless it is a password
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		return !strings.Contains(rest[:end], "@")
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
