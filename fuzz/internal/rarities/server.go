// Package rarities holds servers of the registration endpoint whose defects show only under a rare condition: a value of
// one length, one class of characters, two requests at once. A catalogue written by hand would hardly meet them, so they
// tell how well a campaign of fuzzing searches. They know nothing of the rest of the project, and so share none of its
// mistakes.
package rarities

import (
	"io"
	"net/http"
)

const (
	endpoint = "/api/client/register"
	// bodyLimit is where a body may be refused for its size alone.
	bodyLimit = 64 << 10
	// drainLimit bounds what is read of a refused body, so that a client which is still sending gets its answer.
	drainLimit = 16 << 20
)

// format is how a body is written.
type format string

const (
	unknownFormat format = ""
	jsonFormat    format = "json"
	formFormat    format = "form"
)

// attempt is one request as far as it was read.
type attempt struct {
	format  format
	body    []byte
	members map[string]any
}

// text is the named member where it is a string, and otherwise empty.
func (a attempt) text(name string) string {
	value, _ := a.members[name].(string)

	return value
}

// given tells whether the named member holds anything: null and the empty string count as left out.
func (a attempt) given(name string) bool {
	value := a.members[name]

	return value != nil && value != ""
}

// outcome is what the server makes of a request: a refusal where message is set, a crash, or a success.
type outcome struct {
	status     int
	message    string
	id, secret string
	crashed    bool
}

func refuse(status int, message string) outcome {
	return outcome{status: status, message: message}
}

func accept(id, secret string) outcome {
	return outcome{status: http.StatusOK, id: id, secret: secret}
}

// server conforms as newServer makes it. Each func is a step of its work, which a defect replaces or wraps.
type server struct {
	clients *clients

	// formatOf reads a Content-Type.
	formatOf func(contentType string) format
	// decodeJSON and decodeForm give the members of a body, or the message with which it is refused.
	decodeJSON, decodeForm func(body []byte) (members map[string]any, message string)
	// stumbles tells whether a request that could be read makes the server crash; the conforming one never does.
	stumbles func(r *http.Request, a attempt) bool
	// associate and update carry out the two types; update comes after the credentials were found good.
	associate, update func(a attempt) outcome
	// authorized judges credentials.
	authorized func(id, secret string) bool
	// badAddress finds the first address in a list of contacts that is none.
	badAddress func(contacts string) (bad string, found bool)
	// nameInMessage is how a message writes the value that it is about.
	nameInMessage func(value string) string
	// render writes an outcome down.
	render func(r *http.Request, a attempt, out outcome) reply
}

func newServer() *server {
	s := &server{
		clients:       newClients(),
		formatOf:      formatOf,
		decodeJSON:    decodeJSON,
		decodeForm:    decodeForm,
		stumbles:      func(*http.Request, attempt) bool { return false },
		badAddress:    func(contacts string) (string, bool) { return firstBad(contacts, validEmail) },
		nameInMessage: func(value string) string { return value },
		render:        render,
	}
	s.associate = s.associateAsAsked
	s.update = s.updateAsAsked
	s.authorized = s.clients.authorized

	return s
}

// Conforming is the server that each defective one departs from in one point. It reads JSON and forms, and honours
// redirect_uri and redirect_uris alike.
func Conforming() http.Handler {
	return newServer()
}

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, out := s.answer(r)
	s.render(r, a, out).write(w)
}

func (s *server) answer(r *http.Request) (attempt, outcome) {
	var a attempt
	if r.URL.Path != endpoint {
		return a, refuse(http.StatusNotFound, "There is nothing here.")
	}
	if r.Method != http.MethodPost {
		return a, refuse(http.StatusMethodNotAllowed, "Only POST registers a client.")
	}

	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit+1))
	if err != nil {
		return a, refuse(http.StatusBadRequest, "The body could not be read.")
	}
	if len(body) > bodyLimit {
		// Whether the rest arrives does not matter: the answer is the same.
		_, _ = io.CopyN(io.Discard, r.Body, drainLimit)

		return a, refuse(http.StatusRequestEntityTooLarge, "The body is too large.")
	}
	a.body = body

	var message string
	switch a.format = s.formatOf(r.Header.Get("Content-Type")); a.format {
	case jsonFormat:
		a.members, message = s.decodeJSON(body)
	case formFormat:
		a.members, message = s.decodeForm(body)
	default:
		return a, refuse(http.StatusUnsupportedMediaType, "Unknown Content-Type")
	}
	if message != "" {
		return a, refuse(http.StatusBadRequest, message)
	}
	if s.stumbles(r, a) {
		return a, outcome{status: http.StatusInternalServerError, crashed: true}
	}

	return a, s.decide(a)
}
