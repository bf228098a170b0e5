package rarities

import (
	"sync"
	"time"
)

// pause is how long a store takes, and so how near in time two requests must come to meet in it.
const pause = 2 * time.Millisecond

// racingServers go wrong over requests that come at the same time. They race by their logic alone: the memory they share
// is guarded, so that a race detector stays silent.
func racingServers() []Server {
	return []Server{
		{
			Name:   "simultaneous-contacts-share-credentials",
			About:  "Registrations at the same time and with the same contacts are given the same credentials.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(sameContactsShareCredentials),
		},
		{
			Name:   "update-beside-refused-loses-client",
			About:  "A client is forgotten when a good update of it and one refused for a value come at the same time.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(updateBesideRefusedLosesClient),
		},
	}
}

// sameContactsShareCredentials takes a registration that comes while one with the same contacts is being stored for the
// same sent again.
func sameContactsShareCredentials(s *server) {
	var mutex sync.Mutex
	storing := map[string]outcome{}
	associate := s.associate
	s.associate = func(a attempt) outcome {
		contacts, out := a.text("contacts"), associate(a)
		if contacts == "" || out.message != "" {
			return out
		}
		mutex.Lock()
		first, found := storing[contacts]
		if !found {
			storing[contacts] = out
		}
		mutex.Unlock()
		if found {
			return first
		}

		time.Sleep(pause)
		mutex.Lock()
		defer mutex.Unlock()
		delete(storing, contacts)

		return out
	}
}

// updateBesideRefusedLosesClient rolls a refused update back, and with it whatever else was under way.
func updateBesideRefusedLosesClient(s *server) {
	var mutex sync.Mutex
	running, good, bad := map[string]int{}, map[string]bool{}, map[string]bool{}
	update := s.update
	s.update = func(a attempt) outcome {
		id, out := a.text("client_id"), update(a)
		mutex.Lock()
		running[id]++
		good[id] = good[id] || out.message == ""
		bad[id] = bad[id] || out.message != ""
		mutex.Unlock()

		time.Sleep(pause)

		mutex.Lock()
		defer mutex.Unlock()
		if good[id] && bad[id] {
			s.clients.forget(id)
		}
		if running[id]--; running[id] == 0 {
			delete(running, id)
			delete(good, id)
			delete(bad, id)
		}

		return out
	}
}
