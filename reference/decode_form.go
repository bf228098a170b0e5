package reference

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// decodeForm reads an application/x-www-form-urlencoded body. It does not use
// url.ParseQuery, which refuses a bare semicolon that the encoding allows in a
// value. A broken percent escape or bytes that are not UTF-8 are refused, since
// the value that was meant cannot be known. Parameters must not be repeated
// (RFC 6749 §3.2); unknown ones may be, as they are ignored.
func decodeForm(body []byte) (params, *refusal) {
	p := params{}
	for field := range strings.SplitSeq(string(body), "&") {
		name, text, ok := formField(field)
		if !ok {
			return nil, refuse(http.StatusBadRequest, msgNotForm)
		}
		if !isKnown(name) {
			continue
		}
		if _, repeated := p[name]; repeated {
			return nil, refuse(http.StatusBadRequest, msgRepeated(name))
		}
		p[name] = value{kind: isText, text: text}
	}
	return p, nil
}

// formField decodes one name=value. A field without an equals sign has an
// empty value.
func formField(field string) (name, text string, ok bool) {
	name, text, _ = strings.Cut(field, "=")
	name, nameErr := url.QueryUnescape(name)
	text, textErr := url.QueryUnescape(text)
	ok = nameErr == nil && textErr == nil && utf8.ValidString(name) && utf8.ValidString(text)
	return name, text, ok
}
