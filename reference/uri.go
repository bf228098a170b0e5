package reference

import (
	"net/url"
	"strconv"
	"strings"
)

// isLogoURL reports whether s can be the address of an image on a web page:
// http or https, with a host. No other scheme can be, and some of them would
// run as script. IP addresses, ports, user names and international names are
// all accepted; whether there is an image is not looked into.
func isLogoURL(s string) bool {
	u, ok := parseURI(s)
	return ok && isWeb(u.Scheme) && hasHost(u)
}

// isRedirectURI reports whether s can be a redirection endpoint: an absolute
// URI without a fragment (RFC 6749 §3.1.2). Besides http and https this takes
// the private schemes and the loopback addresses of native apps (RFC 8252 §7)
// and urn: names. Schemes that a browser runs as script, or shows as a page of
// the redirecting site, are refused.
func isRedirectURI(s string) bool {
	u, ok := parseURI(s)
	if !ok || strings.Contains(s, "#") || isScript(u.Scheme) {
		return false
	}
	_, rest, _ := strings.Cut(s, ":")
	if isWeb(u.Scheme) || strings.HasPrefix(rest, "//") {
		return hasHost(u)
	}
	return rest != ""
}

// parseURI parses an absolute URI. The grammar of url.Parse is loose about
// characters, so those are looked at first.
func parseURI(s string) (*url.URL, bool) {
	if strings.ContainsFunc(s, neverInURI) || !escapesAreWhole(s) {
		return nil, false
	}
	u, err := url.Parse(s)
	return u, err == nil && u.Scheme != ""
}

// neverInURI reports whether a character has no place in any part of a URI
// (RFC 3986 §2, with the letters of other scripts that RFC 3987 §2.2 adds).
// Brackets are let through: strictly they belong to hosts only, but many
// queries have them.
func neverInURI(r rune) bool {
	return r <= ' ' || 0x7f <= r && r < 0xa0 || strings.ContainsRune("\"<>\\^`{|}", r)
}

// escapesAreWhole reports whether two hexadecimal digits follow each percent
// sign (RFC 3986 §2.1).
func escapesAreWhole(s string) bool {
	_, err := url.PathUnescape(s)
	return err == nil
}

// hasHost reports whether the URI names a host, and its port, if any, exists.
func hasHost(u *url.URL) bool {
	if port := u.Port(); port != "" {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	}
	return u.Hostname() != ""
}

func isWeb(scheme string) bool { return scheme == "http" || scheme == "https" }

func isScript(scheme string) bool {
	return scheme == "javascript" || scheme == "data" || scheme == "vbscript"
}
