package reference

import "net/http"

// Path is where the endpoint lives, relative to the server's base URL.
const Path = "/api/client/register"

// allowed is the Allow header of the endpoint (RFC 9110 §10.2.1).
const allowed = "OPTIONS, POST"

// route refuses everything that is neither a POST nor OPTIONS to the endpoint.
//
// The path is compared as a whole, without http.ServeMux, whose clean-up of
// odd paths is a redirect in HTML. Unknown methods get 405 like the known ones:
// 501 would be the other choice of RFC 9110 §9.1, but it blames the server.
func route(e *exchange) *refusal {
	if e.request.URL.Path != Path {
		return refuse(http.StatusNotFound, msgNotFound)
	}
	switch e.request.Method {
	case http.MethodPost, http.MethodOptions:
		return nil
	}
	return refuse(http.StatusMethodNotAllowed, msgMethodNotAllowed)
}

// describe answers OPTIONS (RFC 9110 §9.3.7). It has a body only so that
// everything this server says is JSON.
func describe() answer {
	return answer{
		status: http.StatusOK,
		header: http.Header{"Allow": {allowed}},
		body:   jsonObject{{"methods", []string{http.MethodOptions, http.MethodPost}}},
	}
}
