package rarities

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// longestName is where the name no longer fits its column in the server of five causes.
const longestName = 200

// cause is one way to a status of 500, with the answer it shows.
type cause struct {
	holds  func(a attempt) bool
	answer reply
}

// FiveCauses is a server with five defects that all end in a status of 500, to see whether findings are grouped by their
// cause. The first three answer with one and the same page, the last two with JSON of their own; where more than one
// holds, the first of them answers. They are:
//
//   - an application_name of more than 200 bytes,
//   - an apostrophe in contacts,
//   - a logo_url that begins with http: and not with https:,
//   - a redirect list, under either name, that is a JSON number,
//   - a client_update whose client_id holds a space.
func FiveCauses() http.Handler {
	s := newServer()
	s.stumbles = func(_ *http.Request, a attempt) bool { return firstCause(a) != nil }
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		if found := firstCause(a); out.crashed && found != nil {
			return found.answer
		}

		return render(r, a, out)
	}

	return s
}

func firstCause(a attempt) *cause {
	for _, c := range causes() {
		if c.holds(a) {
			return &c
		}
	}

	return nil
}

func causes() []cause {
	return []cause{
		{
			holds:  func(a attempt) bool { return len(a.text("application_name")) > longestName },
			answer: crashPage(),
		},
		{
			holds:  func(a attempt) bool { return strings.Contains(a.text("contacts"), "'") },
			answer: crashPage(),
		},
		{
			holds:  func(a attempt) bool { return strings.HasPrefix(a.text("logo_url"), "http:") },
			answer: crashPage(),
		},
		{
			holds:  redirectsAreNumber,
			answer: internalError("'int' object has no attribute 'split'"),
		},
		{
			holds: func(a attempt) bool {
				return a.text("type") == "client_update" && strings.Contains(a.text("client_id"), " ")
			},
			answer: internalError("invalid identifier"),
		},
	}
}

func redirectsAreNumber(a attempt) bool {
	return slices.ContainsFunc(redirectNames(), func(name string) bool {
		_, number := a.members[name].(json.Number)

		return number
	})
}

func internalError(message string) reply {
	return jsonReply(http.StatusInternalServerError, map[string]any{"error": message})
}
