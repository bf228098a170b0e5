package reference

import (
	"net/http"
	"strings"
)

// elsewhere is where a server with another route takes updates.
const elsewhere = "/api/client/update"

func typeDefects() []group {
	return []group{
		{documented, "endpoint.path", []entry{
			{
				"path-needs-slash", "The endpoint answers only with a slash at the end of its path.",
				serves(map[string]string{Path: "/", Path + "/": Path}),
			},
			{
				"path-redirects-to-slash", "The path without a slash at the end redirects to the one with it.",
				alterations(
					atRoute(
						func(e *exchange) bool { return e.request.URL.Path == Path && e.request.Method == http.MethodPost },
						func(*exchange) *refusal { return refuse(http.StatusMovedPermanently, "Moved Permanently") },
					),
					refusals(func(_ *exchange, no *refusal, a *answer) {
						if no.status == http.StatusMovedPermanently {
							a.setHeader("Location", Path+"/")
						}
					}),
					serves(map[string]string{Path + "/": Path}),
				),
			},
			{
				"path-of-updates-differs", "Updates are taken at /api/client/update, and are not found at the endpoint.",
				alterations(
					serves(map[string]string{elsewhere: Path}),
					atChecks(
						func(e *exchange) bool { return e.isUpdate() && !strings.HasPrefix(e.request.RequestURI, elsewhere) },
						func(*exchange) *refusal { return refuse(http.StatusNotFound, msgNotFound) },
					),
				),
			},
		}},
		{documented, "type.associate", []entry{
			{
				"registration-not-stored", "A registration hands out credentials of a client that is not kept.",
				registrations(always, (*store).forget),
			},
			{
				"registration-by-form-not-stored", "A registration sent as a form hands out credentials of a client that is not kept.",
				registrations(inForm, (*store).forget),
			},
			{
				"registration-replaces-namesake", "A registration drops the client that had the same application_name.",
				replacesNamesake,
			},
		}},
		{documented, "type.update", []entry{
			{
				"update-not-known", "The type client_update is refused like one that there is not.",
				atChecks(onUpdate, saying(msgNoType)),
			},
			{
				"update-not-known-in-form", "The type client_update is not known when it comes in a form.",
				atChecks(all(onUpdate, inForm), saying(msgNoType)),
			},
			{
				"update-not-known-in-json", "The type client_update is not known when it comes as JSON.",
				atChecks(all(onUpdate, inJSON), saying(msgNoType)),
			},
			{
				"update-taken-for-registration", "An update is refused for its credentials, as if it were a registration.",
				atChecks(all(onUpdate, given(paramClientID)), saying(msgIDOnlyForUpdate)),
			},
		}},
		{documented, "type.required", []entry{
			{
				"type-defaults-to-registration", "A request without a type registers a client.",
				reads(not(given(paramType)), sets(paramType, typeAssociate)),
			},
			{
				"type-defaults-to-registration-in-form", "A form without a type registers a client.",
				reads(all(not(given(paramType)), inForm), sets(paramType, typeAssociate)),
			},
			{
				"type-defaults-to-registration-in-json", "A JSON body without a type registers a client.",
				reads(all(not(given(paramType)), inJSON), sets(paramType, typeAssociate)),
			},
			{
				"type-guessed-from-credentials", "A request without a type is an update if it has a client_id.",
				reads(all(not(given(paramType)), given(paramClientID)), sets(paramType, typeUpdate)),
			},
		}},
		{implied, "type.known-values", []entry{
			{
				"type-unknown-registers", "Any other type registers a client.",
				reads(all(given(paramType), not(onUpdate)), sets(paramType, typeAssociate)),
			},
			{
				"type-unknown-registers-in-form", "Any other type in a form registers a client.",
				reads(all(given(paramType), not(onUpdate), inForm), sets(paramType, typeAssociate)),
			},
			{
				"type-unknown-updates", "Any other type with credentials updates the client.",
				reads(all(given(paramType), given(paramClientID), not(onRegistration)), sets(paramType, typeUpdate)),
			},
			{
				"type-without-case", "The type is compared without case.",
				readsText(paramType, strings.ToLower),
			},
			{
				"type-by-prefix", "A longer word that begins with one of the types is taken for it.",
				readsText(paramType, beginning(typeAssociate, typeUpdate)),
			},
			{
				"type-by-ending", "The end of a type, such as associate, is taken for the whole.",
				readsText(paramType, ending(typeAssociate, typeUpdate)),
			},
			{
				"type-unknown-crashes", "The server fails over a type that it does not know.",
				atChecks(unknownType, crash),
			},
			{
				"type-unknown-drops-connection", "The connection is dropped over a type that the server does not know.",
				atChecks(unknownType, hangUp),
			},
		}},
	}
}

// serves answers at a path as if it were the other one.
func serves(paths map[string]string) alteration {
	return func(b *behaviour) {
		next := b.route
		b.route = func(e *exchange) *refusal {
			if to, found := paths[e.request.URL.Path]; found {
				url, request := *e.request.URL, *e.request
				url.Path, request.URL = to, &url
				e.request = &request
			}
			return next(e)
		}
	}
}

func unknownType(e *exchange) bool {
	return given(paramType)(e) && !onUpdate(e) && !onRegistration(e)
}

// readsText changes what a parameter says, if it is a string.
func readsText(name string, f func(string) string) alteration {
	return reads(always, func(p params) {
		if v := p[name]; v.kind == isText {
			p[name] = value{isText, f(v.text)}
		}
	})
}

// beginning gives the one of the words that a text begins with.
func beginning(words ...string) func(string) string {
	return func(s string) string {
		for _, word := range words {
			if strings.HasPrefix(s, word) {
				return word
			}
		}
		return s
	}
}

// ending gives the one of the words that ends in the text.
func ending(words ...string) func(string) string {
	return func(s string) string {
		for _, word := range words {
			if s != "" && strings.HasSuffix(word, s) {
				return word
			}
		}
		return s
	}
}

// registrations does something more with a client that was just registered.
func registrations(c condition, afterwards func(*store, credentials)) alteration {
	return func(b *behaviour) {
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			granted, no := next(e)
			if no == nil && onRegistration(e) && c(e) {
				afterwards(b.store, granted)
			}
			return granted, no
		}
	}
}

func replacesNamesake(b *behaviour) {
	next := b.act
	b.act = func(e *exchange) (credentials, *refusal) {
		if name := e.text(paramApplicationName); onRegistration(e) && name != "" {
			for _, c := range b.store.clients() {
				if c.applicationName == name {
					b.store.forget(credentials{id: c.id})
				}
			}
		}
		return next(e)
	}
}
