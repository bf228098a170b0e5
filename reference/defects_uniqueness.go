package reference

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"sync"
	"time"
)

func uniquenessDefects() []group {
	return []group{{implied, "credentials.unique", []entry{
		{"secret-same-for-all", "All clients have the same client_secret.", func(b *behaviour) {
			secret := randomText(secretBytes)
			draws(func(c credentials) credentials { return credentials{c.id, secret} })(b)
		}},
		{"secret-of-the-one-before", "Every other registration gets the client_secret of the one before.", secretOfTheOneBefore},
		{"secret-from-name", "The client_secret depends on nothing but the application_name.", derived(func(e *exchange, c *credentials, hash func(string) string) {
			c.secret = hash(e.text(paramApplicationName))
		})},
		{"secret-from-application-type", "The client_secret depends on nothing but the application_type.", derived(func(e *exchange, c *credentials, hash func(string) string) {
			c.secret = hash(e.text(paramApplicationType))
		})},
		{"id-from-name", "The client_id depends on nothing but the application_name, if there is one.", derived(func(e *exchange, c *credentials, hash func(string) string) {
			if name := e.text(paramApplicationName); name != "" {
				c.id = asID(hash(name))
			}
		})},
		{"credentials-from-contacts", "The credentials depend on nothing but the contacts, if there are any.", derived(func(e *exchange, c *credentials, hash func(string) string) {
			if contacts := e.text(paramContacts); contacts != "" {
				*c = credentials{asID(hash("id" + contacts)), hash("secret" + contacts)}
			}
		})},
		{"registration-once-only", "A registration that says the same as one before gets its credentials.", derived(func(e *exchange, c *credentials, hash func(string) string) {
			said := fmt.Sprintf("%q", e.overlay(metadata{}))
			*c = credentials{asID(hash("id" + said)), hash("secret" + said)}
		})},
		{"credentials-of-the-second", "Registrations in the same second get the same credentials.", derived(func(_ *exchange, c *credentials, hash func(string) string) {
			second := time.Now().Format(time.DateTime)
			*c = credentials{asID(hash("id" + second)), hash("secret" + second)}
		})},
		{"credentials-of-the-moment", "Registrations that come at the same moment get the same credentials.", prepared(func(_, shared credentials) credentials {
			return shared
		})},
		{"secret-of-the-moment", "Registrations that come at the same moment get the same client_secret.", prepared(func(own, shared credentials) credentials {
			return credentials{own.id, shared.secret}
		})},
	}}}
}

// draws changes the credentials that a registration is given.
func draws(change func(credentials) credentials) alteration {
	return func(b *behaviour) {
		next := b.store.draw
		b.store.draw = func(taken func(id string) bool) credentials { return change(next(taken)) }
	}
}

// derived makes credentials out of what a registration says. The hash is
// another one for every server.
func derived(change func(e *exchange, c *credentials, hash func(string) string)) alteration {
	return func(b *behaviour) {
		key := randomText(secretBytes)
		hash := func(s string) string {
			sum := sha256.Sum256([]byte(key + s))
			return base64.RawURLEncoding.EncodeToString(sum[:])
		}
		grants(b, func(e *exchange, c credentials) credentials {
			change(e, &c, hash)
			return c
		})
	}
}

// asID cuts a hash to the length of an identifier.
func asID(hash string) string { return cut(hash, 22) }

// grants changes the credentials of a client that was just registered.
func grants(b *behaviour, change func(*exchange, credentials) credentials) {
	next := b.act
	b.act = func(e *exchange) (credentials, *refusal) {
		granted, no := next(e)
		if no == nil && onRegistration(e) {
			granted = b.store.reissue(granted, change(e, granted))
		}
		return granted, no
	}
}

func secretOfTheOneBefore(b *behaviour) {
	last := "" // used under the lock of the store
	draws(func(c credentials) credentials {
		if last != "" {
			c.secret, last = last, ""
		} else {
			last = c.secret
		}
		return c
	})(b)
}

// prepared has credentials ready before they are needed, and takes its time to
// make the next ones, so that whoever comes in between gets the same.
func prepared(choose func(own, shared credentials) credentials) alteration {
	return func(b *behaviour) {
		var mu sync.Mutex
		fresh := func() credentials { return drawCredentials(b.knows) }
		ready := fresh()
		grants(b, func(_ *exchange, own credentials) credentials {
			mu.Lock()
			shared := ready
			mu.Unlock()
			time.Sleep(20 * time.Millisecond)
			mu.Lock()
			if ready == shared {
				ready = fresh()
			}
			mu.Unlock()
			return choose(own, shared)
		})
	}
}
