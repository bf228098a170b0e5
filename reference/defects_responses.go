package reference

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"time"
)

// responseDefects are about the three members of a success.
func responseDefects() []group {
	return []group{
		{documented, "response.client-id", slices.Concat(credentialMember("id", "client_id"), []entry{
			{
				"id-as-number", "A client_id is a number, in answers, and is taken as one.",
				idsAsNumbers,
			},
			{
				"answer-wrapped", "The members of a success are inside another one, data.",
				successes(always, func(_ *exchange, a *answer) { a.body = jsonObject{{"data", a.body}} }),
			},
			{
				"answer-wrapped-on-update", "The members of the answer to an update are inside another one, client.",
				successes(onUpdate, func(_ *exchange, a *answer) { a.body = jsonObject{{"client", a.body}} }),
			},
			{
				"answer-in-list", "A success is a list with the object in it.",
				successes(always, func(_ *exchange, a *answer) { a.body = []any{a.body} }),
			},
			{
				"answer-in-string", "A success is a JSON string with the object in it.",
				successes(always, func(_ *exchange, a *answer) { a.body = string(a.content()) }),
			},
		})},
		{documented, "response.client-secret", credentialMember("secret", "client_secret")},
		{documented, "response.expires-at", []entry{
			expires("missing-on-update", "missing from the answer to an update", onUpdate, func(a *answer) { a.leaveOut("expires_at") }),
			expires("missing", "missing", always, func(a *answer) { a.leaveOut("expires_at") }),
			expires("renamed", "called expires_in", always, func(a *answer) { a.rename("expires_at", "expires_in") }),
			expiresAt("null", "null, for never", nil),
			expiresAt("false", "false, for never", false),
			expiresAt("empty", "an empty string, for never", ""),
			expiresAt("zero-string", "the string 0", "0"),
			expiresAt("negative", "-1, for never", -1),
			expiresAt("relative", "a number of seconds from now on, and not a Unix time", 3600),
			expires("now", "the moment of registration", always, func(a *answer) { a.set("expires_at", time.Now().Unix()) }),
			expires("past", "an hour ago", always, func(a *answer) { a.set("expires_at", time.Now().Add(-time.Hour).Unix()) }),
			expires("past-on-update", "an hour ago in the answer to an update", onUpdate, func(a *answer) { a.set("expires_at", time.Now().Add(-time.Hour).Unix()) }),
			expires("fraction", "a fraction", always, func(a *answer) {
				a.set("expires_at", json.RawMessage(fmt.Sprintf("%d.5", tomorrow().Unix())))
			}),
			expires("date", "a date in words", always, func(a *answer) { a.set("expires_at", tomorrow().Format(time.RFC3339)) }),
			expires("milliseconds-string", "a string of milliseconds", always, func(a *answer) { a.set("expires_at", strconv.FormatInt(tomorrow().UnixMilli(), 10)) }),
			expires("string-in-form", "a string in the answer to a form", inForm, func(a *answer) { a.set("expires_at", "0") }),
		}},
	}
}

// credentialMember are the ways to send one of the credentials in a wrong
// shape.
func credentialMember(short, name string) []entry {
	shaped := func(ending, summary string, c condition, change func(a *answer)) entry {
		return entry{short + "-" + ending, summary, successes(c, func(_ *exchange, a *answer) { change(a) })}
	}
	reshape := func(f func(any) any) func(*answer) {
		return func(a *answer) {
			a.edit(func(o jsonObject) jsonObject {
				for i := range o {
					if o[i].name == name {
						o[i].value = f(o[i].value)
					}
				}
				return o
			})
		}
	}
	return []entry{
		shaped("missing", "A success has no "+name+".", always, func(a *answer) { a.leaveOut(name) }),
		shaped("missing-on-update", "The answer to an update has no "+name+".", onUpdate, func(a *answer) { a.leaveOut(name) }),
		shaped("null-on-update", "The answer to an update has null as "+name+".", onUpdate, func(a *answer) { a.set(name, nil) }),
		shaped("empty-on-update", "The answer to an update has an empty "+name+".", onUpdate, func(a *answer) { a.set(name, "") }),
		shaped("renamed", "A success has its "+name+" under the name "+short+".", always, func(a *answer) { a.rename(name, short) }),
		shaped("in-list", "A success has its "+name+" in a list.", always, reshape(func(v any) any { return []any{v} })),
		shaped("in-object", "A success has its "+name+" in an object.", always, reshape(func(v any) any { return map[string]any{"value": v} })),
	}
}

func expires(ending, what string, c condition, change func(*answer)) entry {
	return entry{"expires-at-" + ending, "The expires_at is " + what + ".", successes(c, func(_ *exchange, a *answer) { change(a) })}
}

func expiresAt(ending, what string, v any) entry {
	return expires(ending, what, always, func(a *answer) { a.set("expires_at", v) })
}

func tomorrow() time.Time { return time.Now().Add(24 * time.Hour) }

// idsAsNumbers draws identifiers of digits and writes and reads them as JSON
// numbers.
func idsAsNumbers(b *behaviour) {
	b.store.draw = numbered
	reads(others(paramClientID, aNumber), func(p params) {
		p[paramClientID] = value{isText, p[paramClientID].text}
	})(b)
	successes(always, func(_ *exchange, a *answer) {
		a.edit(func(o jsonObject) jsonObject {
			for i := range o {
				if id, ok := o[i].value.(string); ok && o[i].name == "client_id" {
					o[i].value = json.Number(id)
				}
			}
			return o
		})
	})(b)
}

// numbered draws an identifier of sixteen digits, of which the first is no
// zero, so that every reader of JSON can hold it as a number.
func numbered(taken func(id string) bool) credentials {
	c := drawCredentials(taken)
	for {
		n, _ := rand.Int(rand.Reader, big.NewInt(8e15))
		if c.id = n.Add(n, big.NewInt(1e15)).String(); !taken(c.id) {
			return c
		}
	}
}
