package testservers

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// wrongUpdates are servers that do something wrong to a client at an update.
func wrongUpdates() []Server {
	return []Server{
		{
			Name: "update-answers-without-secret", Level: documented, About: []string{"update", "response"},
			Point:  "An update answers without client_secret.",
			Expect: "Every good update; not registrations. The credentials stay good.",
			New: typedWith(body(func(c *call, granted fields) {
				if c.updates() {
					delete(granted, "client_secret")
				}
			})),
		},
		{
			Name: "update-answers-without-expires", Level: documented, About: []string{"update", "response", "expires_at"},
			Point:  "An update answers without expires_at.",
			Expect: "Every good update; not registrations.",
			New: chainWith(body(func(c *call, granted fields) {
				if c.updates() {
					delete(granted, "expires_at")
				}
			})),
		},
		{
			Name: "update-gives-new-id", Level: documented, About: []string{"update", "response", "client_id"},
			Point:  "An update answers with another client_id; both are good from then on.",
			Expect: "Every good update; not registrations. The credentials that were sent stay good.",
			New: dictWith(func(s *seams) {
				s.grant = func(_ reply, c *call, st store, granted fields) bool {
					if c.updates() {
						id := token(16)
						st.put(id, c.text("client_secret"))
						granted["client_id"] = id
					}
					return false
				}
			}),
		},
		{
			Name: "update-rotates-secret", Level: documented, About: []string{"update", "response", "client_secret"},
			Point:  "An update answers with a new client_secret, and the old one is no longer good.",
			Expect: "Every good update, and any that follows with the old secret; not registrations.",
			New: chainWith(func(s *seams) {
				s.grant = func(_ reply, c *call, st store, granted fields) bool {
					if c.updates() {
						secret := token(24)
						st.put(c.text("client_id"), secret)
						granted["client_secret"] = secret
					}
					return false
				}
			}),
		},
		{
			Name: "update-works-once", Level: documented, About: []string{"update"},
			Point:  "After one good update the credentials are no longer good.",
			Expect: "The second good update of a client; not the first, not registrations.",
			New: dictWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f == nil && c.updates() {
						st.drop(c.text("client_id"))
					}
				}
			}),
		},
		{
			Name: "application-type-is-final", Level: documented, About: []string{"update", "application_type"},
			Point:  "An update that changes application_type is refused with 409.",
			Expect: "Good updates from native to web or back, the second example among them; not those that keep it or leave it out.",
			New:    typedWith(finalType),
		},
		{
			Name: "refused-update-drops-client", Level: implied, About: []string{"update", "state"},
			Point:  "After an update that is refused for one of its values the client is gone.",
			Expect: "A good update after a refused one; not the refusal itself, and not after Unauthorized.",
			New: chainWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f != nil && f.id != unauthorized && c.updates() {
						st.drop(c.text("client_id"))
					}
				}
			}),
		},
		{
			Name: "wrong-secret-locks-client", Level: implied, About: []string{"update", "state", unauthorized},
			Point:  "After one update with a wrong secret the client is locked.",
			Expect: "A good update after one with a wrong secret; not the refusal itself, and not after other refusals.",
			New: typedWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f != nil && f.id == unauthorized {
						st.drop(c.text("client_id"))
					}
				}
			}),
		},
		{
			Name: "refused-update-rotates-secret", Level: implied, About: []string{"update", "state", badLogo},
			Point:  "An update with good credentials and a bad logo_url is refused, but the secret is changed.",
			Expect: "A good update after one with a bad logo; not the refusal itself, and not after other refusals.",
			New: dictWith(func(s *seams) {
				s.after = func(c *call, st store, f *fault) {
					if f != nil && f.id == badLogo && c.updates() {
						st.put(c.text("client_id"), token(32))
					}
				}
			}),
		},
	}
}

// finalType remembers the application_type of each client.
func finalType(s *seams) {
	var mu sync.Mutex
	types := map[any]any{}
	s.grant = func(w reply, c *call, _ store, granted fields) bool {
		mu.Lock()
		defer mu.Unlock()
		id, kind := granted["client_id"], c.in["application_type"]
		if !c.updates() {
			types[id] = kind
			return false
		}
		if kind == nil || kind == types[id] {
			return false
		}
		s.write(w, http.StatusConflict, fields{"error": "application_type cannot be changed."})
		return true
	}
}

// wrongCredentials are servers that make or compare credentials wrongly.
func wrongCredentials() []Server {
	return append(sharedCredentials(), []Server{
		{
			Name: "secret-not-checked", Level: documented, About: []string{unauthorized, "client_secret"},
			Point:  "Any client_secret is good for a known client_id.",
			Expect: "Updates with a wrong, cut, case-changed or foreign secret; not unknown ids, not a missing secret.",
			New:    dictWith(comparing(func(string) string { return "" })),
		},
		{
			Name: "secret-of-any-client", Level: documented, About: []string{unauthorized, "client_secret"},
			Point:  "The secret of another client is good too.",
			Expect: "Updates with the secret of another client; not with an invented, cut or case-changed one.",
			New: dictWith(func(s *seams) {
				s.admit = func(st store, c *call) bool {
					return st.has(c.text("client_id")) && st.anyone(c.text("client_secret"))
				}
			}),
		},
		{
			Name: "secret-by-its-first-eight", Level: documented, About: []string{unauthorized, "client_secret"},
			Point:  "Only the first eight characters of the secret are compared.",
			Expect: "Updates with the secret cut, lengthened or changed after the eighth character; not with another one.",
			New:    chainWith(comparing(func(v string) string { return v[:min(8, len(v))] })),
		},
		{
			Name: "secret-by-its-first-72", Level: documented, About: []string{unauthorized, "client_secret"},
			Point:  "Secrets have 100 characters, and only the first 72 are compared.",
			Expect: "Updates with the secret cut by a few characters, lengthened or changed at its end; not with another one.",
			New: typedWith(comparing(func(v string) string { return v[:min(72, len(v))] }),
				minting(func(*call) (string, string) { return uuid(), fmt.Sprintf("%x", randomBytes(50)) })),
		},
		{
			Name: "secret-caseless", Level: documented, About: []string{unauthorized, "client_secret"},
			Point:  "Secrets are compared without case.",
			Expect: "Updates with the secret in another case; not with a cut or another one.",
			New:    typedWith(comparing(strings.ToLower)),
		},
		{
			Name: "id-caseless", Level: documented, About: []string{unauthorized, "client_id"},
			Point:  "client_id is compared without case.",
			Expect: "Updates with the client_id in another case; not with another id.",
			New: chainWith(func(s *seams) {
				s.admit = func(st store, c *call) bool {
					return st.holds(strings.ToLower(c.text("client_id")), c.text("client_secret"))
				}
			}),
		},
		{
			Name: "unknown-id-enrolled", Level: documented, About: []string{unauthorized, "client_id"},
			Point:  "An update with an unknown client_id makes the client.",
			Expect: "Updates with an unknown client_id (once for each id); not with a wrong secret of a known one.",
			New: chainWith(func(s *seams) {
				s.admit = func(st store, c *call) bool {
					id, secret := c.text("client_id"), c.text("client_secret")
					if id != "" && secret != "" && !st.has(id) {
						st.put(id, secret)
					}
					return st.holds(id, secret)
				}
			}),
		},
	}...)
}

// sharedCredentials are servers on which two clients share something.
func sharedCredentials() []Server {
	return []Server{
		{
			Name: "same-credentials-for-all", Level: implied, About: []string{"state", "client_id", "client_secret"},
			Point:  "Every client gets the same client_id and client_secret.",
			Expect: "Two registrations; not one alone, no update. A foreign secret cannot be told from the own one.",
			New: typedWith(func(s *seams) {
				id, secret := uuid(), token(32)
				s.mint = func(*call) (string, string) { return id, secret }
			}),
		},
		{
			Name: "same-secret-for-all", Level: implied, About: []string{"state", "client_secret"},
			Point:  "Every client gets the same client_secret.",
			Expect: "Two registrations; not one alone, no update. A foreign secret cannot be told from the own one.",
			New: dictWith(func(s *seams) {
				secret := token(32)
				s.mint = func(*call) (string, string) { return token(16), secret }
			}),
		},
		{
			Name: "same-registration-same-client", Level: implied, About: []string{"state", "client_id", "client_secret"},
			Point:  "Registering with the same body again answers with the credentials of the first time.",
			Expect: "Two registrations with the same body; not with different ones, no update.",
			New: dictWith(func(s *seams) {
				key := randomBytes(32)
				derive := func(c *call, what string) string {
					mac := hmac.New(sha256.New, key)
					mac.Write([]byte(what))
					mac.Write(c.raw)
					return fmt.Sprintf("%x", mac.Sum(nil))
				}
				s.mint = func(c *call) (string, string) { return derive(c, "id"), derive(c, "secret") }
			}),
		},
		{
			Name: "ids-race", Level: implied, About: []string{"state", "client_id"},
			Point:  "Registrations that arrive within 20 ms of each other get the same client_id.",
			Expect: "Registrations at the same moment, and then the credentials of all but one; not registrations one after the other.",
			New:    chainWith(racing),
		},
	}
}

// racing reads a counter, waits, and then writes it.
func racing(s *seams) {
	var mu sync.Mutex
	key, count := randomBytes(16), 0
	s.mint = func(c *call) (string, string) {
		mu.Lock()
		n := count + 1
		mu.Unlock()
		pause(c.r.Context(), 20*time.Millisecond)
		mu.Lock()
		count = n
		mu.Unlock()
		mac := hmac.New(sha256.New, key)
		_, _ = fmt.Fprint(mac, n)
		return fmt.Sprintf("%x", mac.Sum(nil)[:12]), token(24)
	}
}
