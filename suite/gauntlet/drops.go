package gauntlet

import (
	"math/rand/v2"
	"net/http"
	"sync"
)

// chance holds for one request in so many, by a source with a seed.
func chance(in int) where {
	var mu sync.Mutex
	source := rand.New(rand.NewPCG(3, 4))
	return func(*http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		return source.IntN(in) == 0
	}
}

// dropping drops one request in a hundred, on connections that serve one request each.
func dropping() Behaviour {
	return Behaviour{
		Handler: func(*Host) http.Handler { return before(conforming(), chance(100), hangUp) },
		Tune:    func(s *http.Server) { s.SetKeepAlivesEnabled(false) },
	}
}

// droppingKept drops each 50th request on a connection. A client that lost a kept
// connection sends the request again on a new one (RFC 9112 §9.3.1).
func droppingKept() Behaviour {
	return Behaviour{Tune: counts, Handler: func(*Host) http.Handler {
		return before(conforming(), func(r *http.Request) bool { return of(r).requests.Add(1) == 50 }, hangUp)
	}}
}

// countedDrops says how many of how many requests were dropped.
const countedDrops = `(?i)\b\d+ of (the |all |its )?\d+ (requests|connections)`

// drops are servers that leave some requests unanswered, whatever these ask for.
func drops() []Server {
	var rows []Server
	for _, one := range []struct {
		name, does string
		over       Transport
		long       bool
	}{
		{"drops-one-in-100", "Closes the connection of one request in a hundred unanswered, at random. Each connection serves one request.", TCP, true},
		{"drops-one-in-100-tls", "The same, over TLS.", TLS, true},
		{"drops-one-in-100-unix", "The same, at a socket.", Unix, true},
	} {
		rows = append(rows, Server{
			Name: one.name, Over: one.over, Long: one.long, New: dropping, Does: one.does,
			// One block says it. Without it there would be one for each case that met it.
			Run: refuted(60*second, countedDrops).never(gone, back, flaky, "on this input", `(?s)(\n✗.*){6}`),
			// Whatever the campaign calls it, it is one finding and not one for each input.
			Fuzz: hunting(60*second, countedDrops, `\b1 finding\b`).never(stopped, back, flaky),
		})
	}
	kept := passes(30*second, "--parallel", "8") // or no connection gets as many requests
	kept.Says = append(kept.Says, `(?i)(sent|asked) again|unanswered`, `had\s+answered\s+within\s+a\s+tenth`)
	return lighter(append(
		rows,
		Server{
			Name: "drops-50th-on-kept", New: droppingKept,
			Does: "Closes a connection unanswered at its 50th request. On new connections everything is answered: it conforms, and the run says what was sent again.",
			Run:  kept, Fuzz: clean(30*second, "--requests", "1500", "--duration", "20s", "--seed", "1"),
		},
		Server{
			Name: "drops-one-in-300-kept",
			New:  handler(func() http.Handler { return before(conforming(), chance(300), hangUp) }),
			Does: "Closes the connection of one request in 300 unanswered, at random. What was lost on a kept connection is sent again, so that new ones have to show it.",
			Run:  refuted(60*second, countedDrops, `had\s+answered\s+within\s+a\s+tenth`).never(gone, back, flaky, "on this input", `(?s)(\n✗.*){6}`),
			Fuzz: Expected{Args: []string{"--requests", "1500", "--duration", "20s", "--seed", "1"}, Exits: []int{0, 1}, Says: []string{`had\s+answered\s+within\s+a\s+tenth`}, Never: []string{untested, flaky}, Within: 60 * second},
		},
		Server{
			Name: "resets-streams-one-in-100-h2", Over: HTTP2, Long: true,
			New:  handler(func() http.Handler { return before(conforming(), chance(100), hangUp) }),
			Does: "Resets one stream in a hundred, at random.",
			Run:  refuted(60*second, countedDrops).never(gone, back, flaky, "on this input", `(?s)(\n✗.*){6}`),
			Fuzz: hunting(60*second, countedDrops).never(stopped, back, flaky),
		},
	), "drops-one-in-100")
}
