package rarities

import (
	"net/url"
	"strings"
	"unicode"
)

// split takes a list apart at spaces alone, so that every other character stays in the value that a message names.
func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ' ' })
}

// firstBad finds the first value in a list that is not valid.
func firstBad(list string, valid func(string) bool) (bad string, found bool) {
	for _, value := range split(list) {
		if !valid(value) {
			return value, true
		}
	}

	return "", false
}

// validEmail takes whatever has something on both sides of one @ and no spaces or controls within.
func validEmail(address string) bool {
	local, domain, found := strings.Cut(address, "@")
	unfit := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

	return found && local != "" && domain != "" && !strings.Contains(domain, "@") && !strings.ContainsFunc(address, unfit)
}

// validURL takes absolute http and https URLs with a host. Every other scheme is refused: some are dangerous, and none
// must be taken. The parser judges addresses in brackets, but lets a closing bracket alone pass.
func validURL(text string) bool {
	u, err := url.Parse(text)

	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		!strings.Contains(u.Hostname(), "]")
}
