package reference

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// refusal is the reason why a request is turned down, and the status (always
// a 4xx) that it is turned down with. A nil *refusal means that nothing is
// wrong. It is deliberately no error: nothing went wrong inside the server.
type refusal struct {
	status  int
	message string // one of those in messages.go
	value   string // that the message names, if it names one
	instead string // what a seeded defect says in place of the message
}

func refuse(status int, message string) *refusal {
	return &refusal{status: status, message: message}
}

// naming puts the offending value in.
func (r *refusal) naming(value string) *refusal {
	named := *r
	named.value = value
	return &named
}

// text is the message as the client gets it.
func (r *refusal) text() string {
	return strings.Replace(cmp.Or(r.instead, r.message), "%s", r.value, 1)
}

// saying puts other words in the place of the message.
func (r *refusal) saying(words string) *refusal {
	reworded := *r
	reworded.instead = words
	return &reworded
}

// answer is a whole response, before it is written.
type answer struct {
	status int
	header http.Header // in place of, or on top of, what every answer has
	body   any         // what is written as JSON, or text that is written as it is
}

// verbatim is a body that is not written as JSON, or has been already.
type verbatim string

// content is the body as it is sent.
func (a *answer) content() []byte {
	if t, ok := a.body.(verbatim); ok {
		return []byte(t)
	}
	// Marshal cannot fail on strings and numbers, and it escapes the
	// characters that mean something to HTML.
	content, _ := json.Marshal(a.body)
	return content
}

// jsonObject is an object whose members keep their order.
type jsonObject []jsonMember

type jsonMember struct {
	name  string
	value any
}

// MarshalJSON writes the members.
func (o jsonObject) MarshalJSON() ([]byte, error) {
	members := make([][]byte, len(o))
	for i, m := range o {
		name, _ := json.Marshal(m.name)
		content, err := json.Marshal(m.value)
		if err != nil {
			return nil, fmt.Errorf("writing member %s: %w", name, err)
		}
		members[i] = slices.Concat(name, []byte(":"), content)
	}
	return slices.Concat([]byte("{"), bytes.Join(members, []byte(",")), []byte("}")), nil
}

// registered answers a registration or an update. Both get 200: the example
// responses have no Location that a 201 would point to, and a client that
// tests for exactly 200 is likelier than one that tests for 201.
func registered(_ *exchange, c credentials) answer {
	return answer{status: http.StatusOK, body: jsonObject{
		{"client_id", c.id},
		{"client_secret", c.secret},
		{"expires_at", 0},
	}}
}

// refused answers a request that was turned down. A 405 has to tell which
// methods there are (RFC 9110 §15.5.6).
func refused(_ *exchange, no *refusal) answer {
	a := answer{status: no.status, body: jsonObject{{"error", no.text()}}}
	if no.status == http.StatusMethodNotAllowed {
		a.header = http.Header{"Allow": {allowed}}
	}
	return a
}

// write sends the answer. Answers may carry a secret, so none may be kept by a
// cache (RFC 9111 §5.2.2.5); they echo what clients sent, so none may be taken
// for HTML. The media type has no charset: JSON defines none (RFC 8259 §11).
func write(e *exchange, a answer) {
	content := a.content()
	h := e.writer.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	maps.Copy(h, a.header)
	e.writer.WriteHeader(a.status)
	_, _ = e.writer.Write(content) // a client that has gone away is no one's fault
}
