package reference

import (
	"sync"
	"time"
)

func togetherDefects() []group {
	return []group{{implied, "update.together", []entry{
		{"update-takes-client-out", "A client that is being updated is not found by another update that comes meanwhile.", whileUpdating(
			func(*exchange) *refusal { return refuse(401, msgUnauthorized) })},
		{"update-collision-crashes", "The server fails over an update that comes while another one of the same client is under way.", whileUpdating(crash)},
	}}}
}

// whileUpdating does something else with an update that comes while another one
// of the same client is under way, which takes a while.
func whileUpdating(otherwise func(*exchange) *refusal) alteration {
	return func(b *behaviour) {
		var mu sync.Mutex
		busy := map[string]bool{}
		next := b.act
		b.act = func(e *exchange) (credentials, *refusal) {
			id := e.text(paramClientID)
			if !e.isUpdate() {
				return next(e)
			}
			mu.Lock()
			taken := busy[id]
			busy[id] = true
			mu.Unlock()
			if taken {
				return credentials{}, otherwise(e)
			}
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				delete(busy, id)
			}()
			time.Sleep(5 * time.Millisecond)
			return next(e)
		}
	}
}
