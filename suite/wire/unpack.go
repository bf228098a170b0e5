package wire

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxCodings bounds how often content may be packed: nobody packs it more than
// once, and each layer costs MaxUnpacked bytes of work.
const maxCodings = 4

// errUnpackedTooLong ends the undoing of a content coding at its bound.
var errUnpackedTooLong = errors.New("more than the bound for unpacked content")

// unpack undoes the content codings of a.Body. A body that cannot be unpacked
// stays as it came; one that a break cut short is unpacked as far as it goes.
func (c *Conn) unpack(a *Answer, cut *Break) *Break {
	names := codings(a.Header)
	if len(names) == 0 || len(a.Body) == 0 {
		return cut
	}
	limit := c.maxUnpacked
	body, err := unpack(a.Body, names, limit)
	if cut != nil && errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	var brk *Break
	switch {
	case err == nil:
	case errors.Is(err, errUnpackedTooLong):
		brk = &Break{Phase: PhaseBody, Kind: KindUnpackedTooLarge, Detail: size(limit)}
	default:
		a.Encoded = true
		return cmp.Or(cut, &Break{Phase: PhaseBody, Kind: KindUndecodable, Detail: detail(err.Error())})
	}
	a.CompressedSize, a.Body = int64(len(a.Body)), body
	return cmp.Or(cut, brk)
}

// codings returns the content codings in the order in which they were applied
// (RFC 9110 §8.4), nil for the usual answer.
func codings(header []Field) []string {
	var names []string
	for _, f := range header {
		if !named(f, "Content-Encoding") {
			continue
		}
		for name := range strings.SplitSeq(f.Value, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			if name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
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
			return body[:limit], errUnpackedTooLong
		}
		if err != nil {
			return body, fmt.Errorf("its gzip body is corrupt: %w", err)
		}
	}
	return body, nil
}
