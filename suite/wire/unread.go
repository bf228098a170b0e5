package wire

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
)

const (
	// maxDoubts is how often answers behind refusals of one kind must prove to be right
	// before they are believed.
	maxDoubts = 3
	// mostAsked bounds how many requests are sent again for this, on a server whose
	// answers to the same request always differ.
	mostAsked = 1000
)

// unread finds out whether a server refuses requests without reading their bodies, and
// takes what is left of one for the next request (RFC 9112 §9.3 forbids that). Then
// the answer to the rest stands where the next answer should.
type unread struct {
	mu     sync.Mutex     // guards what is below
	asked  int            // how many requests were sent again
	honest map[string]int // how often an answer behind a refusal of a kind was the same on a connection of its own
}

// doubts reports whether an answer may be to what was left of the request before.
func (u *unread) doubts(t try) bool {
	if t.brk != nil || t.after == "" {
		return false
	}
	switch t.answer.Status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestURITooLong,
		http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
	default:
		return false // nothing that a server says of what is no request
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.honest[t.after] < maxDoubts && u.asked < mostAsked
}

// learn compares the answer that was in doubt with the one on a fresh connection.
func (u *unread) learn(first, again try) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.asked++
	if u.honest == nil {
		u.honest = map[string]int{}
	}
	if again.brk != nil || first.answer.Status != again.answer.Status || !bytes.Equal(first.answer.Body, again.answer.Body) {
		u.honest[first.after] -= mostAsked // it is never believed again
		return
	}
	u.honest[first.after]++
}

// refusalOf is what kind of refusal an answer is, "" for none. Whether a server reads the
// body of what it refuses depends on the method and the type of the body.
func refusalOf(d draft, a *Answer) string {
	if len(d.body) == 0 || a == nil || a.Status < http.StatusBadRequest {
		return ""
	}
	return fmt.Sprintf("%s %d %.100q", d.method, a.Status, Values(d.header, "Content-Type"))
}
