package rarities

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// checkedLength is as far as addresses are checked in the server that lets long ones pass.
const checkedLength = 100

// hang is longer than anyone waits for a registration, and shorter than clients wait for a server.
const hang = 3 * time.Second

// listServers go wrong over contacts or the redirect list.
func listServers() []Server {
	return []Server{
		{
			Name:   "long-address-unchecked",
			About:  "An address in contacts of more than 100 bytes may be anything.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(func(s *server) { s.badAddress = badAddressButLong }),
		},
		{
			Name:   "address-again-in-capitals-crashes",
			About:  "Two addresses in contacts that differ in capitals alone crash with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(crashesOn(repeatsAddressInCapitals)),
		},
		{
			Name:   "redirect-semicolon-crashes",
			About:  "A semicolon in a URI of the redirect list crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(redirectsHoldSemicolon)),
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

func badAddressButLong(contacts string) (bad string, found bool) {
	return firstBad(contacts, func(address string) bool { return len(address) > checkedLength || validEmail(address) })
}

func badAddressOrNeighbour(contacts string) (bad string, found bool) {
	bad, found = firstBad(contacts, validEmail)
	addresses := split(contacts)
	if i := slices.Index(addresses, bad); found && i > 0 && strings.Contains(contacts, "  ") {
		return addresses[i-1], true
	}

	return bad, found
}

func repeatsAddressInCapitals(_ *http.Request, a attempt) bool {
	seen := map[string]string{}
	for _, address := range split(a.text("contacts")) {
		key := strings.ToLower(address)
		if before, found := seen[key]; found && before != address {
			return true
		}
		seen[key] = address
	}

	return false
}

func redirectsHoldSemicolon(_ *http.Request, a attempt) bool {
	return slices.ContainsFunc(redirectNames(), func(name string) bool {
		return strings.Contains(a.text(name), ";")
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
