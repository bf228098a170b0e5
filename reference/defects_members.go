package reference

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// everything is all that a body says, with the parameters that the server does
// not know, as source text of JSON.
func everything(e *exchange) map[string]json.RawMessage {
	found := map[string]json.RawMessage{}
	if inJSON(e) {
		_ = json.Unmarshal(trimBOM(e.body), &found)
		return found
	}
	for field := range strings.SplitSeq(string(e.body), "&") {
		if name, text, ok := formField(field); ok && name != "" {
			found[name], _ = json.Marshal(text)
		}
	}
	return found
}

func hasUnknown(e *exchange) bool {
	for name := range everything(e) {
		if !isKnown(name) {
			return true
		}
	}
	return false
}

func unknownNested(e *exchange) bool {
	for name, source := range everything(e) {
		if !isKnown(name) && strings.ContainsAny(string(source[:1]), aList+anObject) {
			return true
		}
	}
	return false
}

func hasInherited(e *exchange) bool {
	for name := range everything(e) {
		if slices.Contains([]string{"__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"}, name) {
			return true
		}
	}
	return false
}

// readsMore decodes what a body says beyond its parameters.
func readsMore(change func(p params, said map[string]json.RawMessage)) alteration {
	return func(b *behaviour) {
		next := b.decode
		b.decode = func(e *exchange) (params, *refusal) {
			p, no := next(e)
			if no == nil {
				change(p, everything(e))
			}
			return p, no
		}
	}
}

func readsMembersOf(name string) alteration {
	return readsMore(func(p params, said map[string]json.RawMessage) {
		inner := map[string]json.RawMessage{}
		_ = json.Unmarshal(said[name], &inner)
		fillIn(p, inner)
	})
}

// fillIn adds the parameters that were left out.
func fillIn(p params, said map[string]json.RawMessage) {
	for name, source := range said {
		if _, there := p[name]; isKnown(name) && !there {
			if v, ok := jsonValue(source); ok {
				p[name] = v
			}
		}
	}
}

func expiresByClient(b *behaviour) {
	successes(always, func(e *exchange, a *answer) {
		if source, said := everything(e)["expires_at"]; said {
			a.set("expires_at", source)
		}
	})(b)
}

// readsOnlyItem takes a list of one string for the string.
func readsOnlyItem(name string) alteration {
	return reads(others(name, aList), func(p params) {
		var items []string
		if json.Unmarshal([]byte(p[name].text), &items) == nil && len(items) == 1 {
			p[name] = value{isText, items[0]}
		}
	})
}

// jsonBeginning holds for JSON bodies that begin with one of the characters
// that are wanted, and none of the unwanted.
func jsonBeginning(wanted, unwanted string) condition {
	return func(e *exchange) bool {
		start := bytes.TrimLeft(trimBOM(e.body), " \t\r\n")
		if !inJSON(e) || len(start) == 0 || !json.Valid(start) {
			return false
		}
		first := string(start[:1])
		return strings.Contains(wanted, first) && !strings.Contains(unwanted, first)
	}
}
