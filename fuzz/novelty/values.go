package novelty

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// maxValues bounds how many values of a request count.
const maxValues = 64

// Values finds the values in the body of a request: the strings of JSON, or the
// values of a form. What is a list by the endpoint's rules, separated by spaces, is
// its elements as well. A body that is neither is one value.
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
	case !strings.Contains(body, "="):
		values = append(values, body)
	default:
		for pair := range strings.SplitSeq(body, "&") {
			_, value, _ := strings.Cut(pair, "=")
			if plain, err := url.QueryUnescape(value); err == nil {
				value = plain
			}
			values = withElements(values, value)
		}
	}
	return values
}

// stringsOf finds the strings of JSON that are not names of members.
func stringsOf(values []string, body string) []string {
	for i := 0; i < len(body); i++ {
		if body[i] != '"' {
			continue
		}
		end, escaped := stringEnd(body, i)
		text := strings.TrimSuffix(body[i+1:end], `"`)
		next := skipBlanks(body, end)
		if next >= len(body) || body[next] != ':' {
			if escaped {
				text = unescaped(body[i:end], text)
			}
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
