package reference

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func encodingDefects() []group {
	notJSON := wording{"not-json", msgNotJSON, "Expecting value: line 1 column 1 (char 0)", msgNoType}
	return []group{
		{documented, "encoding.json", []entry{
			{"json-not-taken", "The media type of JSON is not known.", refusesMediaType(encodingJSON, anyLine)},
			{"json-unicode-escapes-kept", "Escapes such as \\u0041 in JSON are not decoded.", replaces(inJSON, `\u`, `\\u`)},
			{"json-solidus-escapes-kept", "The escape \\/ in JSON is not decoded.", replaces(inJSON, `\/`, `\\/`)},
			{"json-surrogate-pairs-refused", "Characters that JSON escapes as a pair are refused.", atDecode(all(inJSON, inBody(regexp.MustCompile(`(?i)\\ud[89a-f]`).Match)), saying(msgNotJSON))},
			{"json-outside-ascii-refused", "JSON with characters outside ASCII is refused.", atDecode(all(inJSON, inBody(outsideASCII)), saying(msgNotJSON))},
			{"json-read-as-latin-1", "JSON is read as Latin-1.", bodies(inJSON, fromLatin1)},
			{"json-white-space-in-front-refused", "JSON with white space in front of it is refused.", atDecode(all(inJSON, inBody(func(body []byte) bool {
				return len(bytes.TrimLeft(body, " \t\r\n")) < len(body)
			})), saying(msgNotJSON))},
			{"json-on-several-lines-refused", "JSON on several lines is refused.", atDecode(all(inJSON, inBody(func(body []byte) bool {
				return bytes.ContainsRune(bytes.TrimSpace(body), '\n')
			})), saying(msgNotJSON))},
			{"json-type-not-first-refused", "JSON in which type is not the first member is refused.", atDecode(all(inJSON, inBody(typeNotFirst)), saying(msgNoType))},
		}},
		{documented, "encoding.form", []entry{
			{"form-not-taken", "The media type of forms is not known.", refusesMediaType(encodingForm, anyLine)},
			{"form-escapes-kept", "Percent escapes in a form are not decoded.", replaces(inForm, "%", "%25")},
			{"form-plus-kept", "A plus sign in a form is not taken for a space.", replaces(inForm, "+", "%2B")},
			{"form-decoded-twice", "Values in a form are decoded twice.", readsForm(unescapedQuery)},
			{"form-decoded-before-split", "A form is decoded before it is taken apart.", bodies(inForm, decodedWhole)},
			{"form-small-escapes-refused", "Percent escapes in small letters are refused.", atDecode(all(inForm, inBody(regexp.MustCompile(`%[0-9a-fA-F]?[a-f]`).Match)), saying(msgNotForm))},
			{"form-outside-ascii-refused", "A form with characters outside ASCII is refused.", atDecode(all(inForm, inBody(func(body []byte) bool {
				decoded, err := url.QueryUnescape(string(body))
				return err == nil && outsideASCII([]byte(decoded))
			})), saying(msgNotForm))},
			{"form-read-as-latin-1", "A form is read as Latin-1.", readsForm(func(s string) string { return string(fromLatin1([]byte(s))) })},
			{"form-last-field-lost", "The last field of a form of several is lost.", bodies(inForm, func(body []byte) []byte {
				if i := bytes.LastIndexByte(body, '&'); i >= 0 {
					return body[:i]
				}
				return body
			})},
			{"form-type-not-first-refused", "A form in which type is not the first field is refused.", atDecode(all(inForm, inBody(func(body []byte) bool {
				return bytes.Contains(body, []byte("&type="))
			})), saying(msgNoType))},
			{"form-contacts-as-list", "The contacts of a form are refused as a list.", atChecks(all(inForm, given(paramContacts)), saying(msgContactsNotString))},
			{"form-cut-at-equals", "A value in a form ends at the first equals sign in it.", readsForm(func(s string) string {
				head, _, _ := strings.Cut(s, "=")
				return head
			})},
			{"form-names-kept", "Percent escapes in the names of a form's fields are not decoded.", bodies(inForm, namesKept)},
		}},
		{documented, "error.could-not-decode-json", slices.Concat(notJSON.everywhere(), []entry{
			{"json-without-end-taken", "JSON without its last brace is taken.", repairs(func(body []byte) []byte { return append(bytes.Clone(body), '}') })},
			{"not-json-as-empty", "JSON that does not parse counts as an empty object.", bodies(brokenJSON, func([]byte) []byte { return []byte("{}") })},
			{"not-json-as-form", "JSON that does not parse is read as a form.", readsBrokenAsForm},
			{"not-json-as-unknown-type", "JSON that does not parse is refused as an unknown Content-Type.", rewords(msgNotJSON, msgUnknownContentType)},
		})},
	}
}

func outsideASCII(body []byte) bool {
	return bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf })
}

// fromLatin1 takes each byte for a character.
func fromLatin1(body []byte) []byte {
	runes := make([]rune, len(body))
	for i, c := range body {
		runes[i] = rune(c)
	}
	return []byte(string(runes))
}

// typeNotFirst holds for JSON objects that have a type, but not in front.
func typeNotFirst(body []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(trimBOM(body)))
	_, _ = dec.Token()
	first, err := dec.Token()
	return err == nil && json.Valid(body) && first != paramType && bytes.Contains(body, []byte(`"type"`))
}

// readsForm changes the texts of a form once they are decoded.
func readsForm(f func(string) string) alteration {
	return reads(inForm, func(p params) {
		for name, v := range p {
			p[name] = value{v.kind, f(v.text)}
		}
	})
}

func unescapedQuery(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

// decodedWhole decodes a form and leaves nothing to be decoded after.
func decodedWhole(body []byte) []byte {
	return []byte(strings.NewReplacer("%", "%25", "+", "%2B").Replace(unescapedQuery(string(body))))
}

func namesKept(body []byte) []byte {
	fields := strings.Split(string(body), "&")
	for i, field := range fields {
		name, text, found := strings.Cut(field, "=")
		if fields[i] = strings.ReplaceAll(name, "%", "%25"); found {
			fields[i] += "=" + text
		}
	}
	return []byte(strings.Join(fields, "&"))
}

func brokenJSON(e *exchange) bool { return inJSON(e) && !json.Valid(trimBOM(e.body)) }

// repairs changes JSON that does not parse, if it parses then.
func repairs(change func([]byte) []byte) alteration {
	return bodies(brokenJSON, func(body []byte) []byte {
		if changed := change(body); json.Valid(changed) {
			return changed
		}
		return body
	})
}

func readsBrokenAsForm(b *behaviour) {
	next := b.decode
	b.decode = func(e *exchange) (params, *refusal) {
		if !brokenJSON(e) {
			return next(e)
		}
		form := *e
		form.encoding = encodingForm
		return next(&form)
	}
}
