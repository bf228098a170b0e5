package reference

import "sync"

// refusedUpdateDefects do something to a client whose update was refused.
func refusedUpdateDefects() []group {
	return []group{
		{implied, "update.refused-unchanged", []entry{
			{
				"refused-update-changes-secret", "A wrong client_secret makes the right one no longer good.",
				afterRefusal(wrongSecret, func(s *store, id, _ string) { s.reissue(credentials{id: id}, credentials{id, randomText(secretBytes)}) }),
			},
			{
				"refused-update-takes-secret", "A wrong client_secret becomes the right one.",
				afterRefusal(wrongSecret, func(s *store, id, secret string) {
					if secret != "" {
						s.reissue(credentials{id: id}, credentials{id, secret})
					}
				}),
			},
			{
				"refused-update-drops-client", "A wrong client_secret drops the client.",
				afterRefusal(wrongSecret, func(s *store, id, _ string) { s.forget(credentials{id: id}) }),
			},
			{
				"faulty-update-changes-secret", "An update with a fault in what it changes makes the client_secret no longer good.",
				afterRefusal(faulty, func(s *store, id, _ string) { s.reissue(credentials{id: id}, credentials{id, randomText(secretBytes)}) }),
			},
			{
				"faulty-update-drops-client", "An update with a fault in what it changes drops the client.",
				afterRefusal(faulty, func(s *store, id, _ string) { s.forget(credentials{id: id}) }),
			},
			{
				"update-without-secret-drops-client", "An update without client_secret drops the client.",
				afterRefusal(func(no *refusal) bool { return no.message == msgSecretRequired }, func(s *store, id, _ string) { s.forget(credentials{id: id}) }),
			},
			{
				"wrong-secrets-lock-client", "Three wrong client_secrets lock the client out.",
				locksAfter(3),
			},
		}},
	}
}

func wrongSecret(no *refusal) bool { return no.message == msgUnauthorized }

// faulty holds for what is refused over a parameter that describes the client.
func faulty(no *refusal) bool {
	switch no.message {
	case msgApplicationType, msgInvalidLogo, msgInvalidEmail, msgInvalidRedirect, msgContactsNotString, msgRedirectsNotString:
		return true
	}
	return false
}

// afterRefusal does something with a client after a request with its client_id
// was refused.
func afterRefusal(which func(*refusal) bool, then func(s *store, id, secret string)) alteration {
	return func(b *behaviour) {
		refusals(func(e *exchange, no *refusal, _ *answer) {
			if id := e.text(paramClientID); which(no) && b.knows(id) {
				then(b.store, id, e.text(paramClientSecret))
			}
		})(b)
	}
}

// locksAfter drops a client after n wrong secrets.
func locksAfter(n int) alteration {
	return func(b *behaviour) {
		var mu sync.Mutex
		times := map[string]int{}
		afterRefusal(wrongSecret, func(s *store, id, _ string) {
			mu.Lock()
			defer mu.Unlock()
			if times[id]++; times[id] == n {
				delete(times, id)
				s.forget(credentials{id: id})
			}
		})(b)
	}
}
