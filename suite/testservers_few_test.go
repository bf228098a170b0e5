//go:build !long

package suite_test

import (
	"slices"

	"github.com/regspec/regspec/suite/testservers"
)

// chosen gives a few of the test servers: each base as it is, and departures in a message, a
// check, a body, an update, a connection and credentials. With -tags long it gives all.
func chosen() []testservers.Server {
	names := []string{
		"dict-as-written", "typed-as-written", "chain-as-written",
		"answers-in-latin-1", "email-first-only", "update-works-once", "list-of-contacts-hangs-up", "unknown-id-enrolled",
	}
	return slices.DeleteFunc(testservers.All(), func(s testservers.Server) bool { return !slices.Contains(names, s.Name) })
}
