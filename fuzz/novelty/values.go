package novelty

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// maxValues bounds how many values of a request count.
const maxValues = 64

// Values finds the values in the body of a request: the strings of JSON, or the
// values of a form, and names that are no plain words. What is a list by the
// endpoint's rules, separated by spaces, is its elements as well. A body that is
// neither is one value. JSON that is sent as a form is what it is as either.
func Values(sent wire.Sent) []string {
	body := string(sent.Body)
	if body == "" {
		return nil
	}
	values := make([]string, 0, 8)
	start := skipBlanks(body, 0)
	switch {
	case start < len(body) && strings.IndexByte(`{["`, body[start]) >= 0:
		values = stringsOf(values, body)
		if asForm(sent) {
			values = pairsOf(values, body)
		}
	case !strings.Contains(body, "="):
		values = append(values, body)
	default:
		values = pairsOf(values, body)
	}
	return values
}

// asForm reports whether a request calls its body a form.
func asForm(sent wire.Sent) bool {
	return slices.ContainsFunc(wire.Values(sent.Header, "Content-Type"), func(one string) bool { return strings.Contains(one, "form") })
}

// pairsOf finds the values of a form, and the names that are no plain words.
func pairsOf(values []string, body string) []string {
	for pair := range strings.SplitSeq(body, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = decoded(name); !plainWord(name) {
			values = withElements(values, name)
		}
		values = withElements(values, decoded(value))
	}
	return values
}

// decoded is a name or a value of a form, as it stands where it cannot be decoded.
func decoded(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// plainWord reports whether a name is one that a message may have without repeating
// the request.
func plainWord(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// stringsOf finds the strings of JSON, but for names that are plain words.
func stringsOf(values []string, body string) []string {
	for i := 0; i < len(body); i++ {
		if body[i] != '"' {
			continue
		}
		end, escaped := stringEnd(body, i)
		text := strings.TrimSuffix(body[i+1:end], `"`)
		next := skipBlanks(body, end)
		if escaped {
			text = unescaped(body[i:end], text)
		}
		if next >= len(body) || body[next] != ':' || !plainWord(text) {
			values = withElements(values, text)
		}
		i = end - 1
	}
	return values
}

// withElements adds a value and, where it is a list, its elements.
func withElements(values []string, value string) []string {
	if value == "" || len(values) >= maxValues {
		return values
	}
	values = append(values, value)
	if strings.IndexByte(value, ' ') < 0 {
		return values
	}
	for element := range strings.FieldsSeq(value) {
		if len(values) < maxValues {
			values = append(values, element)
		}
	}
	return values
}

// unescaped undoes the escapes of a JSON string, or gives the text as it is.
func unescaped(quoted, text string) string {
	var plain string
	if json.Unmarshal([]byte(quoted), &plain) == nil {
		return plain
	}
	return text
}
