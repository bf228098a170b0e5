package gauntlet

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// awayOnce answers with a status from one request on for a while, once.
func awayOnce(status int, from int64, pause time.Duration) func() Behaviour {
	return handler(func() http.Handler {
		var mu sync.Mutex
		var seen int64
		var until time.Time
		return before(conforming(), func(*http.Request) bool {
			mu.Lock()
			defer mu.Unlock()
			if seen++; seen == from {
				until = time.Now().Add(pause)
			}
			return time.Now().Before(until)
		}, refusal(status))
	})
}

// databases answers with 500 what comes when so many are under way, each of which takes 5 ms.
func databases(inner http.Handler, most int) http.Handler {
	free := make(chan struct{}, most)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case free <- struct{}{}:
			defer func() { <-free }()
			time.Sleep(5 * time.Millisecond)
			inner.ServeHTTP(w, r)
		default:
			refusal(http.StatusInternalServerError).ServeHTTP(w, r)
		}
	})
}

// gateways are servers behind a proxy that answers for them with a 502, 503 or 504.
func gateways() []Server {
	var rows []Server
	for _, status := range []int{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout} {
		first := status == http.StatusBadGateway
		says := fmt.Sprint(status)
		rows = append(
			rows,
			Server{
				Name: says + "-for-a-second", Long: !first, New: awayOnce(status, lifetime, time.Second),
				Does: "Answers 2,000 requests, and then everything with " + says + " for a second, as a proxy does while its server restarts.",
				Run:  passes(30 * second), Fuzz: clean(30*second, "--requests", "3000", "--duration", "20s", "--seed", "1"),
			},
			Server{
				Name: says + "-for-ever", Long: !first, New: handler(func() http.Handler { return refusal(status) }),
				Does: "Answers everything with " + says + ".",
				Run:  unverdicted(30*second, says), Fuzz: unverdicted(30*second, says),
			},
			Server{
				Name: says + "-on-an-address", Long: true,
				New:  handler(func() http.Handler { return before(conforming(), has("alice@"), refusal(status)) }),
				Does: "Answers with " + says + " what has an address of Alice in it, and nothing else: the server behind dies of it.",
				Run:  refuted(60*second, says, "contacts").never(someErrored), Fuzz: found(60*second, says).with("--requests", "2000", "--duration", "20s", "--seed", "1"),
			},
		)
	}
	third := func() func(*http.Request) bool {
		var n atomic.Int64
		return func(*http.Request) bool { return n.Add(1)%3 == 0 }
	}
	asked := func() func(*http.Request) bool { // the first that have a name of the redirect list
		var n atomic.Int64
		return func(r *http.Request) bool { return has("redirect_uri")(r) && n.Add(1) <= 8 }
	}
	rows = append(
		rows,
		Server{
			Name: "502-of-three", Long: true, New: handler(func() http.Handler { return before(conforming(), third(), refusal(http.StatusBadGateway)) }),
			Does: "Answers each third request with 502, whatever it is: one of three instances is down.",
			Run:  passes(60 * second).saying("one of several instances"), Fuzz: clean(60*second, "--requests", "3000", "--duration", "30s", "--seed", "1"),
		},
		Server{
			Name: "502-when-asked", Long: true, New: handler(func() http.Handler { return before(conforming(), asked(), refusal(http.StatusBadGateway)) }),
			Does: "Answers the first eight requests that have a redirect list with 502.",
			Run:  passes(30 * second), Fuzz: clean(30*second, "--requests", "3000", "--duration", "20s", "--seed", "1"),
		},
		Server{
			Name: "pool-of-four", Long: true, New: handler(func() http.Handler { return databases(conforming(), 4) }),
			Does: "Has four connections to its database, each request holds one for 5 ms, and the fifth is answered with 500.",
			Run:  refuted(60*second, "Answers wrongly while other requests are under way", "from [1-4] causes"),
		},
	)
	return append(rows, Server{
		Name: "503-from-some-time-on", Long: true, New: handler(func() http.Handler { return after(conforming(), refusal(http.StatusServiceUnavailable)) }),
		Does: "Answers 2,000 requests, and then everything with 503: the rest has no verdict, and no case is to blame.",
		Run:  unverdicted(60*second, "503", someErrored).never(someFailed),
		Fuzz: Expected{Args: []string{"--requests", "4000", "--duration", "15s", "--seed", "1"}, Exits: []int{3}, Says: []string{"503"}, Never: []string{nothing}, Within: 60 * second},
	})
}
