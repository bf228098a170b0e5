package wire

import (
	"net/http"
	"strconv"
	"strings"
)

// The ways in which a body says where it ends, beside a length.
const (
	untilClose = -1
	inChunks   = -2
)

// framing is how the body of an answer is framed (RFC 9112 §6.3).
type framing struct {
	length int64 // or one of the constants above
	keep   bool  // the connection stays open behind it
}

// frame finds the framing of an answer to a request with that method.
func (h head) frame(method string) (framing, error) {
	var lengths, codings []string
	closes, keeps := false, false
	for _, f := range h.fields {
		switch {
		case named(f, "Content-Length"):
			lengths = append(lengths, f.Value)
		case named(f, "Transfer-Encoding"):
			codings = append(codings, f.Value)
		case named(f, "Connection"):
			closes = closes || contains(f.Value, "close")
			keeps = keeps || contains(f.Value, "keep-alive")
		}
	}
	f := framing{length: untilClose, keep: !closes}
	old := h.proto < "HTTP/1.1"
	if old {
		codings = nil // HTTP/1.0 has none
		f.keep = keeps && !closes && h.proto == "HTTP/1.0"
	}
	if err := f.chunked(codings); err != nil {
		return f, err
	}
	length, err := contentLength(lengths)
	if err != nil {
		return f, err
	}
	switch {
	case method == http.MethodHead, h.status/100 == 1, h.status == http.StatusNoContent, h.status == http.StatusNotModified:
		f.length = 0
	case f.length == inChunks:
		f.keep = f.keep && len(lengths) == 0 // RFC 9112 §6.3
	case len(lengths) > 0:
		f.length = length
	}
	if f.length == untilClose || h.status/100 == 1 {
		f.keep = false
	}
	return f, nil
}

// chunked notes that the body comes in chunks, the only coding there is for it.
func (f *framing) chunked(codings []string) error {
	switch {
	case len(codings) == 0:
	case len(codings) > 1:
		return malformed("too many transfer encodings: %q", codings)
	case !strings.EqualFold(codings[0], "chunked"):
		return malformed("unsupported transfer encoding: %q", codings[0])
	default:
		f.length = inChunks
	}
	return nil
}

// contentLength reads the Content-Length fields; several must be the same.
func contentLength(lengths []string) (int64, error) {
	if len(lengths) == 0 {
		return 0, nil
	}
	first := strings.Trim(lengths[0], " \t\r\n")
	for _, another := range lengths[1:] {
		if strings.Trim(another, " \t\r\n") != first {
			return 0, malformed("http: message cannot contain multiple Content-Length headers; got %q", lengths)
		}
	}
	if first == "" {
		return 0, malformed("invalid empty Content-Length %q", first)
	}
	n, err := strconv.ParseUint(first, 10, 63)
	if err != nil {
		return 0, malformed("bad Content-Length %q", first)
	}
	return int64(n), nil
}
