package gauntlet

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// delayed answers after a while, and any number of requests at once.
func delayed(pause func() time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{Handler: func(h *Host) http.Handler {
			inner := conforming()
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := keep(inner, r)
				h.Sleep(pause())
				a.send(w)
			})
		}}
	}
}

func fixed(d time.Duration) func() time.Duration { return func() time.Duration { return d } }

// jitter gives times from 0 to most, the same ones each time.
func jitter(most time.Duration) func() time.Duration {
	var mu sync.Mutex
	source := rand.New(rand.NewPCG(1, 2))
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return time.Duration(source.Int64N(int64(most)))
	}
}

// far are servers whose answers take long and that answer thousands at once. A run of
// the whole catalogue should cost about its slowest case. They conform.
func far() []Server {
	var rows []Server
	for _, one := range []struct {
		name   string
		over   Transport
		pause  time.Duration
		within time.Duration
		long   bool
	}{
		{"far-100ms", TCP, 100 * time.Millisecond, 12 * second, false},
		{"far-300ms", TCP, 300 * time.Millisecond, 25 * second, true},
		{"far-300ms-tls", TLS, 300 * time.Millisecond, 25 * second, true},
		{"far-300ms-h2", HTTP2, 300 * time.Millisecond, 25 * second, true},
		{"far-1s", TCP, time.Second, 60 * second, true},
	} {
		rows = append(rows, Server{
			Name: one.name, Over: one.over, Long: one.long, New: delayed(fixed(one.pause)),
			Does: fmt.Sprintf("Each answer takes %v, and thousands are answered at once.", one.pause),
			Run:  passes(one.within), Fuzz: clean(one.within, "--requests", "200", "--duration", "20s", "--seed", "1"),
		})
	}
	uneven := Server{
		Name: "jitter-200ms", Long: true,
		New:  func() Behaviour { return delayed(jitter(200 * time.Millisecond))() },
		Does: "Each answer takes from 0 to 200 ms.",
		Run:  passes(30 * second), Fuzz: clean(20*second, "--requests", "1000", "--duration", "10s", "--seed", "1"),
	}
	rows[0].Run = rows[0].Run.with("--level", "documented") // one of the quick ones
	return append(rows, uneven)
}
