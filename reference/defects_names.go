package reference

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

func nameDefects() []group {
	const about = paramApplicationName
	refused := saying("application_name is not valid.")
	without := func(ending, summary string, sort func(string) bool) entry {
		return entry{"application-name-" + ending + "-refused", "Names " + summary + " are refused.", atChecks(texts(about, sort), refused)}
	}
	return []group{
		{documented, "application-name.optional", slices.Concat(optionality(about), []entry{
			without("outside-ascii", "with characters outside ASCII", beyond('~')),
			without("outside-latin", "with characters outside Latin-1", beyond('ÿ')),
			without("outside-bmp", "with characters of more than 16 bits", beyond('\uffff')),
			{
				"application-name-cut-crashes", "The server fails over a name whose 64th and 65th units of UTF-16 are one character.",
				atChecks(texts(about, func(s string) bool {
					units := utf16.Encode([]rune(s))
					return len(units) > 64 && utf16.DecodeRune(rune(units[63]), rune(units[64])) != unicode.ReplacementChar
				}), crash),
			},
			without("punctuation", "with anything but letters, digits and spaces", func(s string) bool {
				return strings.ContainsFunc(s, func(r rune) bool { return !isLetterOrDigit(r) && r != ' ' })
			}),
			without("spaces", "with spaces", containing(" ")),
			without("quotes", "with quotes", containingAny(`"'`)),
			without("markup", "with <, > or &", containingAny("<>&")),
			without("digits", "with digits", func(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }),
			without("over-64-characters", "of more than 64 characters", over(64)),
			without("over-255-characters", "of more than 255 characters", over(255)),
			without("two-characters", "of one or two characters", func(s string) bool { return s != "" && !over(2)(s) }),
			{
				"application-name-of-one-client-only", "A name that another client has is refused.",
				once(func(m metadata) string { return m.applicationName }, "application_name is taken."),
			},
		})},
	}
}
