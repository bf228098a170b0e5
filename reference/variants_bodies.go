package reference

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// bodyVariants are about what is at the edge of being JSON or a form, and
// about limits.
func bodyVariants() []entry {
	return []entry{
		{"limits-tight", "A body over 64 KiB, a value over 1,024 characters and nesting over 32 are refused.", alterations(
			func(b *behaviour) { b.maxBody = allowedBody },
			atChecks(anyText(over(allowedText)), tooLarge),
			atDecode(all(inJSON, inBody(func(body []byte) bool { return depth(body) > allowedDepth })), tooLarge),
		)},
		{"limits-wide", "Bodies of many megabytes, long values and deep nesting are taken.", alterations(
			func(b *behaviour) { b.maxBody = farTooLarge }, skips(aboutLengths, always), takesDeepNesting)},
		{"doubled-last-wins", "Of parameters that are given twice the last one counts.", bodies(always, func(body []byte) []byte { return undoubled(body, true) })},
		{"doubled-first-wins", "Of parameters that are given twice the first one counts.", bodies(always, func(body []byte) []byte { return undoubled(body, false) })},
		{"byte-order-mark-refused", "JSON with a byte order mark is refused.", atDecode(all(inJSON, hasMark), saying(msgNotJSON))},
		{"trailing-comma-taken", "A comma behind the last member of JSON is taken.", repairs(func(body []byte) []byte {
			return regexp.MustCompile(`,\s*}`).ReplaceAll(body, []byte("}"))
		})},
		{"not-utf-8-replaced", "What is not UTF-8 is replaced, half surrogate pairs among it.", alterations(
			bodies(inJSON, func(body []byte) []byte { return pairsMended(bytes.ToValidUTF8(body, []byte("\uFFFD"))) }),
			bodies(inForm, func(body []byte) []byte {
				return regexp.MustCompile(`(%[89A-Fa-f][0-9A-Fa-f])+`).ReplaceAllFunc(body, func(escaped []byte) []byte {
					if notUTF8([]byte(unescapedQuery(string(escaped)))) {
						return []byte("%EF%BF%BD")
					}
					return escaped
				})
			}),
		)},
		{"form-broken-escapes-kept", "A broken percent escape in a form stands for itself.", bodies(inForm, func(body []byte) []byte {
			return regexp.MustCompile(`%([0-9A-Fa-f]{2})?`).ReplaceAllFunc(body, func(escape []byte) []byte {
				if len(escape) == 1 {
					return []byte("%25")
				}
				return escape
			})
		})},
		{"non-object-as-empty", "JSON that is no object counts as one without members.", bodies(jsonBeginning(noString+`"n`, anObject), func([]byte) []byte {
			return []byte("{}")
		})},
		{"empty-body-as-empty-object", "A JSON body without content counts as an object without members.", bodies(all(inJSON, inBody(empty)), func([]byte) []byte {
			return []byte("{}")
		})},
	}
}

func tooLarge(*exchange) *refusal { return refuse(413, msgTooLarge) }

// undoubled leaves out what is given twice, from JSON objects and from forms.
func undoubled(body []byte, last bool) []byte {
	if start := bytes.TrimLeft(trimBOM(body), " \t\r\n"); bytes.HasPrefix(start, []byte("{")) {
		if json.Valid(start) && !loneSurrogate(start) {
			return undoubledJSON(start, last)
		}
		return body
	}
	fields, at := []string{}, map[string]int{}
	for field := range strings.SplitSeq(string(body), "&") {
		name, _, ok := formField(field)
		i, doubled := at[name]
		switch {
		case !ok || !doubled:
			at[name] = len(fields)
			fields = append(fields, field)
		case last:
			fields[i] = field
		}
	}
	return []byte(strings.Join(fields, "&"))
}

func undoubledJSON(body []byte, last bool) []byte {
	dec := json.NewDecoder(bytes.NewReader(body))
	_, _ = dec.Token()
	kept, at := jsonObject{}, map[string]int{}
	for dec.More() {
		var source json.RawMessage
		token, err := dec.Token()
		name, ok := token.(string)
		if err != nil || !ok || dec.Decode(&source) != nil {
			return body
		}
		i, doubled := at[name]
		switch {
		case !doubled:
			at[name] = len(kept)
			kept = append(kept, jsonMember{name, source})
		case last:
			kept[i].value = source
		}
	}
	single, err := json.Marshal(kept)
	if err != nil {
		return body
	}
	return single
}

// pairsMended replaces escapes for half of a surrogate pair.
func pairsMended(body []byte) []byte {
	if !json.Valid(body) || !loneSurrogate(body) {
		return body
	}
	whole := regexp.MustCompile(`(?i)\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\ud[89a-f][0-9a-f]{2}`)
	return whole.ReplaceAllFunc(body, func(escape []byte) []byte {
		if len(escape) == 6 {
			return []byte(`\ufffd`)
		}
		return escape
	})
}
