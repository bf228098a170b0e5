package gauntlet

import (
	"net/http"
	"regexp"
	"sync/atomic"
	"time"
)

// crashing goes down on some requests and comes back after a while, 0 for never,
// without its clients.
func crashing(some where, gone time.Duration) func() Behaviour {
	return func() Behaviour {
		return Behaviour{Handler: func(h *Host) http.Handler {
			return before(conforming(), some, func(w http.ResponseWriter, r *http.Request) {
				h.Down(gone)
				hangUp(w, r)
			})
		}}
	}
}

// prototype matches bodies whose client_id is __proto__, in either encoding. The same
// application_type ends the server as well, since a campaign has it among its words.
var prototype = regexp.MustCompile(`(client_id|application_type)("\s*:\s*"|=)__proto__`)

func hasPrototype(r *http.Request) bool { return prototype.MatchString(readBody(r)) }

// crashed are the words about a server that crashes on an input and comes back.
func crashed(within time.Duration) (run, fuzz Expected) {
	return refuted(within, `(?m)^✗.*prototype|prototype.*\[(json|form)\]`, away, noneErrored).never(gone, flaky),
		found(within, away).with("--requests", "4000", "--duration", "20s", "--seed", "1").never(stopped, flaky, "forgets-clients")
}

// crashes are servers that one kind of input ends.
func crashes() []Server {
	proto := where(hasPrototype)
	rows := []Server{
		{Name: "crashes-0.6s", New: crashing(proto, 600*time.Millisecond), Does: "Ends on the client_id or application_type __proto__, and is back after 0.6 s without its clients."},
		{Name: "crashes-0.6s-tls", Over: TLS, Long: true, New: crashing(proto, 600*time.Millisecond), Does: "The same, over TLS."},
		{Name: "crashes-0.6s-unix", Over: Unix, Long: true, New: crashing(proto, 600*time.Millisecond), Does: "The same, at a socket whose file is away for the time."},
		{Name: "crashes-0.6s-h2", Over: HTTP2, Long: true, New: crashing(proto, 600*time.Millisecond), Does: "The same, over HTTP/2, where other streams end with it."},
		{Name: "crashes-3.5s", Long: true, New: crashing(proto, 3500*time.Millisecond), Does: "Ends on the client_id or application_type __proto__, and is back after 3.5 s without its clients."},
		{Name: "closes-then-deaf-1.2s", Long: true, New: deafAfter(proto), Does: "Closes the connection without an answer on that client_id, and does not listen for 1.2 s. Other connections stay, and clients are kept."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = crashed(60 * second)
	}
	once := Server{
		Name: "crashes-for-good", Long: true, New: crashing(proto, 0),
		Does: "Ends on the client_id or application_type __proto__, and never comes back.",
	}
	once.Run, once.Fuzz = died(60 * second)
	once.Run = once.Run.with("--parallel", "1", "--level", "implied", "--level", "documented")
	once.Run.Says = append(once.Run.Says, `prototype`)
	together := once
	together.Name, together.Does = "crashes-for-good-together", "The same, found with several cases under way; here over a socket."
	together.Over, together.Run = Unix, refuted(60*second, gone, someErrored, `prototype`).never(back, flaky)
	often := Server{
		Name: "crashes-often", Long: true, New: crashing(has("logo_url"), 300*time.Millisecond),
		Does: "Ends on every body with a logo_url, and is back after 0.3 s: many cases crash it.",
		Run:  refuted(120*second, "logo.url", away).never(gone, flaky),
		Fuzz: found(60*second, away).with("--requests", "4000", "--duration", "20s", "--seed", "1").never(stopped, flaky),
	}
	rare := Server{
		Name: "crashes-on-long-name", Long: true, New: crashing(has("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 200*time.Millisecond),
		Does: "Ends on any value with a hundred times the letter a, and is back after 0.2 s.",
		Run:  refuted(60*second, away, noneErrored).never(gone, flaky),
		Fuzz: found(60*second, away).with("--requests", "4000", "--duration", "20s", "--seed", "1").never(stopped, flaky),
	}
	for i := range 4 { // the first is one of the quick ones
		rows[i].Run = rows[i].Run.with("credentials")
	}
	alike := Server{
		Name: "dies-every-500", Long: true, New: diesEvery(500), Does: "Ends over every 500th request, whatever it is, and is back after 0.7 s with its clients.",
		Run: Expected{Exits: []int{0, 1}, Says: []string{noneErrored}, Never: []string{"Crashes", "stopped over this request", "while it served others"}, Within: 60 * second},
	}
	return append(rows, once, together, often, rare, alike)
}

func diesEvery(n int64) func() Behaviour {
	return func() Behaviour {
		inner := conforming() // kept over the pause
		var seen atomic.Int64
		return Behaviour{Handler: func(h *Host) http.Handler {
			return before(inner, func(*http.Request) bool { return seen.Add(1)%n == 0 }, func(w http.ResponseWriter, r *http.Request) {
				h.Down(700 * time.Millisecond)
				hangUp(w, r)
			})
		}}
	}
}

func deafAfter(some where) func() Behaviour {
	return func() Behaviour {
		inner := conforming() // kept over the pause
		return Behaviour{Handler: func(h *Host) http.Handler {
			return before(inner, some, func(w http.ResponseWriter, r *http.Request) {
				h.Refuse(1200 * time.Millisecond)
				hangUp(w, r)
			})
		}}
	}
}
