package reference

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// refusal is the reason why a request is turned down, and the status (always
// a 4xx) that it is turned down with. A nil *refusal means that nothing is
// wrong. It is deliberately no error: nothing went wrong inside the server.
type refusal struct {
	status  int
	message string
}

func refuse(status int, message string) *refusal {
	return &refusal{status: status, message: message}
}

// answer is a whole response, before it is written.
type answer struct {
	status int
	body   any
	allow  string // value of the Allow header; empty for none
}

// registered answers a registration or an update. Both get 200: the example
// responses have no Location that a 201 would point to, and a client that
// tests for exactly 200 is likelier than one that tests for 201.
func registered(c credentials) answer {
	return answer{status: http.StatusOK, body: struct {
		ID        string `json:"client_id"`
		Secret    string `json:"client_secret"`
		ExpiresAt int64  `json:"expires_at"`
	}{c.id, c.secret, 0}}
}

// refused answers a request that was turned down.
func refused(r *refusal) answer {
	return answer{status: r.status, body: struct {
		Error string `json:"error"`
	}{r.message}}
}

// write sends the answer. Answers may carry a secret, so none may be kept by a
// cache (RFC 9111 §5.2.2.5); they echo what clients sent, so none may be taken
// for HTML. The media type has no charset: JSON defines none (RFC 8259 §11).
func (a answer) write(w http.ResponseWriter) {
	// Marshal cannot fail on these strings and numbers, and it escapes the
	// characters that mean something to HTML.
	body, _ := json.Marshal(a.body)
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if a.allow != "" {
		h.Set("Allow", a.allow)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // a client that has gone away is no one's fault
}
