package reference

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeJSON reads a JSON body. Whatever keeps it from being read as exactly
// one object gets the one documented message: broken syntax, data after the
// object, another kind of value, nesting beyond the limit, a known member given
// twice (RFC 8259 §4 leaves open which one counts), text that is no Unicode.
// Trailing commas are broken syntax too, the document's example
// notwithstanding: it is kinder to say so here than to leave the surprise to
// the next server. Numbers are never converted, so their size does not matter.
func decodeJSON(body []byte) (params, *refusal) {
	body = trimBOM(body)
	if readable(body) {
		if p, ok := members(body); ok {
			return p, nil
		}
	}
	return nil, refuse(http.StatusBadRequest, msgNotJSON)
}

// trimBOM drops a byte order mark, which RFC 8259 §8.1 lets a reader ignore.
func trimBOM(body []byte) []byte {
	return bytes.TrimPrefix(body, []byte("\uFEFF"))
}

// readable reports whether body is one JSON value that is not too deep and
// loses nothing when it becomes Go strings.
func readable(body []byte) bool {
	return utf8.Valid(body) && depth(body) <= maxDepth && json.Valid(body) && !loneSurrogate(body)
}

// members takes the known members out of a body that is valid JSON. It reports
// false when that is no object, or has one of them twice.
func members(body []byte) (params, bool) {
	dec := json.NewDecoder(bytes.NewReader(body))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	p, seen := params{}, map[string]bool{}
	for dec.More() {
		name, v, ok := member(dec)
		if !ok || seen[name] {
			return nil, false
		}
		if isKnown(name) {
			seen[name] = true
			p[name] = v
		}
	}
	return p, true
}

// member reads the next name and value of an object.
func member(dec *json.Decoder) (string, value, bool) {
	token, err := dec.Token()
	if err != nil {
		return "", value{}, false
	}
	name, ok := token.(string)
	if !ok {
		return "", value{}, false
	}
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return "", value{}, false
	}
	v, ok := jsonValue(raw)
	return name, v, ok
}

// jsonValue sorts a value into text, null and the rest.
func jsonValue(raw json.RawMessage) (value, bool) {
	switch raw[0] {
	case 'n':
		return value{}, true
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return value{kind: isText, text: s}, err == nil
	}
	return value{kind: notAText, text: string(raw)}, true
}

// depth is how deep arrays and objects are nested, brackets in strings not
// counted. It is found without recursion and before anything is decoded, so a
// body of nothing but brackets costs one pass. The body need not be valid.
func depth(body []byte) int {
	deepest, level, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++ // whatever is escaped, it does not end the string
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			level++
			deepest = max(deepest, level)
		case c == ']' || c == '}':
			level--
		}
	}
	return deepest
}

// loneSurrogate reports whether valid JSON has an escape for half of a
// surrogate pair. RFC 8259 §8.2 calls the result unpredictable; Go would put a
// replacement character there, and an echo of it would be another value.
func loneSurrogate(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		unit, ok := escapedUnit(body[i:])
		switch {
		case !ok:
			i++ // a short escape such as \n or \\
		case !utf16.IsSurrogate(unit):
			i += 5
		default:
			low, _ := escapedUnit(body[i+6:])
			if utf16.DecodeRune(unit, low) == utf8.RuneError {
				return true
			}
			i += 11
		}
	}
	return false
}

// escapedUnit reads the \uXXXX that b starts with, if it does.
func escapedUnit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
