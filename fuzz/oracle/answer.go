package oracle

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// fields are the members of an answer that matter.
type fields struct {
	id, secret, expires, message value
	doubled                      string // one of them that is there twice
}

func (f *fields) add(s string, v value) {
	var at *value
	switch s {
	case "client_id":
		at = &f.id
	case "client_secret":
		at = &f.secret
	case "expires_at":
		at = &f.expires
	case "error":
		at = &f.message
	default:
		return
	}
	if at.given() {
		f.doubled = s
	}
	*at = v
}

// reply is an answer as it is read.
type reply struct {
	status int
	// insisted is true where the server answers so to this request each time, and otherwise to others.
	insisted bool
	header   []wire.Field
	body     string
	json     bool   // the body is one JSON value, and nothing else
	why      string // why it is not
	object   bool
	fields   fields
}

func readReply(a *wire.Answer) reply {
	r := reply{status: a.Status, header: a.Header, body: string(a.Body)}
	switch {
	case a.Omitted > 0 || a.Encoded:
		r.why = "its end is missing"
	case trim(r.body) == "":
		r.why = "it has no content"
	default:
		reader := jsonReader{s: r.body, fields: &r.fields}
		doc := reader.read()
		r.object = doc.top == object
		r.json, r.why = wellFormed(doc, r.body)
	}
	return r
}

// wellFormed says whether an answer is JSON by RFC 8259.
func wellFormed(d document, body string) (ok bool, why string) {
	switch {
	case d.has(byteOrderMark):
		return false, "it begins with a byte order mark, which JSON must not (RFC 8259 §8.1)"
	case d.has(badUTF8) || !utf8.ValidString(body):
		return false, "it is not UTF-8 (RFC 8259 §8.1)"
	case d.has(broken | lenient | trailingText | trailingComma | tooDeep):
		return false, "it does not parse as JSON"
	}
	return true, ""
}

// message is the text of the error member; ok is false when there is none.
func (r *reply) message() (text0 string, ok bool) {
	m := r.fields.message
	return m.text, r.object && m.kind == text && m.text != ""
}

// issues says whether the answer gives out credentials.
func (r *reply) issues() bool {
	return r.object && (r.fields.id.kind == text && r.fields.id.text != "" || r.fields.secret.kind == text && r.fields.secret.text != "")
}

func (r *reply) success() bool { return r.status >= 200 && r.status < 300 }

func (r *reply) refusal() bool { return r.status >= 400 && r.status < 500 }

// busy says whether the answer is that of a limit or of something in front of the server (RFC 6585 §4, RFC 9110
// §15.6.3 to §15.6.5). It says nothing about the request.
func (r *reply) busy() bool {
	if r.insisted {
		return false
	}
	switch r.status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// first is the first value of a field of an answer. Names are mostly canonical, but not where a handler
// answers within the process.
func first(header []wire.Field, name string) string {
	for i := range header {
		if n := header[i].Name; len(n) == len(name) && strings.EqualFold(n, name) {
			return header[i].Value
		}
	}
	return ""
}

// expiry reads expires_at. A number such as 0.0 or 2e9 is an integer, too.
func (r *reply) expiry() (at int64, ok bool) {
	v := r.fields.expires
	if v.kind != number {
		return 0, false
	}
	if whole, err := strconv.ParseInt(v.text, 10, 64); err == nil {
		return whole, true
	}
	f, err := strconv.ParseFloat(v.text, 64)
	digits, _, _ := strings.Cut(strings.ToLower(v.text), "e")
	vanished := f == 0 && strings.ContainsAny(digits, "123456789") // as 1e-999 does
	if err != nil || vanished || f != math.Trunc(f) || math.Abs(f) >= 1<<63 {
		return 0, false
	}
	return int64(f), true
}

// strings gives every string in the JSON of the answer.
func (r *reply) strings(yield func(string)) {
	reader := jsonReader{s: r.body, every: yield}
	reader.read()
}

// contains says whether a text is in a string of the JSON, or in a body that is no JSON.
func (r *reply) contains(s string) bool {
	if !r.json {
		return strings.Contains(r.body, s)
	}
	found := false
	r.strings(func(one string) { found = found || strings.Contains(one, s) })
	return found
}
