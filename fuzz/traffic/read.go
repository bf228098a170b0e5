package traffic

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// ReadRequest makes a step of a request, with a member for each parameter where the
// body is written in the plainest way. What is sent is the same, byte for byte.
func ReadRequest(r wire.Request) Step {
	step := Step{Query: r.Query, Type: NoType, Pieces: r.Pieces}
	if r.Method != http.MethodPost {
		step.Method = r.Method
	}
	named := false
	for _, f := range r.Header {
		if strings.EqualFold(f.Name, "Content-Type") && f.Value != "" && !named {
			step.Type, named = f.Value, true
			continue
		}
		step.Header = append(step.Header, f)
	}
	step.Body = ReadBody(r.Body)
	if step.Type == step.Body.Format.MediaType() {
		step.Type = ""
	}
	return step
}

// ReadSent is [ReadRequest] of a request that went out, without the fields that
// the client added.
func ReadSent(s wire.Sent) Step {
	r := wire.Request{Method: s.Method, Body: s.Body, Pieces: s.Pieces}
	if _, query, ok := strings.Cut(s.URL, "?"); ok {
		r.Query = query
	}
	for _, f := range s.Header {
		switch f.Name {
		case "Host", "Content-Length", "User-Agent", "Accept", "Accept-Encoding":
		default:
			r.Header = append(r.Header, f)
		}
	}
	return ReadRequest(r)
}

// ReadBody finds the members of a body. Where writing them would not give the
// same bytes, the body is raw.
func ReadBody(body []byte) Body {
	for _, b := range []Body{readJSON(body), readForm(body)} {
		if len(b.Members) > 0 && len(b.Members) <= maxMembers && bytes.Equal(b.render(nil), body) {
			return b
		}
	}
	return Body{Format: Raw, Head: string(body)}
}

// readJSON reads the members of an object in their order, doubled ones too.
func readJSON(body []byte) Body {
	d := json.NewDecoder(bytes.NewReader(body))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return Body{}
	}
	b := Body{Format: JSON}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return Body{}
		}
		text, _ := name.(string)
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return Body{}
		}
		value := Literally(string(raw))
		var s string
		if raw[0] == '"' && json.Unmarshal(raw, &s) == nil && bytes.Equal(Style(0).quote(nil, s), raw) {
			value = Str(s)
		}
		b.Members = append(b.Members, Member{text, value})
	}
	return b
}

func readForm(body []byte) Body {
	b := Body{Format: Form}
	for pair := range strings.SplitSeq(string(body), "&") {
		name, value, ok := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if !ok || err != nil {
			return Body{}
		}
		v := Literally(value)
		if text, err := url.QueryUnescape(value); err == nil && bytes.Equal(Style(0).percent(nil, text), []byte(value)) {
			v = Str(text)
		}
		b.Members = append(b.Members, Member{name, v})
	}
	return b
}
