package diagnose

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// How a text may fail to be what its parameter is for.
const (
	noText    = "no text"
	noURL     = "no URL"
	noAddress = "no address"
)

// valueTraits says of the texts of a request what the sort of value leaves open: whether
// they are what the parameter is for, and whether they need more than a small alphabet.
func valueTraits(fields []cases.Field) []describe.Trait {
	var all []describe.Trait
	for _, f := range fields {
		name := describe.NameOf(f)
		text, ok := f.Value.(string)
		if !ok || strings.Contains(text, "${") {
			continue
		}
		add := func(what string) { all = append(all, describe.OfBoth.Is(name+": "+what)) }
		items := strings.Split(text, " ")
		if name == "logo_url" {
			items = []string{text}
		} else if slices.Contains(items, "") && (name == "contacts" || name == "redirect_uri") {
			add("text with an empty item")
		}
		if text == "" {
			continue
		}
		has := func(wrong func(string) bool) bool {
			return slices.ContainsFunc(items, func(item string) bool { return item != "" && wrong(item) })
		}
		switch name {
		case "logo_url", "redirect_uri":
			if has(isNoURL) {
				add(noURL)
			}
			if has(hasNoScheme) {
				add("text without a scheme")
			}
			if has(isBroken) {
				all = append(all, describe.OfValue.Is("URL that does not parse"))
			}
		case "contacts":
			if has(isNoAddress) {
				add(noAddress)
			}
		}
		highest := slices.Max([]rune(text))
		for _, alphabet := range []struct {
			last rune
			name string
		}{{unicode.MaxASCII, "ASCII"}, {unicode.MaxLatin1, "Latin-1"}, {0xFFFF, "16 bits"}} {
			if highest > alphabet.last {
				add("text beyond " + alphabet.name)
			}
		}
	}
	return all
}

func isNoURL(text string) bool {
	u, err := url.Parse(text)
	return err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == ""
}

func hasNoScheme(text string) bool {
	before, _, found := strings.Cut(text, ":")
	return !found || strings.ContainsFunc(before, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("0123456789+-.", r)
	})
}

func isBroken(text string) bool {
	_, err := url.Parse(text)
	return err != nil && !hasNoScheme(text)
}

func isNoAddress(text string) bool {
	_, err := mail.ParseAddress(text)
	return err != nil
}
