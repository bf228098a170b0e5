package testservers

import (
	"net/http"
	"slices"
	"strings"
)

// How hard a rare defect is to find, as its author guessed.
const (
	Easy   = "easy"
	Medium = "medium"
	Hard   = "hard"
)

// RareDefects returns the servers with a defect that shows only under a rare
// condition: a value of one length, one class of characters, two requests at once.
// Cases that a person writes hardly meet it, so these servers tell how well a campaign
// searches. Those that are easy to find come first.
func RareDefects() []Server {
	all := slices.Concat(rareTexts(), rareLists(), rareJSON(), rareRequests(), rareClients(), rareRaces())
	order := []string{Easy, Medium, Hard}
	slices.SortStableFunc(all, func(a, b Server) int {
		return slices.Index(order, a.Rarity) - slices.Index(order, b.Rarity)
	})
	return all
}

// Careful is the server into which the rare defects are put. It is the chain base
// with limits, both names of the redirect list, and headers that protect secrets.
func Careful() http.Handler { return carefulWith()() }

// carefulWith is the careful server for a table.
func carefulWith(edits ...edit) func() http.Handler {
	return wrapped(
		chainWith(append([]edit{careful}, edits...)...),
		withHeaders("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff"),
	)
}

func careful(s *seams) {
	s.limit = 64 << 10
	s.logo, s.uri = webURL, webURL
	s.split = func(list string) []string {
		return strings.FieldsFunc(list, func(r rune) bool { return r == ' ' })
	}
	s.write = writeEscaped
}

// renaming changes the value that a message names.
func renaming(change func(string) string) edit {
	return func(s *seams) {
		s.tell = func(_ *call, f *fault) {
			if f.value != "" {
				f.text = message(f.id, change(f.value))
			}
		}
	}
}
