package wire

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What the client asks for where the request asks for nothing.
const (
	acceptJSON = "application/json"
	acceptGzip = "gzip"
)

// draft is a request made ready to go out.
type draft struct {
	line   string // the request line without its end
	header []Field
	given  []Field // the part of the header that the request itself has
	body   []byte  // before any transfer coding; the caller's
	method string
	query  string
	pieces int  // in how many parts it goes out
	chunks bool // the body goes out in chunks
	waits  bool // the body waits for the server to ask for it (100-continue)
	// sound is false when the server may find another end of the request than
	// this client, or closes: the connection is then of no further use.
	sound bool
}

// line is a request line and what it was made of.
type line struct{ method, query, version, text string }

// requestLine makes the request line, or gives the last one again.
func (c *Conn) requestLine(r Request) string {
	if l := c.lastLine; l.text == "" || l.method != r.Method || l.query != r.Query || l.version != r.Version {
		target := c.remote.target
		if r.Query != "" {
			target = c.remote.path + "?" + r.Query
		}
		c.lastLine = line{r.Method, r.Query, r.Version, r.Method + " " + target + " HTTP/" + cmp.Or(r.Version, "1.1")}
	}
	return c.lastLine.text
}

// draft makes a request ready: Host, then the request's own fields, then those
// of the options and of the client where there is none of that name yet.
func (c *Conn) draft(r Request) draft {
	o := &c.remote.options
	d := draft{line: c.requestLine(r), given: r.Header, body: r.Body, method: r.Method, query: r.Query, pieces: r.Pieces, sound: token(r.Method) && r.Version == ""}
	d.header = make([]Field, 0, len(r.Header)+len(o.Header)+6)
	if !has(r.Header, "Host") && !has(o.Header, "Host") {
		d.header = append(d.header, Field{Name: "Host", Value: c.remote.host})
	}
	d.header = append(d.header, r.Header...)
	for _, f := range o.Header {
		if !has(r.Header, f.Name) {
			d.header = append(d.header, f)
		}
	}
	add := func(name, value string) {
		if !has(d.header, name) && !slices.Contains(r.Without, name) {
			d.header = append(d.header, Field{Name: name, Value: value})
		}
	}
	add("User-Agent", o.UserAgent)
	add("Accept", acceptJSON)
	if !o.NoGzip {
		add("Accept-Encoding", acceptGzip)
	}
	if c.oneOff() {
		add("Connection", "close")
	}
	if c.remote.forwarded() && c.remote.proxy.User != nil {
		add("Proxy-Authorization", basic(c.remote.proxy.User))
	}
	return d.framed()
}

// framed says how long the body is where nothing else does, and finds out
// whether a server must read the request as it is meant.
func (d draft) framed() draft {
	length := strconv.Itoa(len(d.body))
	lengths, codings := 0, 0
	for _, f := range d.header {
		switch {
		case named(f, "Content-Length"):
			lengths++
			d.sound = d.sound && f.Value == length
		case named(f, "Transfer-Encoding"):
			codings++
			d.chunks = lastCoding(f.Value, "chunked")
			d.sound = d.sound && strings.EqualFold(f.Value, "chunked")
		case named(f, "Connection"):
			d.sound = d.sound && !contains(f.Value, "close")
		}
		d.sound = d.sound && token(f.Name) && controlFree(f.Value)
	}
	if lengths == 0 && codings == 0 && (len(d.body) > 0 || wantsLength(d.method)) {
		d.header = append(d.header, Field{Name: "Content-Length", Value: length})
	}
	d.sound = d.sound && lengths+codings <= 1
	return d
}

// wantsLength reports whether servers expect the length even of no body
// (RFC 9110 §8.6).
func wantsLength(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}

// unsendable says what in the request cannot be sent, "" when all of it can.
func (d draft) unsendable() string {
	if d.method == "" {
		return fmt.Sprintf("%q is not a method", d.method)
	}
	if breaksLine(d.line) {
		return fmt.Sprintf("the request line has a line end or a NUL in it: %q", d.line)
	}
	for _, f := range d.header {
		if breaksLine(f.Name) || breaksLine(f.Value) {
			return fmt.Sprintf("the field %q has a line end or a NUL in it", f.Name+": "+f.Value)
		}
	}
	return ""
}

// breaksLine reports whether s cannot stand within a line of a header.
func breaksLine(s string) bool {
	for i := range len(s) {
		if b := s[i]; b == '\r' || b == '\n' || b == 0 {
			return true
		}
	}
	return false
}

// appendHeader appends the header as it goes out.
func (d draft) appendHeader(out []byte) []byte {
	out = append(out, d.line...)
	out = append(out, "\r\n"...)
	for _, f := range d.header {
		out = append(out, f.Name...)
		out = append(out, ": "...)
		out = append(out, f.Value...)
		out = append(out, "\r\n"...)
	}
	return append(out, "\r\n"...)
}

// appendBody appends the body as it goes out.
func (d draft) appendBody(out []byte) []byte {
	if !d.chunks {
		return append(out, d.body...)
	}
	for _, part := range inParts(d.body, d.pieces) {
		out = d.appendChunk(out, part)
	}
	return append(out, lastChunk...)
}

// lastChunk ends a body in chunks.
const lastChunk = "0\r\n\r\n"

func (d draft) appendChunk(out, part []byte) []byte {
	size := strconv.FormatInt(int64(len(part)), 16)
	if slices.Contains(Values(d.header, "Transfer-Encoding"), "CHUNKED") {
		size = strings.ToUpper(size) // in the letters that the coding is in (RFC 9112 §7.1)
	}
	out = append(append(out, size...), "\r\n"...)
	return append(append(out, part...), "\r\n"...)
}

// parts gives a request with that head in the parts in which it goes out: a body in chunks has one in each, so that
// no read gets two.
func (d draft) parts(head []byte) [][]byte {
	if !d.chunks {
		return inParts(append(head, d.body...), d.pieces)
	}
	var all [][]byte
	for _, part := range inParts(d.body, d.pieces) {
		all = append(all, d.appendChunk(head, part))
		head = nil
	}
	return append(all, append(head, lastChunk...))
}

// inParts cuts a text into so many parts of equal length, and none that is empty. Each but the last ends
// within a character where one of several bytes is near.
func inParts(text []byte, parts int) [][]byte {
	var all [][]byte
	for size := len(text) / max(parts, 1); parts > 1 && size > 0; parts-- {
		end := size
		if utf8.RuneStart(text[end]) && text[end] >= utf8.RuneSelf {
			end++
		}
		all, text = append(all, text[:end]), text[end:]
	}
	if len(text) > 0 {
		all = append(all, text)
	}
	return all
}

// has reports whether there is a field of that name.
func has(header []Field, name string) bool {
	for i := range header {
		if named(header[i], name) {
			return true
		}
	}
	return false
}

// named reports whether a field has that name.
func named(f Field, name string) bool {
	return len(f.Name) == len(name) && strings.EqualFold(f.Name, name)
}

// contains reports whether a list of a field's value has a word in it, without
// regard to case.
func contains(value, word string) bool {
	for value != "" {
		var element string
		element, value, _ = strings.Cut(value, ",")
		if strings.EqualFold(strings.Trim(element, " \t"), word) {
			return true
		}
	}
	return false
}

// lastCoding reports whether a list of codings ends in that one.
func lastCoding(value, coding string) bool {
	value = value[strings.LastIndexByte(value, ',')+1:]
	return strings.EqualFold(strings.Trim(value, " \t"), coding)
}

// controlFree reports whether a value has none of the control characters that
// servers drop a connection for.
func controlFree(value string) bool {
	for i := range len(value) {
		if b := value[i]; b < ' ' && b != '\t' || b == 0x7f {
			return false
		}
	}
	return true
}

// token reports whether s is a token (RFC 9110 §5.6.2).
func token(s string) bool {
	for i := range len(s) {
		if !tokenByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// tokenByte reports whether b may be within a token.
func tokenByte(b byte) bool {
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		return true
	default:
		return strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0
	}
}
