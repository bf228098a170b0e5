package quiet

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// maxCodings bounds how often content may be packed.
const maxCodings = 4

// errUnpackedTooLong ends the undoing of a content coding at its bound.
var errUnpackedTooLong = errors.New("more than the bound for unpacked content")

// unpackAnswer undoes the content codings of a.Body. A body that cannot be
// unpacked stays as it came; one that is cut short is unpacked as far as it goes.
func unpackAnswer(a *wire.Answer, cut bool) *wire.Break {
	names := codings(a.Header)
	if len(names) == 0 || len(a.Body) == 0 {
		return nil
	}
	body, err := unpack(a.Body, names)
	if cut && errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err != nil && !errors.Is(err, errUnpackedTooLong) {
		a.Encoded = true
		return &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindUndecodable, Detail: detail(err.Error())}
	}
	a.CompressedSize, a.Body = int64(len(a.Body)), body
	if err != nil {
		return &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindUnpackedTooLarge, Detail: size(wire.DefaultMaxUnpacked)}
	}
	return nil
}

// codings returns the content codings in the order in which they were applied
// (RFC 9110 §8.4), nil for the usual answer.
func codings(header []wire.Field) []string {
	var names []string
	for _, f := range header {
		if f.Name != "Content-Encoding" {
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
func unpack(body []byte, names []string) ([]byte, error) {
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
		body, err = io.ReadAll(io.LimitReader(packed, wire.DefaultMaxUnpacked+1))
		if len(body) > wire.DefaultMaxUnpacked {
			return body[:wire.DefaultMaxUnpacked], errUnpackedTooLong
		}
		if err != nil {
			return body, fmt.Errorf("its gzip body is corrupt: %w", err)
		}
	}
	return body, nil
}
