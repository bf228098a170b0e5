package gauntlet

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// formed answers in bytes of its own making.
func formed(form func(*http.Request, *answer) []byte) func() Behaviour {
	return byHand(func(c *talk) {
		for c.serveWith(form) {
		}
	})
}

// chunked sends the body in chunks of seven bytes with extensions, and two trailer fields.
func chunked(r *http.Request, a *answer) []byte {
	if !r.ProtoAtLeast(1, 1) { // it knows no chunks
		return plainAnswer(r.Method, a)
	}
	var b bytes.Buffer
	_, _ = fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n%sTransfer-Encoding: chunked\r\nTrailer: X-Sum, X-Done\r\n\r\n", a.status, http.StatusText(a.status), headerLines(a.header))
	if r.Method == http.MethodHead {
		return b.Bytes()
	}
	for rest := a.body; len(rest) > 0; {
		n := min(7, len(rest))
		_, _ = fmt.Fprintf(&b, "%04X;name=value;quoted=\"a;b\"\r\n%s\r\n", n, rest[:n])
		rest = rest[n:]
	}
	_, _ = b.WriteString("0;last\r\nX-Sum: 1\r\nX-Done: yes\r\n\r\n")
	return b.Bytes()
}

// oldHTTP is HTTP/1.0, without a length; the end of the connection ends the body.
func oldHTTP(c *talk) {
	if r := c.read(); r != nil {
		a := keep(c.inner, r)
		c.write(fmt.Appendf(nil, "HTTP/1.0 %d %s\r\n%s\r\n%s", a.status, http.StatusText(a.status), headerLines(a.header), bodyFor(r.Method, a.body)))
	}
}

// oldKept is HTTP/1.0 that keeps connections for those that ask for it.
func oldKept(r *http.Request, a *answer) []byte {
	a.header.Set("Connection", "keep-alive")
	return bytes.Replace(plainAnswer(r.Method, a), []byte("HTTP/1.1"), []byte("HTTP/1.0"), 1)
}

// reasoned changes the status line.
func reasoned(line string) func(*http.Request, *answer) []byte {
	return func(r *http.Request, a *answer) []byte {
		_, rest, _ := bytes.Cut(plainAnswer(r.Method, a), []byte("\r\n"))
		return append(fmt.Appendf(nil, line+"\r\n", a.status), rest...)
	}
}

// lowerCase has the names of fields in lower case, and no space after the colon.
func lowerCase(r *http.Request, a *answer) []byte {
	head, body, _ := strings.Cut(string(plainAnswer(r.Method, a)), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	for i, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		lines[i+1] = strings.ToLower(name) + ":" + value
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
}

// informed sends informational answers before each answer.
func informed(hints string) func(*http.Request, *answer) []byte {
	return func(r *http.Request, a *answer) []byte { return append([]byte(hints), plainAnswer(r.Method, a)...) }
}

// stubborn sends no 100 Continue and waits for the body, as a server of HTTP/1.0 does.
// A client sends the body after a while (RFC 9110 §10.1.1).
func stubborn(c *talk) {
	for {
		r := c.readHead()
		if r == nil {
			return
		}
		if !c.answer(r) {
			return
		}
	}
}

// answer reads the body of a request and answers it. It reports whether the connection
// goes on.
func (c *talk) answer(r *http.Request) bool {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.refuse()
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return c.write(plainAnswer(r.Method, keep(c.inner, r))) && !r.Close
}

// pieces sends each answer in two parts that meet inside the header.
func pieces(c *talk) {
	for {
		r := c.read()
		if r == nil {
			return
		}
		whole := plainAnswer(r.Method, keep(c.inner, r))
		if !c.write(whole[:20]) || !c.write(whole[20:]) || r.Close {
			return
		}
	}
}

// unknownMedia tells of a request that is refused for its media type.
func unknownMedia(r *http.Request) bool {
	media, _, _ := strings.Cut(strings.ToLower(r.Header.Get("Content-Type")), ";")
	switch strings.TrimSpace(media) {
	case "", "application/json", "application/x-www-form-urlencoded":
		return false
	}
	return true
}

// closesUnread answers a request of an unknown media type without reading its body, and
// closes the connection, which may reset it (RFC 9112 §9.6).
func closesUnread(c *talk) {
	for {
		r := c.readHead()
		if r == nil {
			return
		}
		if unknownMedia(r) && r.ContentLength > 0 {
			r.Body = http.NoBody
			a := keep(c.inner, r)
			a.header.Set("Connection", "close")
			c.write(plainAnswer(r.Method, a))
			return
		}
		if !c.answer(r) {
			return
		}
	}
}

// oddHTTP are servers that speak HTTP/1 in a way that is seldom seen. They conform.
func oddHTTP() []Server {
	hint := "HTTP/1.1 103 Early Hints\r\nLink: </about>; rel=\"describedby\"\r\n\r\n"
	rows := []Server{
		{Name: "early-hints", Long: true, New: formed(informed(hint)), Does: "Sends 103 Early Hints before each answer."},
		{Name: "many-hints", Long: true, New: formed(informed(strings.Repeat(hint, 4))), Does: "Sends 103 four times before each answer."},
		{Name: "continue-unasked", Long: true, New: formed(informed("HTTP/1.1 100 Continue\r\n\r\n")), Does: "Sends 100 Continue before each answer, asked or not."},
		{Name: "processing", Long: true, New: formed(informed("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Odd\r\nX-A: b\r\n\r\n")), Does: "Sends 102 and an unknown informational status before each answer."},
		{Name: "never-continues", Long: true, New: byHand(stubborn), Does: "Does not send 100 Continue, and waits for the body."},
		{Name: "chunks-and-trailers", New: formed(chunked), Does: "Sends bodies in chunks with extensions, and trailer fields after them."},
		{Name: "http-1.0", Long: true, New: byHand(oldHTTP), Does: "Speaks HTTP/1.0, and ends bodies with the connection."},
		{Name: "http-1.0-tls", Over: TLS, Long: true, New: byHand(oldHTTP), Does: "The same, over TLS, and without ending that in its own way where the connection ends."},
		{Name: "http-1.0-keep-alive", Long: true, New: formed(oldKept), Does: "Speaks HTTP/1.0 and keeps connections."},
		{Name: "no-reason", Long: true, New: formed(reasoned("HTTP/1.1 %d ")), Does: "Leaves the reason phrase empty."},
		{Name: "no-reason-no-space", Long: true, New: formed(reasoned("HTTP/1.1 %d")), Does: "Leaves out the reason phrase and the space before it, which every client takes."},
		{Name: "odd-reason", Long: true, New: formed(reasoned("HTTP/1.1 %d Très bien: \"<b>\"")), Does: "Has a reason phrase with letters beyond ASCII."},
		{Name: "lower-case-names", New: formed(lowerCase), Does: "Has field names in lower case, and no space after the colon."},
		{Name: "in-pieces", Long: true, New: byHand(pieces), Does: "Sends each answer in two parts."},
		{Name: "closes-unread", Long: true, New: byHand(closesUnread), Does: "Refuses an unknown media type before it reads the body, and closes the connection, so that the answer may be lost."},
	}
	for i := range rows {
		rows[i].Run, rows[i].Fuzz = passes(30*second), clean(30*second, "--requests", "1000", "--duration", "20s", "--seed", "1")
	}
	return lighter(rows, "http-1.0", "closes-unread")
}
