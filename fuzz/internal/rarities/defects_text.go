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
			Name:   "astral-name-crashes",
			About:  "A character beyond the Basic Multilingual Plane in application_name crashes with a 500.",
			Level:  Implied,
			Rarity: Easy,
			New:    with(crashesOn(nameHoldsAstral)),
		},
		{
			Name:   "bad-value-lowercased",
			About:  "A message names the value at fault in lower case when it was sent with capitals.",
			Level:  Documented,
			Rarity: Easy,
			New:    with(func(s *server) { s.nameInMessage = strings.ToLower }),
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
			Name:   "native-logo-port-crashes",
			About:  "A logo_url with a port crashes with a 500 when application_type is native.",
			Level:  Implied,
			Rarity: Middling,
			New:    with(crashesOn(nativeWithLogoPort)),
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

func nameHoldsAstral(_ *http.Request, a attempt) bool {
	return strings.ContainsFunc(a.text("application_name"), func(r rune) bool { return r > 0xFFFF })
}

func nameBeginsWithMark(_ *http.Request, a attempt) bool {
	first, _ := utf8.DecodeRuneInString(a.text("application_name"))

	return unicode.IsMark(first)
}

func nativeWithLogoPort(_ *http.Request, a attempt) bool {
	logo, err := url.Parse(a.text("logo_url"))

	return err == nil && logo.Port() != "" && a.text("application_type") == "native"
}

func firstCharacters(value string) string {
	runes := []rune(value)

	return string(runes[:min(len(runes), messageLength)])
}
