package oracle

import "strings"

// medium is how a Content-Type says that a body is to be read.
type medium uint8

const (
	mediumNone      medium = iota // there is no Content-Type
	mediumJSON                    // application/json
	mediumForm                    // application/x-www-form-urlencoded
	mediumLiteral                 // www-form-urlencoded, as the document has it
	mediumOther                   // another media type
	mediumMalformed               // not a media type at all
)

// media is a Content-Type as it is read.
type media struct {
	medium medium
	// varied is true when upper case or parameters are used: to understand these is
	// a matter of HTTP, not of the document.
	varied bool
	// doubtful is true when a server may refuse the type for how it is written, or for
	// a character encoding other than UTF-8.
	doubtful bool
}

const (
	typeJSON    = "application/json"
	typeForm    = "application/x-www-form-urlencoded"
	typeLiteral = "www-form-urlencoded"
)

func mediumOf(s string) medium {
	switch s {
	case typeJSON:
		return mediumJSON
	case typeForm:
		return mediumForm
	case typeLiteral:
		return mediumLiteral
	}
	return mediumOther
}

// readMedia reads the value of a Content-Type field (RFC 9110 §8.3.1).
func readMedia(s string) media {
	if m := mediumOf(s); m != mediumOther {
		return media{medium: m}
	}
	s = strings.Trim(s, " \t") // it is no part of a value (RFC 9110 §5.5)
	if s == "" {
		return media{medium: mediumNone}
	}
	essence, rest, parametric := strings.Cut(s, ";")
	bare := strings.Trim(essence, " \t")
	kind := lower(bare)
	m := media{medium: mediumOf(kind), varied: kind != essence || parametric}
	if m.medium == mediumOther && !mediaType(kind) {
		m.medium = mediumMalformed
		return m
	}
	if parametric {
		m.doubtful = !plainParameters(rest)
	}
	return m
}

// mediaType says whether a text is a type and a subtype.
func mediaType(s string) bool {
	main, sub, ok := strings.Cut(s, "/")
	return ok && token(main) && token(sub) && main != "*" && sub != "*"
}

// plainParameters says whether nobody doubts the parameters behind a media type: well formed,
// none twice, and no character encoding but UTF-8.
func plainParameters(s string) bool {
	seen := ""
	for rest, more := s, true; more; {
		var one string
		one, rest, more = strings.Cut(rest, ";")
		key, v, ok := strings.Cut(strings.Trim(one, " \t"), "=")
		if n := len(v); n > 1 && v[0] == '"' && v[n-1] == '"' {
			v = v[1 : n-1]
		}
		key = lower(key)
		if !ok || !token(key) || !token(v) || strings.Contains(seen, ";"+key+";") {
			return false
		}
		if key == "charset" && lower(v) != "utf-8" {
			return false
		}
		seen += ";" + key + ";"
	}
	return true
}

// token says whether a text is a token (RFC 9110 §5.6.2).
func token(s string) bool { return s != "" && all(s, tokenByte) }

func tokenByte(c byte) bool {
	return letter(c) || digit(c) || strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// jsonMedia says whether the Content-Type of an answer says that it is JSON.
func jsonMedia(s string) bool {
	essence, _, _ := strings.Cut(s, ";")
	essence = lower(strings.Trim(essence, " \t"))
	return essence == typeJSON || essence == "text/json" || strings.HasSuffix(essence, "+json")
}
