package dictionary

import "strings"

// Package traffic has no table of what follows: a corpus has these words letter by letter.

// Echoed are values to be refused that come back altered from a server which does more with its message than to
// write it: it formats it once more, replaces by a pattern, undoes escapes, or tidies the value.
var Echoed = within("a", "b",
	"%s", "%d", "%n", "%%", "%v", "%(x)s", "{0}", "{}", "{x}", "${x}", "#{x}", "$&", "$1", "$$", "$`", "$'", `\1`, `\0`, `\g<0>`, `\n`, `\u0041`, `\\`, `\"`, `"`, "'",
	"&amp;", "&lt;", "&#65;", "<i>", "<!--", "%41", "%20", "%25", "+", "=", "&", "~", "`", "|", "^", "*", "[", "]", "<", ">", ";", ",", "!", "_", "--", "..",
	"é", "e\u0301", "ß", "ﬁ", "ǆ", "ſ", "ı", "İ", "K", "É", "\u00ad", "\u200b", "\u00b5", "B", "A", "\x7f", "\u0080", "\u07ff", "\u0800", "\uffff", "\U00010000", "\u00c5\u00e0")

func within(before, after string, words ...string) []string {
	for i := range words {
		words[i] = before + words[i] + after
	}
	return words
}

// Slow are values that a pattern with a repetition within another tries in exponentially many ways before it gives up.
var Slow = []string{
	strings.Repeat("a", 30) + "!", "a@" + strings.Repeat("a", 30) + "!", "a@" + strings.Repeat("a.", 30) + "!", strings.Repeat("a.", 30) + "!@a.example",
	"https://" + strings.Repeat("a", 30) + "!", "https://" + strings.Repeat("a.", 30) + "!", "https://a.example/" + strings.Repeat("a", 30) + "\\", strings.Repeat("0", 30) + "x",
}

// EnumeratedKinds are values of type and application_type that are known ones to a server which compares until a NUL, or in capitals.
var EnumeratedKinds = map[string][]string{
	"type": {
		"client_associate\x00x", "client_update\x00x", "clıent_associate", "client_aſsociate", "clıent_update", "ｃlient_associate",
		"client_associate\u200b", "client_associate\u0301",
	},
	"application_type": {"web\x00x", "native\x00x", "natıve", "ｎative", "nat\u0131ve", "native\u200b", "web\u0301", "\ufeffweb"},
}

// Affix is what stands before and behind a credential.
type Affix struct{ Before, After string }

// Numeric are the affixes that change nothing of a number.
var Numeric = []Affix{{Before: "0"}, {Before: "00"}, {Before: "+"}, {Before: "-"}, {After: ".0"}, {After: "."}, {After: "e0"}, {Before: "+", After: ".0"}}

// BehindCredentials stands behind a credential for who stops reading before it.
var BehindCredentials = []string{"\x00x", "\nx", " x", ",x", ";x", "\u200b", "=", "=="}

// SpacedTypes are media types with space about the semicolon (RFC 9110 §5.6.6).
var SpacedTypes = []string{
	"application/json ; charset=utf-8", "application/json ;charset=utf-8", "application/json\t; charset=utf-8",
	"application/x-www-form-urlencoded ; charset=utf-8", "application/x-www-form-urlencoded ;charset=utf-8", "application/x-www-form-urlencoded\t; charset=utf-8",
}
