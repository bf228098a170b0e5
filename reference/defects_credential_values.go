package reference

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// credentialValueDefects are about credentials that are more, or something
// else, than a plain string.
func credentialValueDefects() []group {
	const id, secret = paramClientID, paramClientSecret
	// instead lets in a secret of a sort, for the right identifier.
	instead := func(sort condition) alteration {
		return opensTo(func(e *exchange, known credentials) bool { return e.text(id) == known.id && sort(e) })
	}
	injected := func(sort func(string) bool) alteration { return instead(texts(secret, sort)) }
	return []group{
		{implied, "credentials.string", []entry{
			{"secret-in-list-opens", "A list with the client_secret in it is taken for it.", readsOnlyItem(secret)},
			{"id-in-list-opens", "A list with the client_id in it is taken for it.", readsOnlyItem(id)},
			{"secret-true-opens", "True is taken for any client_secret.", instead(others(secret, "t"))},
			{"secret-zero-opens", "A number is taken for any client_secret.", instead(others(secret, aNumber))},
			{"secret-list-opens", "Any list is taken for any client_secret.", instead(others(secret, aList))},
			{"secret-object-opens", "An object is taken for any client_secret.", instead(others(secret, anObject))},
			{"secret-number-crashes", "The server fails over a number as client_secret.", atChecks(others(secret, aNumber), crash)},
			{"secret-list-crashes", "The server fails over a list as client_secret.", atChecks(others(secret, aList), crash)},
			{"secret-object-crashes", "The server fails over an object as client_secret.", atChecks(others(secret, anObject), crash)},
			{"secret-boolean-drops-connection", "The connection is dropped over true or false as client_secret.", atChecks(others(secret, aBoolean), hangUp)},
			{"id-number-crashes", "The server fails over a number as client_id.", atChecks(others(id, aNumber), crash)},
			{"id-list-crashes", "The server fails over a list as client_id.", atChecks(others(id, aList), crash)},
			{"id-object-crashes", "The server fails over an object as client_id.", atChecks(others(id, anObject), crash)},
			{"credentials-of-nothing-ignored-on-registration", "False, zero and empty lists and objects as credentials are passed over in a registration.", alterations(
				skips(id, all(onRegistration, countsForNothing(id))), skips(secret, all(onRegistration, countsForNothing(secret))),
			)},
			{"id-other-ignored-on-registration", "A client_id that is no string is passed over in a registration.", skips(id, all(onRegistration, others(id, noString)))},
			{"secret-other-ignored-on-registration", "A client_secret that is no string is passed over in a registration.", skips(secret, all(onRegistration, others(secret, noString)))},
		}},
		{hardening, "credentials.injection", []entry{
			{"secret-with-sql-opens", "A client_secret becomes part of an SQL condition, which it can make true.", injected(func(s string) bool {
				return regexp.MustCompile(`(?i)'\s*(or|\|\|)\s*`).MatchString(s)
			})},
			{"secret-with-comment-opens", "A client_secret can end an SQL statement before it is compared.", injected(func(s string) bool {
				return regexp.MustCompile(`'\s*(--|#|/\*)`).MatchString(s)
			})},
			{"id-with-comment-opens", "A client_id can end an SQL statement before the client_secret is compared.", opensTo(func(e *exchange, known credentials) bool {
				head, rest, found := strings.Cut(e.text(id), "'")
				return found && head == known.id && regexp.MustCompile(`^\s*(--|#|/\*)`).MatchString(rest)
			})},
			{"id-with-sql-opens", "A client_id becomes part of an SQL condition, which it can make true.", opensTo(func(e *exchange, _ credentials) bool {
				return regexp.MustCompile(`(?i)'\s*(or|\|\|)\s*`).MatchString(e.text(id))
			})},
			{"secret-with-wildcard-opens", "Percent signs and stars are wildcards in a client_secret.", injected(func(s string) bool {
				return s != "" && strings.Trim(s, "%*") == ""
			})},
			{"secret-as-pattern-opens", "A client_secret is a pattern.", opensTo(func(e *exchange, known credentials) bool {
				pattern, err := regexp.Compile("^(?:" + e.text(secret) + ")$")
				return err == nil && e.text(id) == known.id && e.text(secret) != "" && pattern.MatchString(known.secret)
			})},
			{"secret-with-operator-opens", "An object with an operator such as $ne is carried out as client_secret.", instead(operator(secret))},
			{"id-with-operator-opens", "An object with an operator such as $gt is carried out as client_id.", opensTo(func(e *exchange, known credentials) bool {
				return operator(id)(e) && (e.text(secret) == known.secret || operator(secret)(e))
			})},
			{"secret-with-quote-refused-otherwise", "A quote in a credential is refused with 400 and a reason more.", injectedAnswer(containingAny(`'"`))},
			{"secret-with-wildcard-refused-otherwise", "A wildcard in a credential is refused with 400 and a reason more.", injectedAnswer(containingAny("%*"))},
		}},
	}
}

// operator holds for objects with the name of a database's operator.
func operator(name string) condition {
	return func(e *exchange) bool {
		o := map[string]any{}
		if e.params[name].kind != notAText || json.Unmarshal([]byte(e.params[name].text), &o) != nil {
			return false
		}
		for name := range o {
			if strings.HasPrefix(name, "$") {
				return true
			}
		}
		return false
	}
}

// injectedAnswer is another answer to credentials of a sort, with the same
// message.
func injectedAnswer(sort func(string) bool) alteration {
	return refusals(func(e *exchange, no *refusal, a *answer) {
		if no.message == msgUnauthorized && (sort(e.text(paramClientID)) || sort(e.text(paramClientSecret))) {
			a.status = 400
			a.set("reason", "Illegal character in credentials.")
		}
	})
}

// countsForNothing holds where the parameter is one of the values that are as good as none in PHP.
func countsForNothing(name string) condition {
	return func(e *exchange) bool {
		v := e.params[name]
		return v.kind == notAText && slices.Contains([]string{"false", "0", "0.0", "[]", "{}"}, v.text)
	}
}
