package judge

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"github.com/regspec/regspec/cases"
)

// anotherMessage explains a message that is like none of the document's.
const anotherMessage = "The document gives another message for this."

// nearMiss explains how a message differs from those that were expected, in
// the words of whoever has to mend it.
func (e Expectation) nearMiss(actual string) string {
	for _, expected := range e.Refusal.Messages {
		if named, ok := valueNamed(expected.Message, actual); ok {
			if text := altered(expected.Value, named); text != "" {
				return text
			}
		}
	}
	if len(actual) > actualShown {
		return "The document gives another message for this, and a much shorter one."
	}
	for _, expected := range e.Refusal.Messages {
		if text := spelledAlike(expected.Message.With(expected.Value), actual); text != "" {
			return text
		}
	}
	for _, expected := range e.Refusal.Messages {
		if text := e.otherValue(expected, actual); text != "" {
			return text
		}
	}
	for _, message := range e.Messages {
		if _, ok := valueNamed(message, actual); ok || message.Text == actual {
			return "This is the message for another fault: " + decapitalise(message.When)
		}
	}
	for _, expected := range e.Refusal.Messages {
		text := expected.Message.With(expected.Value)
		switch {
		case strings.Contains(actual, text):
			return "The message is there, with other text around it."
		case len(strings.TrimRight(actual, ".… ")) > 3 && strings.HasPrefix(text, strings.TrimRight(actual, ".… ")):
			return "The message is cut short."
		case levenshtein.ComputeDistance(text, actual) <= len(text)/5:
			return "The message is spelled otherwise than the document spells it."
		}
	}
	return anotherMessage
}

// spelledAlike names a difference that a reader would overlook, or gives "".
func spelledAlike(expected, actual string) string {
	folds := []struct {
		what string
		fold func(string) string
	}{
		{"case", strings.ToLower},
		{"spacing", func(s string) string { return strings.Join(strings.Fields(s), " ") }},
		{"the final stop", func(s string) string { return strings.TrimRight(s, ".") }},
		{"punctuation", func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsPunct(r) || unicode.IsSymbol(r) {
					return -1
				}
				return r
			}, s)
		}},
	}
	for _, one := range folds {
		if one.fold(expected) == one.fold(actual) {
			return fmt.Sprintf("The message differs in %s only.", one.what)
		}
	}
	for i, one := range folds {
		for _, other := range folds[i+1:] {
			if other.fold(one.fold(expected)) == other.fold(one.fold(actual)) {
				return fmt.Sprintf("The message differs in %s and %s only.", one.what, other.what)
			}
		}
	}
	return ""
}

// valueNamed takes from a text the value that it fills into a message.
func valueNamed(message cases.Message, text string) (string, bool) {
	if message.Placeholder == "" {
		return "", false
	}
	before, after, _ := strings.Cut(message.Text, message.Placeholder)
	if len(text) < len(before)+len(after) || !strings.HasPrefix(text, before) || !strings.HasSuffix(text, after) {
		return "", false
	}
	return text[len(before) : len(text)-len(after)], true
}

// otherValue explains a message that is right but for the value in it, or
// gives "".
func (e Expectation) otherValue(expected cases.ExpectedMessage, actual string) string {
	named, ok := valueNamed(expected.Message, actual)
	if !ok {
		return ""
	}
	what := expected.Message.Names
	switch named {
	case "", expected.Message.Placeholder, "%s", "%v", "{}", "{0}", "undefined", "null", "None", "nil", "[object Object]":
		return "The value is not filled in: the message does not name the wrong " + what + "."
	}
	for _, field := range e.parameters() {
		whole, isText := field.Value.(string)
		items := strings.Fields(whole)
		isList := len(items) > 1 && slices.Contains(items, expected.Value)
		switch {
		case !isText:
			continue
		case isList && named == whole:
			return "The message names the whole list; the document asks for the one " + what + " that is wrong."
		case isList && slices.Contains(items, named):
			return "The message names another item of the list than the " + what + " that is wrong."
		case named == whole:
			return "The message names the value of " + field.Name + ", not the " + what + " that is wrong."
		}
	}
	return "The message names another value than the " + what + " that was sent."
}

// altered names what was done to a value on its way back, or gives "".
func altered(sent, named string) string {
	latin1 := make([]rune, 0, len(sent))
	for _, b := range []byte(sent) {
		latin1 = append(latin1, rune(b))
	}
	spaced := strings.ReplaceAll(sent, "+", " ")
	unescaped, err := url.QueryUnescape(sent)
	quoted, ascii := strconv.Quote(sent), strconv.QuoteToASCII(sent)
	cut := strings.TrimRight(named, ".…")
	for _, one := range []struct {
		how string
		is  bool
	}{
		{"A space in the value comes back as +: it is not decoded.", named != sent && named == strings.ReplaceAll(sent, " ", "+")},
		{"The value comes back percent-encoded, not as it was sent.", named == url.QueryEscape(sent) || named == url.PathEscape(sent)},
		{"The value comes back with its UTF-8 read as Latin-1.", named == string(latin1)},
		{"The value comes back quoted, not as it was sent.", named == quoted || named == "'"+sent+"'" || named == `"`+sent+`"`},
		{"The value comes back with backslashes as escapes, not as it was sent.", named == quoted[1:len(quoted)-1] || named == ascii[1:len(ascii)-1]},
		{"A + in the value is read as a space.", spaced != sent && (named == spaced || slices.Contains(strings.Fields(spaced), named))},
		{"The value comes back escaped for HTML, not as it was sent.", named != sent && html.UnescapeString(named) == sent},
		{"The value was decoded once too often.", err == nil && named == unescaped && unescaped != sent},
		{"The value comes back in another case.", inAnotherCase(sent, named)},
		{"The value comes back with spaces around it.", strings.TrimSpace(named) == sent},
		{"The value comes back cut short.", cut != "" && strings.HasPrefix(sent, cut)},
		{"The value comes back with its signs outside ASCII lost or changed.", strip(named) == strip(sent) && utf8.RuneCountInString(sent) != len(sent)},
	} {
		if one.is {
			return one.how
		}
	}
	return used(sent, named)
}

// inAnotherCase reports whether a text differs from another in case only, also where a language writes the
// small letter of İ with a dot of its own.
func inAnotherCase(a, b string) bool {
	return strings.EqualFold(a, b) || b == strings.ToUpper(a) || strings.ReplaceAll(b, "i\u0307", "i") == strings.ToLower(a)
}

// used names for what a value was used that came back changed, or gives "".
func used(sent, named string) string {
	switch {
	case filledIn(sent, named, `\$[$&0-9]|\\[0-9]`):
		return "The value is used as the replacement of a pattern: $$, $&, \\1 and the like in it are read."
	case filledIn(sent, named, `%[0-9.+-]*[^0-9.+-]`):
		return "The value is used as a format: % and what follows it is read."
	}
	return ""
}

// filledIn reports whether a value came back with something else for what is a placeholder to some
// function, and the rest of it as it was.
func filledIn(sent, named, placeholder string) bool {
	parts := regexp.MustCompile(placeholder).Split(sent, -1)
	if len(parts) < 2 || named == sent {
		return false
	}
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(parts, `.*`) + `$`).MatchString(named)
}

// strip leaves the ASCII of a text, without what stands in for the rest.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf || r == '?' {
			return -1
		}
		return r
	}, s)
}

func decapitalise(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[size:]
}
