package wire

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// errHeaderTooLong ends the reading of a header at its bound.
var errHeaderTooLong = errors.New("more than the bound for a header")

// malformedError says what in an answer cannot be read as HTTP. The words are
// those of net/http, so that one fault has one name whichever client found it.
type malformedError struct{ what string }

func (e *malformedError) Error() string { return e.what }

func malformed(what string, quoted ...any) error {
	return &malformedError{fmt.Sprintf(what, quoted...)}
}

// span is where a field lies in the buffer.
type span struct{ name, nameEnd, value, valueEnd int }

// head is the header of an answer.
type head struct {
	proto, reason string
	status        int
	fields        []Field // as they came
}

// readHead reads the header of an answer to a request with that method. It may
// be an interim one. budget is how long it may be, and becomes what is left.
func (c *Conn) readHead(method string, budget *int64) (h head, f framing, err error) {
	// The header stays in the buffer from its beginning until it is whole, so
	// that one string can be made of it.
	copy(c.in, c.in[c.at:c.end])
	c.at, c.end = 0, c.end-c.at
	c.spans = c.spans[:0]

	next := 0
	statusEnd, err := c.line(&next, *budget)
	if err != nil {
		return h, f, err
	}
	h.status, err = parseStatus(c.in[:statusEnd])
	if err != nil {
		return h, f, err
	}
	if err := c.readFields(&next, *budget); err != nil {
		return h, f, err
	}
	*budget -= int64(next)

	text := string(c.in[:next])
	c.at = next
	var rest string
	h.proto, rest, _ = strings.Cut(text[:statusEnd], " ")
	h.reason = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(rest, " "), strconv.Itoa(h.status)))
	if len(c.spans) > 0 {
		h.fields = make([]Field, len(c.spans))
		for i, s := range c.spans {
			h.fields[i] = Field{Name: text[s.name:s.nameEnd], Value: text[s.value:s.valueEnd]}
		}
	}
	f, err = h.frame(method)
	return h, f, err
}

// line finds the line that begins at *next, sets *next behind it, and returns
// where its text ends.
func (c *Conn) line(next *int, budget int64) (end int, err error) {
	from := *next
	for scan := from; ; {
		if i := bytes.IndexByte(c.in[scan:c.end], '\n'); i >= 0 {
			end = scan + i
			*next = end + 1
			if int64(*next) > budget {
				return 0, errHeaderTooLong
			}
			if end > from && c.in[end-1] == '\r' {
				end--
			}
			return end, nil
		}
		scan = c.end
		if int64(scan) >= budget {
			return 0, errHeaderTooLong
		}
		if err := c.fill(); err != nil {
			return 0, err
		}
	}
}

// readFields reads fields to the empty line that ends them.
func (c *Conn) readFields(next *int, budget int64) error {
	for first := true; ; first = false {
		from := *next
		end, err := c.line(next, budget)
		if err != nil {
			return err
		}
		if first && end > from && blank(c.in[from]) {
			return malformed("malformed MIME header initial line: %q", c.in[from:end])
		}
		if end == from {
			return nil
		}
		if bytes.IndexByte(c.in[from:end], ':') < 0 {
			return malformed("malformed MIME header: missing colon: %q", c.in[from:end])
		}
		for end > from && blank(c.in[end-1]) {
			end--
		}
		if end, err = c.continued(end, next, budget); err != nil {
			return err
		}
		s, err := parseField(c.in, from, end)
		if err != nil {
			return err
		}
		c.spans = append(c.spans, s)
	}
}

// continued joins the lines that go on with a field (RFC 9112 §5.2) to the line
// that ends at end, and returns where they end.
func (c *Conn) continued(end int, next *int, budget int64) (int, error) {
	for {
		if *next == c.end {
			if int64(*next) >= budget {
				return 0, errHeaderTooLong
			}
			if err := c.fill(); err != nil {
				return 0, err
			}
		}
		if !blank(c.in[*next]) {
			return end, nil
		}
		from := *next
		lineEnd, err := c.line(next, budget)
		if err != nil {
			return 0, err
		}
		// A line end and a blank are at least as long as the one blank for them.
		c.in[end] = ' '
		end += 1 + copy(c.in[end+1:], bytes.Trim(c.in[from:lineEnd], " \t"))
	}
}

func blank(b byte) bool { return b == ' ' || b == '\t' }

// parseStatus checks a status line and returns the status.
func parseStatus(line []byte) (int, error) {
	proto, rest, ok := bytes.Cut(line, []byte(" "))
	if !ok {
		return 0, malformed("malformed HTTP response %q", line)
	}
	code, _, _ := bytes.Cut(bytes.TrimLeft(rest, " "), []byte(" "))
	if len(code) != 3 {
		return 0, malformed("malformed HTTP status code %q", code)
	}
	status, err := strconv.Atoi(string(code)) // lets a sign pass, as net/http does
	if err != nil || status < 0 {
		return 0, malformed("malformed HTTP status code %q", code)
	}
	if len(proto) != len("HTTP/1.1") || string(proto[:5]) != "HTTP/" || !digit(proto[5]) || proto[6] != '.' || !digit(proto[7]) {
		return 0, malformed("malformed HTTP version %q", proto)
	}
	return status, nil
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// parseField finds name and value in in[from:end].
func parseField(in []byte, from, end int) (span, error) {
	colon := from + bytes.IndexByte(in[from:end], ':')
	ok := colon > from
	for _, b := range in[from:colon] {
		ok = ok && (tokenByte(b) || b == ' ') // a blank is let pass, as net/http does
	}
	if !ok {
		return span{}, malformed("malformed MIME header line: %q", in[from:end])
	}
	value := colon + 1
	for _, b := range in[value:end] {
		if b < ' ' && b != '\t' || b == 0x7f {
			return span{}, malformed("malformed MIME header line: %q", in[from:end])
		}
	}
	for value < end && blank(in[value]) {
		value++
	}
	return span{from, colon, value, end}, nil
}
