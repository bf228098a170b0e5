package redact

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/report"
)

// What stands between the name of a secret and the end of its value, in each of the
// places for it: as a member in JSON, well-formed or not, also within a JSON string and in
// the quotes of other languages; in a form or a query; in XML. The last group is the value.
var (
	inJSON = place{opens: quoted, rest: regexp.MustCompile(`^\\*["']\s*:\s*` +
		`("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+"(?:[^"\\]|\\+[^"\\])*(?:\\+")?|[^,{}\[\]\s"'\\]+|` + regexp.QuoteMeta(report.Redacted) + `)`)}
	inForm = place{opens: anywhere, rest: regexp.MustCompile(`^=([^&#\s'"<>]+)`)}
	inXML  = place{opens: bracketed, rest: regexp.MustCompile(`^(?:\s[^<>]*)?>\s*([^<]+)`)}

	zero = regexp.MustCompile(`^(\\?["']|)0(\\?["']|)$`)

	// In a body no quote ends a form's value.
	inFormBody = place{opens: anywhere, rest: regexp.MustCompile(`^=([^&\s]+)`)}
)

// mayName is a quick check whether a text can contain that name.
func mayName(text string) bool {
	if saysSecret(text) || strings.Contains(text, `\u00`) {
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

// saysSecret reports whether a text contains the word, in letters of any case.
func saysSecret(text string) bool {
	const word = "secret"
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|' ' == word[0] && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// secretsIn finds the values that stand as client_secret in a text.
func secretsIn(text string) []string {
	if !mayName(text) {
		return nil
	}
	var found []string
	for literal := range inJSON.values(text) {
		if noSecret(literal) {
			continue
		}
		inner := strings.Trim(literal, `"'\`)
		found = append(found, inner)
		for _, quoted := range []string{literal, `"` + inner + `"`} {
			var value string
			if same := quoted == `"`+inner+`"` && !strings.Contains(inner, `\`); !same && json.Unmarshal([]byte(quoted), &value) == nil {
				found = append(found, value)
			}
		}
		if len(found) > maxAtOnce {
			return found
		}
	}
	for _, form := range []place{inForm, inFormBody} {
		for value := range form.values(text) {
			found = append(found, value)
			if plain, err := url.QueryUnescape(value); err == nil {
				found = append(found, plain)
			}
			if len(found) > maxAtOnce {
				return found
			}
		}
	}
	for value := range inXML.values(text) {
		value = strings.TrimSpace(value)
		found = append(found, value, html.UnescapeString(value))
	}
	return append(found, secretsWithin(text)...)
}

// secretsWithin finds the values in the strings of JSON, which may repeat another
// body. Without any of these characters no string can hold one.
func secretsWithin(text string) []string {
	var value any
	if !strings.ContainsAny(text, `\=<'`) || json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	var found []string
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case string:
			if len(found) > maxAtOnce || !mayName(v) {
				return
			}
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
func (c *Redactor) inPlace(s string) string {
	if !mayName(s) {
		return s
	}
	s = inJSON.hide(s, func(literal string) string {
		if noSecret(literal) || c.shows(strings.Trim(literal, `"'\`)) {
			return literal
		}
		quote := `"` // of a number
		if at := strings.IndexAny(literal, `"'`); at >= 0 && strings.Trim(literal[:at], `\`) == "" {
			quote = literal[:at+1] // more of them are of the value
		}
		return quote + report.Redacted + quote
	})
	s = inForm.hide(s, func(value string) string {
		if noSecret(value) || c.shows(value) {
			return value
		}
		return report.Redacted
	})
	return inXML.hide(s, func(string) string { return report.Redacted })
}

// shows reports whether a value that stands as a secret is one that regspec made up.
func (c *Redactor) shows(value string) bool {
	if !c.madeUp {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known.ours[c.known.digest(value)] && !c.known.resembles(value)
}
