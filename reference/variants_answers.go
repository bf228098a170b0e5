package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// answerVariants are about statuses, the order of faults, and what answers hold.
func answerVariants() []entry {
	var statuses []entry
	for _, status := range []int{400, 401, 403, 404, 409, 413, 415, 418, 422} {
		statuses = append(statuses, entry{
			fmt.Sprintf("refusals-with-status-%d", status), fmt.Sprintf("Every refusal of the endpoint has status %d.", status),
			refusals(func(e *exchange, _ *refusal, a *answer) {
				if atEndpoint(e) {
					a.status = status
				}
				if a.status == http.StatusUnauthorized {
					a.setHeader("Www-Authenticate", `Client realm="registration"`)
				}
			}),
		})
	}
	return slices.Concat(statuses, []entry{
		{"registration-with-status-201", "A registration is answered with 201.", successes(onRegistration, func(_ *exchange, a *answer) { a.status = http.StatusCreated })},
		{"success-with-status-201", "A success is always answered with 201.", successes(always, func(_ *exchange, a *answer) { a.status = http.StatusCreated })},
		{"success-with-status-202", "A success is always answered with 202.", successes(always, func(_ *exchange, a *answer) { a.status = http.StatusAccepted })},
		{"unauthorized-with-challenge", "Wrong credentials are refused with 401 and a challenge.", refusals(func(_ *exchange, no *refusal, a *answer) {
			if wrongSecret(no) {
				a.status = http.StatusUnauthorized
				a.setHeader("Www-Authenticate", `Basic realm="registration"`)
			}
		})},
		{"faults-in-other-order", "Of several faults the one is told that would be found last.", func(b *behaviour) { slices.Reverse(b.checks) }},
		{"faults-last-item-first", "Of several wrong items of a list the last one is named.", alterations(sees(paramContacts, itemsReversed), sees(paramRedirectURI, itemsReversed))},
		{"credentials-checked-first", "Wrong credentials are told before faults in what describes the client.", checksCredentialsFirst},
		{"type-unknown-told", "An unknown type is refused with a message of its own.", atChecks(unknownType, saying("Unknown type."))},
		{"application-type-missing-told", "A registration without application_type is refused with a message of its own.", atChecks(
			all(onRegistration, func(e *exchange) bool { return e.params[paramApplicationType].kind == absent }), saying("application_type is required."))},
		{"success-says-more", "A success holds what is known of the client.", successes(always, func(e *exchange, a *answer) {
			a.set("client_id_issued_at", time.Now().Unix())
			a.set("application_type", e.text(paramApplicationType))
			a.set("application_name", e.text(paramApplicationName))
			a.set("redirect_uris", splitList(e.text(paramRedirectURI)))
			a.set("links", jsonObject{{"self", nil}})
		})},
		{"success-with-null-error", "A success has an error member too, which is null.", successes(always, func(_ *exchange, a *answer) { a.set("error", nil) })},
		{"refusal-says-more", "A refusal holds a code, a list and a link beside its message.", refusals(func(_ *exchange, no *refusal, a *answer) {
			a.set("status", no.status)
			a.set("message", "The request was refused.")
			a.set("errors", []jsonObject{{{"code", "invalid"}}})
			a.set("client_id", nil)
		})},
		{"expires-tomorrow", "Credentials expire a day after each answer.", successes(always, func(_ *exchange, a *answer) { a.set("expires_at", tomorrow().Unix()) })},
		{"expires-in-year-9999", "Credentials expire at the end of the year 9999.", successes(always, func(_ *exchange, a *answer) { a.set("expires_at", int64(253402300799)) })},
		{"json-indented", "Answers are JSON on several lines.", contents(func(content []byte) []byte {
			var b bytes.Buffer
			_ = json.Indent(&b, content, "", "\t")
			return append(b.Bytes(), '\n')
		})},
		{"json-with-white-space", "Answers have white space before and behind the JSON.", contents(func(content []byte) []byte {
			return slices.Concat([]byte("\r\n \t"), content, []byte("\r\n"))
		})},
		{"json-in-ascii", "Answers escape all characters outside ASCII, and slashes.", contents(inASCIIOnly)},
		{"json-all-escaped", "Answers escape every character in their strings, in names too.", answers(func(_ *exchange, a *answer) {
			a.body = verbatim(allEscaped(a.body))
		})},
		{"json-not-escaped", "Answers escape nothing that may stand for itself.", answers(func(_ *exchange, a *answer) { a.body = verbatim(rawText(a.body)) })},
		{"members-in-other-order", "The members of answers are in the reverse order.", answers(func(_ *exchange, a *answer) {
			a.edit(func(o jsonObject) jsonObject {
				slices.Reverse(o)
				return o
			})
		})},
	})
}

func itemsReversed(s string) string {
	items := splitList(s)
	slices.Reverse(items)
	return strings.Join(items, " ")
}

// checksCredentialsFirst looks at the credentials when it is known that there
// are some.
func checksCredentialsFirst(b *behaviour) {
	checks(aboutLengths, func(e *exchange, next trouble) *refusal {
		c := credentials{e.text(paramClientID), e.text(paramClientSecret)}
		if e.isUpdate() && !b.store.update(c, func(m metadata) metadata { return m }) {
			return refuse(http.StatusForbidden, msgUnauthorized)
		}
		return next(e)
	})(b)
}

// contents changes answers as they are written.
func contents(change func([]byte) []byte) alteration {
	return answers(func(_ *exchange, a *answer) { a.body = verbatim(change(a.content())) })
}

func inASCIIOnly(content []byte) []byte {
	var b strings.Builder
	for _, r := range string(content) {
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r > '~':
			b.WriteString(escapes(r))
		default:
			b.WriteRune(r)
		}
	}
	return []byte(b.String())
}

// escapes writes a character as JSON escapes.
func escapes(r rune) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune{r}) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

// allEscaped is JSON with every character of every string escaped.
func allEscaped(body any) string {
	switch v := body.(type) {
	case verbatim:
		return string(v)
	case string:
		var b strings.Builder
		for _, r := range v {
			b.WriteString(escapes(r))
		}
		return `"` + b.String() + `"`
	case jsonObject:
		members := make([]string, len(v))
		for i, m := range v {
			members[i] = allEscaped(m.name) + ":" + allEscaped(m.value)
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	return rawText(body)
}
