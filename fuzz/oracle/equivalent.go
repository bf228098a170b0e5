package oracle

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// member is a member of a body in its order.
type member struct{ name, value string }

// Equivalent gives the same members in the other encoding, where they can be said in it: strings only, each name
// once, written in the usual way.
func Equivalent(sent wire.Sent) (wire.Request, bool) {
	var h head
	h.read(&sent, nil)
	if methodOf(sent.Method) != post || h.unusual || len(h.media) != 1 || h.media[0].doubtful || sent.Omitted > 0 {
		return wire.Request{}, false
	}
	equivalent := wire.Request{Method: sent.Method, Query: queryOf(sent.URL)}
	var kind string
	switch h.media[0].medium {
	case mediumJSON:
		all, ok := textMembers(string(sent.Body))
		if !ok {
			return wire.Request{}, false
		}
		kind, equivalent.Body = typeForm, formOf(all)
	case mediumForm:
		all, ok := pairs(string(sent.Body))
		if !ok {
			return wire.Request{}, false
		}
		kind, equivalent.Body = typeJSON, jsonOf(all)
	default:
		return wire.Request{}, false
	}
	for _, f := range sent.Header {
		switch lower(f.Name) {
		case "host", "content-length", "user-agent", "accept", "accept-encoding":
			continue // the client has these of its own
		case "content-type":
			f.Value = kind
		}
		equivalent.Header = append(equivalent.Header, f)
	}
	// Over a limit the two may be treated differently, and one may be over it alone.
	return equivalent, max(len(sent.Body), len(equivalent.Body)) <= bodyLimit
}

// textMembers reads an object that has texts only.
func textMembers(body string) ([]member, bool) {
	var p parameters
	reader := jsonReader{s: body, params: &p}
	if doc := reader.read(); doc.flaws != 0 || doc.top != object || doc.depth > 1 {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	var all []member
	for {
		t, err := decoder.Token()
		if err != nil {
			return all, unlike(all)
		}
		if _, is := t.(json.Delim); is {
			continue
		}
		key, _ := t.(string)
		t, err = decoder.Token()
		v, is := t.(string)
		if err != nil || !is {
			return nil, false
		}
		all = append(all, member{key, v})
	}
}

// pairs reads a form that is written in the usual way.
func pairs(body string) ([]member, bool) {
	var p parameters
	if readForm(body, &p).any() {
		return nil, false
	}
	var all []member
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		n, v, _ := strings.Cut(pair, "=")
		n, _ = unescape(n)
		v, _ = unescape(v)
		all = append(all, member{n, v})
	}
	return all, unlike(all)
}

// unlike says whether each member has a name of its own.
func unlike(all []member) bool {
	sorted := make([]string, 0, len(all))
	for _, m := range all {
		sorted = append(sorted, m.name)
	}
	slices.Sort(sorted)
	return len(slices.Compact(sorted)) == len(all)
}

func formOf(all []member) []byte {
	var b strings.Builder
	for i, m := range all {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(m.name) + "=" + url.QueryEscape(m.value))
	}
	return []byte(b.String())
}

func jsonOf(all []member) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, s := range []string{m.name, m.value} {
			if j > 0 {
				b.WriteByte(':')
			}
			_ = encoder.Encode(s) // a text can always be written
			b.Truncate(b.Len() - 1)
		}
	}
	b.WriteByte('}')
	return b.Bytes()
}
