package diagnose

import (
	"slices"
	"strings"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/describe"
)

// side is a parameter that is checked as another one is, and how the cases about it begin.
type side struct {
	name     string
	messages []string // those that say that its value is wrong
	begins   []string
}

// sides lists parameters in pairs: a server has one check for both, or one each.
func sides() [][2]side {
	logo := side{"logo_url", []string{"invalid-logo-url"}, []string{"logo-url/", "pairs/logo-"}}
	redirect := side{"redirect_uri", []string{"invalid-redirect-uri"}, []string{"redirect-uri/", "pairs/redirect-"}}
	list := side{"redirect_uri", []string{"redirect-uris-not-string"}, redirect.begins}
	contacts := side{"contacts", []string{"contacts-not-string"}, []string{"contacts/", "pairs/contacts-"}}
	id := side{"client_id", []string{"client-id-only-for-update"}, []string{"pairs/credentials-extra-id/"}}
	secret := side{"client_secret", []string{"client-secret-only-for-update"}, []string{"pairs/credentials-extra-secret/"}}
	return [][2]side{{logo, redirect}, {contacts, list}, {id, secret}}
}

// joinTwins makes one cause of two that are the same but for the parameter, where both show
// in the same few kinds of value: one check is wrong that both parameters have. Where most
// values show it, either may lack a check of its own.
func (r *run) joinTwins(all []*found) []*found {
	for _, pair := range sides() {
		for i := 0; i < len(all); i++ {
			kept := all[i]
			at := slices.IndexFunc(all, func(other *found) bool { return r.twins(kept, other, pair) })
			if at < 0 {
				continue
			}
			gone := all[at]
			if len(gone.shown) > len(kept.shown) {
				kept, gone = gone, kept
			}
			kept.take(gone)
			kept.twins = pair[:]
			all = slices.DeleteFunc(all, func(one *found) bool { return one == gone })
			i = -1 // anew
		}
	}
	return all
}

// likewise says for which other parameter the same is wrong as where this message is due or
// came; it is "" where there is none.
func (f *found) likewise(message string) string {
	for i, s := range f.twins {
		if slices.Contains(s.messages, message) {
			return ", and likewise for " + f.twins[1-i].name
		}
	}
	return ""
}

// isOf reports whether a fault is that a check of a parameter is missing, too strict, or told
// in other words.
func (f *found) isOf(s side) bool {
	what, _, _ := strings.Cut(f.what, " ") // of several texts; see separateTexts
	return (f.sort == carriedOut || f.sort == refused || f.sort == wording) && slices.Contains(s.messages, what)
}

// twins reports whether two causes are of these parameters and show in the same kinds of value, and
// most kinds do not show them.
func (r *run) twins(one, other *found, pair [2]side) bool {
	if !one.isOf(pair[0]) || !other.isOf(pair[1]) || one.sort != other.sort {
		return false
	}
	if one.sort == wording && r.instead(one) != r.instead(other) {
		return false
	}
	shows, knows := [2]map[string]bool{}, [2]map[string]bool{}
	for at, f := range []*found{one, other} {
		shows[at], knows[at] = map[string]bool{}, map[string]bool{}
		for i, request := range r.requests {
			if key := pair[at].key(request); key != "" && request.step.Register == "" && f.sort.possible(request.step) {
				knows[at][key] = true
				if f.Requests.Has(i) {
					shows[at][key] = true
				}
			}
		}
	}
	both, either, common := 0, 0, 0
	for key := range knows[0] {
		if !knows[1][key] {
			continue
		}
		common++
		both += order(shows[0][key] && shows[1][key])
		either += order(shows[0][key] || shows[1][key])
	}
	return both > 0 && 10*both >= 8*either && 2*either <= common
}

// instead is what comes instead of the message that is due: of the document's, none that name
// a value are told apart.
func (r *run) instead(f *found) string {
	text := said(f.shown[0].Mismatch)
	id, _ := r.messageIn(text)
	if slices.ContainsFunc(r.messages, func(m cases.Message) bool { return m.ID == id && m.Placeholder != "" }) {
		return "a value"
	}
	return text
}

// key names what a request asks of a parameter, as it does for the other one: the case
// without the parameter, and without its number where there are many alike.
func (s side) key(r request) string {
	for _, t := range r.traits {
		if t.Kind != describe.OfCase {
			continue
		}
		for _, begins := range s.begins {
			if rest, ok := strings.CutPrefix(t.Value, begins); ok {
				return strings.TrimSuffix(strings.TrimRight(rest, "0123456789"), "/")
			}
		}
	}
	return ""
}
