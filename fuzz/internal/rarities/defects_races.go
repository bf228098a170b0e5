package rarities

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// pause is how long a store takes, and so how near in time two requests must come to meet in it.
const pause = 2 * time.Millisecond

// racingServers go wrong over requests that come at the same time. They race by their logic alone: the memory they share
// is guarded, so that a race detector stays silent.
func racingServers() []Server {
	return []Server{
		{
			Name:   "simultaneous-registrations-share-id",
			About:  "Registrations at the same time are given the same client_id.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(simultaneousRegistrationsShareID),
		},
		{
			Name:   "simultaneous-updates-lose-client",
			About:  "Two updates of a client at the same time both succeed, and then the client is forgotten.",
			Level:  Implied,
			Rarity: Hard,
			New:    with(simultaneousUpdatesLoseClient),
		},
	}
}

// simultaneousRegistrationsShareID reads a counter and raises it only after the store has taken its time. The ids show
// nothing of the counter.
func simultaneousRegistrationsShareID(s *server) {
	var counter atomic.Int64
	key := []byte(rand.Text())
	s.clients.newID = func() string {
		number := counter.Load()
		time.Sleep(pause)
		counter.Add(1)
		mac := hmac.New(sha256.New, key)
		mac.Write(strconv.AppendInt(nil, number, 10))

		return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
	}
}

// simultaneousUpdatesLoseClient notices that two updates met, and rolls back so far that nothing is left.
func simultaneousUpdatesLoseClient(s *server) {
	var mutex sync.Mutex
	running, met := map[string]int{}, map[string]bool{}
	update := s.update
	s.update = func(a attempt) outcome {
		id := a.text("client_id")
		mutex.Lock()
		running[id]++
		met[id] = met[id] || running[id] > 1
		mutex.Unlock()

		time.Sleep(pause)
		out := update(a)

		mutex.Lock()
		defer mutex.Unlock()
		if running[id]--; running[id] > 0 {
			return out
		}
		if met[id] {
			s.clients.forget(id)
		}
		delete(running, id)
		delete(met, id)

		return out
	}
}
