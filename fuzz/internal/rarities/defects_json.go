package rarities

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

const (
	mostMembers   = 25
	deepestNested = 20
)

// jsonServers go wrong over how JSON is read or written.
func jsonServers() []Server {
	return []Server{
		{
			Name:   "many-members-crash",
			About:  "A request with more than 25 members crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(func(_ *http.Request, a attempt) bool { return len(a.members) > mostMembers })),
		},
		{
			Name:   "nesting-crashes",
			About:  "JSON nested more than 20 levels deep crashes with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New: with(crashesOn(func(_ *http.Request, a attempt) bool {
				return a.format == jsonFormat && nesting(a.body) > deepestNested
			})),
		},
		{
			Name:   "exponent-crashes",
			About:  "A JSON number with an exponent as contacts crashes with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New: with(crashesOn(func(_ *http.Request, a attempt) bool {
				number, _ := a.members["contacts"].(json.Number)

				return strings.ContainsAny(number.String(), "eE")
			})),
		},
		{
			Name:   "control-breaks-answer",
			About:  "A refusal that names a value with DEL, BEL, NUL or the like is no longer JSON.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(quotedByHand),
		},
		{
			Name:   "replacement-character-refused",
			About:  "JSON with U+FFFD in a value is refused as no JSON.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(replacementCharacterRefused),
		},
		{
			Name:   "escaped-solidus-kept",
			About:  "A solidus that JSON escapes with a backslash keeps the backslash.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(escapedSolidusKept),
		},
		{
			Name:   "doubled-member-unchecked",
			About:  "An optional member given twice in JSON is not checked, however bad both its values are.",
			Level:  Documented,
			Rarity: Hard,
			New:    with(doubledMemberUnchecked),
		},
	}
}

// quotedByHand quotes as Go does, which is JSON for all but some characters that cannot be printed.
func quotedByHand(s *server) {
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		answer := render(r, a, out)
		if out.message != "" {
			answer.body = fmt.Appendf(nil, `{"error": %q}`, out.message)
		}

		return answer
	}
}

func replacementCharacterRefused(s *server) {
	s.decodeJSON = func(body []byte) (map[string]any, string) {
		members, message := decodeJSON(body)
		for _, value := range members {
			if text, ok := value.(string); ok && strings.ContainsRune(text, utf8.RuneError) {
				return nil, notJSON
			}
		}

		return members, message
	}
}

func escapedSolidusKept(s *server) {
	s.decodeJSON = func(body []byte) (map[string]any, string) {
		return decodeJSON(bytes.ReplaceAll(body, []byte(`\/`), []byte(`\\/`)))
	}
}

func doubledMemberUnchecked(s *server) {
	s.decodeJSON = func(body []byte) (map[string]any, string) {
		members, message := decodeJSON(body)
		if message != "" {
			return nil, message
		}
		for name, count := range memberCounts(body) {
			optional := name != "type" && name != "application_type" && name != "client_id" && name != "client_secret"
			if optional && count > 1 {
				delete(members, name)
			}
		}

		return members, ""
	}
}

// memberCounts tells how often each name occurs in a JSON object that was decoded before, and so reads without errors.
func memberCounts(body []byte) map[string]int {
	counts := map[string]int{}
	decoder := json.NewDecoder(bytes.NewReader(body))
	_, _ = decoder.Token()
	for decoder.More() {
		name, _ := decoder.Token()
		counts[fmt.Sprint(name)]++
		var value json.RawMessage
		_ = decoder.Decode(&value)
	}

	return counts
}
