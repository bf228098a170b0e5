package gauntlet

import (
	"net/http"
)

// goesAway ends each connection of HTTP/2 in an orderly way (GOAWAY) after so many streams.
func goesAway(streams int64) func() Behaviour {
	return func() Behaviour {
		return Behaviour{Tune: counts, Handler: func(*Host) http.Handler {
			inner := conforming()
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if of(r).requests.Add(1) == streams {
					w.Header().Set("Connection", "close") // net/http makes a GOAWAY of it
				}
				inner.ServeHTTP(w, r)
			})
		}}
	}
}

// oddHTTP2 are servers whose HTTP/2 is seldom seen.
func oddHTTP2() []Server {
	rows := []Server{
		{Name: "goaway-50", Over: HTTP2, New: goesAway(50), Does: "Ends each connection with GOAWAY after 50 streams."},
		{Name: "goaway-1", Over: HTTP2, Long: true, New: goesAway(1), Does: "Ends each connection with GOAWAY after one stream."},
		{Name: "early-hints-h2", Over: HTTP2, Long: true, New: handler(hinted), Does: "Sends 103 Early Hints before each answer."},
		{Name: "small-frames-h2", Over: HTTP2, Long: true, New: smallFrames, Does: "Allows two streams at a time, and reads frames of 16 KiB into small windows."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = passes(30*second), clean(30*second, "--requests", "1000", "--duration", "20s", "--seed", "1")
	}
	return append(lighter(rows), Server{
		Name: "resets-stream-on-bob-h2", Over: HTTP2,
		New:  handler(func() http.Handler { return before(conforming(), has("bob@"), hangUp) }),
		Does: "Resets the stream of a request with an address of Bob.",
		Run:  refuted(30*second, "contacts", noneErrored).never(gone, flaky),
		Fuzz: hunting(40*second, "contacts").never(stopped, flaky),
	})
}

func hinted() http.Handler {
	inner := conforming()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", `</about>; rel="describedby"`)
		w.WriteHeader(http.StatusEarlyHints)
		inner.ServeHTTP(w, r)
	})
}

func smallFrames() Behaviour {
	return Behaviour{
		Handler: func(*Host) http.Handler { return conforming() },
		Tune: func(s *http.Server) {
			s.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 2, MaxReadFrameSize: 16 << 10, MaxReceiveBufferPerConnection: 64 << 10, MaxReceiveBufferPerStream: 64 << 10}
		},
	}
}
