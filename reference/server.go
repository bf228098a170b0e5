package reference

import "net/http"

// Server is the registration endpoint. It implements [http.Handler] and is
// safe for concurrent use. Clients are kept in memory and end with it.
type Server struct {
	maxBody int64
	checks  []check
	store   *store
}

// New returns a server without clients.
func New(o Options) *Server {
	o = o.withDefaults()
	return &Server{
		maxBody: o.MaxBody,
		checks:  documentedChecks(),
		store:   newStore(o.MaxClients),
	}
}

// ServeHTTP answers one request. Every answer is JSON: a POST to [Path] gets
// credentials or an object whose error member says why not, another method gets
// 405 (OPTIONS is answered), another path 404. No request is answered with a
// 5xx. The Accept header is disregarded, as RFC 9110 §12.5.1 permits.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, done := route(r)
	if !done {
		a = s.register(w, r)
	}
	a.write(w)
}

// register takes a POST through the stages that can refuse it.
func (s *Server) register(w http.ResponseWriter, r *http.Request) answer {
	p, no := s.read(w, r)
	if no != nil {
		return refused(no)
	}
	if no := s.check(p); no != nil {
		return refused(no)
	}
	c, no := s.act(p)
	if no != nil {
		return refused(no)
	}
	return registered(c)
}

// read gets the parameters out of the request. The headers are looked at
// before the body, so that a body of the wrong type is not even read.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (params, *refusal) {
	enc := encodingOf(r.Header)
	if enc == encodingUnknown {
		return nil, refuse(http.StatusUnsupportedMediaType, msgUnknownContentType)
	}
	if no := checkCoding(r.Header); no != nil {
		return nil, no
	}
	body, no := readBody(w, r, s.maxBody)
	if no != nil {
		return nil, no
	}
	return decode(enc, body)
}

// check finds the first fault of a request.
func (s *Server) check(p params) *refusal {
	for _, c := range s.checks {
		if no := c(p); no != nil {
			return no
		}
	}
	return nil
}

// act does what a faultless request asks for.
//
// Wrong credentials get 403, not 401: they came in the body, and a 401 would
// have to carry a challenge for an authentication scheme (RFC 9110 §15.5.2)
// that this endpoint does not use.
func (s *Server) act(p params) (credentials, *refusal) {
	if p.text(paramType) == typeAssociate {
		return s.store.add(p.overlay(metadata{})), nil
	}
	c := credentials{id: p.text(paramClientID), secret: p.text(paramClientSecret)}
	if !s.store.update(c, p.overlay) {
		return credentials{}, refuse(http.StatusForbidden, msgUnauthorized)
	}
	return c, nil
}
