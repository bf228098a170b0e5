package rarities

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// forgetEvery is the number of requests between two losses of memory.
const forgetEvery = 400

// Restarting is a server that dies of a tab in application_name: the connection drops without an answer, and the server
// that comes up in its place knows no client.
func Restarting() http.Handler {
	s := newServer()
	s.stumbles = func(_ *http.Request, a attempt) bool {
		if strings.Contains(a.text("application_name"), "\t") {
			s.clients.forgetAll()
			panic(http.ErrAbortHandler)
		}

		return false
	}

	return s
}

// Forgetful is a server that forgets its clients at moments that no request explains: before every 400th request,
// whatever that asks for.
func Forgetful() http.Handler {
	s := newServer()
	var requests atomic.Int64

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1)%forgetEvery == 0 {
			s.clients.forgetAll()
		}
		s.ServeHTTP(w, r)
	})
}
