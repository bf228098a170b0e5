package reference

import (
	"slices"
	"strings"
)

// validity are the ways to leave out, some of the time, the check of what a
// parameter says. That it is a string is still looked at.
func validity(subject, about string) []entry {
	on := func(ending, where string, c condition) entry {
		return entry{subject + "-" + ending, "Any " + about + " is taken" + where + ".", checks(about, func(e *exchange, next trouble) *refusal {
			if c(e) && e.params[about].kind != notAText {
				return nil
			}
			return next(e)
		})}
	}
	return []entry{
		on("unchecked", "", always),
		on("unchecked-on-update", " on update", onUpdate),
		on("unchecked-on-registration", " on registration", onRegistration),
		on("unchecked-in-form", " in a form", inForm),
		on("unchecked-in-json", " in JSON", inJSON),
	}
}

// partly are the ways to look at a part of a list only.
func partly(subject, about string) []entry {
	on := func(ending, summary string, pick func(items []string) []string) entry {
		return entry{subject + "-" + ending, summary, sees(about, func(s string) string {
			items := splitList(s)
			if len(items) == 0 {
				return s
			}
			return strings.Join(pick(items), " ")
		})}
	}
	return []entry{
		on("first-checked-only", "Only the first of the list is checked.", func(items []string) []string { return items[:1] }),
		on("last-checked-only", "Only the last of the list is checked.", func(items []string) []string { return items[len(items)-1:] }),
		on("last-unchecked", "The last of a list of several is not checked.", func(items []string) []string { return items[:max(1, len(items)-1)] }),
	}
}

// separation are the ways not to understand that spaces separate.
func separation(subject, about, message string, valid func(string) bool) []entry {
	const several = " is refused."
	return []entry{
		{subject + "-taken-as-one", "The list is checked as if it were one value.", listAs(about, message, valid, func(s string) []string { return []string{s} })},
		{subject + "-separated-by-commas", "The list is taken apart at commas, and not at spaces.", listAs(about, message, valid, func(s string) []string { return strings.Split(s, ",") })},
		{subject + "-separated-by-lines", "The list is taken apart at line ends, and not at spaces.", listAs(about, message, valid, func(s string) []string { return strings.Split(s, "\n") })},
		{subject + "-two-at-most", "A list of three" + several, atChecks(textsByAnyName(about, func(s string) bool { return len(splitList(s)) > 2 }), saying(about+" has too many entries."))},
		{subject + "-255-characters-at-most", "A list of more than 255 characters" + several, atChecks(textsByAnyName(about, over(255)), saying(about+" is too long."))},
	}
}

// listAs checks a list that is taken apart in another way.
func listAs(about, message string, valid func(string) bool, split func(string) []string) alteration {
	return checks(about, func(e *exchange, next trouble) *refusal {
		for _, name := range namesOf(about) {
			if e.params[name].kind == notAText {
				return next(e)
			}
			if len(splitList(e.text(name))) == 0 {
				continue
			}
			for _, item := range split(e.text(name)) {
				if !valid(item) {
					return badRequest(message).naming(item)
				}
			}
		}
		return nil
	})
}

// forgives takes what a check would refuse, if it is of that sort.
func forgives(about string, sort func(string) bool) alteration {
	return sees(about, func(s string) string {
		items := partsOf(about, s)
		if left := slices.DeleteFunc(slices.Clone(items), sort); len(left) < len(items) {
			return strings.Join(left, " ")
		}
		return s
	})
}

// partsOf takes the text of a parameter apart, if it is a list.
func partsOf(about, s string) []string {
	if about == paramLogoURL {
		return []string{s}
	}
	return splitList(s)
}

// optionality are the ways to ask for a parameter that may be left out, or not
// to take it.
func optionality(about string) []entry {
	subject := strings.ReplaceAll(about, "_", "-")
	needed, unknown := saying(about+" is required."), saying("Unknown parameter "+about)
	missing, there := not(givenByAnyName(about)), givenByAnyName(about)
	return []entry{
		{subject + "-needed-for-web", "A web client must bring " + about + ".", atChecks(all(missing, onRegistration, forApplication(applicationWeb)), needed)},
		{subject + "-needed-on-update", "An update must bring " + about + ".", atChecks(all(missing, onUpdate), needed)},
		{subject + "-refused-in-form", "A form with " + about + " is refused.", atChecks(all(there, inForm), unknown)},
		{subject + "-refused-on-registration", "A registration with " + about + " is refused.", atChecks(all(there, onRegistration), unknown)},
	}
}

func givenByAnyName(about string) condition {
	return func(e *exchange) bool {
		return slices.ContainsFunc(namesOf(about), func(name string) bool { return given(name)(e) })
	}
}

func textsByAnyName(about string, sort func(string) bool) condition {
	return func(e *exchange) bool {
		return slices.ContainsFunc(namesOf(about), func(name string) bool { return texts(name, sort)(e) })
	}
}

// refusing turns away values of a sort, that are good.
func refusing(about string, sort func(string) bool, message string) alteration {
	return checks(about, func(e *exchange, next trouble) *refusal {
		for _, name := range namesOf(about) {
			parts := partsOf(about, e.text(name))
			if i := slices.IndexFunc(parts, sort); i >= 0 {
				return badRequest(message).naming(parts[i])
			}
		}
		return next(e)
	})
}
