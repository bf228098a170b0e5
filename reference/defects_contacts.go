package reference

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func contactsDefects() []group {
	const about = paramContacts
	notString := wording{"contacts-list", msgContactsNotString, "contacts must be a string.", msgRedirectsNotString}
	email := wording{"email", msgInvalidEmail, "%s is not an e-mail address", msgInvalidRedirect}
	return []group{
		{documented, "contacts.optional", slices.Concat(optionality(about), []entry{
			{
				"contacts-of-one-client-only", "Contacts that another client has given are refused.",
				once(func(m metadata) string { return m.contacts }, "contacts is taken."),
			},
		})},
		{documented, "contacts.list", slices.Concat(separation("contacts", about, msgInvalidEmail, isEmail), []entry{
			{
				"email-dot-in-name-refused", "Addresses with a dot before the @ are refused.",
				refusing(about, func(s string) bool { return strings.Contains(localPart(s), ".") }, msgInvalidEmail),
			},
			{
				"email-marks-refused", "Addresses with a hyphen or an underscore at an end of the name, or two such signs together, are refused.",
				refusing(about, func(s string) bool {
					name := localPart(s)
					return isEmail(s) && (strings.Trim(name, "-_") != name || regexp.MustCompile(`[-_]{2}`).MatchString(name))
				}, msgInvalidEmail),
			},
			{
				"email-hyphen-in-domain-refused", "Addresses with a hyphen in the domain are refused.",
				refusing(about, func(s string) bool { return strings.Contains(domainOf(s), "-") }, msgInvalidEmail),
			},
			{
				"email-long-top-domain-refused", "Addresses whose top-level domain has more than four letters are refused.",
				refusing(about, func(s string) bool { return isEmail(s) && longTop(domainOf(s)) }, msgInvalidEmail),
			},
			{
				"email-subdomain-refused", "Addresses whose domain has more than two parts are refused.",
				refusing(about, func(s string) bool { return strings.Count(domainOf(s), ".") > 1 }, msgInvalidEmail),
			},
			{
				"email-digits-refused", "Addresses with a digit in them are refused.",
				refusing(about, func(s string) bool { return isEmail(s) && strings.ContainsFunc(s, unicode.IsDigit) }, msgInvalidEmail),
			},
		})},
		{documented, "error.contacts-not-string", slices.Concat(notString.everywhere(), notString.onUpdates(), []entry{
			{
				"contacts-list-taken", "A JSON list is taken as contacts.",
				skips(about, others(about, aList)),
			},
			{
				"contacts-list-taken-on-update", "An update takes a JSON list as contacts.",
				skips(about, all(others(about, aList), onUpdate)),
			},
			{
				"contacts-empty-list-taken", "An empty JSON list is taken as contacts.",
				skips(about, emptyList(about)),
			},
			{
				"contacts-list-as-address", "A JSON list as contacts is refused as one address that is none.",
				atChecks(others(about, aList), namingText(about, msgInvalidEmail)),
			},
		})},
		{implied, "contacts.string", notStringAtAll("contacts", about, msgInvalidEmail)},
		{documented, "error.invalid-email", slices.Concat(
			email.everywhere(), email.somewhere(), email.onUpdates(), email.named("<email>"), email.namedInList(about),
			validity("email", about), partly("email", about), []entry{
				{
					"email-by-dot", "An address without an @ is taken if it has a dot.",
					forgives(about, func(s string) bool { return !strings.Contains(s, "@") && strings.Contains(s, ".") }),
				},
				{
					"email-one-good-is-enough", "A list is taken if one address in it is good.",
					sees(about, func(s string) string {
						if items := splitList(s); slices.ContainsFunc(items, isEmail) {
							return ""
						}
						return s
					}),
				},
				{
					"email-all-wrong-named", "The message names all wrong addresses at once.",
					refills(msgInvalidEmail, func(e *exchange, _ string) string {
						return strings.Join(slices.DeleteFunc(itemsOf(e, about), isEmail), " ")
					}),
				},
			},
		)},
	}
}

// notStringAtAll are about JSON values that are neither strings nor lists.
func notStringAtAll(subject, about, itemMessage string) []entry {
	return []entry{
		{subject + "-nothing-taken", "False and zero are taken as " + about + ", like nothing at all.", skips(about, others(about, emptyOrNot))},
		{subject + "-number-taken", "A number is taken as " + about + ".", skips(about, others(about, aNumber))},
		{subject + "-true-taken", "True is taken as " + about + ".", skips(about, others(about, "t"))},
		{subject + "-object-taken", "An object is taken as " + about + ".", skips(about, others(about, anObject))},
		{subject + "-number-as-text", "A number as " + about + " is refused as if its digits had been sent.", atChecks(others(about, aNumber), namingText(about, itemMessage))},
		{subject + "-object-not-json", "An object as " + about + " is refused as JSON that could not be decoded.", atChecks(others(about, anObject), saying(msgNotJSON))},
		{subject + "-number-crashes", "The server fails over a number as " + about + ".", atChecks(others(about, aNumber), crash)},
		{subject + "-boolean-crashes", "The server fails over true or false as " + about + ".", atChecks(others(about, aBoolean), crash)},
		{subject + "-object-crashes", "The server fails over an object as " + about + ".", atChecks(others(about, anObject), crash)},
		{subject + "-object-drops-connection", "The connection is dropped over an object as " + about + ".", atChecks(others(about, anObject), hangUp)},
	}
}

func emptyList(about string) condition {
	return func(e *exchange) bool {
		v := e.params[about]
		return v.kind == notAText && strings.Join(splitList(v.text), "") == "[]"
	}
}

// namingText refuses with a message that names what was sent, as JSON.
func namingText(about, message string) trouble {
	return func(e *exchange) *refusal { return badRequest(message).naming(e.params[about].text) }
}

// once refuses a registration that says what another client has said before.
func once(what func(metadata) string, message string) alteration {
	return func(b *behaviour) {
		atChecks(onRegistration, func(e *exchange) *refusal {
			said := what(e.overlay(metadata{}))
			taken := func(c knownClient) bool { return what(c.metadata) == said }
			if said != "" && slices.ContainsFunc(b.store.clients(), taken) {
				return badRequest(message)
			}
			return nil
		})(b)
	}
}

func localPart(s string) string {
	local, _, _ := strings.Cut(s, "@")
	return local
}

func domainOf(s string) string {
	_, domain, _ := strings.Cut(s, "@")
	return domain
}

func longTop(domain string) bool { return len(domain)-strings.LastIndexByte(domain, '.')-1 > 4 }
