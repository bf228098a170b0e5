package rarities

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameCrashLength is no power of two and no other number that people try first.
const nameCrashLength = 137

// messageLength is how much of a value a message has room for in the server that cuts.
const messageLength = 100

// textServers go wrong over the characters or the length of one value.
func textServers() []Server {
	return []Server{
		{
			Name:   "private-character-crashes",
			About:  "A character for private use, from U+E000 to U+F8FF, in application_name crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(nameHoldsPrivateCharacter)),
		},
		{
			Name:   "foreign-capitals-lowered",
			About:  "A message names the value at fault with its capitals beyond ASCII in lower case.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(func(s *server) { s.nameInMessage = lowerForeignCapitals }),
		},
		{
			Name:   "long-value-cut",
			About:  "A message names only the first 100 characters of the value at fault.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(func(s *server) { s.nameInMessage = firstCharacters }),
		},
		{
			Name:   "trailing-comma-dropped",
			About:  "A message names the value at fault without the commas and semicolons at its end.",
			Level:  Documented,
			Rarity: Middling,
			New: with(func(s *server) {
				s.nameInMessage = func(value string) string { return strings.TrimRight(value, ",;") }
			}),
		},
		{
			Name:   "leading-mark-crashes",
			About:  "An application_name that begins with a combining mark crashes with a 500.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(crashesOn(nameBeginsWithMark)),
		},
		{
			Name:   "web-logo-port-crashes",
			About:  "A logo_url with a port crashes with a 500 when application_type is web.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(crashesOn(webWithLogoPort)),
		},
		{
			Name:   "name-of-137-bytes-crashes",
			About:  "An application_name of exactly 137 bytes in UTF-8 crashes with a 500.",
			Level:  Implied,
			Rarity: Hard,
			New: with(crashesOn(func(_ *http.Request, a attempt) bool {
				return len(a.text("application_name")) == nameCrashLength
			})),
		},
	}
}

func nameHoldsPrivateCharacter(_ *http.Request, a attempt) bool {
	return strings.ContainsFunc(a.text("application_name"), func(r rune) bool { return r >= 0xE000 && r <= 0xF8FF })
}

func nameBeginsWithMark(_ *http.Request, a attempt) bool {
	first, _ := utf8.DecodeRuneInString(a.text("application_name"))

	return unicode.IsMark(first)
}

func webWithLogoPort(_ *http.Request, a attempt) bool {
	logo, err := url.Parse(a.text("logo_url"))

	return err == nil && logo.Port() != "" && a.text("application_type") == "web"
}

func lowerForeignCapitals(value string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return r
		}

		return unicode.ToLower(r)
	}, value)
}

func firstCharacters(value string) string {
	runes := []rune(value)

	return string(runes[:min(len(runes), messageLength)])
}
