package reference

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
)

// encoding is how a request body is written, going by its Content-Type.
type encoding int

const (
	encodingUnknown encoding = iota // named, but neither of the two
	encodingUnnamed                 // no Content-Type was sent
	encodingJSON
	encodingForm
)

// encodingOf reads the Content-Type. Sent twice with the same meaning, it is
// accepted; with different meanings there is no telling which one holds
// (RFC 9110 §8.3), and the type is unknown.
func encodingOf(h http.Header) encoding {
	lines := h.Values("Content-Type")
	if len(lines) == 0 {
		return encodingUnnamed
	}
	enc := encodingNamed(lines[0])
	for _, line := range lines[1:] {
		if encodingNamed(line) != enc {
			return encodingUnknown
		}
	}
	return enc
}

// encodingNamed reads one Content-Type value. Types compare without case
// (RFC 9110 §8.3.1). No parameter changes how either type is read: JSON has
// none (RFC 8259 §11), and forms are held to UTF-8 whatever they claim. So
// parameters are cut off before parsing, and malformed ones do no harm.
// The document's own spelling of the form type is not a media type, but a
// client that copied it from there is understood.
func encodingNamed(line string) encoding {
	if strings.TrimSpace(line) == "" {
		return encodingUnnamed
	}
	name, _, _ := strings.Cut(line, ";")
	name, _, err := mime.ParseMediaType(name)
	if err != nil {
		return encodingUnknown
	}
	switch name {
	case "application/json":
		return encodingJSON
	case "application/x-www-form-urlencoded", "www-form-urlencoded":
		return encodingForm
	}
	return encodingUnknown
}

// checkCoding refuses compressed bodies, with the status that RFC 9110 §8.4
// has for it. Decompressing would only add a way around the body limit.
func checkCoding(h http.Header) *refusal {
	for _, line := range h.Values("Content-Encoding") {
		coding := strings.TrimSpace(line)
		if coding != "" && !strings.EqualFold(coding, "identity") {
			return refuse(http.StatusUnsupportedMediaType, msgContentEncoding)
		}
	}
	return nil
}

// readBody reads at most limit bytes. A body that announces itself as longer
// is refused unread, which is quicker for both sides.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *refusal) {
	if r.ContentLength > limit {
		return nil, refuse(http.StatusRequestEntityTooLarge, msgTooLarge)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		return nil, refuseUnreadable(err)
	}
	return body, nil
}

// refuseUnreadable tells the client why its body could not be read. A body
// that breaks off or is badly framed is the client's fault, hence a 4xx.
func refuseUnreadable(err error) *refusal {
	var (
		tooLarge *http.MaxBytesError
		network  net.Error
	)
	switch {
	case errors.As(err, &tooLarge):
		return refuse(http.StatusRequestEntityTooLarge, msgTooLarge)
	case errors.As(err, &network) && network.Timeout():
		return refuse(http.StatusRequestTimeout, msgTooSlow)
	}
	return refuse(http.StatusBadRequest, msgUnreadable)
}

// decode reads the body in the given encoding.
func decode(enc encoding, body []byte) (params, *refusal) {
	if enc == encodingUnnamed {
		enc = sniff(body)
	}
	if enc == encodingJSON {
		return decodeJSON(body)
	}
	return decodeForm(body)
}

// sniff guesses the encoding of a body without a Content-Type from its first
// character, which RFC 9110 §8.3 leaves to the recipient. No form of ours
// starts with a brace, and no other JSON would be accepted.
func sniff(body []byte) encoding {
	start := bytes.TrimLeft(trimBOM(body), " \t\r\n")
	if bytes.HasPrefix(start, []byte("{")) {
		return encodingJSON
	}
	return encodingForm
}
