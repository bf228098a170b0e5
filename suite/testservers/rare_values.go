package testservers

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// rareTexts go wrong over the characters or the length of one value.
func rareTexts() []Server {
	return []Server{
		{
			Name: "private-character-crashes", Level: implied, Rarity: Easy,
			Point: "A character for private use, from U+E000 to U+F8FF, in application_name crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				return strings.ContainsFunc(c.text("application_name"), func(r rune) bool { return r >= 0xE000 && r <= 0xF8FF })
			})),
		},
		{
			Name: "foreign-capitals-lowered", Level: documented, Rarity: Easy,
			Point: "A message names the value at fault with its capitals beyond ASCII in lower case.",
			New:   carefulWith(renaming(lowerForeignCapitals)),
		},
		{
			Name: "long-value-cut", Level: documented, Rarity: Easy,
			Point: "A message names only the first 100 characters of the value at fault.",
			New: carefulWith(renaming(func(value string) string {
				runes := []rune(value)
				return string(runes[:min(len(runes), 100)])
			})),
		},
		{
			Name: "trailing-comma-dropped", Level: documented, Rarity: Medium,
			Point: "A message names the value at fault without the commas and semicolons at its end.",
			New:   carefulWith(renaming(func(value string) string { return strings.TrimRight(value, ",;") })),
		},
		{
			Name: "leading-mark-crashes", Level: implied, Rarity: Medium,
			Point: "An application_name that begins with a combining mark crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				first, _ := utf8.DecodeRuneInString(c.text("application_name"))
				return unicode.IsMark(first)
			})),
		},
		{
			Name: "web-logo-port-crashes", Level: implied, Rarity: Medium,
			Point: "A logo_url with a port crashes with a 500 when application_type is web.",
			New: carefulWith(crashOn(func(c *call) bool {
				logo, err := url.Parse(c.text("logo_url"))
				return err == nil && logo.Port() != "" && c.text("application_type") == "web"
			})),
		},
		{
			Name: "name-of-137-bytes-crashes", Level: implied, Rarity: Hard,
			Point: "An application_name of exactly 137 bytes in UTF-8 crashes with a 500.",
			New:   carefulWith(crashOn(func(c *call) bool { return len(c.text("application_name")) == 137 })),
		},
	}
}

func lowerForeignCapitals(value string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return r
		}
		return unicode.ToLower(r)
	}, value)
}

// rareLists go wrong over contacts or the redirect list.
func rareLists() []Server {
	return []Server{
		{
			Name: "long-address-unchecked", Level: documented, Rarity: Easy,
			Point: "An address in contacts of more than 100 bytes may be anything.",
			New: carefulWith(func(s *seams) {
				email := s.email
				s.email = func(address string) bool { return len(address) > 100 || email(address) }
			}),
		},
		{
			Name: "address-again-in-capitals-crashes", Level: implied, Rarity: Medium,
			Point: "Two addresses in contacts that differ in capitals alone crash with a 500.",
			New:   carefulWith(crashOn(repeatsAddressInCapitals)),
		},
		{
			Name: "redirect-semicolon-crashes", Level: implied, Rarity: Easy,
			Point: "A semicolon in a URI of the redirect list crashes with a 500.",
			New: carefulWith(crashOn(func(c *call) bool {
				return strings.Contains(c.text("redirect_uri")+c.text("redirect_uris"), ";")
			})),
		},
		{
			Name: "doubled-space-names-neighbour", Level: documented, Rarity: Hard,
			Point: "Where contacts hold a doubled space, the message names the address before the one at fault.",
			New: carefulWith(func(s *seams) {
				s.tell = func(c *call, f *fault) {
					i := slices.Index(f.list, f.value)
					if f.id == badEmail && i > 0 && strings.Contains(c.text("contacts"), "  ") {
						f.text = message(badEmail, f.list[i-1])
					}
				}
			}),
		},
		{
			Name: "doubled-dot-hangs", Level: hardening, Rarity: Hard,
			Point: "Two dots in a row in contacts delay the answer by three seconds.",
			New: carefulWith(on(func(c *call) *fault {
				if strings.Contains(c.text("contacts"), "..") {
					pause(c.r.Context(), 3*time.Second)
				}
				return nil
			})),
		},
	}
}

func repeatsAddressInCapitals(c *call) bool {
	seen := map[string]string{}
	for address := range strings.SplitSeq(c.text("contacts"), " ") {
		key := strings.ToLower(address)
		if before, found := seen[key]; found && before != address {
			return true
		}
		seen[key] = address
	}
	return false
}
