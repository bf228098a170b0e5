package testservers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// wrongAnswers are servers whose successes are wrong.
func wrongAnswers() []Server {
	both := "Every good registration and update; no refusal."
	return append([]Server{
		{
			Name: "secret-missing", Level: documented, About: []string{"client_secret", "response"},
			Point:  "A registration answers without client_secret.",
			Expect: "Every good registration; no client can be updated, as its secret is not known. No refusal of a registration.",
			New: dictWith(body(func(c *call, granted fields) {
				if c.associates() {
					delete(granted, "client_secret")
				}
			})),
		},
		{
			Name: "secret-is-a-number", Level: documented, About: []string{"client_secret", "response"}, Expect: both,
			Point: "client_secret is a JSON number; updates take it as number or string.",
			New: chainWith(numeric("client_secret"), minting(func(*call) (string, string) {
				return token(16), digits()
			})),
		},
		{
			Name: "id-is-a-number", Level: documented, About: []string{"client_id", "response"}, Expect: both,
			Point: "client_id is a JSON number; updates take it as number or string.",
			New: typedWith(numeric("client_id"), minting(func(*call) (string, string) {
				return digits(), token(32)
			})),
		},
		{
			Name: "expires-is-a-string", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "expires_at is the string 0.",
			New:   dictWith(member("expires_at", "0")),
		},
		{
			Name: "expires-is-a-date", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "expires_at is a date in ISO 8601.",
			New:   typedWith(member("expires_at", "2099-12-31T23:59:59Z")),
		},
		{
			Name: "expires-is-null", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "expires_at is null for credentials that never expire.",
			New:   typedWith(member("expires_at", nil)),
		},
		{
			Name: "expires-missing", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "There is no expires_at.",
			New:   chainWith(body(func(_ *call, granted fields) { delete(granted, "expires_at") })),
		},
		{
			Name: "expires-in-the-past", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "expires_at is the time of the registration, a minute before.",
			New:   dictWith(expiring(func() any { return time.Now().Add(-time.Minute).Unix() })),
		},
		{
			Name: "expires-is-a-duration", Level: documented, About: []string{"expires_at", "response"}, Expect: both,
			Point: "expires_at is 3600, the seconds that are left.",
			New:   chainWith(expiring(func() any { return 3600 })),
		},
		{
			Name: "members-in-camel-case", Level: documented, About: []string{"response"}, Expect: both,
			Point: "The members of a success are clientId, clientSecret and expiresAt.",
			New: typedWith(body(func(_ *call, granted fields) {
				for from, to := range map[string]string{
					"client_id": "clientId", "client_secret": "clientSecret", "expires_at": "expiresAt",
				} {
					granted[to] = granted[from]
					delete(granted, from)
				}
			})),
		},
		{
			Name: "members-in-data", Level: documented, About: []string{"response"}, Expect: both,
			Point: "The members of a success are inside a member data.",
			New: chainWith(instead(always, func(w reply, granted fields) {
				writeSlashed(w, http.StatusOK, fields{"data": granted})
			})),
		},
	}, wrongBodiesOfSuccess()...)
}

func wrongBodiesOfSuccess() []Server {
	return []Server{
		{
			Name: "notice-before-json", Level: documented, About: []string{"response"},
			Point:  "A notice in HTML precedes the JSON of a success.",
			Expect: "Every good registration and update; no refusal.",
			New: chainWith(instead(always, func(w reply, granted fields) {
				text := "<br />\n<b>Deprecated</b>: each() in register.php\n" + plainJSON(granted)
				sendJSON(w, http.StatusOK, "application/json", []byte(text))
			})),
		},
		{
			Name: "form-answered-as-form", Level: documented, About: []string{"response", "form", "content-type of answers"},
			Point:  "The success of a form is itself a form.",
			Expect: "Every good form; not JSON, no refusal.",
			New: typedWith(instead(inForms, func(w reply, granted fields) {
				values := url.Values{}
				for name, v := range granted {
					values.Set(name, fmt.Sprint(v))
				}
				sendJSON(w, http.StatusOK, "application/x-www-form-urlencoded", []byte(values.Encode()))
			})),
		},
		{
			Name: "registration-redirects", Level: documented, About: []string{"response"},
			Point:  "A registration answers 303 to a page about the client.",
			Expect: "Every good registration, so that no client can be updated; no refusal of a registration.",
			New: chainWith(instead((*call).associates, func(w reply, _ fields) {
				w.Header().Set("Location", "/clients/registered")
				w.WriteHeader(http.StatusSeeOther)
			})),
		},
		{
			Name: "registration-with-500", Level: implied, About: []string{"response", "status"},
			Point:  "The right body of a registration comes with status 500.",
			Expect: "Every good registration; not updates, no refusal.",
			New:    typedWith(func(s *seams) { s.created = http.StatusInternalServerError }),
		},
		{
			Name: "update-without-body", Level: documented, About: []string{"update", "response"},
			Point:  "An update answers 204 without a body.",
			Expect: "Every good update; not registrations, no refusal. The credentials stay good.",
			New:    dictWith(instead((*call).updates, func(w reply, _ fields) { w.WriteHeader(http.StatusNoContent) })),
		},
	}
}

// instead sends some successes in its own way.
func instead(when func(*call) bool, send func(reply, fields)) edit {
	return func(s *seams) {
		s.grant = func(w reply, c *call, _ store, granted fields) bool {
			if !when(c) {
				return false
			}
			send(w, granted)
			return true
		}
	}
}

// digits is a number of fifteen digits, which any reader of JSON keeps.
func digits() string { return "7" + decimals(14) }

// numeric sends a member as a number and takes it as one.
func numeric(name string) edit {
	return func(s *seams) {
		body(func(_ *call, granted fields) {
			granted[name] = json.Number(fmt.Sprint(granted[name]))
		})(s)
		on(func(c *call) *fault {
			switch v := c.in[name].(type) {
			case float64:
				c.in[name] = strconv.FormatFloat(v, 'f', -1, 64)
			case json.Number:
				c.in[name] = v.String()
			}
			return nil
		})(s)
	}
}
