package rarities

import (
	"net/http"
	"slices"
)

// How hard a defect is to find, by the guess of its author.
const (
	Easy     = "easy"
	Middling = "middling"
	Hard     = "hard"
)

// The levels of what a defect breaks.
const (
	Documented = "documented"
	Implied    = "implied"
	Hardening  = "hardening"
)

// Server is a server with one defect.
type Server struct {
	Name string
	// About says in one sentence what is wrong, and under which condition.
	About string
	// Level is that of the requirement broken.
	Level string
	// Rarity is a guess at how hard the defect is to find: Easy, Middling or Hard.
	Rarity string
	// New makes the server afresh, without clients.
	New func() http.Handler
}

// Servers are all that have one defect, those found easily first.
func Servers() []Server {
	servers := slices.Concat(textServers(), listServers(), jsonServers(), requestServers(), clientServers(), racingServers())
	order := []string{Easy, Middling, Hard}
	slices.SortStableFunc(servers, func(a, b Server) int {
		return slices.Index(order, a.Rarity) - slices.Index(order, b.Rarity)
	})

	return servers
}

// with makes conforming servers and puts one defect into each. A defect keeps what it remembers in its own closure.
func with(defect func(*server)) func() http.Handler {
	return func() http.Handler {
		s := newServer()
		defect(s)

		return s
	}
}

// crashesOn is the defect of a server that crashes on some requests, whatever else they hold.
func crashesOn(condition func(r *http.Request, a attempt) bool) func(*server) {
	return func(s *server) { s.stumbles = condition }
}
