package judge

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// Reading is an answer as a client would read it.
type Reading struct {
	status    int
	mediaType string          // in lower case without parameters; "" if there is none
	rawType   string          // the header as it came
	value     any             // the JSON value of the body
	notJSON   *notJSON        // why the body is no JSON value, or nil
	object    map[string]any  // value, if it is an object
	texts     func() []string // whatever could be meant as a message, the likeliest first
	body      string
	location  string // where a redirect leads
}

// Read reads an answer.
func Read(answer wire.Answer) Reading {
	r := Reading{status: answer.Status, body: string(answer.Body)}
	if values := wire.Values(answer.Header, "Content-Type"); len(values) > 0 {
		r.rawType = strings.Join(values, ", ")
		mediaType, _, _ := strings.Cut(values[0], ";") // whatever its parameters are
		r.mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	}
	if values := wire.Values(answer.Header, "Location"); len(values) > 0 {
		r.location = values[0]
	}
	r.value, r.notJSON = decodeJSON(answer.Body)
	r.object, _ = r.value.(map[string]any)
	r.texts = sync.OnceValue(r.gather)
	return r
}

// notJSON is why a body is no JSON value.
type notJSON struct {
	kind   string // in words that many bodies share
	detail string // what the parser says of this one

	breaksOff bool // within the value
}

// decodeJSON reads a body that is one JSON value and nothing more.
func decodeJSON(body []byte) (any, *notJSON) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, &notJSON{kind: "it is empty"}
	}
	if !utf8.Valid(body) { // RFC 8259 §8.1
		return nil, &notJSON{kind: "it is not UTF-8"}
	}
	if bytes.HasPrefix(body, []byte("\uFEFF")) { // RFC 8259 §8.1
		return nil, &notJSON{kind: "it begins with a byte order mark"}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, &notJSON{kind: "it does not parse", detail: err.Error(), breaksOff: errors.Is(err, io.ErrUnexpectedEOF)}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &notJSON{kind: "more text follows the JSON value"}
	}
	return value, nil
}

func (r Reading) is2xx() bool { return r.status >= 200 && r.status < 300 }
func (r Reading) is4xx() bool { return r.status >= 400 && r.status < 500 }

// saysJSON reports whether the answer is labelled as JSON, or as a type built
// on it (RFC 6839 §3.1).
func (r Reading) saysJSON() bool {
	return r.mediaType == "application/json" || strings.HasSuffix(r.mediaType, "+json")
}

// errorMember is the message where a client looks for it, or "".
func (r Reading) errorMember() string { return r.Text("error") }

// Text is the value of a member of the answer's object, or "" if it is no string.
func (r Reading) Text(member string) string {
	text, _ := r.object[member].(string)
	return text
}

// gives reports whether the answer has a value for a member, right or wrong. A
// list or an object is none: some servers put their complaints about a
// parameter under its name.
func (r Reading) gives(member string) bool {
	switch r.object[member].(type) {
	case string, json.Number:
		return true
	}
	return false
}

// HasCredentials reports whether the answer gives any of a client's credentials.
func (r Reading) HasCredentials() bool { return r.gives("client_id") || r.gives("client_secret") }

// Succeeds reports whether the server meant to carry the request out. With a
// 2xx status it gives credentials, whatever further members it has, or says
// nothing that could be the message of a refusal. With another status it gives
// both credentials and says no such thing; a refusal may repeat what was sent.
func (r Reading) Succeeds() bool {
	if r.is2xx() {
		return r.HasCredentials() || !r.complains()
	}
	return r.gives("client_id") && r.gives("client_secret") && !r.complains()
}

// complaints are the members that, by their names, are meant to say what is
// wrong, the right one first.
func complaints() []string {
	return []string{"error", "errors", "error_description", "message", "msg", "detail", "reason"}
}

// complains reports whether a JSON object has a member that says what is wrong.
func (r Reading) complains() bool {
	return slices.ContainsFunc(complaints(), func(name string) bool {
		_, ok := r.object[name]
		return ok
	})
}

// gather lists whatever could be meant as a message: first what stands where one
// is looked for, then every other text in the JSON value, or else the body
// itself.
func (r Reading) gather() []string {
	if r.notJSON != nil {
		if body := strings.TrimSpace(r.body); body != "" {
			return []string{body}
		}
		return nil
	}
	first := ""
	for _, name := range complaints() {
		if text, _ := r.object[name].(string); first == "" {
			first = text
		}
	}
	return textsIn(r.value, first)
}

// maxTexts bounds the texts of an answer that are looked at: nobody looks for a message
// among more.
const maxTexts = 4096

// textsIn lists the texts within a JSON value, after the one given.
func textsIn(value any, first string) []string {
	var all []string
	seen := map[string]bool{"": true} // an answer may be nothing but short texts
	add := func(text string) {
		if !seen[text] && len(all) < maxTexts {
			seen[text] = true
			all = append(all, text)
		}
	}
	add(first)
	var walk func(any)
	walk = func(value any) {
		if len(all) >= maxTexts {
			return
		}
		switch v := value.(type) {
		case string:
			add(v)
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(v[name])
			}
		}
	}
	walk(value)
	return all
}

// Carries reports whether a message reached the client in any way: as a JSON
// text, or somewhere in a body that is not JSON, escaped for HTML or not.
func (r Reading) Carries(message string) bool {
	if r.notJSON == nil {
		return slices.Contains(r.texts(), message)
	}
	return strings.Contains(r.body, message) || strings.Contains(html.UnescapeString(r.body), message) ||
		slices.Contains(textsIn(r.firstObject(), ""), message)
}

// firstObject is the JSON object that a body has among other text, or nil.
func (r Reading) firstObject() any {
	start := strings.IndexByte(r.body, '{')
	if start < 0 {
		return nil
	}
	var object map[string]any
	if err := json.NewDecoder(strings.NewReader(r.body[start:])).Decode(&object); err != nil {
		return nil
	}
	return object
}

// Summary says the answer in a few words: its status, and its message or body.
func (r Reading) Summary() string {
	status := strings.TrimSpace(fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)))
	switch {
	case r.location != "" && r.status >= 300 && r.status < 400:
		return status + ", to " + r.location
	case r.errorMember() != "":
		return status + ": " + r.errorMember()
	case strings.TrimSpace(r.body) == "":
		return status + " with an empty body"
	case r.notJSON != nil && r.notJSON.detail != "" && r.saysJSON():
		return status + ": " + strings.TrimSpace(r.body) + " (" + r.notJSON.detail + ")"
	}
	return status + ": " + strings.TrimSpace(r.body)
}
