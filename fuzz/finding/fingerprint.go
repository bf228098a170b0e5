package finding

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/fuzz/traffic"
)

// Fingerprint is what matters of a sequence that shows a finding: of each step the
// features, sorted, where a value counts as what kinds of characters it has. Findings
// of one cause are told apart by their fingerprints, since a server may answer to five
// different troubles with the same page.
type Fingerprint [][]string

// FingerprintOf gives the fingerprint of a sequence.
func FingerprintOf(q traffic.Sequence) Fingerprint {
	var fingerprint Fingerprint
	for _, step := range q.Steps {
		fingerprint = append(fingerprint, features(step))
	}
	return fingerprint
}

// Explains reports whether a sequence has all that the fingerprint has: then there is
// no reason to look for another cause in it. Steps of its own may come between.
func (c Fingerprint) Explains(q traffic.Sequence) bool {
	at := 0
	for _, step := range q.Steps {
		if at == len(c) {
			break
		}
		has := features(step)
		if slices.Contains(has, updates) {
			has = append(has, applies) // which only registrations need, and those have it whatever else matters
		}
		if !slices.ContainsFunc(c[at], func(t string) bool { return !slices.Contains(has, t) }) {
			at++
		}
	}
	return at == len(c)
}

// Same reports whether two fingerprints are alike.
func (c Fingerprint) Same(other Fingerprint) bool {
	return slices.EqualFunc(c, other, slices.Equal[[]string])
}

// Places are the parameters of the last request that not every request has, sorted.
func (f Finding) Places() []string {
	var all []string
	for _, m := range f.last().Body.Members {
		switch m.Name {
		case traffic.ParamType, traffic.ParamApplication, traffic.ParamID, traffic.ParamSecret:
		default:
			all = append(all, new(featureList).place(m.Name))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// deep is how many brackets open in a value that is sent for its depth.
const deep = 32

// Features of what nearly every sequence has, and one of what may stand anywhere.
const (
	updates = traffic.ParamType + ": client_update"
	applies = traffic.ParamApplication + ": known"
	comment = "a comment" // wherever it stands
	beyond  = "beyond ASCII"
	long    = "long"
)

var commented = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)

type featureList []string

func (t *featureList) addf(format string, values ...any) {
	*t = append(*t, fmt.Sprintf(format, values...))
}

// text adds what kinds of characters a text has.
func (t *featureList) text(where, text string) {
	for _, kind := range kinds(text) {
		t.addf("%s: %s", where, kind)
	}
}

// features are what is to be seen of a step, sorted.
func features(s traffic.Step) []string {
	var t featureList
	if s.Method != "" {
		t.addf("method %s", s.Method)
	}
	if s.Query != "" {
		t.text("query", s.Query)
	}
	if s.Type != "" {
		t.text("media type", s.Type)
	}
	for _, f := range s.Header {
		t.addf("header %s", strings.ToLower(f.Name))
	}
	if s.Together {
		t.addf("together")
	}
	if s.Pieces > 0 {
		t.addf("in pieces")
	}
	if s.Times > 1 {
		t.addf("again")
	}
	t.body(s.Body)
	slices.Sort(t)
	return slices.Compact(t)
}

func (t *featureList) body(b traffic.Body) {
	if b.Format != traffic.JSON {
		t.addf("format %d", b.Format)
	}
	for _, one := range traffic.Styles() {
		if b.Style&one != 0 {
			t.addf("style %d", one)
		}
	}
	if b.Cut != 0 {
		t.addf("cut")
	}
	for where, text := range map[string]string{"head": b.Head, "tail": b.Tail} {
		if b.Format == traffic.JSON {
			text = t.comments(text)
		}
		if text != "" {
			t.text(where, text)
		}
	}
	seen := map[string]bool{}
	for _, m := range b.Members {
		verbatim := m.Value.Kind == traffic.Verbatim
		if verbatim && strings.Count(m.Value.Text, "[")+strings.Count(m.Value.Text, "{") > deep {
			t.addf("nested deeply") // whatever it is called
			continue
		}
		where := t.place(m.Name)
		if seen[where] {
			t.addf("%s twice", where)
		}
		seen[where] = true
		switch {
		case verbatim && b.Format == traffic.JSON:
			m.Value.Text = t.comments(m.Value.Text)
		case verbatim && b.Format == traffic.Form:
			if text, err := url.QueryUnescape(m.Value.Text); err == nil { // it says the same in another way
				m.Value = traffic.Str(text)
			}
		}
		t.value(where, m)
	}
}

// place is what a member is called among the features.
func (t *featureList) place(name string) string {
	switch {
	case name == traffic.ParamRedirectList: // one parameter in two spellings
		return traffic.ParamRedirect
	case slices.Contains(traffic.Params, name):
		return name
	}
	t.text("name", name)
	return "another member"
}

// comments takes the comments out of a piece of JSON, in the two ways in which
// programmers write them. It gives nothing if they are all there is. Where there are
// strings, two slashes may be of a URL.
func (t *featureList) comments(text string) string {
	rest := commented.ReplaceAllString(text, "")
	if rest == text || strings.ContainsAny(text, `"'`) {
		return text
	}
	t.addf(comment)
	return strings.TrimSpace(rest)
}

func (t *featureList) value(where string, m traffic.Member) {
	v := m.Value
	if v.Listed {
		t.addf("%s: in a list", where)
	}
	switch {
	case v.Credential():
		t.addf("%s: kind %d", where, v.Kind)
		if v.Corruption != traffic.Intact {
			t.addf("%s: corrupted %d", where, v.Corruption)
		}
		if v.Of > 0 && v.Of != traffic.First {
			t.addf("%s: of another client", where)
		}
		if v.Text+v.After != "" {
			t.text(where, v.Text+v.After)
		}
	case v.Kind == traffic.Verbatim:
		t.addf("%s: verbatim %s", where, kindOfJSON(v.Text))
	// The first of these is what a sequence is minimised to where either will do.
	case v.Text == "client_associate" || v.Text == "native":
		t.addf("%s: known", where)
	case v.Text == "client_update" || v.Text == "web":
		t.addf("%s: known", where)
		t.addf("%s: %s", where, v.Text)
	default:
		t.text(where, v.Text)
	}
}

// kindOfJSON says what kind of JSON value a text begins like.
func kindOfJSON(text string) string {
	switch text = strings.TrimSpace(text); {
	case text == "":
		return "nothing"
	case text[0] == '-' || '0' <= text[0] && text[0] <= '9':
		return "number"
	case text == "null":
		return text
	case text == "true", text == "false":
		return "boolean"
	case text[0] == '"' || text[0] == '[' || text[0] == '{':
		return text[:1]
	}
	return "no JSON"
}

// kinds says which kinds of characters a text has, and whether it is empty or
// long.
func kinds(text string) []string {
	if text == "" {
		return []string{"empty"}
	}
	found := map[string]bool{}
	if len(text) > 32 {
		found[long] = true
	}
	for _, r := range text {
		found[kind(r)] = true
		if r > unicode.MaxASCII && r != utf8.RuneError {
			found[beyond] = true
		}
	}
	list := make([]string, 0, len(found))
	for k := range found {
		list = append(list, k)
	}
	return list
}

func kind(r rune) string {
	switch {
	case r == utf8.RuneError:
		return "broken"
	case unicode.Is(unicode.Mn, r):
		return "mark"
	case unicode.Is(unicode.Cf, r):
		return "format"
	case r > 0xffff:
		return "astral"
	case r == ' ':
		return "space"
	case unicode.IsControl(r), unicode.IsSpace(r):
		return "control"
	case r > unicode.MaxASCII:
		return beyond
	case unicode.IsLetter(r):
		return "letter"
	case unicode.IsDigit(r):
		return "digit"
	}
	return "sign " + string(r)
}
