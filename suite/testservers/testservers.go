package testservers

import "net/http"

// Server is one test server.
type Server struct {
	// Name is unique, in kebab case.
	Name string
	// Point says in a sentence which freedom the server uses, or in which
	// one point it departs from the document.
	Point string
	// Conforms tells that no failure may be reported at the levels
	// documented and implied.
	Conforms bool
	// Level is the level of a departure: documented or implied, or hardening for a
	// rare defect.
	Level string
	// Rarity is how hard a rare defect is to find: Easy, Medium or Hard. It is empty
	// for other servers.
	Rarity string
	// About names what a departure touches: ids of messages, parameters or
	// topics such as "update" or "response".
	About []string
	// Expect tells for a departure where it ought to be seen, and where
	// nothing may be reported.
	Expect string
	// Connected tells that what is odd about the server shows on connections, and
	// not in what its handler answers.
	Connected bool
	// New builds a fresh server with empty state. It answers under
	// /api/client/register of its root.
	New func() http.Handler
}

// All returns every server but those with a rare defect, those that conform first.
func All() []Server {
	all := conformingTransport()
	for i := range all {
		all[i].Connected = true
	}
	for _, group := range [][]Server{
		conformingAnswers(), conformingRequests(),
		wrongMessages(), wrongValues(),
		missingChecks(), refusedGood(),
		wrongBodies(), wrongStatuses(), wrongEnvelopes(),
		wrongAnswers(), wrongUpdates(), wrongCredentials(),
		brittle(),
	} {
		all = append(all, group...)
	}
	return all
}

// The levels a departure can have.
const (
	documented = "documented"
	implied    = "implied"
	hardening  = "hardening"
)
