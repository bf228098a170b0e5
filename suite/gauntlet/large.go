package gauntlet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// filled adds further members to every answer, which is allowed.
func filled(members func(r *http.Request, sent string) string) func() Behaviour {
	return handler(func() http.Handler {
		inner := conforming()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent := readBody(r)
			a := keep(inner, r)
			if begin := bytes.TrimRight(a.body, "} \n"); bytes.HasPrefix(begin, []byte("{")) {
				a.body = []byte(string(begin) + "," + members(r, sent) + "}")
			}
			a.send(w)
		})
	})
}

// heavy adds header fields to every answer.
func heavy(add func(http.Header)) func() Behaviour {
	return handler(func() http.Handler {
		inner := conforming()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			add(w.Header())
			inner.ServeHTTP(w, r)
		})
	})
}

func sixtyKB(h http.Header) {
	for i := range 60 {
		h.Set(fmt.Sprintf("X-Field-%d", i), strings.Repeat("x", 1000))
	}
}

func oneLongField(h http.Header) { h.Set("X-Field", strings.Repeat("x", 60_000)) }

func cookies(h http.Header) {
	for i := range 500 {
		h.Add("Set-Cookie", fmt.Sprintf("session%d=%032d; Path=/; HttpOnly", i, i))
	}
}

// nested is a member with so many arrays one in another.
func nested(depth int) func(*http.Request, string) string {
	member := `"nested":` + strings.Repeat("[", depth) + strings.Repeat("]", depth)
	return func(*http.Request, string) string { return member }
}

// many is so many members.
func many(members int) func(*http.Request, string) string {
	var b strings.Builder
	for i := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strconv.FormatInt(int64(i), 36) + `":0`)
	}
	text := b.String()
	return func(*http.Request, string) string { return text }
}

// echoed is what was sent, once and as a string.
func echoed(_ *http.Request, sent string) string {
	text, _ := json.Marshal(sent)
	return `"sent":` + string(text)
}

// echoedOften is what was sent, until the answer has nearly 1 MiB.
func echoedOften(r *http.Request, sent string) string {
	one := echoed(r, sent)
	if len(one) > 1_000_000 {
		return one
	}
	text := strings.TrimPrefix(one, `"sent":`)
	return `"sent":[` + text + strings.Repeat(","+text, 1_000_000/(len(text)+1)-1) + "]"
}

// padded answers with nearly 4 MiB of white space, packed.
func padded() http.Handler {
	inner := conforming()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		readBody(r)
		a := keep(inner, r)
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			a.body = packed(string(a.body), 4_000_000, "")
			a.header.Set("Content-Encoding", "gzip")
		}
		a.send(w)
	})
}

// large are servers that conform, and whose answers are large.
func large() []Server {
	whole := passes(60 * second)
	part := passes(60*second, "type")
	rows := []Server{
		{Name: "60-kb-of-header", New: heavy(sixtyKB), Run: whole, Does: "Has 60 fields of 1,000 bytes in the header of each answer."},
		{Name: "60-kb-of-header-h2", Over: HTTP2, Long: true, New: heavy(sixtyKB), Run: whole, Does: "The same, over HTTP/2."},
		{Name: "60-kb-field", Over: Unix, Long: true, New: heavy(oneLongField), Run: whole, Does: "Has one field of 60,000 bytes in the header of each answer; at a socket."},
		{Name: "500-cookies", Long: true, New: heavy(cookies), Run: whole, Does: "Sets 500 cookies with each answer."},
		{Name: "4-mb-unpacked", Long: true, New: handler(padded), Run: part.with("--max-unpacked", "4194304"), Does: "Packs answers that end in nearly 4 MiB of white space."},
		{Name: "100000-members", Long: true, New: filled(many(100_000)), Run: part, Does: "Adds 100,000 members to each answer, nearly 1 MiB."},
		{Name: "echoes-what-was-sent", Long: true, New: filled(echoed), Run: passes(60*second, "--level", "documented"), Does: "Repeats in each answer, refusals too, the body that was sent."},
		{Name: "echoes-1-mib", Long: true, New: filled(echoedOften), Run: part, Does: "Repeats in each answer the body that was sent, until it has nearly 1 MiB."},
		{Name: "nested-1000", Long: true, New: filled(nested(1000)), Run: part, Does: "Has 1,000 arrays one in another in each answer."},
	}
	for i := range rows {
		rows[i].Fuzz = clean(30*second, "--requests", "300", "--duration", "10s", "--seed", "1")
	}
	for _, i := range []int{6, 7} { // they repeat credentials in refusals, which is advised against
		rows[i].Run.Says = []string{`  conforms( \(|\n)`, noneErrored}
		rows[i].Fuzz.Says = []string{`  nothing found( \(|\n)`}
	}
	deep := Server{
		Name: "nested-100000", Long: true, New: filled(nested(100_000)),
		Does: "Has 100,000 arrays one in another in each answer. Few parsers read so deep (RFC 8259 §9), so either verdict will do.",
		Run:  Expected{Args: []string{"type", "update"}, Exits: []int{0, 1}, Within: 60 * second, Never: []string{"stack overflow"}},
		Fuzz: Expected{Args: []string{"--requests", "300", "--duration", "10s", "--seed", "1"}, Exits: []int{0, 1}, Within: 60 * second, Never: []string{"stack overflow"}},
	}
	return append(lighter(rows, "500-cookies"), deep)
}
