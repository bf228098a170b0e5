package rarities

import (
	"net/http"
	"strings"
	"sync"
	"unicode"
)

const (
	mostUpdates = 11
	// mostWrong is the number of wrong secrets that locks a client out.
	mostWrong = 12
	// mostTypes is how many types, one after the other, a client may have before it is forgotten.
	mostTypes = 3
)

// clientServers go wrong over what they remember of a client, or over its credentials.
func clientServers() []Server {
	return []Server{
		{
			Name:   "twelfth-update-refused",
			About:  "The twelfth update of a client and all after it are answered with Unauthorized.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(twelfthUpdateRefused),
		},
		{
			Name:   "twelfth-wrong-secret-locks",
			About:  "A client is forgotten at the twelfth update with a wrong secret, so that anyone can lock it out.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(twelfthWrongSecretLocks),
		},
		{
			Name:   "hyphenated-id-taken",
			About:  "Hyphens within a client_id are ignored, so that an id never given out is good.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(hyphenatedIDTaken),
		},
		{
			Name:   "secret-leaked-after-update",
			About:  "Once a client was updated, every refusal of an update of it holds its secret, whoever asked.",
			Level:  Hardening,
			Rarity: Middling,
			New:    with(secretLeakedAfterUpdate),
		},
		{
			Name:   "invisible-in-secret-ignored",
			About:  "Characters that cannot be seen, as U+200B or U+2060, are ignored in a client_secret.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(invisibleInSecretIgnored),
		},
		{
			Name:   "third-change-forgets",
			About:  "A client is forgotten once updates have changed its application_type three times.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(thirdChangeForgets),
		},
	}
}

func twelfthUpdateRefused(s *server) {
	var mutex sync.Mutex
	updates := map[string]int{}
	update := s.update
	s.update = func(a attempt) outcome {
		out := update(a)
		if out.message != "" {
			return out
		}
		mutex.Lock()
		defer mutex.Unlock()
		updates[out.id]++
		if updates[out.id] > mostUpdates {
			return unauthorized()
		}

		return out
	}
}

func twelfthWrongSecretLocks(s *server) {
	var mutex sync.Mutex
	wrong := map[string]int{}
	authorized := s.authorized
	s.authorized = func(id, secret string) bool {
		if authorized(id, secret) {
			return true
		}
		if _, known := s.clients.secret(id); known {
			mutex.Lock()
			defer mutex.Unlock()
			wrong[id]++
			if wrong[id] == mostWrong {
				s.clients.forget(id)
			}
		}

		return false
	}
}

func hyphenatedIDTaken(s *server) {
	authorized := s.authorized
	s.authorized = func(id, secret string) bool {
		return authorized(strings.ReplaceAll(id, "-", ""), secret)
	}
}

func secretLeakedAfterUpdate(s *server) {
	var mutex sync.Mutex
	updated := map[string]bool{}
	update := s.update
	s.update = func(a attempt) outcome {
		out := update(a)
		if out.message == "" {
			mutex.Lock()
			defer mutex.Unlock()
			updated[out.id] = true
		}

		return out
	}
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		id := a.text("client_id")
		mutex.Lock()
		leaks := updated[id]
		mutex.Unlock()
		if !leaks || out.message == "" || a.text("type") != "client_update" {
			return render(r, a, out)
		}
		secret, _ := s.clients.secret(id)

		return jsonReply(out.status, map[string]any{
			"error": out.message,
			"debug": map[string]string{"client_id": id, "client_secret": secret},
		})
	}
}

func invisibleInSecretIgnored(s *server) {
	authorized := s.authorized
	s.authorized = func(id, secret string) bool {
		return authorized(id, strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cf, r) {
				return -1
			}

			return r
		}, secret))
	}
}

func thirdChangeForgets(s *server) {
	var mutex sync.Mutex
	types := map[string][]string{} // of each client, without repetitions
	note := func(next func(attempt) outcome) func(attempt) outcome {
		return func(a attempt) outcome {
			out := next(a)
			if out.message != "" || !a.given("application_type") {
				return out
			}
			mutex.Lock()
			defer mutex.Unlock()
			had := types[out.id]
			if len(had) == 0 || had[len(had)-1] != a.text("application_type") {
				types[out.id] = append(had, a.text("application_type"))
			}
			if len(types[out.id]) > mostTypes {
				s.clients.forget(out.id)
			}

			return out
		}
	}
	s.associate, s.update = note(s.associate), note(s.update)
}
