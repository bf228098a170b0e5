package testservers

import (
	"io"
	"maps"
	"net/http"
	"strings"
)

// endpoint is the one path that is served.
const endpoint = "/api/client/register"

// fields are the parameters of a request or the members of an answer.
type fields = map[string]any

// The two kinds of bodies; the empty kind is an unknown one.
const (
	asJSON = "json"
	asForm = "form"
)

// call is one request on its way through a server.
type call struct {
	r    *http.Request
	raw  []byte
	kind string
	in   fields
}

// is tells whether the call asks for the given type of registration.
func (c *call) is(kind string) bool { return c.in["type"] == kind }

func (c *call) updates() bool    { return c.is("client_update") }
func (c *call) associates() bool { return c.is("client_associate") }

// text returns a parameter when it is a string.
func (c *call) text(param string) string {
	s, _ := c.in[param].(string)
	return s
}

// read takes the body up to limit; what is over is drained, not kept.
func (c *call) read(limit int64) *fault {
	raw, err := io.ReadAll(io.LimitReader(c.r.Body, limit+1))
	if err != nil {
		return other(http.StatusBadRequest, "The body could not be read.")
	}
	if int64(len(raw)) > limit {
		_, _ = io.Copy(io.Discard, io.LimitReader(c.r.Body, 32<<20))
		return other(http.StatusRequestEntityTooLarge, "The body is too large.")
	}
	c.raw = raw
	return nil
}

// seams are the places where a server differs from its base server. Every
// base fills in those it needs; those that may be nil say so.
type seams struct {
	path      func(string) bool                      // the paths served
	limit     int64                                  // the largest body
	media     func(*http.Request) string             // the kind of body that is announced
	json      func([]byte) (any, error)              // a JSON body; a *fault may be the error
	form      func(string) (fields, error)           // a form body
	redirects []string                               // the names honoured for the redirect list
	arrived   func(*call) *fault                     // may be nil; after decoding, may change the call
	skips     func(*call, string) bool               // may be nil; rules left out
	split     func(string) []string                  // a list into its items
	some      func(string, []string) []string        // may be nil; the items that are looked at, by rule
	logo      func(string) bool                      // is it a URL
	uri       func(string) bool                      // is it a URI
	email     func(string) bool                      // is it an address
	mint      func(*call) (string, string)           // new credentials
	normal    func(string) string                    // may be nil; the form in which secrets are compared
	admit     func(store, *call) bool                // may be nil; instead of the look into the store
	expires   func() any                             // when credentials expire
	created   int                                    // status of a registration
	status    func(string) int                       // status of a refusal, by message
	tell      func(*call, *fault)                    // may be nil; changes text or status of a refusal
	after     func(*call, store, *fault)             // may be nil; what is done once it is decided
	write     writer                                 // sends an answer as JSON
	refuse    func(reply, *call, *fault) bool        // may be nil; true when it has answered
	grant     func(reply, *call, store, fields) bool // may be nil; true when it has answered
}

// reply is where an answer goes.
type reply = http.ResponseWriter

// writer sends an answer.
type writer = func(w reply, status int, body any)

// edit changes the seams of a base server.
type edit = func(*seams)

func (s *seams) change(edits []edit) {
	for _, e := range edits {
		e(s)
	}
}

func (s *seams) skip(c *call, rule string) bool { return s.skips != nil && s.skips(c, rule) }

func (s *seams) look(rule string, items []string) []string {
	if s.some == nil {
		return items
	}
	return s.some(rule, items)
}

func (s *seams) key(secret string) string {
	if s.normal == nil {
		return secret
	}
	return s.normal(secret)
}

// admitted tells whether the credentials of an update are right.
func (s *seams) admitted(st store, c *call) bool {
	if s.admit != nil {
		return s.admit(st, c)
	}
	return st.holds(c.text("client_id"), s.key(c.text("client_secret")))
}

// enrol makes and keeps new credentials.
func (s *seams) enrol(st store, c *call) fields {
	id, secret := s.mint(c)
	st.put(id, s.key(secret))
	return fields{"client_id": id, "client_secret": secret, "expires_at": s.expires()}
}

// renew is the answer to an update.
func (s *seams) renew(c *call) fields {
	return fields{
		"client_id":     c.in["client_id"],
		"client_secret": c.in["client_secret"],
		"expires_at":    s.expires(),
	}
}

// finish sends what was decided.
func (s *seams) finish(w reply, c *call, st store, granted fields, f *fault) {
	if f != nil {
		s.word(c, f)
	}
	if s.after != nil {
		s.after(c, st, f)
	}
	if f != nil {
		switch f.status {
		case http.StatusUnauthorized:
			w.Header().Set("WWW-Authenticate", `Client realm="registration"`)
		case http.StatusMethodNotAllowed:
			w.Header().Set("Allow", http.MethodPost)
		}
		if s.refuse != nil && s.refuse(w, c, f) {
			return
		}
		body := fields{"error": f.text}
		maps.Copy(body, f.more)
		s.write(w, f.status, body)
		return
	}
	if s.grant != nil && s.grant(w, c, st, granted) {
		return
	}
	status := http.StatusOK
	if !c.updates() {
		status = s.created
	}
	s.write(w, status, granted)
}

// word fills in the text and the status of a refusal.
func (s *seams) word(c *call, f *fault) {
	if f.text == "" {
		f.text = message(f.id, f.value)
	}
	if f.status == 0 {
		f.status = s.status(f.id)
	}
	if s.tell != nil {
		s.tell(c, f)
	}
}

// exactly serves the endpoint at the root only.
func exactly(path string) bool { return path == endpoint }

// baseType is a media type without parameters and in lower case.
func baseType(header string) string {
	name, _, _ := strings.Cut(header, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// kindOf names the kind of body for a media type.
func kindOf(mediaType string) string {
	switch mediaType {
	case "application/json":
		return asJSON
	case "application/x-www-form-urlencoded":
		return asForm
	default:
		return ""
	}
}
