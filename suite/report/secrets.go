package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// The places in which a client_secret stands: as a member in JSON, well-formed
// or not, also within a JSON string and in the quotes of other languages; in a
// form or a query; in XML. The name may be in other letters and escaped.
var (
	inJSON = pattern(`(\\*["']NAME\\*["']\s*:\s*)` +
		`("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+")?|[^,{}\[\]\s"'\\]+|` + regexp.QuoteMeta(Redacted) + `)`)
	inForm = pattern(`(NAME=)([^&#\s'"<>]+)`)
	inXML  = pattern(`(<NAME(?:\s[^<>]*)?>\s*)([^<]+)`)

	zero = regexp.MustCompile(`^(\\?["']|)0(\\?["']|)$`)

	// In a body no quote ends a form's value.
	inFormBody = pattern(`NAME=([^&\s]+)`)
)

// pattern gives a pattern in which NAME stands for the name of the secret. It is compiled
// when it is first used, since that takes long.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(strings.ReplaceAll(text, "NAME", secretName()))
	})
}

// secretName is a pattern for client_secret, clientSecret, client%5Fsecret,
// client\u005fsecret and the like.
func secretName() string {
	var b strings.Builder
	for _, letter := range "client_secret" {
		upper := letter - 'a' + 'A'
		if letter == '_' {
			b.WriteString(`(?:[_-]|(?:%|\\u00)(?:5[Ff]|2[Dd]))?`)
			continue
		}
		fmt.Fprintf(&b, `(?:%c|%c|(?:%%|\\u00)(?i:%02x|%02x))`, letter, upper, letter, upper)
	}
	return b.String()
}

// mayName is a quick look whether a text can have that name at all.
func mayName(text string) bool {
	if strings.Contains(strings.ToLower(text), "secret") || strings.Contains(text, `\u00`) {
		return true
	}
	for rest := text; ; {
		i := strings.IndexByte(rest, '%')
		if i < 0 || i+2 >= len(rest) {
			return false
		}
		if rest[i+1] >= '4' && rest[i+1] <= '7' {
			return true
		}
		rest = rest[i+1:]
	}
}

// secretsIn finds the values that stand as client_secret in a text.
func secretsIn(text string) []string {
	if !mayName(text) {
		return nil
	}
	var found []string
	for _, m := range inJSON().FindAllStringSubmatch(text, -1) {
		if tells(m[2]) {
			continue
		}
		inner := strings.Trim(m[2], `"'\`)
		found = append(found, inner)
		for _, quoted := range []string{m[2], `"` + inner + `"`} {
			var value string
			if json.Unmarshal([]byte(quoted), &value) == nil {
				found = append(found, value)
			}
		}
	}
	for _, pattern := range []*regexp.Regexp{inForm(), inFormBody()} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			value := m[len(m)-1]
			found = append(found, value)
			if plain, err := url.QueryUnescape(value); err == nil {
				found = append(found, plain)
			}
		}
	}
	for _, m := range inXML().FindAllStringSubmatch(text, -1) {
		value := strings.TrimSpace(m[2])
		found = append(found, value, html.UnescapeString(value))
	}
	return append(found, secretsWithin(text)...)
}

// secretsWithin finds those that stand in a text within JSON: a body that
// repeats another.
func secretsWithin(text string) []string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	var found []string
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case string:
			found = append(found, secretsIn(v)...)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(value)
	return found
}

// tells reports whether a value in the place of a secret is none, and something that
// a reader has to see: a zero is nothing to some languages, as null is.
func tells(value string) bool {
	return slices.Contains([]string{"null", "true", "false", `""`, "''", `\"\"`}, value) || zero.MatchString(value)
}

// publicFields are header fields that hold no credentials. Their values are
// hidden where they stand, but a report in which every application/json were
// hidden could not be read.
func publicFields() []string {
	return []string{
		"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection",
		"content-type", "expect", "from", "host", "origin", "pragma", "prefer", "referer", "user-agent",
	}
}

// secretsOf lists what is secret in a header field that the user added: its
// value, and what is left of it without a scheme, a user name or a cookie's
// name.
func secretsOf(field wire.Field) []string {
	if slices.Contains(publicFields(), strings.ToLower(field.Name)) {
		return nil
	}
	all := []string{field.Value}
	scheme, credential, ok := strings.Cut(strings.TrimSpace(field.Value), " ") // Bearer abc
	credential = strings.TrimSpace(credential)
	if ok {
		all = append(all, credential)
	}
	if pair, err := base64.StdEncoding.DecodeString(credential); err == nil && strings.EqualFold(scheme, "Basic") {
		_, password, _ := strings.Cut(string(pair), ":")
		all = append(all, string(pair), password)
	}
	if strings.EqualFold(field.Name, "Cookie") {
		for cookie := range strings.SplitSeq(field.Value, ";") {
			_, value, _ := strings.Cut(cookie, "=")
			all = append(all, strings.TrimSpace(value))
		}
	}
	return all
}

// unreserved are the characters that stand for themselves everywhere (RFC 3986 §2.3).
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// spellings lists the forms in which a value may turn up in evidence.
func spellings(value string) []string {
	if strings.Trim(value, unreserved) == "" {
		return []string{value}
	}
	query := url.QueryEscape(value)
	percent := strings.ReplaceAll(query, "+", "%20")
	component := strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*").Replace(percent)
	all := []string{value, strings.ReplaceAll(value, "'", `'\''`)}
	for _, escaped := range []string{query, percent, component, strings.ReplaceAll(component, "%2F", "/"), url.PathEscape(value)} {
		all = append(all, escaped, lowerEscapes.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	all = append(all, html.EscapeString(value),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;").Replace(value),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(value),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(value),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(value))
	for _, one := range slices.Clone(all) { // all of them may stand in JSON
		all = append(all, inJSONString(one)...)
	}
	for _, one := range inJSONString(value) { // and JSON in JSON
		all = append(all, inJSONString(one)...)
	}
	return all
}

var lowerEscapes = regexp.MustCompile(`%[0-9A-F]{2}`)

// inJSONString lists the ways to write a value within a JSON string.
func inJSONString(value string) []string {
	var all []string
	for _, escapeHTML := range []bool{true, false} {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(escapeHTML)
		if err := encoder.Encode(value); err != nil {
			continue
		}
		quoted := strings.TrimSuffix(b.String(), "\n")
		plain := quoted[1 : len(quoted)-1]
		for _, one := range []string{plain, inASCII(plain, `\u%04x`), inASCII(plain, `\u%04X`)} {
			all = append(all, one, strings.ReplaceAll(one, "/", `\/`))
		}
	}
	return all
}

// inASCII writes what is not ASCII as escapes of UTF-16.
func inASCII(text, format string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&b, format, unit)
		}
	}
	return b.String()
}
