package rarities

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const mostMembers = 25

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
			About:  "JSON nested 11 to 15 levels deep, neither less nor more, crashes with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New: with(crashesOn(func(_ *http.Request, a attempt) bool {
				depth := nesting(a.body)

				return a.format == jsonFormat && depth > 10 && depth < 16
			})),
		},
		{
			Name:   "negative-exponent-crashes",
			About:  "A JSON number with a negative exponent as contacts crashes with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New: with(crashesOn(func(_ *http.Request, a attempt) bool {
				number, _ := a.members["contacts"].(json.Number)

				return strings.Contains(strings.ToLower(number.String()), "e-")
			})),
		},
		{
			Name:   "bidi-control-breaks-answer",
			About:  "A refusal that names a value with a bidirectional control, as U+202E or U+2066, is no longer JSON.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(bidiEscapedByHand),
		},
		{
			Name:   "replacement-character-refused",
			About:  "JSON with U+FFFD in a value is refused as no JSON.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(replacementCharacterRefused),
		},
		{
			Name:   "form-feed-escape-misread",
			About:  "A form feed that JSON escapes as \\f is read as the letter f.",
			Level:  Documented,
			Rarity: Middling,
			New:    with(formFeedEscapeMisread),
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

// bidiEscapedByHand escapes what JSON lets stand, and in a way that JSON does not know.
func bidiEscapedByHand(s *server) {
	s.render = func(r *http.Request, a attempt, out outcome) reply {
		answer := render(r, a, out)
		var escaped strings.Builder
		for _, c := range string(answer.body) {
			if unicode.Is(unicode.Bidi_Control, c) {
				fmt.Fprintf(&escaped, `\x{%x}`, c)
			} else {
				escaped.WriteRune(c)
			}
		}
		answer.body = []byte(escaped.String())

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

var simpleEscape = regexp.MustCompile(`\\.`)

func formFeedEscapeMisread(s *server) {
	s.decodeJSON = func(body []byte) (map[string]any, string) {
		return decodeJSON(simpleEscape.ReplaceAllFunc(body, func(escape []byte) []byte {
			if string(escape) == `\f` {
				return []byte("f")
			}

			return escape
		}))
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
