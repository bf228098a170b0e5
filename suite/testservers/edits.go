package testservers

import (
	"net/http"
	"strings"
)

// retell words the refusals with an id anew.
func retell(id string, text func(*fault) string) edit {
	return func(s *seams) {
		s.tell = func(_ *call, f *fault) {
			if f.id == id {
				f.text = text(f)
			}
		}
	}
}

// say gives the refusals with an id a fixed wording.
func say(id, text string) edit {
	return retell(id, func(*fault) string { return text })
}

// respell changes part of the wording of an id.
func respell(id, from, to string) edit {
	return retell(id, func(f *fault) string { return strings.Replace(f.text, from, to, 1) })
}

// restate gives the refusals with an id another status.
func restate(id string, status int) edit {
	return func(s *seams) {
		s.tell = func(_ *call, f *fault) {
			if f.id == id {
				f.status = status
			}
		}
	}
}

// without leaves a rule out for some calls.
func without(rule string, when func(*call) bool) edit {
	return func(s *seams) {
		s.skips = func(c *call, r string) bool { return r == rule && when(c) }
	}
}

func always(*call) bool    { return true }
func inForms(c *call) bool { return c.kind == asForm }
func native(c *call) bool  { return c.in["application_type"] == "native" }

// on does something with a call that has been decoded.
func on(do func(*call) *fault) edit { return func(s *seams) { s.arrived = do } }

// crashOn answers 500 to some calls.
func crashOn(when func(*call) bool) edit {
	return on(func(c *call) *fault {
		if when(c) {
			return crash()
		}
		return nil
	})
}

// body changes the members of a success.
func body(change func(*call, fields)) edit {
	return func(s *seams) {
		s.grant = func(_ reply, c *call, _ store, granted fields) bool {
			change(c, granted)
			return false
		}
	}
}

// member sets a member of every success.
func member(name string, v any) edit {
	return body(func(_ *call, granted fields) { granted[name] = v })
}

// refusing sends some refusals in its own way.
func refusing(when func(*call, *fault) bool, send func(reply, *fault)) edit {
	return func(s *seams) {
		s.refuse = func(w reply, c *call, f *fault) bool {
			if !when(c, f) {
				return false
			}
			send(w, f)
			return true
		}
	}
}

// anyPost is every refusal of a POST.
func anyPost(c *call, _ *fault) bool { return c.r.Method == http.MethodPost }

// only is the refusals with one id.
func only(id string) func(*call, *fault) bool {
	return func(_ *call, f *fault) bool { return f.id == id }
}

// shaped sends refusals as another JSON value.
func shaped(shape func(*fault) any) edit {
	return refusing(anyPost, func(w reply, f *fault) { writeASCII(w, f.status, shape(f)) })
}

// raw sends refusals as text of a media type.
func raw(when func(*call, *fault) bool, mediaType string, text func(*fault) string) edit {
	return refusing(when, func(w reply, f *fault) {
		sendJSON(w, f.status, mediaType, []byte(text(f)))
	})
}

// honouring sets the names of the redirect list.
func honouring(names ...string) edit { return func(s *seams) { s.redirects = names } }

// expiring sets what the credentials say about their end.
func expiring(when func() any) edit { return func(s *seams) { s.expires = when } }

// minting sets how credentials are made.
func minting(mint func(*call) (id, secret string)) edit {
	return func(s *seams) { s.mint = mint }
}

// comparing sets the form in which secrets are compared.
func comparing(normal func(string) string) edit {
	return func(s *seams) { s.normal = normal }
}

func firstItem(items []string) []string { return items[:min(1, len(items))] }

func lastItem(items []string) []string { return items[max(0, len(items)-1):] }

// looking sets which items of a list are looked at under a rule.
func looking(rule string, pick func([]string) []string) edit {
	return func(s *seams) {
		s.some = func(r string, items []string) []string {
			if r == rule {
				return pick(items)
			}
			return items
		}
	}
}

// splitting sets how a list is split into its items.
func splitting(split func(string) []string) edit {
	return func(s *seams) { s.split = split }
}
