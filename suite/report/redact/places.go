package redact

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/regspec/regspec/suite/report"
)

// The places in which a client_secret stands: as a member in JSON, well-formed
// or not, also within a JSON string and in the quotes of other languages; in a
// form or a query; in XML. The name may be in other letters and escaped.
var (
	inJSON = pattern(`(\\*["']NAME\\*["']\s*:\s*)` +
		`("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+")?|[^,{}\[\]\s"'\\]+|` + regexp.QuoteMeta(report.Redacted) + `)`)
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

// mayName is a quick check whether a text can contain that name.
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
		if noSecret(m[2]) {
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

// secretsWithin finds the values in the strings of JSON, which may repeat another
// body.
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

// noSecret reports whether a value in the place of a secret says that there is none,
// which a reader has to see. Some languages write zero for that.
func noSecret(value string) bool {
	return slices.Contains([]string{"null", "true", "false", `""`, "''", `\"\"`}, value) || zero.MatchString(value)
}

// inPlace hides the values that stand as client_secret.
func inPlace(s string) string {
	if !mayName(s) {
		return s
	}
	s = inJSON().ReplaceAllStringFunc(s, func(found string) string {
		m := inJSON().FindStringSubmatch(found)
		if noSecret(m[2]) {
			return found
		}
		quote := m[2][:len(m[2])-len(strings.TrimLeft(m[2], `\"'`))]
		if quote == "" { // a number
			quote = `"`
		}
		return m[1] + quote + report.Redacted + quote
	})
	s = inForm().ReplaceAllStringFunc(s, func(found string) string {
		if m := inForm().FindStringSubmatch(found); !noSecret(m[2]) {
			return m[1] + report.Redacted
		}
		return found
	})
	return inXML().ReplaceAllString(s, `${1}`+report.Redacted)
}
