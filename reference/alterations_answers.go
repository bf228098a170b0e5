package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// rewords refuses with another message in the place of a documented one.
func rewords(from, to string, conditions ...condition) alteration {
	return changesRefusal(from, func(e *exchange, no *refusal) *refusal {
		if !all(conditions...)(e) {
			return no
		}
		return no.saying(to)
	})
}

// refills puts another value into a message that names one.
func refills(message string, f func(e *exchange, value string) string) alteration {
	return changesRefusal(message, func(e *exchange, no *refusal) *refusal {
		return no.naming(f(e, no.value))
	})
}

// changesRefusal changes the refusals that have that message.
func changesRefusal(message string, change func(*exchange, *refusal) *refusal) alteration {
	return func(b *behaviour) {
		next := b.refused
		b.refused = func(e *exchange, no *refusal) answer {
			if no.message == message {
				no = change(e, no)
			}
			return next(e, no)
		}
	}
}

// successes changes the answers to what was done.
func successes(c condition, change func(e *exchange, a *answer)) alteration {
	return func(b *behaviour) {
		next := b.accepted
		b.accepted = func(e *exchange, granted credentials) answer {
			a := next(e, granted)
			if c(e) {
				change(e, &a)
			}
			return a
		}
	}
}

// refusals changes the answers to what was not done.
func refusals(change func(e *exchange, no *refusal, a *answer)) alteration {
	return func(b *behaviour) {
		next := b.refused
		b.refused = func(e *exchange, no *refusal) answer {
			a := next(e, no)
			change(e, no, &a)
			return a
		}
	}
}

// answers changes every answer.
func answers(change func(e *exchange, a *answer)) alteration {
	return func(b *behaviour) {
		next := b.write
		b.write = func(e *exchange, a answer) {
			change(e, &a)
			next(e, a)
		}
	}
}

// setHeader sets a header of the answer. Without values it takes it away.
func (a *answer) setHeader(name string, values ...string) {
	a.header = maps.Clone(a.header)
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header[name] = values
}

// edit changes the members of the answer, if it has any.
func (a *answer) edit(change func(jsonObject) jsonObject) {
	if o, ok := a.body.(jsonObject); ok {
		a.body = change(slices.Clone(o))
	}
}

// set gives a member another value, or puts it in at the end.
func (a *answer) set(name string, v any) {
	a.edit(func(o jsonObject) jsonObject {
		for i := range o {
			if o[i].name == name {
				o[i].value = v
				return o
			}
		}
		return append(o, jsonMember{name, v})
	})
}

func (a *answer) rename(from, to string) {
	a.edit(func(o jsonObject) jsonObject {
		for i := range o {
			if o[i].name == from {
				o[i].name = to
			}
		}
		return o
	})
}

func (a *answer) leaveOut(name string) {
	a.edit(func(o jsonObject) jsonObject {
		return slices.DeleteFunc(o, func(m jsonMember) bool { return m.name == name })
	})
}

// rawText is the JSON of a body in which every character that may stand for
// itself does.
func rawText(body any) string {
	switch v := body.(type) {
	case verbatim:
		return string(v)
	case jsonObject:
		members := make([]string, len(v))
		for i, m := range v {
			members[i] = rawText(m.name) + ":" + rawText(m.value)
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	var b bytes.Buffer
	plain := json.NewEncoder(&b)
	plain.SetEscapeHTML(false)
	_ = plain.Encode(body)
	return strings.TrimSuffix(b.String(), "\n")
}

// asLatin1 writes characters as one byte each, where they have one.
func asLatin1(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r > 0xff {
			r = '?'
		}
		b.WriteByte(byte(r))
	}
	return b.String()
}
