package oracle

import (
	"net/http"
	"strings"
)

// field says what a header field of a request may bring about where it is odd: malformed, or asking for
// something that a registration seldom asks for. Any 4xx is allowed then.
type field struct {
	name   string            // in lower case; with a * at its end, all names that begin so
	odd    func(string) bool // nil: whatever the value is
	status int               // with which HTTP honours it, where that is no 4xx
	form   bool              // the answer may have another form than JSON, or no content
}

// oddFields has those with a meaning in HTTP, for proxies, for frameworks or for guards against forged requests.
// Others change nothing, and neither does Range, which has no meaning for POST (RFC 9110 §14.2).
var oddFields = [...]field{
	{name: "accept", odd: func(v string) bool { return !admitsJSON(v) }, form: true},
	{name: "accept-charset", odd: func(v string) bool { return !admits(v, "utf-8") }, form: true},
	{name: "accept-encoding", odd: func(v string) bool { return excludes(v) || v != "" && !preferences(v) }, form: true},
	{name: "accept-language", odd: func(v string) bool { return !admits(v, "en") }, form: true},
	{name: "access-control-*"},
	{name: "authorization"},
	{name: "cache-control", odd: func(v string) bool { return strings.Contains(lower(v), "only-if-cached") || !preferences(v) }},
	{name: "connection", odd: func(v string) bool { return lower(v) != "close" && lower(v) != "keep-alive" }, status: http.StatusSwitchingProtocols},
	{name: "content-*"},
	{name: "cookie", odd: func(v string) bool { return !cookies(v) }},
	{name: "cookie2"},
	{name: "date", odd: func(v string) bool { _, err := http.ParseTime(v); return err != nil }},
	{name: "digest"},
	{name: "expect", odd: func(v string) bool { return lower(v) != "100-continue" }},
	{name: "forwarded"},
	{name: "from", odd: func(v string) bool { return strings.IndexByte(v, '@') < 0 }},
	{name: "host"},
	{name: "http2-settings", status: http.StatusSwitchingProtocols},
	{name: "if"},
	{name: "if-*", status: http.StatusNotModified},
	{name: "keep-alive"},
	{name: "max-forwards"},
	{name: "origin"},
	{name: "prefer", form: true},
	{name: "proxy-*"},
	{name: "referer"},
	{name: "repr-digest"},
	{name: "sec-*"},
	{name: "te"},
	{name: "trailer"},
	{name: "transfer-encoding"},
	{name: "upgrade", status: http.StatusSwitchingProtocols},
	{name: "user-agent", odd: func(v string) bool { product, _, _ := strings.Cut(v, "/"); return !token(product) && !preferences(v) }},
	{name: "via"},
	{name: "x-forwarded*"},
	{name: "x-http-method*"},
	{name: "x-method-override"},
	{name: "x-original-url"},
	{name: "x-rewrite-url"},
}

// oddField gives the row of a field whose value is odd.
func oddField(name, v string) (field, bool) {
	for _, f := range oddFields {
		beginning, many := strings.CutSuffix(f.name, "*")
		if name == f.name || many && strings.HasPrefix(name, beginning) {
			return f, f.odd == nil || f.odd(v)
		}
	}
	return field{}, false
}

// excludes says whether a preference excludes something: it has a weight of zero.
func excludes(v string) bool {
	for rest, found := lower(v), true; found; {
		if _, rest, found = strings.Cut(rest, "q=0"); found && strings.IndexAny(strings.TrimLeft(rest, ".0"), "123456789") != 0 {
			return true
		}
	}
	return false
}

// admitsJSON says whether an Accept field lets an answer in JSON through without doubt.
func admitsJSON(v string) bool {
	if v == "*/*" || v == typeJSON {
		return true
	}
	v = lower(v)
	return !excludes(v) && (strings.Contains(v, "*/*") || strings.Contains(v, "application/*") ||
		strings.Contains(v, typeJSON+",") || strings.Contains(v, typeJSON+";") || strings.HasSuffix(v, typeJSON))
}

// admits says whether a list of preferences lets a choice, or one that begins with it and a hyphen, through
// without doubt.
func admits(v, choice string) bool {
	if excludes(v) {
		return false
	}
	for one := range strings.SplitSeq(lower(v), ",") {
		one, _, _ = strings.Cut(one, ";")
		one = strings.Trim(one, " \t")
		if one == "*" || one == choice || strings.HasPrefix(one, choice+"-") {
			return true
		}
	}
	return false
}

// preferences says whether a text is a list of tokens, each with parameters or a value perhaps.
func preferences(v string) bool {
	for one := range strings.SplitSeq(v, ",") {
		one = strings.Trim(one, " \t")
		if at := strings.IndexAny(one, ";="); at >= 0 {
			one = strings.TrimRight(one[:at], " \t")
		}
		if !token(one) {
			return false
		}
	}
	return true
}

// cookies says whether a Cookie field is pairs of a name and a value with "; " between them (RFC 6265 §4.2.1).
func cookies(v string) bool {
	for pair := range strings.SplitSeq(v, "; ") {
		name, value, ok := strings.Cut(pair, "=")
		if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' {
			value = value[1 : n-1]
		}
		if !ok || !token(name) || !all(value, func(c byte) bool { return c > ' ' && c < 0x7F && strings.IndexByte(`",;\`, c) < 0 }) {
			return false
		}
	}
	return true
}
