package reference

import (
	"io"
	"net/http"
	"slices"
	"strings"
)

func methodDefects() []group {
	return []group{
		{implied, "method.safe", []entry{
			{"get-registers", "A GET with a body registers a client.", methods(isMethod(http.MethodGet), asPost)},
			{"get-with-query-registers", "A GET with the parameters in the query registers a client.", methods(isMethod(http.MethodGet), asPostedQuery)},
			{"head-registers", "A HEAD with a body registers a client.", methods(isMethod(http.MethodHead), asPost)},
			{"head-with-query-registers", "A HEAD with the parameters in the query registers a client.", methods(isMethod(http.MethodHead), asPostedQuery)},
		}},
		{implied, "method.others", []entry{
			{"put-as-post", "PUT is taken for POST.", methods(isMethod(http.MethodPut), asPost)},
			{"patch-as-post", "PATCH is taken for POST.", methods(isMethod(http.MethodPatch), asPost)},
			{"any-method-as-post", "Any method but GET, HEAD and OPTIONS is taken for POST.", methods(
				not(isMethod(http.MethodGet, http.MethodHead, http.MethodOptions)), asPost)},
			{"post-in-any-case", "POST is taken in any letter case, as post.", methods(isMethod("post", "Post"), asPost)},
			{"get-answered", "GET and HEAD are answered with a description.", answersMethods(http.StatusOK, http.MethodGet, http.MethodHead)},
			{"get-lists-clients", "GET lists the client_ids that there are.", listsClients},
			{"get-redirects", "GET redirects to another page.", refusesMethods(http.StatusFound, http.MethodGet, http.MethodHead)},
			{"delete-answered", "DELETE is answered like something that was done.", answersMethods(http.StatusOK, http.MethodDelete)},
			{"trace-answered", "TRACE is answered.", answersMethods(http.StatusOK, http.MethodTrace)},
			{"get-crashes", "The server fails over GET.", atRoute(all(isMethod(http.MethodGet), isEndpoint), crash)},
			{"delete-crashes", "The server fails over DELETE.", atRoute(all(isMethod(http.MethodDelete), isEndpoint), crash)},
			{"put-drops-connection", "The connection is dropped over PUT.", atRoute(all(isMethod(http.MethodPut), isEndpoint), hangUp)},
			{"options-crashes", "The server fails over OPTIONS.", atRoute(all(isMethod(http.MethodOptions), isEndpoint), crash)},
			{"options-hangs", "There is no answer to OPTIONS.", atRoute(all(isMethod(http.MethodOptions), isEndpoint), hang)},
			{"head-crashes", "The server fails over HEAD.", atRoute(all(isMethod(http.MethodHead), isEndpoint), crash)},
		}},
	}
}

func isMethod(names ...string) condition {
	return func(e *exchange) bool { return slices.Contains(names, e.request.Method) }
}

func isEndpoint(e *exchange) bool { return e.request.URL.Path == Path }

// methods changes requests before they are looked at.
func methods(c condition, change func(*http.Request)) alteration {
	return func(b *behaviour) {
		next := b.route
		b.route = func(e *exchange) *refusal {
			if c(e) {
				request := *e.request
				request.Header = e.request.Header.Clone()
				change(&request)
				e.request = &request
			}
			return next(e)
		}
	}
}

func asPost(r *http.Request) { r.Method = http.MethodPost }

// asPostedQuery makes a request with its parameters in the query one with a
// form.
func asPostedQuery(r *http.Request) {
	if r.URL.RawQuery == "" {
		return
	}
	r.Method = http.MethodPost
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Body = io.NopCloser(strings.NewReader(r.URL.RawQuery))
}

// refusesMethods refuses with another status.
func refusesMethods(status int, names ...string) alteration {
	return alterations(
		atRoute(all(isMethod(names...), isEndpoint), func(*exchange) *refusal { return refuse(status, http.StatusText(status)) }),
		refusals(func(_ *exchange, no *refusal, a *answer) {
			if no.status == status && status/100 == 3 {
				a.setHeader("Location", "/")
			}
		}),
	)
}

// answersMethods answers what should be refused.
func answersMethods(status int, names ...string) alteration {
	return alterations(refusesMethods(status, names...), refusals(func(_ *exchange, no *refusal, a *answer) {
		if no.status == status {
			a.body = jsonObject{{"status", "ok"}}
		}
	}))
}

func listsClients(b *behaviour) {
	alterations(refusesMethods(http.StatusOK, http.MethodGet), refusals(func(_ *exchange, no *refusal, a *answer) {
		if no.status == http.StatusOK {
			ids := []string{}
			for _, c := range b.store.clients() {
				ids = append(ids, c.id)
			}
			a.body = jsonObject{{"clients", ids}}
		}
	}))(b)
}
