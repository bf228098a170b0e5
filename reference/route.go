package reference

import "net/http"

// Path is where the endpoint lives, relative to the server's base URL.
const Path = "/api/client/register"

// allowed is the Allow header of the endpoint (RFC 9110 §10.2.1).
const allowed = "OPTIONS, POST"

// route answers everything that is not a POST to the endpoint. It reports
// false when the request is one, and has to be looked into.
//
// The path is compared as a whole, without http.ServeMux, whose clean-up of
// odd paths is a redirect in HTML. Unknown methods get 405 like the known ones:
// 501 would be the other choice of RFC 9110 §9.1, but it blames the server.
func route(r *http.Request) (answer, bool) {
	switch {
	case r.URL.Path != Path:
		return refused(refuse(http.StatusNotFound, msgNotFound)), true
	case r.Method == http.MethodPost:
		return answer{}, false
	case r.Method == http.MethodOptions:
		return describe(), true
	}
	a := refused(refuse(http.StatusMethodNotAllowed, msgMethodNotAllowed))
	a.allow = allowed
	return a, true
}

// describe answers OPTIONS (RFC 9110 §9.3.7). It has a body only so that
// everything this server says is JSON.
func describe() answer {
	return answer{status: http.StatusOK, allow: allowed, body: struct {
		Methods []string `json:"methods"`
	}{[]string{http.MethodOptions, http.MethodPost}}}
}
