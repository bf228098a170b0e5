package reference

import "net/http"

// Server is the registration endpoint. It implements [http.Handler] and is
// safe for concurrent use. Clients are kept in memory and end with it.
type Server struct {
	behaviour
}

// New returns a server without clients. It panics where [Seeded] would return
// an error, which it does not for options without defects and variants.
func New(o Options) *Server {
	s, err := Seeded(o)
	if err != nil {
		panic(err)
	}
	return s
}

// ServeHTTP answers one request. Every answer is JSON: a POST to [Path] gets
// credentials or an object whose error member says why not, another method gets
// 405 (OPTIONS is answered), another path 404. No request is answered with a
// 5xx. The Accept header is disregarded, as RFC 9110 §12.5.1 permits.
//
// All of this is so as long as no defect is seeded.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := &exchange{writer: w, request: r}
	s.write(e, s.answer(e))
}

// answer takes a request through the stages that can refuse it.
func (s *Server) answer(e *exchange) answer {
	if no := s.route(e); no != nil {
		return s.refused(e, no)
	}
	if e.request.Method == http.MethodOptions {
		return describe()
	}
	if no := s.read(e); no != nil {
		return s.refused(e, no)
	}
	if no := s.check(e); no != nil {
		return s.refused(e, no)
	}
	c, no := s.act(e)
	if no != nil {
		return s.refused(e, no)
	}
	return s.accepted(e, c)
}

// read gets the parameters out of the request. The headers are looked at
// before the body, so that a body of the wrong type is not even read.
func (s *Server) read(e *exchange) (no *refusal) {
	e.encoding = s.encoding(e.request.Header)
	if e.encoding == encodingUnknown {
		return refuse(http.StatusUnsupportedMediaType, msgUnknownContentType)
	}
	if no = checkCoding(e.request.Header); no != nil {
		return no
	}
	if e.body, no = readBody(e.writer, e.request, s.maxBody); no != nil {
		return no
	}
	e.params, no = s.decode(e)
	return no
}

// check finds the first fault of a request.
func (s *Server) check(e *exchange) *refusal {
	for _, c := range s.checks {
		if no := c.fault(e); no != nil {
			return no
		}
	}
	return nil
}
