package rarities

import (
	"net/http"
	"strings"
	"sync"
)

const (
	mostUpdates = 2
	// thereAndBack is how many types a client has had once it is again what it was before.
	thereAndBack = 3
)

// clientServers go wrong over what they remember of a client, or over its credentials.
func clientServers() []Server {
	return []Server{
		{
			Name:   "third-update-refused",
			About:  "The third update of a client and all after it are answered with Unauthorized.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(thirdUpdateRefused),
		},
		{
			Name:   "refused-update-forgets",
			About:  "An update that is refused for its redirect list forgets the client.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(refusedUpdateForgets),
		},
		{
			Name:   "cut-id-taken",
			About:  "The beginning of a client_id is taken for the whole, together with the right secret.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(cutIDTaken),
		},
		{
			Name:   "secret-leaked-after-update",
			About:  "Once a client was updated, every refusal of an update of it holds its secret, whoever asked.",
			Level:  Hardening,
			Rarity: Middling,
			New:    with(secretLeakedAfterUpdate),
		},
		{
			Name:   "secret-ends-at-nul",
			About:  "A client_secret with NUL and anything else after it is taken for the right one.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(secretEndsAtNUL),
		},
		{
			Name:   "there-and-back-forgets",
			About:  "A client is forgotten once updates have changed its application_type and changed it back.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(thereAndBackForgets),
		},
	}
}

func thirdUpdateRefused(s *server) {
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

func refusedUpdateForgets(s *server) {
	update := s.update
	s.update = func(a attempt) outcome {
		out := update(a)
		if strings.HasPrefix(out.message, "URI ") || strings.HasPrefix(out.message, "redirect_uris ") {
			s.clients.forget(a.text("client_id"))
		}

		return out
	}
}

func cutIDTaken(s *server) {
	authorized := s.authorized
	s.authorized = func(id, secret string) bool {
		return authorized(id, secret) || id != "" && s.clients.hasWithPrefix(id, secret)
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

func secretEndsAtNUL(s *server) {
	authorized := s.authorized
	s.authorized = func(id, secret string) bool {
		untilNUL, _, _ := strings.Cut(secret, "\x00")

		return authorized(id, untilNUL)
	}
}

func thereAndBackForgets(s *server) {
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
			if len(types[out.id]) == thereAndBack {
				s.clients.forget(out.id)
			}

			return out
		}
	}
	s.associate, s.update = note(s.associate), note(s.update)
}
