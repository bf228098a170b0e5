package gauntlet

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/regspec/regspec/reference"
)

// conforming is a server that conforms.
func conforming() http.Handler { return reference.New(reference.Options{MaxClients: 100_000}) }

// handler is a behaviour whose handler needs nothing of the host.
func handler(build func() http.Handler) func() Behaviour {
	return func() Behaviour {
		return Behaviour{Handler: func(*Host) http.Handler { return build() }}
	}
}

// always gives one answer to everything.
func always(status int, contentType, body string) func() Behaviour {
	return handler(func() http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			readBody(r)
			if contentType != "" {
				w.Header().Set("Content-Type", contentType)
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	})
}

// answer is what a handler said, kept to be sent in another way.
type answer struct {
	header http.Header
	status int
	body   []byte
}

// keep has a handler answer, and keeps the answer.
func keep(inner http.Handler, r *http.Request) *answer {
	kept := httptest.NewRecorder()
	inner.ServeHTTP(kept, r)
	return &answer{kept.Header(), kept.Code, kept.Body.Bytes()}
}

// send sends a kept answer, or one that was changed. Its length is counted anew.
func (a *answer) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	w.Header().Del("Content-Length")
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// readBody reads the body of a request, and leaves it to be read again. A server that
// has read it notices when the client goes away.
func readBody(r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body)
}

// where tells requests apart by their body.
type where func(r *http.Request) bool

// has holds for bodies with a text in them.
func has(text string) where {
	return func(r *http.Request) bool { return strings.Contains(readBody(r), text) }
}

// before answers some requests in a way of its own, and passes the rest on.
func before(inner http.Handler, some where, own http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if some(r) {
			own(w, r)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// hangUp closes the connection without an answer, or the stream in HTTP/2.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hang keeps silent until the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}
