package rarities

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	notJSON = "Could not decode JSON"
	notForm = "Could not decode the form"
	// nestingLimit leaves room above the 32 levels that every server must take, however these are counted.
	nestingLimit = 64
)

// formatOf compares the media type without case and whatever its parameters are.
func formatOf(contentType string) format {
	mediaType, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(mediaType)) {
	case "application/json":
		return jsonFormat
	case "application/x-www-form-urlencoded":
		return formFormat
	default:
		return unknownFormat
	}
}

// decodeJSON takes one object. It refuses text that cannot be echoed as it was sent: bytes that are no UTF-8, and half
// a surrogate pair. Of a member given twice the last holds.
func decodeJSON(body []byte) (members map[string]any, message string) {
	if !utf8.Valid(body) || !json.Valid(body) || loneSurrogate(body) || nesting(body) > nestingLimit {
		return nil, notJSON
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // a number out of range is still a number
	if err := decoder.Decode(&members); err != nil || members == nil {
		return nil, notJSON
	}

	return members, ""
}

// decodeForm takes a form. Of a name given twice the last holds.
func decodeForm(body []byte) (members map[string]any, message string) {
	members = map[string]any{}
	for pair := range strings.SplitSeq(string(body), "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, nameErr := url.QueryUnescape(name)
		value, valueErr := url.QueryUnescape(value)
		if nameErr != nil || valueErr != nil || !utf8.ValidString(name) || !utf8.ValidString(value) {
			return nil, notForm
		}
		members[name] = value
	}

	return members, ""
}

// nesting is the depth of valid JSON.
func nesting(body []byte) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == '{' || c == '['):
			depth++
			deepest = max(deepest, depth)
		case !inString && (c == '}' || c == ']'):
			depth--
		}
	}

	return deepest
}

// loneSurrogate tells of valid JSON whether an escape in it is half a surrogate pair, which the decoder would replace.
func loneSurrogate(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		first, ok := escapedUnit(body[i:])
		if !ok {
			i++ // the character escaped, which may be another backslash

			continue
		}
		i += 5
		second, _ := escapedUnit(body[i+1:])
		switch {
		case utf16.DecodeRune(first, second) != unicode.ReplacementChar:
			i += 6
		case utf16.IsSurrogate(first):
			return true
		}
	}

	return false
}

// escapedUnit reads an escape of the form \uXXXX from the beginning of a text.
func escapedUnit(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)

	return rune(unit), err == nil
}
