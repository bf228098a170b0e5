package reference

import (
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// What follows are the words in which the tables of defects and variants are
// written: conditions, troubles, and the ways to put both into a stage.

// condition picks the requests that an alteration is about. What it may look at
// depends on the stage: the body is there from decode on, the parameters from
// the checks on.
type condition func(*exchange) bool

func always(*exchange) bool { return true }

func onUpdate(e *exchange) bool { return e.isUpdate() }

func onRegistration(e *exchange) bool { return e.text(paramType) == typeAssociate }

// inJSON and inForm know which of the two a body without a Content-Type is.
func inJSON(e *exchange) bool { return !inForm(e) }

func inForm(e *exchange) bool {
	return e.encoding == encodingForm || e.encoding == encodingUnnamed && sniff(e.body) == encodingForm
}

func forApplication(kind string) condition {
	return func(e *exchange) bool { return e.text(paramApplicationType) == kind }
}

func not(c condition) condition { return func(e *exchange) bool { return !c(e) } }

func all(conditions ...condition) condition {
	return func(e *exchange) bool {
		for _, c := range conditions {
			if !c(e) {
				return false
			}
		}
		return true
	}
}

// given holds where the parameter has a value that counts.
func given(name string) condition {
	return func(e *exchange) bool { return e.params[name].given() }
}

// null holds where the parameter is there, and null.
func null(name string) condition {
	return func(e *exchange) bool {
		v, found := e.params[name]
		return found && v.kind == absent
	}
}

// texts holds where the parameter is a string of that sort.
func texts(name string, sort func(string) bool) condition {
	return func(e *exchange) bool {
		v := e.params[name]
		return v.kind == isText && sort(v.text)
	}
}

// The kinds of JSON values that are no strings, by how they begin.
const (
	aList      = "["
	anObject   = "{"
	aNumber    = "-0123456789"
	aBoolean   = "tf"
	noString   = aList + anObject + aNumber + aBoolean
	noList     = anObject + aNumber + aBoolean
	emptyOrNot = "f0" // false and zero: what counts as nothing in many languages
)

// others holds where the parameter is a JSON value that begins with one of the
// characters.
func others(name, starts string) condition {
	return func(e *exchange) bool {
		v := e.params[name]
		return v.kind == notAText && strings.Contains(starts, v.text[:1])
	}
}

// anyText holds where one of the parameters is a string of that sort.
func anyText(sort func(string) bool) condition {
	return func(e *exchange) bool {
		for name := range e.params {
			if texts(name, sort)(e) {
				return true
			}
		}
		return false
	}
}

// inBody holds where the body is of that sort.
func inBody(sort func([]byte) bool) condition {
	return func(e *exchange) bool { return sort(e.body) }
}

// over holds for strings of more than n characters.
func over(n int) func(string) bool {
	return func(s string) bool { return len([]rune(s)) > n }
}

func containing(parts string) func(string) bool {
	return func(s string) bool { return strings.Contains(s, parts) }
}

func containingAny(characters string) func(string) bool {
	return func(s string) bool { return strings.ContainsAny(s, characters) }
}

// startingWith compares without case.
func startingWith(prefix string) func(string) bool {
	return func(s string) bool { return strings.HasPrefix(strings.ToLower(s), prefix) }
}

// beyond holds for strings with a character after the last one that is allowed.
func beyond(last rune) func(string) bool {
	return func(s string) bool { return strings.ContainsFunc(s, func(r rune) bool { return r > last }) }
}

// trouble is what a stage does in place of its work.
type trouble func(*exchange) *refusal

// saying refuses with a message of the server's own, or a wrong one.
func saying(message string) trouble {
	return func(*exchange) *refusal { return badRequest(message) }
}

// crash is an exception that the framework caught.
func crash(*exchange) *refusal {
	return refuse(http.StatusInternalServerError, "Internal Server Error")
}

// hangUp drops the connection.
func hangUp(*exchange) *refusal { panic(http.ErrAbortHandler) }

// hang never answers. It reads the body to its end, because only then is it
// noticed that the client has given up.
func hang(e *exchange) *refusal {
	_, _ = io.Copy(io.Discard, e.request.Body)
	<-e.request.Context().Done()
	panic(http.ErrAbortHandler)
}

// atRoute makes trouble before anything but the header is looked at.
func atRoute(c condition, t trouble) alteration {
	return func(b *behaviour) { b.route = before(b.route, c, t) }
}

// atDecode makes trouble before the body is decoded.
func atDecode(c condition, t trouble) alteration {
	return func(b *behaviour) {
		next := b.decode
		b.decode = func(e *exchange) (params, *refusal) {
			if c(e) {
				if no := t(e); no != nil {
					return nil, no
				}
			}
			return next(e)
		}
	}
}

// atChecks makes trouble before the parameters are checked.
func atChecks(c condition, t trouble) alteration {
	return func(b *behaviour) {
		nothing := func(*exchange) *refusal { return nil }
		b.checks = append([]check{{"", before(nothing, c, t)}}, b.checks...)
	}
}

func before(next func(*exchange) *refusal, c condition, t trouble) func(*exchange) *refusal {
	return func(e *exchange) *refusal {
		if c(e) {
			if no := t(e); no != nil {
				return no
			}
		}
		return next(e)
	}
}

// checks puts another check in the place of the one about a parameter, which it
// can still call.
func checks(about string, instead func(e *exchange, next trouble) *refusal) alteration {
	return func(b *behaviour) {
		changed := make([]check, len(b.checks))
		for i, c := range b.checks {
			changed[i] = c
			if c.about == about {
				changed[i].fault = func(e *exchange) *refusal { return instead(e, c.fault) }
			}
		}
		b.checks = changed
	}
}

// skips leaves the check about a parameter out.
func skips(about string, c condition) alteration {
	return checks(about, func(e *exchange, next trouble) *refusal {
		if c(e) {
			return nil
		}
		return next(e)
	})
}

// sees makes a check look at another text than the one that was sent.
func sees(about string, f func(string) string) alteration {
	return checks(about, func(e *exchange, next trouble) *refusal {
		for _, name := range namesOf(about) {
			if v := e.params[name]; v.kind == isText {
				e = e.with(name, value{isText, f(v.text)})
			}
		}
		return next(e)
	})
}

// namesOf are the names that a parameter goes by.
func namesOf(about string) []string {
	if about == paramRedirectURI {
		return redirectNames()
	}
	return []string{about}
}

// reads changes the parameters, once they are decoded.
func reads(c condition, change func(params)) alteration {
	return func(b *behaviour) {
		next := b.decode
		b.decode = func(e *exchange) (params, *refusal) {
			p, no := next(e)
			if no != nil {
				return nil, no
			}
			decoded := *e
			decoded.params = p
			if c(&decoded) {
				p = maps.Clone(p)
				change(p)
			}
			return p, nil
		}
	}
}

// sets makes a parameter hold that word.
func sets(name, word string) func(params) {
	return func(p params) { p[name] = value{isText, word} }
}

// alterations puts in several at once.
func alterations(parts ...alteration) alteration {
	return func(b *behaviour) {
		for _, put := range parts {
			put(b)
		}
	}
}

// late lets the client wait, and then refuses what is too large or too deep.
func late(e *exchange) *refusal {
	_, _ = io.Copy(io.Discard, e.request.Body)
	select {
	case <-time.After(10 * time.Second):
		return refuse(http.StatusRequestEntityTooLarge, msgTooLarge)
	case <-e.request.Context().Done():
		panic(http.ErrAbortHandler)
	}
}
