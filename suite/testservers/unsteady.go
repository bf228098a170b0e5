package testservers

import (
	"net/http"
	"strings"
	"sync"
)

// FiveCauses is a careful server with five defects that all end in a status of 500, to
// see whether findings are grouped by their cause. The first three answer with one and
// the same page, the last two with JSON of their own. Where more than one holds, the
// first of them answers. They are:
//
//   - an application_name of more than 200 bytes,
//   - an apostrophe in contacts,
//   - a logo_url that begins with http: and not with https:,
//   - a redirect list, under either name, that is a JSON number,
//   - a client_update whose client_id holds a space.
func FiveCauses() http.Handler {
	paged := func(_ *call, f *fault) bool { return f.text == crash().text }
	return carefulWith(on(firstCause), raw(paged, "text/html; charset=utf-8", func(f *fault) string { return page(f.text) }))()
}

func firstCause(c *call) *fault {
	switch {
	case len(c.text("application_name")) > 200,
		strings.Contains(c.text("contacts"), "'"),
		strings.HasPrefix(c.text("logo_url"), "http:"):
		return crash()
	case number(c.in["redirect_uri"]) || number(c.in["redirect_uris"]):
		return other(http.StatusInternalServerError, "'int' object has no attribute 'split'")
	case c.updates() && strings.Contains(c.text("client_id"), " "):
		return other(http.StatusInternalServerError, "invalid identifier")
	default:
		return nil
	}
}

func number(v any) bool {
	_, ok := v.(float64)
	return ok
}

// replaced is a server in whose place another one comes, which knows no client.
type replaced struct {
	mu      sync.Mutex
	build   func() http.Handler
	current http.Handler // nil for one that is to be built
	answers int          // of the current one
	most    int          // answers of one server; 0 for any number
}

func (p *replaced) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.next().ServeHTTP(w, r) }

func (p *replaced) next() http.Handler {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current == nil || p.most > 0 && p.answers == p.most {
		p.current, p.answers = p.build(), 0
	}
	p.answers++
	return p.current
}

func (p *replaced) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current = nil
}

// Restarting is a careful server that a tab in application_name ends: the connection
// breaks off without an answer, and the server that comes in its place knows no client.
func Restarting() http.Handler {
	p := &replaced{}
	p.build = carefulWith(on(func(c *call) *fault {
		if strings.Contains(c.text("application_name"), "\t") {
			p.stop()
			hangUp()
		}
		return nil
	}))
	return p
}

// Forgetful is a careful server that forgets its clients after every 400 requests,
// whatever these ask for.
func Forgetful() http.Handler { return &replaced{build: carefulWith(), most: 400} }
