package testservers

import (
	"strings"
	"sync"
	"time"
	"unicode"
)

// rareClients go wrong over what they remember of a client, or over its credentials.
func rareClients() []Server {
	return []Server{
		{
			Name: "twelfth-update-refused", Level: documented, Rarity: Easy,
			Point: "The twelfth update of a client and all after it are answered with Unauthorized.",
			New:   carefulWith(refusingTwelfthUpdate),
		},
		{
			Name: "twelfth-wrong-secret-locks", Level: implied, Rarity: Hard,
			Point: "A client is forgotten at the twelfth update with a wrong secret, so that anyone can lock it out.",
			New:   carefulWith(lockingAtTwelfth),
		},
		{
			Name: "hyphenated-id-taken", Level: documented, Rarity: Hard,
			Point: "Hyphens within a client_id are ignored, so that an id never given out is good.",
			New: carefulWith(func(s *seams) {
				s.admit = func(st store, c *call) bool {
					return st.holds(strings.ReplaceAll(c.text("client_id"), "-", ""), c.text("client_secret"))
				}
			}),
		},
		{
			Name: "secret-leaked-after-update", Level: hardening, Rarity: Medium,
			Point: "Once a client was updated, every refusal of an update of it holds its secret, whoever asked.",
			New:   carefulWith(leakingAfterUpdate),
		},
		{
			Name: "invisible-in-secret-ignored", Level: documented, Rarity: Hard,
			Point: "Characters that cannot be seen, as U+200B or U+2060, are ignored in a client_secret.",
			New: carefulWith(comparing(func(secret string) string {
				return strings.Map(func(r rune) rune {
					if unicode.Is(unicode.Cf, r) {
						return -1
					}
					return r
				}, secret)
			})),
		},
		{
			Name: "third-change-forgets", Level: documented, Rarity: Hard,
			Point: "A client is forgotten once updates have changed its application_type three times.",
			New:   carefulWith(forgettingAtThirdChange),
		},
	}
}

func refusingTwelfthUpdate(s *seams) {
	var mu sync.Mutex
	updates := map[string]int{}
	s.admit = func(st store, c *call) bool {
		id := c.text("client_id")
		if !st.holds(id, c.text("client_secret")) {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		updates[id]++
		return updates[id] < 12
	}
}

func lockingAtTwelfth(s *seams) {
	var mu sync.Mutex
	wrong := map[string]int{}
	s.after = func(c *call, st store, f *fault) {
		id := c.text("client_id")
		if f == nil || f.id != unauthorized || !st.has(id) {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if wrong[id]++; wrong[id] == 12 {
			st.drop(id)
		}
	}
}

func leakingAfterUpdate(s *seams) {
	var mu sync.Mutex
	secrets := map[string]string{} // of the clients that were updated
	s.after = func(c *call, _ store, f *fault) {
		if !c.updates() {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		id := c.text("client_id")
		if f == nil {
			secrets[id] = c.text("client_secret")
		} else if secret, updated := secrets[id]; updated {
			f.more = fields{"debug": fields{"client_id": id, "client_secret": secret}}
		}
	}
}

func forgettingAtThirdChange(s *seams) {
	var mu sync.Mutex
	types := map[any][]any{} // of each client, without repetitions
	s.grant = func(_ reply, c *call, st store, granted fields) bool {
		kind, given := c.in["application_type"]
		if !given {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		id := granted["client_id"]
		had := types[id]
		if len(had) == 0 || had[len(had)-1] != kind {
			types[id] = append(had, kind)
		}
		if len(types[id]) > 3 {
			st.drop(c.text("client_id"))
		}
		return false
	}
}

// storing is how long a store takes, and so how near in time two requests must come to
// meet in it.
const storing = 2 * time.Millisecond

// rareRaces go wrong over requests that come at the same time. They race by their logic
// alone: what they share is guarded, so that a race detector reports nothing.
func rareRaces() []Server {
	return []Server{
		{
			Name: "simultaneous-contacts-share-credentials", Level: implied, Rarity: Hard,
			Point: "Registrations at the same time and with the same contacts are given the same credentials.",
			New:   carefulWith(sharingWithSameContacts),
		},
		{
			Name: "update-beside-refused-loses-client", Level: implied, Rarity: Hard,
			Point: "A client is forgotten when a good update of it and one refused for a value come at the same time.",
			New:   carefulWith(losingBesideRefused),
		},
	}
}

// sharingWithSameContacts takes a registration that comes while one with the same
// contacts is being stored for the same one, sent again.
func sharingWithSameContacts(s *seams) {
	var mu sync.Mutex
	underWay := map[string][2]string{}
	mint := s.mint
	s.mint = func(c *call) (string, string) {
		contacts := c.text("contacts")
		id, secret := mint(c)
		if contacts == "" {
			return id, secret
		}
		mu.Lock()
		first, found := underWay[contacts]
		if !found {
			underWay[contacts] = [2]string{id, secret}
		}
		mu.Unlock()
		if found {
			return first[0], first[1]
		}
		pause(c.r.Context(), storing)
		mu.Lock()
		defer mu.Unlock()
		delete(underWay, contacts)
		return id, secret
	}
}

// losingBesideRefused undoes a refused update, and with it whatever else is under way.
func losingBesideRefused(s *seams) {
	var mu sync.Mutex
	running, good, bad := map[string]int{}, map[string]bool{}, map[string]bool{}
	s.after = func(c *call, st store, f *fault) {
		if !c.updates() || f != nil && f.id == unauthorized {
			return
		}
		id := c.text("client_id")
		mu.Lock()
		running[id]++
		good[id] = good[id] || f == nil
		bad[id] = bad[id] || f != nil
		mu.Unlock()
		pause(c.r.Context(), storing)
		mu.Lock()
		defer mu.Unlock()
		if good[id] && bad[id] {
			st.drop(id)
		}
		if running[id]--; running[id] == 0 {
			delete(running, id)
			delete(good, id)
			delete(bad, id)
		}
	}
}
