package rarities

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// hang is longer than anyone waits for a registration, and shorter than clients wait for a server.
const hang = 3 * time.Second

// listServers go wrong over contacts or the redirect list.
func listServers() []Server {
	return []Server{
		{
			Name:   "third-address-unchecked",
			About:  "The third address in contacts may be anything.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(func(s *server) { s.badAddress = badAddressButThird }),
		},
		{
			Name:   "repeated-address-crashes",
			About:  "The same address twice in contacts crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(repeatsAddress)),
		},
		{
			Name:   "redirect-fragment-crashes",
			About:  "A fragment in a URI of the redirect list crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(redirectsWithFragment)),
		},
		{
			Name:   "doubled-space-names-neighbour",
			About:  "Where contacts hold a doubled space, the message names the address before the one at fault.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(func(s *server) { s.badAddress = badAddressOrNeighbour }),
		},
		{
			Name:   "doubled-dot-hangs",
			About:  "Two dots in a row in contacts hold the answer up for three seconds.",
			Level:  Hardening,
			Rarity: Hard,
			New:    with(crashesOn(hangsOnDoubledDot)),
		},
	}
}

func badAddressButThird(contacts string) (bad string, found bool) {
	addresses := split(contacts)
	if len(addresses) > 2 {
		addresses = slices.Delete(addresses, 2, 3)
	}

	return firstBad(strings.Join(addresses, " "), validEmail)
}

func badAddressOrNeighbour(contacts string) (bad string, found bool) {
	bad, found = firstBad(contacts, validEmail)
	addresses := split(contacts)
	if i := slices.Index(addresses, bad); found && i > 0 && strings.Contains(contacts, "  ") {
		return addresses[i-1], true
	}

	return bad, found
}

func repeatsAddress(_ *http.Request, a attempt) bool {
	addresses := split(a.text("contacts"))
	slices.Sort(addresses)

	return len(slices.Compact(slices.Clone(addresses))) < len(addresses)
}

func redirectsWithFragment(_ *http.Request, a attempt) bool {
	return slices.ContainsFunc(redirectNames(), func(name string) bool {
		return strings.Contains(a.text(name), "#")
	})
}

// hangsOnDoubledDot never makes the server crash, only wait; it does not outlast the client.
func hangsOnDoubledDot(r *http.Request, a attempt) bool {
	if strings.Contains(a.text("contacts"), "..") {
		select {
		case <-time.After(hang):
		case <-r.Context().Done():
		}
	}

	return false
}
