package reference

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// step is one request of a probe, which is a short conversation. In its body, {id1} and {secret1} are what the first
// registration of the probe was given, and so on.
type step struct {
	method  string // POST unless it is set
	target  string // the endpoint unless it is set
	types   []string
	header  http.Header
	body    string
	atOnce  int    // how many times it is sent at the same moment, if more than once
	chunked bool   // its length is not announced
	old     bool   // it is in HTTP/1.0
	beside  string // the body of every other one of these, if not the same
}

func inJSONBody(body string) step { return step{types: []string{jsonType}, body: body} }

func inFormBody(body string) step { return step{types: []string{formType}, body: body} }

// bothWays sends the pairs of name and value as JSON and as a form.
func bothWays(pairs ...string) []step {
	form, members := []string{}, []string{}
	for i := 0; i < len(pairs); i += 2 {
		form = append(form, url.QueryEscape(pairs[i])+"="+escapeField(pairs[i+1]))
		members = append(members, quoted(pairs[i])+":"+quoted(pairs[i+1]))
	}
	return []step{inJSONBody("{" + strings.Join(members, ",") + "}"), inFormBody(strings.Join(form, "&"))}
}

// escapeField leaves the braces of {id1} as they are.
func escapeField(s string) string {
	return strings.NewReplacer("%7B", "{", "%7D", "}").Replace(url.QueryEscape(s))
}

func quoted(s string) string {
	content, _ := json.Marshal(s)
	return string(content)
}

// associate registers a client, both ways.
func associate(pairs ...string) []step {
	return bothWays(append([]string{"type", "client_associate", "application_type", "native"}, pairs...)...)
}

// update changes the first client of the probe, both ways.
func update(pairs ...string) []step {
	return bothWays(append([]string{"type", "client_update", "client_id", "{id1}", "client_secret", "{secret1}"}, pairs...)...)
}

func first() step { return inJSONBody(smallJSON) }

func steps(lists ...[]step) []step { return slices.Concat(lists...) }

// conversation runs a probe and remembers the credentials it has seen.
type conversation struct {
	server *Server
	ids    []string
	secret []string
	seen   map[string]int // credentials, numbered
}

// transcript is what a server says in a probe, with credentials described
// rather than spelled out. It has to be called in a bubble with a clock of its
// own, since some servers do not answer.
func transcript(s *Server, probe []step) string {
	c := &conversation{server: s, seen: map[string]int{}}
	var lines []string
	for _, st := range probe {
		if st.atOnce > 1 {
			lines = append(lines, c.atOnce(st))
			continue
		}
		lines = append(lines, c.take(c.send(st)))
	}
	return strings.Join(lines, "\n")
}

func (c *conversation) atOnce(st step) string {
	got := make([]outcome, st.atOnce)
	var wg sync.WaitGroup
	for i := range got {
		one := st
		if st.beside != "" && i%2 == 1 {
			one.body = st.beside
		}
		wg.Go(func() { got[i] = c.send(one) })
	}
	wg.Wait()
	lines := make([]string, len(got))
	for i := range got {
		lines[i] = c.take(got[i])
	}
	return strings.Join(lines, "\n")
}

// outcome is an answer, or why there is none.
type outcome struct {
	answer *httptest.ResponseRecorder
	took   time.Duration
	gone   string
}

func (c *conversation) send(st step) (o outcome) {
	fill := []string{}
	for i := range c.ids {
		fill = append(fill, fmt.Sprintf("{id%d}", i+1), c.ids[i], fmt.Sprintf("{secret%d}", i+1), c.secret[i],
			fmt.Sprintf("{cut%d}", i+1), cut(c.secret[i], len(c.secret[i])/2), fmt.Sprintf("{swap%d}", i+1), swapCase(c.secret[i]),
			fmt.Sprintf("{beside%d}", i+1), endingBeside(c.secret[i]),
			fmt.Sprintf("{idcut%d}", i+1), cut(c.ids[i], len(c.ids[i])/2), fmt.Sprintf("{idswap%d}", i+1), swapCase(c.ids[i]))
	}
	r := httptest.NewRequest(orElse(st.method, http.MethodPost), orElse(st.target, Path), strings.NewReader(strings.NewReplacer(fill...).Replace(st.body)))
	maps.Copy(r.Header, st.header)
	if st.types != nil {
		r.Header["Content-Type"] = st.types
	}
	if st.old {
		r.Proto, r.ProtoMinor = "HTTP/1.0", 0
	}
	if st.chunked {
		r.ContentLength = -1
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	start := time.Now()
	o.answer = httptest.NewRecorder()
	defer func() {
		o.took = time.Since(start)
		if failure := recover(); failure != nil {
			o.gone = fmt.Sprint(failure)
		}
	}()
	c.server.ServeHTTP(o.answer, r.WithContext(ctx))
	return o
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 32
		case 'A' <= r && r <= 'Z':
			return r + 32
		}
		return r
	}, s)
}

// take describes an answer.
func (c *conversation) take(o outcome) string {
	if o.gone != "" {
		return fmt.Sprintf("no answer after %v: %s", o.took.Truncate(time.Second), o.gone)
	}
	body := o.answer.Body.String()
	granted := map[string]any{}
	if json.Unmarshal([]byte(body), &granted) == nil {
		id, secret := text(granted["client_id"]), text(granted["client_secret"])
		if id != "" && secret != "" {
			c.ids, c.secret = append(c.ids, id), append(c.secret, secret)
		}
		for _, v := range []string{id, secret} {
			if v != "" {
				c.number(v)
			}
		}
	}
	header := []string{}
	for name, values := range o.answer.Header() {
		if name != "Content-Length" || strings.HasPrefix(values[0], "-") || values[0] != strconv.Itoa(len(body)) {
			header = append(header, fmt.Sprint(name, values))
		}
	}
	slices.Sort(header)
	line := fmt.Sprintf("%d %v %v %s", o.answer.Code, o.took.Truncate(time.Second), header, body)
	for v, n := range c.seen {
		line = strings.ReplaceAll(line, v, fmt.Sprintf("<%d: %s>", n, c.describe(v)))
	}
	return line
}

// text is a credential as it would be sent back.
func text(v any) string {
	if v == nil {
		return ""
	}
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func (c *conversation) number(v string) {
	if _, found := c.seen[v]; !found {
		c.seen[v] = len(c.seen)
	}
}

// describe says what is peculiar about a credential.
func (c *conversation) describe(v string) string {
	words := []string{strconv.Itoa(len(v))}
	for _, alphabet := range []string{"01", "0123456789", "0123456789abcdef", "0123456789abcdefghijklmnopqrstuvwxyz"} {
		if strings.Trim(v, alphabet) == "" {
			words = append(words, "only "+alphabet)
		}
	}
	for other := range c.seen {
		if n := len(other); other != v && n > 8 && n == len(v) && (other[:6] == v[:6] || other[n-6:] == v[n-6:]) {
			words = append(words, "much the same as another one")
		}
	}
	if len(v)%5 == 0 && strings.Repeat(v[:len(v)/5], 5) == v {
		words = append(words, "repeating itself")
	}
	return strings.Join(words, ", ")
}

// endingBeside is a secret whose last character is another that base64 decodes alike, since
// its last bits are left over.
func endingBeside(secret string) string {
	const order = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(secret) - 1
	if last < 0 {
		return secret
	}
	at := strings.IndexByte(order, secret[last])
	if at < 0 {
		return secret
	}
	return secret[:last] + string(order[at^1])
}
