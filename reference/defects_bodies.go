package reference

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

func bodyDefects() []group {
	return []group{
		{implied, "body.object", []entry{
			{"list-with-object-taken", "A list with an object in it is taken for the object.", bodies(inJSON, firstOfList)},
			{"list-of-pairs-taken", "A list of names and values is taken for an object.", bodies(inJSON, objectOfPairs)},
			{"string-with-object-taken", "A JSON string with an object written in it is taken for the object.", bodies(inJSON, insideOfString)},
			{"string-with-form-taken", "A JSON string with a form written in it is taken for the form.", readsFormInString},
			{"non-object-registers", "JSON that is no object registers a client with all that can be left out left out.", bodies(
				func(e *exchange) bool { return jsonBeginning(noString+`"n`, "{")(e) },
				func([]byte) []byte { return []byte(`{"type":"client_associate","application_type":"web"}`) },
			)},
			{"null-registers", "Null as body registers a client with all that can be left out left out.", bodies(
				jsonBeginning("n", ""),
				func([]byte) []byte { return []byte(`{"type":"client_associate","application_type":"web"}`) },
			)},
		}},
		{implied, "body.edges", []entry{
			{"json-doubled-member-crashes", "The server fails over JSON with a member that is given twice.", atDecode(hasDoubledMember, crash)},
			{"json-byte-order-mark-crashes", "The server fails over JSON with a byte order mark.", atDecode(all(inJSON, hasMark), crash)},
			{"byte-order-mark-drops-connection", "The connection is dropped over a body with a byte order mark.", atDecode(hasMark, hangUp)},
			{"json-half-pair-crashes", "The server fails over half a surrogate pair.", atDecode(all(inJSON, inBody(hasHalfPair)), crash)},
			{"json-half-pair-drops-connection", "The connection is dropped over half a surrogate pair.", atDecode(all(inJSON, inBody(hasHalfPair)), hangUp)},
			{"json-not-utf-8-crashes", "The server fails over JSON that is not UTF-8.", atDecode(all(inJSON, inBody(notUTF8)), crash)},
			{"json-number-out-of-range-crashes", "The server fails over a number that is out of range.", atDecode(all(inJSON, inBody(regexp.MustCompile(`\d[eE]\+?\d{3}|\d{20}`).Match)), crash)},
			{"json-nan-crashes", "The server fails over NaN and Infinity.", atDecode(all(inJSON, inBody(regexp.MustCompile(`:\s*-?(NaN|Infinity)`).Match)), crash)},
			{"json-body-empty-crashes", "The server fails over JSON without a body.", atDecode(all(inJSON, inBody(empty)), crash)},
			{"form-body-empty-crashes", "The server fails over a form without a body.", atDecode(all(inForm, inBody(empty)), crash)},
			{"body-empty-hangs", "There is no answer to a request without a body.", atDecode(inBody(empty), hang)},
			{"body-empty-drops-connection", "The connection is dropped over a request without a body.", atDecode(inBody(empty), hangUp)},
			{"form-broken-escape-crashes", "The server fails over a broken percent escape in a form.", atDecode(all(inForm, inBody(brokenEscape)), crash)},
			{"form-broken-escape-hangs", "There is no answer to a broken percent escape in a form.", atDecode(all(inForm, inBody(brokenEscape)), hang)},
			{"form-not-utf-8-crashes", "The server fails over a form that is not UTF-8.", atDecode(all(inForm, inBody(func(body []byte) bool { return notUTF8([]byte(unescapedQuery(string(body)))) })), crash)},
			{"form-doubled-field-crashes", "The server fails over a form with a field that is given twice.", atDecode(hasDoubledField, crash)},
			{"form-field-without-equals-crashes", "The server fails over a form with a field that has no equals sign.", atDecode(all(inForm, anyField(func(field string) bool { return field != "" && !strings.Contains(field, "=") })), crash)},
			{"form-field-empty-crashes", "The server fails over two separators in a row in a form.", atDecode(all(inForm, inBody(func(body []byte) bool { return bytes.Contains(body, []byte("&&")) })), crash)},
			{"form-field-nameless-crashes", "The server fails over a form with a field that has no name.", atDecode(all(inForm, anyField(startingWith("="))), crash)},
			{"trailing-comma-crashes", "The server fails over JSON with a comma too many.", atDecode(all(inJSON, inBody(regexp.MustCompile(`,\s*}`).Match)), crash)},
		}},
	}
}

func empty(body []byte) bool { return len(body) == 0 }

func notUTF8(body []byte) bool { return !utf8.Valid(body) }

func hasMark(e *exchange) bool { return len(trimBOM(e.body)) < len(e.body) }

func hasHalfPair(body []byte) bool { return json.Valid(body) && loneSurrogate(body) }

// brokenEscape holds for percent signs without two hexadecimal digits.
func brokenEscape(body []byte) bool {
	text := string(body)
	return unescapedQuery(text) == text && strings.Contains(text, "%")
}

func anyField(sort func(string) bool) condition {
	return func(e *exchange) bool {
		for field := range strings.SplitSeq(string(e.body), "&") {
			if sort(field) {
				return true
			}
		}
		return false
	}
}

func hasDoubledField(e *exchange) bool {
	seen := map[string]bool{}
	return inForm(e) && anyField(func(field string) bool {
		name, _, ok := formField(field)
		doubled := ok && name != "" && seen[name]
		seen[name] = true
		return doubled
	})(e)
}

func hasDoubledMember(e *exchange) bool {
	dec := json.NewDecoder(bytes.NewReader(trimBOM(e.body)))
	if open, err := dec.Token(); !inJSON(e) || err != nil || open != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for dec.More() {
		name, _, ok := member(dec)
		if !ok || seen[name] {
			return ok
		}
		seen[name] = true
	}
	return false
}

func firstOfList(body []byte) []byte {
	var items []json.RawMessage
	if json.Unmarshal(body, &items) == nil && len(items) > 0 && items[0][0] == '{' {
		return items[0]
	}
	return body
}

func objectOfPairs(body []byte) []byte {
	var pairs [][2]string
	if json.Unmarshal(body, &pairs) != nil || len(pairs) == 0 {
		return body
	}
	o := map[string]string{}
	for _, pair := range pairs {
		o[pair[0]] = pair[1]
	}
	inside, _ := json.Marshal(o)
	return inside
}

func insideOfString(body []byte) []byte {
	var s string
	if json.Unmarshal(body, &s) == nil && strings.HasPrefix(strings.TrimSpace(s), "{") {
		return []byte(s)
	}
	return body
}

func readsFormInString(b *behaviour) {
	next := b.decode
	b.decode = func(e *exchange) (params, *refusal) {
		var s string
		if inJSON(e) && json.Unmarshal(e.body, &s) == nil && strings.Contains(s, "=") {
			form := *e
			form.encoding, form.body = encodingForm, []byte(s)
			e = &form
		}
		return next(e)
	}
}

// Bounds on what has to be taken, or refused at once.
const (
	allowedBody  = 64 << 10 // bytes
	allowedText  = 1024     // characters
	allowedDepth = 32
	farTooLarge  = 64 << 20 // bytes
)

func limitDefects() []group {
	tooLong := anyText(over(allowedText))
	tooDeep := all(inJSON, inBody(func(body []byte) bool { return depth(body) > allowedDepth }))
	return []group{
		{implied, "limits.answered", []entry{
			{"long-value-crashes", "The server fails over a value of more than 1,024 characters.", atChecks(tooLong, crash)},
			{"long-value-drops-connection", "The connection is dropped over a value of more than 1,024 characters.", atChecks(tooLong, hangUp)},
			{"long-value-hangs", "There is no answer to a value of more than 1,024 characters.", atChecks(tooLong, hang)},
			{"value-over-255-characters-crashes", "The server fails over a value of more than 255 characters.", atChecks(anyText(over(255)), crash)},
			{"large-body-crashes", "The server fails over a body of more than 64 KiB.", overRefusal(msgTooLarge, crash)},
			{"large-body-drops-connection", "The connection is dropped over a body of more than 64 KiB.", overRefusal(msgTooLarge, hangUp)},
			{"large-body-hangs", "There is no answer to a body of more than 64 KiB.", overRefusal(msgTooLarge, hang)},
			{"large-body-with-status-200", "A body of more than 64 KiB is refused with status 200.", refusals(func(_ *exchange, no *refusal, a *answer) {
				if no.message == msgTooLarge {
					a.status = http.StatusOK
				}
			})},
			{"deep-nesting-crashes", "The server fails over JSON that is nested deeper than 32.", atDecode(tooDeep, crash)},
			{"deep-nesting-drops-connection", "The connection is dropped over JSON that is nested deeper than 32.", atDecode(tooDeep, hangUp)},
			{"deep-nesting-hangs", "There is no answer to JSON that is nested deeper than 32.", atDecode(tooDeep, hang)},
			{"body-over-2-kib-refused", "A body of more than 2 KiB is refused.", func(b *behaviour) { b.maxBody = 2 << 10 }},
			{"body-over-512-bytes-refused", "A body of more than 512 bytes is refused.", func(b *behaviour) { b.maxBody = 512 }},
			{"value-over-255-bytes-refused", "A value of more than 255 bytes is refused.", atChecks(anyText(func(s string) bool { return len(s) > 255 }), saying("Value too long"))},
		}},
		{hardening, "limits.refused-quickly", []entry{
			{"large-body-taken", "A body of many megabytes is taken.", func(b *behaviour) {
				b.maxBody = farTooLarge
				skips(aboutLengths, always)(b)
			}},
			{"large-body-refused-late", "A body that is too large is refused after ten seconds.", overRefusals(refusedWith(msgTooLarge), late)},
			{"deep-nesting-taken", "JSON that is nested ever so deep is taken.", takesDeepNesting},
			{"deep-nesting-refused-late", "JSON that is nested deeper than 32 is refused after ten seconds.", atDecode(tooDeep, late)},
		}},
	}
}

// takesDeepNesting reads only the outermost level of JSON, without regard to
// what is below.
func takesDeepNesting(b *behaviour) {
	bodies(func(e *exchange) bool { return inJSON(e) && depth(e.body) > maxDepth && json.Valid(e.body) }, func(body []byte) []byte {
		said := map[string]json.RawMessage{}
		if json.Unmarshal(body, &said) != nil {
			return body
		}
		for name := range said {
			if !isKnown(name) {
				delete(said, name)
			}
		}
		shallow, _ := json.Marshal(said)
		return shallow
	})(b)
}
