package diagnose

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
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
		text, ok := f.Value.(string)
		if !ok || strings.Contains(text, "${") {
			continue
		}
		name := describe.NameOf(f)
		for _, what := range slices.Concat(misfits(name, text), alphabets(text)) {
			all = append(all, describe.OfBoth.Is(name+": "+what))
		}
		if text == "0" {
			all = append(all, describe.OfValue.Is(zero))
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			all = append(all, describe.OfValue.Is(numeric))
		}
		if name != "logo_url" && name != "redirect_uri" {
			continue
		}
		for _, items := range []struct {
			are string
			is  func(string) bool
		}{{"URL that does not parse", isBroken}, {"URL without a good host", hasNoHost}} {
			if slices.ContainsFunc(itemsOf(name, text), items.is) {
				all = append(all, describe.OfValue.Is(items.are))
			}
		}
	}
	return all
}

// itemsOf lists what a text has of what its parameter is for.
func itemsOf(name, text string) []string {
	if name == "contacts" || name == "redirect_uri" {
		return strings.Split(text, " ")
	}
	return []string{text}
}

// misfits says how a text is not what its parameter is for.
func misfits(name, text string) []string {
	var all []string
	items := itemsOf(name, text)
	if len(items) > 1 && slices.Contains(items, "") || (name == "contacts" || name == "redirect_uri") && text == "" {
		all = append(all, "text with an empty item")
	}
	items = slices.DeleteFunc(items, func(item string) bool { return item == "" })
	if sorted := slices.Sorted(slices.Values(items)); len(slices.Compact(sorted)) < len(items) {
		all = append(all, "text with an item twice")
	}
	switch name {
	case "logo_url", "redirect_uri":
		if slices.ContainsFunc(items, isNoURL) {
			all = append(all, noURL)
		}
		if slices.ContainsFunc(items, hasNoScheme) {
			all = append(all, "text without a scheme")
		}
	case "contacts":
		if slices.ContainsFunc(items, isNoAddress) {
			all = append(all, noAddress)
		}
	}
	return all
}

// alphabets lists those that a text goes beyond.
func alphabets(text string) []string {
	if text == "" {
		return nil
	}
	var all []string
	highest := slices.Max([]rune(text))
	for _, alphabet := range []struct {
		last rune
		name string
	}{{unicode.MaxASCII, "ASCII"}, {unicode.MaxLatin1, "Latin-1"}, {0xFFFF, "16 bits"}} {
		if highest > alphabet.last {
			all = append(all, "text beyond "+alphabet.name)
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

// hasNoHost reports whether a URL begins as others do, and no host follows that could be one.
func hasNoHost(text string) bool {
	_, rest, found := strings.Cut(text, "://")
	return found && (rest == "" || strings.ContainsRune(":?#", rune(rest[0])) || isBroken(text))
}

func isNoAddress(text string) bool {
	_, err := mail.ParseAddress(text)
	return err != nil
}
