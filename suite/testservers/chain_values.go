package testservers

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanForm decodes a form by hand; a name given twice becomes a list.
func scanForm(body string, unescape func(string) string) fields {
	in := fields{}
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescape(name), unescape(value)
		switch old := in[name].(type) {
		case nil:
			in[name] = value
		case []any:
			in[name] = append(old, value)
		default:
			in[name] = []any{old, value}
		}
	}
	return in
}

// unescapeForm undoes + and %xx; what is no escape stays as it is.
func unescapeForm(s string) string {
	return strings.ToValidUTF8(unescapePercent(strings.ReplaceAll(s, "+", " ")), "\uFFFD")
}

func unescapePercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// anyURL takes whatever has a scheme and, after two slashes, a host.
func anyURL(s string) bool {
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || !schemeName(scheme) || rest == "" || strings.ContainsAny(s, " \t\r\n") {
		return false
	}
	rest, ok = strings.CutPrefix(rest, "//")
	if !ok {
		return true
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	host := rest[strings.LastIndex(rest, "@")+1:]
	if strings.ContainsAny(host, "[]") {
		return bracketed(host)
	}
	name, _, _ := strings.Cut(host, ":")
	return name != ""
}

// bracketed tells whether a host is a sound IPv6 literal.
func bracketed(host string) bool {
	inner, after, ok := strings.Cut(strings.TrimPrefix(host, "["), "]")
	if !ok || !strings.HasPrefix(host, "[") || (after != "" && after[0] != ':') {
		return false
	}
	addr, err := netip.ParseAddr(inner)
	return err == nil && addr.Is6()
}

func schemeName(s string) bool {
	for i, r := range s {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return false
		}
	}
	return s != ""
}

// anyMail takes whatever has something on both sides of an at sign.
func anyMail(s string) bool {
	at := strings.LastIndex(s, "@")
	return at > 0 && at < len(s)-1 && utf8.ValidString(s) && !strings.ContainsAny(s, " \t\r\n")
}
