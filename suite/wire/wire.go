package wire

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Field is one header field (RFC 9110 §5), in the spelling in which it was
// sent or came.
type Field struct {
	// Name is the field's name, a token.
	Name string `json:"name"`
	// Value is the field's value without the whitespace around it
	// (RFC 9110 §5.5).
	Value string `json:"value"`
}

// Values returns the values of every field of that name, in order. Names are
// compared without regard to case (RFC 9110 §5.1).
func Values(header []Field, name string) []string {
	var values []string
	for _, f := range header {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// Request is one request as a step says it.
type Request struct {
	// Query is the query of the URL, as it is to be sent; empty is none.
	Query string
	// Method is sent as it is spelled. It has no default: an empty method
	// makes the request [KindUnsendable].
	Method string
	// Header is sent field by field, in this order and spelling, behind a Host of the
	// client's own. Fields of [Options.Header] and the client's own Host, User-Agent,
	// Accept, Accept-Encoding and Content-Length are added where no field here has that
	// name. Nothing else is: a request without a Content-Type goes out without one.
	//
	// Only CR, LF and NUL make the request [KindUnsendable], since with them a field
	// would be two, or none. A Transfer-Encoding that ends in chunked is carried out.
	// HTTP/2 carries less: see [Client].
	Header []Field
	// Without names fields of the client's own that are left out: its User-Agent, Accept or
	// Accept-Encoding.
	Without []string
	// Version is the version of HTTP/1 in the request line; "" is 1.1. After a request in
	// another the connection is not used again (RFC 9112 §9.3). HTTP/2 has no such line.
	Version string
	// Pieces is in how many parts the request goes out, with a pause between them, so that a server has to read
	// several times. 0 is one. A body in chunks has as many of these. HTTP/2 and a handler, and a large body, are not sent so.
	Pieces int
	// Behind, if set, is sent first, on a new connection, and this request right behind it on
	// the same, if the server keeps it open. What comes there is taken for the answer. See
	// [Client.Do].
	Behind *Request
	// Body is sent byte for byte. A nil or empty body is no body; POST, PUT
	// and PATCH then have Content-Length: 0 (RFC 9110 §8.6).
	Body []byte
}

// Sent is a request as it went out or, when no connection was made, as it
// would have gone.
type Sent struct { //nolint:recvcheck // as Answer
	// Method is the request's method.
	Method string
	// URL is the absolute URL of the endpoint, without user information. That of
	// one behind a Unix socket begins with http+unix and has the socket for a host.
	URL string
	// Line is the request line without its line end (RFC 9112 §3), such as
	// "POST /api/client/register HTTP/1.1". HTTP/2 has none (RFC 9113 §8.3.1); it
	// is then what its pseudo-fields say, as "POST /api/client/register HTTP/2.0".
	Line string
	// Header has every field of the request in the order in which it was sent.
	Header []Field
	// Body is the content before any transfer coding, nil for none.
	Body []byte
	// Pieces is as in [Request].
	Pieces int
	// Behind says that another went out before it on the same connection; see [Request].
	Behind bool
	// Omitted is how many bytes at the end of Body [Sent.Trim] has left out.
	Omitted int
	// Command is, when bytes are left out, what [Sent.Curl] was before.
	Command string
}

// Trim leaves of the body what is worth keeping, as [Answer.Trim] does, and
// keeps the command that sends the whole again.
func (s *Sent) Trim(limit int) {
	if len(s.Body) <= limit {
		return
	}
	s.Command = s.Curl()
	body, omitted := cut(s.Body, limit)
	s.Body, s.Omitted = body, s.Omitted+omitted
}

// Answer is the final answer as it came. Interim answers (1xx, RFC 9110 §15.2)
// are skipped.
type Answer struct { //nolint:recvcheck // Trim changes it, and encoding/json wants MarshalJSON on the value
	// Proto is the version of the status line, such as "HTTP/1.1".
	Proto string
	// Status is the three-digit status code.
	Status int
	// Reason is the reason phrase, often empty (RFC 9112 §4).
	Reason string
	// Header has every field in the order and spelling in which it came. Of HTTP/2,
	// names have a capital at the start and after each hyphen, and are sorted.
	Header []Field
	// Body is the content with transfer codings and gzip undone, nil for none.
	// When the exchange broke within the body it is what came so far.
	Body []byte
	// Encoded is true when Body is still in its Content-Encoding because that
	// could not be undone.
	Encoded bool
	// CompressedSize is the length in bytes of the content as it came when a
	// content coding was undone, else 0.
	CompressedSize int64
	// Omitted is how many bytes at the end of Body [Answer.Trim] has left out.
	Omitted int
	// HeaderOmitted is how many bytes of Reason and Header it has left out: fields, and the
	// end of what is there.
	HeaderOmitted int
}

// Trim leaves of the answer what is worth keeping: at most limit bytes of the body, and
// no half of a character at their end; and half as much of the header. Thousands of long
// answers would else fill the memory of whoever keeps them as evidence.
func (a *Answer) Trim(limit int) {
	body, omitted := cut(a.Body, limit)
	a.Body, a.Omitted = body, a.Omitted+omitted
	size := len(a.Reason)
	for _, f := range a.Header {
		size += len(f.Name) + len(f.Value)
	}
	if size > limit/2 {
		a.trimHeader(size, limit/2)
	}
}

// trimHeader leaves the fields that say how to read the answer, and of the others as many
// as there is room for. No text gets more than a share of the room.
func (a *Answer) trimHeader(size, room int) {
	share := room / 8
	short := func(s string) string {
		b, _ := cut([]byte(s), share)
		return string(b)
	}
	var header []Field
	a.Reason = short(a.Reason)
	kept := len(a.Reason)
	seen := map[string]bool{}
	for _, f := range a.Header {
		name := strings.ToLower(f.Name)
		needed := slices.Contains(needed(), name) && !seen[name]
		seen[name] = true
		f.Value = short(f.Value)
		if cost := len(f.Name) + len(f.Value); needed || len(f.Name) <= share && kept+cost <= room {
			f.Name = strings.Clone(f.Name)
			header = append(header, f)
			kept += cost
		}
	}
	a.Header, a.HeaderOmitted = header, a.HeaderOmitted+size-kept
}

// needed are the fields that say how to read an answer, and when to ask again.
func needed() []string {
	return []string{"content-type", "content-encoding", "location", "retry-after"}
}

// cut gives the first bytes of a body, at most limit and no half of a character
// at their end, and how many it leaves out.
func cut(body []byte, limit int) ([]byte, int) {
	if len(body) <= limit {
		return body, 0
	}
	end := limit
	for back := 1; back < utf8.UTFMax && back <= limit; back++ {
		if utf8.RuneStart(body[limit-back]) {
			if !utf8.FullRune(body[limit-back : limit]) {
				end = limit - back
			}
			break
		}
	}
	return bytes.Clone(body[:end]), len(body) - end // a clone, or the whole of it would stay in memory
}

// Exchange is one request and what became of it.
type Exchange struct {
	// Request is what was sent.
	Request Sent
	// Answer is what came, also in part; nil when no whole header came.
	Answer *Answer
	// Break says where and why the exchange broke off; nil when a whole answer
	// came.
	Break *Break
	// Started is when the exchange began, in UTC.
	Started time.Time
	// Duration is how long it took, from before the connection was sought to the
	// last byte read, in whole microseconds. It includes a first try on a
	// connection the server had closed.
	Duration time.Duration
	// Insisted is true where the server answered with a plea to wait each time that it got
	// this request, and otherwise to others in between: then it is about the request. Who
	// sends again finds that out; it is not written to JSON.
	Insisted bool
	// Reconnected is true when a connection turned out to be of no use and the request
	// was sent again on a fresh one (RFC 9112 §9.3.1, RFC 9113 §8.7).
	Reconnected bool
	// Lost is how that connection ended where it had answered just before: the target ends
	// connections without saying so, or lost the request. It is not written to JSON.
	Lost *Break
}
