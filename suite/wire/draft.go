package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// What the client asks for where the step asks for nothing.
const (
	acceptJSON = "application/json"
	acceptGzip = "gzip"
)

// draft is a request made ready for net/http. Its maps and slices are only
// read after it is made, so that one draft serves a second try.
type draft struct {
	method string
	url    *url.URL
	host   string // "" for the one of url
	header http.Header
	chunks bool // the step asks for Transfer-Encoding: chunked
	body   []byte
}

// draft makes a request ready. The error says why it cannot be sent.
func (c *Client) draft(r Request, wanted []Field, body []byte) (*draft, error) {
	if !token(r.Method) {
		return nil, fmt.Errorf("%q is not a method", r.Method)
	}
	d := &draft{method: r.Method, url: c.url(r), header: http.Header{}, body: body}
	for _, f := range wanted {
		if err := check(f); err != nil {
			return nil, err
		}
		switch {
		case strings.EqualFold(f.Name, "Host"):
			// net/http sends an empty Host for one that cannot be a host, and has
			// no other way to ask for it.
			if d.host = f.Value; d.host == "" {
				d.host = "/"
			}
		case strings.EqualFold(f.Name, "Content-Length"):
			// net/http computes it; whether it is the same is checked below.
		case strings.EqualFold(f.Name, "Transfer-Encoding"):
			d.chunks = true
		default:
			// Setting the key directly keeps the spelling.
			d.header[f.Name] = append(d.header[f.Name], f.Value)
		}
	}
	if _, ok := d.header["User-Agent"]; !ok {
		// An empty one keeps net/http from adding its own to one spelled otherwise.
		d.header["User-Agent"] = []string{""}
	}
	return d, nil
}

// wanted returns the step's fields, then those that others add where the step
// has none of that name.
func (c *Client) wanted(r Request) []Field {
	wanted := slices.Clone(r.Header)
	for _, added := range [][]Field{c.options.Header, {
		{Name: "User-Agent", Value: c.options.UserAgent},
		{Name: "Accept", Value: acceptJSON},
		{Name: "Accept-Encoding", Value: acceptGzip},
	}} {
		have := slices.Clone(wanted)
		for _, f := range added {
			if len(Values(have, f.Name)) == 0 {
				wanted = append(wanted, f)
			}
		}
	}
	return wanted
}

// request returns a fresh net/http request: each one can be sent only once.
func (d *draft) request(ctx context.Context) *http.Request {
	r := (&http.Request{
		Method: d.method,
		URL:    d.url,
		Proto:  "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: d.header,
		Host:   d.host,
		Body:   http.NoBody,
	}).WithContext(ctx)
	switch {
	case d.chunks:
		r.TransferEncoding = []string{"chunked"}
		r.ContentLength = -1
		r.Body = io.NopCloser(bytes.NewReader(d.body))
	case len(d.body) > 0:
		// GetBody stays nil so that net/http does not try again on its own: that
		// is for Do to decide and to record.
		r.ContentLength = int64(len(d.body))
		r.Body = io.NopCloser(bytes.NewReader(d.body))
	}
	return r
}

// preview writes the request to nowhere and returns its request line and the
// fields that net/http makes of it. An error means that net/http would not send
// it as the step says.
func (c *Client) preview(d *draft, wanted []Field) (string, []Field, error) {
	w := &watch{}
	r := d.request(w.attach(context.Background()))
	write := r.Write
	if d.url.Scheme == "http" && c.proxy() != nil {
		write = r.WriteProxy // the absolute form, RFC 9112 §3.2.2
	}
	var line lineWriter
	if err := write(&line); err != nil {
		return "", nil, fmt.Errorf("net/http refuses it: %w", err)
	}
	sent := w.look().header
	for _, f := range wanted {
		same := func(o Field) bool {
			return strings.EqualFold(f.Name, o.Name) && strings.Trim(f.Value, " \t") == o.Value
		}
		at := slices.IndexFunc(sent, same)
		if at < 0 || len(Values(wanted, f.Name)) != len(Values(sent, f.Name)) {
			return line.String(), sent, fmt.Errorf("net/http does not send the field %q as it is given", f.Name+": "+f.Value)
		}
	}
	return line.String(), sent, nil
}

// lineWriter keeps the first line that is written to it.
type lineWriter struct {
	line []byte
	done bool
}

func (l *lineWriter) Write(p []byte) (int, error) {
	if !l.done {
		l.line = append(l.line, p...)
		if line, _, found := bytes.Cut(l.line, []byte("\r\n")); found {
			l.line, l.done = line, true
		}
	}
	return len(p), nil
}

func (l *lineWriter) String() string { return string(l.line) }

// check holds a field against RFC 9110 §5.5 and §5.6.2, as net/http does, but
// says what is wrong with which field.
func check(f Field) error {
	if !token(f.Name) {
		return fmt.Errorf("%q is not a field name", f.Name)
	}
	for i := range len(f.Value) {
		if b := f.Value[i]; b < ' ' && b != '\t' || b == 0x7f {
			return fmt.Errorf("the value of the field %s has the control character %q in it", f.Name, b)
		}
	}
	return nil
}

// token reports whether s is a token (RFC 9110 §5.6.2).
func token(s string) bool {
	for i := range len(s) {
		b := s[i]
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		case strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0:
		default:
			return false
		}
	}
	return s != ""
}
