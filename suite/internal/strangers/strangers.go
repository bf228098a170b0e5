// Package strangers holds small registration servers that the suite did not
// grow up with. They are written from the description of the endpoint alone,
// so that tests can show two things: that a server which conforms in its own
// way is not failed, and that a server which departs in one point is found.
//
// There are three base servers, in the manner of three ecosystems:
//
//   - dict: a port of a Python view, with dictionaries, regular expressions
//     and the first fault found deciding;
//   - typed: a layered service with a transfer object, collected violations,
//     net/url and hashed secrets;
//   - chain: a script in the manner of Express or PHP, with a chain of steps,
//     a JSON reader and form decoder of its own and a table of rows.
//
// Every stranger is one of them with a few seams replaced.
package strangers

import "net/http"

// Stranger is one server the suite did not grow up with.
type Stranger struct {
	// Name is unique, in kebab case.
	Name string
	// Point says in a sentence which freedom the server uses, or in which
	// one point it departs from the document.
	Point string
	// Conforms tells that no failure may be reported at the levels
	// documented and implied.
	Conforms bool
	// Level is the level of a departure: documented or implied.
	Level string
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

// All returns every stranger, those that conform first.
func All() []Stranger {
	all := conformingTransport()
	for i := range all {
		all[i].Connected = true
	}
	for _, group := range [][]Stranger{
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

// The two levels a departure can have.
const (
	documented = "documented"
	implied    = "implied"
)
