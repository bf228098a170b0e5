package reference

import (
	"slices"
	"strings"
)

// emptyDefects are about null, the empty string, and white space.
func emptyDefects() []group {
	var entries []entry
	for _, name := range []string{paramContacts, paramApplicationName, paramLogoURL, paramRedirectURI} {
		subject := strings.ReplaceAll(name, "_", "-")
		entries = append(entries,
			entry{subject + "-null-crashes", "The server fails over null as " + name + ".", atChecks(byNames(name, null), crash)},
			entry{subject + "-empty-crashes", "The server fails over an empty " + name + ".", atChecks(byNames(name, emptyText), crash)},
			entry{subject + "-empty-as-no-type", "An empty " + name + " is refused with a message about the type.", atChecks(byNames(name, emptyText), saying(msgNoType))},
			entry{subject + "-spaces-crash", "The server fails over nothing but spaces as " + name + ".", atChecks(byNames(name, blankText), crash)},
		)
	}
	return []group{{implied, "values.empty", slices.Concat(entries, []entry{
		{"type-null-crashes", "The server fails over null as type.", atChecks(null(paramType), crash)},
		{"type-empty-crashes", "The server fails over an empty type.", atChecks(emptyText(paramType), crash)},
		{"application-type-null-crashes", "The server fails over null as application_type.", atChecks(null(paramApplicationType), crash)},
		{"application-type-empty-crashes", "The server fails over an empty application_type.", atChecks(emptyText(paramApplicationType), crash)},
		{"credential-null-crashes", "The server fails over null as client_id or client_secret.", atChecks(func(e *exchange) bool {
			return null(paramClientID)(e) || null(paramClientSecret)(e)
		}, crash)},
		{"credential-empty-crashes", "The server fails over an empty client_id or client_secret.", atChecks(func(e *exchange) bool {
			return emptyText(paramClientID)(e) || emptyText(paramClientSecret)(e)
		}, crash)},
		{"null-as-not-json", "Null as any parameter is refused as JSON that could not be decoded.", atChecks(func(e *exchange) bool {
			for name := range e.params {
				if null(name)(e) {
					return true
				}
			}
			return false
		}, saying(msgNotJSON))},
		{"list-with-doubled-space-crashes", "The server fails over two spaces between the items of a list.", atChecks(inLists(containing("  ")), crash)},
		{"list-with-space-in-front-crashes", "The server fails over a space in front of a list.", atChecks(inLists(startingWith(" ")), crash)},
		{"list-with-space-behind-crashes", "The server fails over a space behind a list.", atChecks(inLists(func(s string) bool { return strings.HasSuffix(s, " ") }), crash)},
		{"list-with-tab-crashes", "The server fails over a tab in a list.", atChecks(inLists(containing("\t")), crash)},
		{"list-with-space-behind-hangs", "There is no answer to a list with a space behind it.", atChecks(inLists(func(s string) bool { return strings.HasSuffix(s, " ") }), hang)},
		{"list-with-doubled-space-not-string", "A list of addresses with two spaces between them is refused as invalid redirect URIs.", atChecks(texts(paramContacts, containing("  ")), saying(msgRedirectsNotString))},
	})}}
}

func emptyText(name string) condition { return texts(name, func(s string) bool { return s == "" }) }

func blankText(name string) condition {
	return texts(name, func(s string) bool { return s != "" && strings.TrimSpace(s) == "" })
}

// byNames is a condition on any of the names of a parameter.
func byNames(about string, c func(name string) condition) condition {
	return func(e *exchange) bool {
		return slices.ContainsFunc(namesOf(about), func(name string) bool { return c(name)(e) })
	}
}

func inLists(sort func(string) bool) condition {
	return func(e *exchange) bool {
		return textsByAnyName(paramContacts, sort)(e) || textsByAnyName(paramRedirectURI, sort)(e)
	}
}
