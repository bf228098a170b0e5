package wire

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxCodings bounds how often content may be packed: nobody packs it more than
// once, and each layer costs MaxUnpacked bytes of work.
const maxCodings = 4

// errTooMuch ends the undoing of a content coding at its bound.
var errTooMuch = errors.New("more than the bound for unpacked content")

// read reads an answer to its end or to a bound. It returns what came also when
// there is a break.
func (c *Client) read(ctx context.Context, response *http.Response) (*Answer, *Break) {
	a := &Answer{
		Proto:  response.Proto,
		Status: response.StatusCode,
		Reason: strings.TrimSpace(strings.TrimPrefix(response.Status, strconv.Itoa(response.StatusCode))),
		Header: header(response),
	}
	if response.StatusCode == http.StatusSwitchingProtocols {
		// What follows is another protocol and has no end (RFC 9110 §15.2.2).
		return a, nil
	}

	limit := c.options.MaxBody
	raw, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	var brk *Break
	switch {
	case int64(len(raw)) > limit:
		raw = raw[:limit]
		brk = &Break{Phase: PhaseBody, Kind: KindBodyTooLarge, Detail: size(limit)}
	case err != nil:
		brk = c.classify(ctx, err, PhaseBody, "")
		if want := response.ContentLength; want > 0 && (brk.Kind == KindClosed || brk.Kind == KindReset) {
			brk.Detail = fmt.Sprintf("%d of %d bytes", len(raw), want)
		}
	}
	if len(raw) > 0 {
		a.Body = raw
		if undo := c.decode(a, codings(response.Header), brk != nil); brk == nil {
			brk = undo
		}
	}
	return a, brk
}

// header returns the fields of an answer. Names are sorted because net/http
// keeps no order; Transfer-Encoding, which it takes out, is put back.
func header(response *http.Response) []Field {
	values := response.Header
	if len(response.TransferEncoding) > 0 {
		values = values.Clone()
		values["Transfer-Encoding"] = response.TransferEncoding
	}
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			fields = append(fields, Field{Name: name, Value: value})
		}
	}
	return fields
}

// codings returns the content codings in the order in which they were applied
// (RFC 9110 §8.4). "identity" is no coding.
func codings(h http.Header) []string {
	var names []string
	for name := range strings.SplitSeq(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if name != "" && name != "identity" {
			names = append(names, name)
		}
	}
	return names
}

// decode undoes the content codings of a.Body. A body that cannot be unpacked
// stays as it came; one that is known to be cut short is unpacked as far as it
// goes.
func (c *Client) decode(a *Answer, names []string, cut bool) *Break {
	if len(names) == 0 {
		return nil
	}
	body, err := unpack(a.Body, names, c.options.MaxUnpacked)
	if cut && errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err != nil && !errors.Is(err, errTooMuch) {
		a.Encoded = true
		return &Break{Phase: PhaseBody, Kind: KindUndecodable, Detail: detail(err.Error())}
	}
	a.CompressedSize, a.Body = int64(len(a.Body)), body
	if err != nil {
		return &Break{Phase: PhaseBody, Kind: KindUnpackedTooLarge, Detail: size(c.options.MaxUnpacked)}
	}
	return nil
}

// unpack undoes content codings, the last one first. With an error it returns
// what could be unpacked.
func unpack(body []byte, names []string, limit int64) ([]byte, error) {
	if len(names) > maxCodings {
		return nil, fmt.Errorf("it has %d content codings", len(names))
	}
	for _, name := range slices.Backward(names) {
		if name != "gzip" && name != "x-gzip" { // the same, RFC 9110 §8.4.1.3
			return nil, fmt.Errorf("its Content-Encoding is %q, and only gzip can be undone", name)
		}
		packed, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, fmt.Errorf("its Content-Encoding is gzip, but its body is not: %w", err)
		}
		body, err = io.ReadAll(io.LimitReader(packed, limit+1))
		if int64(len(body)) > limit {
			return body[:limit], errTooMuch
		}
		if err != nil {
			return body, fmt.Errorf("its gzip body is corrupt: %w", err)
		}
	}
	return body, nil
}
