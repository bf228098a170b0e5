package reference

import (
	"maps"
	"net/http"
)

// behaviour is what a server does at each stage of the pipeline. A [Server]
// starts with the stages that conform; a seeded defect or variant puts another
// function in the place of one of them, mostly one that wraps it.
type behaviour struct {
	route    func(*exchange) *refusal
	encoding func(http.Header) encoding
	maxBody  int64 // in bytes
	decode   func(*exchange) (params, *refusal)
	checks   []check // the first fault wins
	act      func(*exchange) (credentials, *refusal)
	accepted func(*exchange, credentials) answer
	refused  func(*exchange, *refusal) answer
	write    func(*exchange, answer)
	store    *store
}

// conforming is how the server behaves of itself.
func conforming(o Options) behaviour {
	s := newStore(o.MaxClients)
	return behaviour{
		route:    route,
		encoding: encodingOf,
		maxBody:  o.MaxBody,
		decode:   func(e *exchange) (params, *refusal) { return decode(e.encoding, e.body) },
		checks:   documentedChecks(),
		act:      s.act,
		accepted: registered,
		refused:  refused,
		write:    write,
		store:    s,
	}
}

// exchange is one request on its way through the stages, each of which adds
// what it found out.
type exchange struct {
	writer   http.ResponseWriter
	request  *http.Request
	encoding encoding
	body     []byte
	params
}

func (e *exchange) isUpdate() bool { return e.text(paramType) == typeUpdate }

// with is the exchange as if the parameter had another value.
func (e *exchange) with(name string, v value) *exchange {
	changed := *e
	changed.params = maps.Clone(e.params)
	changed.params[name] = v
	return &changed
}
