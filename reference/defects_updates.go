package reference

import (
	"encoding/hex"
	"strings"
	"sync"
)

func updateDefects() []group {
	return []group{
		{documented, "update.information", []entry{
			{
				"update-to-web-refused", "A native client cannot become a web client.",
				comparing(func(e *exchange, m metadata) bool {
					return m.applicationType == applicationNative && e.text(paramApplicationType) == applicationWeb
				}),
			},
			{
				"update-to-native-refused", "A web client cannot become a native client.",
				comparing(func(e *exchange, m metadata) bool {
					return m.applicationType == applicationWeb && e.text(paramApplicationType) == applicationNative
				}),
			},
			{
				"update-of-stored-redirects-to-native-refused", "A web client with redirect URIs cannot become a native client unless it gives new ones.",
				comparing(toNativeWithStored),
			},
			{
				"update-cannot-add", "What was not given on registration cannot be added.",
				comparing(func(e *exchange, m metadata) bool {
					n := e.overlay(m)
					return m.applicationName == "" && n.applicationName != "" || m.logoURL == "" && n.logoURL != "" ||
						m.contacts == "" && n.contacts != "" || m.redirects == "" && n.redirects != ""
				}),
			},
			{
				"update-cannot-change", "What was given before cannot be changed.",
				comparing(func(e *exchange, m metadata) bool {
					n := e.overlay(m)
					return m.applicationName != "" && n.applicationName != m.applicationName || m.logoURL != "" && n.logoURL != m.logoURL ||
						m.contacts != "" && n.contacts != m.contacts || m.redirects != "" && n.redirects != m.redirects
				}),
			},
			{
				"update-of-one-thing-only", "An update that changes more than one thing is refused.",
				comparing(func(e *exchange, m metadata) bool {
					n := e.overlay(m)
					return differences(m, n) > 1
				}),
			},
		}},
		{documented, "update.credentials", []entry{
			{
				"update-reissues-secret", "An update answers with a new client_secret, and the old one is no longer good.",
				reissues(always),
			},
			{
				"update-reissues-both", "An update answers with a new client_id and client_secret, and the old ones are no longer good.",
				updates(always, func(_ *exchange, s *store, old credentials) credentials {
					return s.reissue(old, credentials{randomText(idBytes), randomText(secretBytes)})
				}),
			},
			{
				"update-by-form-reissues-secret", "An update by form answers with a new client_secret.",
				reissues(inForm),
			},
			{
				"update-by-json-reissues-secret", "An update by JSON answers with a new client_secret.",
				reissues(inJSON),
			},
			{
				"update-of-application-type-reissues-secret", "An update answers with a new client_secret if it changes the application_type.",
				reissuesOnChange(func(was, is metadata) bool { return was.applicationType != is.applicationType }),
			},
			{
				"update-of-redirects-reissues-secret", "An update answers with a new client_secret if it changes the redirect URIs.",
				reissuesOnChange(func(was, is metadata) bool { return was.redirects != is.redirects }),
			},
			{
				"update-adds-secret", "An update answers with a new client_secret, and the old one stays good.",
				updates(always, func(_ *exchange, _ *store, old credentials) credentials {
					return credentials{old.id, randomText(secretBytes)}
				}),
			},
			{
				"update-adds-client", "An update registers another client and answers with its credentials.",
				updates(always, func(e *exchange, s *store, _ credentials) credentials { return s.add(e.overlay(metadata{})) }),
			},
			{
				"update-spends-credentials", "Credentials are good for one update only.",
				updates(always, func(_ *exchange, s *store, granted credentials) credentials {
					s.forget(granted)
					return granted
				}),
			},
			{
				"update-thrice-spends-credentials", "Credentials are good for three updates only.",
				spendsAfter(3),
			},
			{
				"update-changes-secret-silently", "After an update another client_secret is good than the one it answered with.",
				updates(always, func(_ *exchange, s *store, granted credentials) credentials {
					s.reissue(granted, credentials{granted.id, randomText(secretBytes)})
					return granted
				}),
			},
			{
				"update-to-native-drops-secret", "A client that becomes native loses its client_secret.",
				updates(forApplication(applicationNative), func(_ *exchange, s *store, granted credentials) credentials {
					s.reissue(granted, credentials{granted.id, randomText(secretBytes)})
					return granted
				}),
			},
			{
				"update-repeated-refused", "An update that changes nothing is refused.",
				comparing(func(e *exchange, m metadata) bool { return e.overlay(m) == m }),
			},
			{
				"update-credentials-not-first", "An update in JSON is refused unless its credentials stand before what it changes.",
				atDecode(inJSON, credentialsLate),
			},
			answersOnUpdate("secret-masked", "stars in place of the client_secret", func(c credentials) credentials {
				return credentials{c.id, strings.Repeat("*", len(c.secret))}
			}),
			answersOnUpdate("secret-cut", "the first 32 characters of the client_secret", func(c credentials) credentials {
				return credentials{c.id, cut(c.secret, 32)}
			}),
			answersOnUpdate("secret-hashed", "what it keeps of the client_secret", func(c credentials) credentials {
				d := digestOf(c.secret)
				return credentials{c.id, hex.EncodeToString(d[:])}
			}),
			answersOnUpdate("credentials-swapped", "the credentials in each other's place", func(c credentials) credentials {
				return credentials{c.secret, c.id}
			}),
			answersOnUpdate("credentials-in-small-letters", "the credentials in small letters", func(c credentials) credentials {
				return credentials{strings.ToLower(c.id), strings.ToLower(c.secret)}
			}),
			{
				"update-answers-for-another", "An update answers with the client_id of the client before it.",
				updates(always, func(_ *exchange, s *store, granted credentials) credentials {
					if all := s.clients(); len(all) > 1 {
						granted.id = all[1].id
					}
					return granted
				}),
			},
		}},
	}
}

// differences counts the parameters, but for the application_type, that are not
// as they were.
func differences(was, is metadata) int {
	n := 0
	for _, pair := range [][2]string{
		{was.applicationName, is.applicationName},
		{was.logoURL, is.logoURL},
		{was.contacts, is.contacts},
		{was.redirects, is.redirects},
	} {
		if pair[0] != pair[1] {
			n++
		}
	}
	return n
}

// reissues gives a client a new secret with each update.
func reissues(c condition) alteration {
	return updates(c, func(_ *exchange, s *store, old credentials) credentials {
		return s.reissue(old, credentials{old.id, randomText(secretBytes)})
	})
}

func reissuesOnChange(changed func(was, is metadata) bool) alteration {
	return func(b *behaviour) {
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			was, _ := b.store.about(e.text(paramClientID))
			granted, no := next(e)
			if no == nil && e.isUpdate() && changed(was, e.overlay(was)) {
				granted = b.store.reissue(granted, credentials{granted.id, randomText(secretBytes)})
			}
			return granted, no
		}
	}
}

// comparing refuses updates for how they compare with what is known.
func comparing(unwanted func(*exchange, metadata) bool) alteration {
	return func(b *behaviour) {
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			was, found := b.store.about(e.text(paramClientID))
			refusing := found && e.isUpdate() && unwanted(e, was)
			granted, no := next(e)
			if no == nil && refusing {
				b.store.put(granted, was)
				return credentials{}, badRequest("This cannot be changed.")
			}
			return granted, no
		}
	}
}

func answersOnUpdate(name, what string, change func(credentials) credentials) entry {
	return entry{"update-answers-" + name, "An update answers with " + what + ".", updates(always, func(_ *exchange, _ *store, c credentials) credentials {
		return change(c)
	})}
}

// spendsAfter drops a client with its nth update.
func spendsAfter(n int) alteration {
	return func(b *behaviour) {
		var mu sync.Mutex
		times := map[string]int{}
		updates(always, func(_ *exchange, s *store, granted credentials) credentials {
			mu.Lock()
			defer mu.Unlock()
			if times[granted.id]++; times[granted.id] == n {
				delete(times, granted.id)
				s.forget(granted)
			}
			return granted
		})(b)
	}
}

// credentialsLate refuses JSON in which something stands before the
// credentials that they should allow.
func credentialsLate(e *exchange) *refusal {
	secret := strings.Index(string(e.body), `"`+paramClientSecret+`"`)
	for _, name := range []string{paramApplicationType, paramApplicationName, paramLogoURL, paramContacts, paramRedirectURI} {
		if i := strings.Index(string(e.body), `"`+name); secret >= 0 && i >= 0 && i < secret {
			return badRequest("client_secret must come first.")
		}
	}
	return nil
}

// toNativeWithStored holds for an update that makes a native client of a web client with redirect URIs, and says nothing of these.
func toNativeWithStored(e *exchange, m metadata) bool {
	return all(forApplication(applicationNative), not(givenByAnyName(paramRedirectURI)))(e) && m.applicationType == applicationWeb && m.redirects != ""
}
