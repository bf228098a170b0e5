package suite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// reading is an answer as a client would read it.
type reading struct {
	status    int
	mediaType string         // in lower case without parameters; "" if there is none
	rawType   string         // the header as it came
	value     any            // the JSON value of the body
	notJSON   *notJSON       // why the body is no JSON value, or nil
	object    map[string]any // value, if it is an object
	body      string
	location  string // where a redirect leads
}

func read(answer wire.Answer) reading {
	r := reading{status: answer.Status, body: string(answer.Body)}
	if values := wire.Values(answer.Header, "Content-Type"); len(values) > 0 {
		r.rawType = strings.Join(values, ", ")
		mediaType, _, err := mime.ParseMediaType(values[0])
		if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
			mediaType = strings.ToLower(strings.TrimSpace(values[0]))
		}
		r.mediaType = mediaType
	}
	if values := wire.Values(answer.Header, "Location"); len(values) > 0 {
		r.location = values[0]
	}
	r.value, r.notJSON = decodeJSON(answer.Body)
	r.object, _ = r.value.(map[string]any)
	return r
}

// notJSON is why a body is no JSON value.
type notJSON struct {
	kind   string // in words that many bodies share
	detail string // what the parser says of this one
}

// decodeJSON reads a body that is one JSON value and nothing more.
func decodeJSON(body []byte) (any, *notJSON) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, &notJSON{kind: "it is empty"}
	}
	if !utf8.Valid(body) { // RFC 8259 §8.1
		return nil, &notJSON{kind: "it is not UTF-8"}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, &notJSON{kind: "it does not parse", detail: err.Error()}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &notJSON{kind: "more text follows the JSON value"}
	}
	return tame(value), nil
}

// tame replaces numbers that are cheap to send and dear to compute with, such
// as 1e999999999, by the nearest that a float64 can hold.
func tame(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, item := range v {
			v[name] = tame(item)
		}
	case []any:
		for i, item := range v {
			v[i] = tame(item)
		}
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil || len(v) > 100 {
			if err != nil && f == 0 {
				return json.Number("0")
			}
			return json.Number(strconv.FormatFloat(max(-1e300, min(f, 1e300)), 'g', -1, 64))
		}
	}
	return value
}

func (r reading) is2xx() bool { return r.status >= 200 && r.status < 300 }
func (r reading) is4xx() bool { return r.status >= 400 && r.status < 500 }

// saysJSON reports whether the answer is labelled as JSON, or as a type built
// on it (RFC 6839 §3.1).
func (r reading) saysJSON() bool {
	return r.mediaType == "application/json" || strings.HasSuffix(r.mediaType, "+json")
}

// errorMember is the message where a client looks for it, or "".
func (r reading) errorMember() string {
	text, _ := r.object["error"].(string)
	return text
}

// hasCredentials reports whether the answer gives a client's credentials, right
// or wrong.
func (r reading) hasCredentials() bool {
	_, id := r.object["client_id"]
	_, secret := r.object["client_secret"]
	return id || secret
}

// succeeds reports whether the server meant to carry the request out: it gives
// credentials, or says 2xx and nothing that could be the message of a refusal.
func (r reading) succeeds() bool {
	switch {
	case r.is2xx() && r.hasCredentials(): // whatever further members it has
		return true
	case r.errorMember() != "":
		return false
	}
	return r.hasCredentials() || (r.is2xx() && !r.complains())
}

// complains reports whether a JSON object has a member that, by its name, is
// meant to say what is wrong.
func (r reading) complains() bool {
	for _, name := range []string{"error", "errors", "error_description", "message", "msg", "detail", "reason"} {
		if _, ok := r.object[name]; ok {
			return true
		}
	}
	return false
}

// texts lists whatever could be meant as a message: first the member error,
// then every other text in the JSON value, or else the body itself.
func (r reading) texts() []string {
	if r.notJSON != nil {
		if body := strings.TrimSpace(r.body); body != "" {
			return []string{body}
		}
		return nil
	}
	return textsIn(r.value, r.errorMember())
}

// textsIn lists the texts within a JSON value, after the one given.
func textsIn(value any, first string) []string {
	var all []string
	if first != "" {
		all = append(all, first)
	}
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case string:
			if v != "" && !slices.Contains(all, v) {
				all = append(all, v)
			}
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

// carries reports whether a message reached the client in any way: as a JSON
// text, or somewhere in a body that is not JSON, escaped for HTML or not.
func (r reading) carries(message string) bool {
	if r.notJSON == nil {
		return slices.Contains(r.texts(), message)
	}
	return strings.Contains(r.body, message) || strings.Contains(html.UnescapeString(r.body), message) ||
		slices.Contains(textsIn(r.firstObject(), ""), message)
}

// firstObject is the JSON object that a body has among other text, or nil.
func (r reading) firstObject() any {
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

// gist is the answer in a few words.
func (r reading) gist() string {
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
