package oracle

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// head is what matters of a request before its body.
type head struct {
	media []media // one for each Content-Type field; the first stands in one
	one   [1]media
	// unusual is true when something in the header or the query may be refused with any 4xx.
	unusual bool
	// hidden is true when a server may read another body than the one that stands there.
	hidden bool
	// illegal is true where HTTP forbids what stands in a field (RFC 9110 §5.5): the
	// server may give up the connection.
	illegal bool
	// coding is true for a Transfer-Encoding, which a server need not know (501).
	coding bool
	// ranged is true for a Range, which a server has to ignore.
	ranged bool
	// honours has the statuses with which odd fields may be honoured, form is true when one of
	// them may give the answer another form.
	honours []int
	form    bool
}

// headLimit is the length of a header or a query over which a server may refuse it
// (414, 431). Common servers allow 8 KiB.
const headLimit = 4 << 10

// read reads the header and the length of the query. Fields of standing come with every request to the target,
// so that they do not explain what becomes of this one.
func (h *head) read(s *wire.Sent, standing []wire.Field) {
	h.media = h.one[:0]
	length, hosts := 0, 0
	for i := range s.Header {
		f := &s.Header[i]
		length += len(f.Name) + len(f.Value) + len(": \r\n")
		if len(f.Value) > limit || !all(f.Value, visible) || !token(f.Name) {
			h.unusual = true
			h.illegal = h.illegal || !token(f.Name) || !all(f.Value, legal)
		}
		if repeated(s.Header[:i], f.Name) {
			h.unusual = true // only lists may be, and some servers refuse whatever is (RFC 9110 §5.3)
		}
		switch f.Name { // in lower case over HTTP/2
		case "Content-Type", "content-type":
			h.media = append(h.media, readMedia(f.Value))
		case "Content-Length", "content-length":
		case "Host", "host":
			hosts++
			h.unusual = h.unusual || hosts > 1 || !ownHost(s.URL, f.Value)
		default:
			if !slices.Contains(standing, *f) {
				h.field(lower(f.Name), f.Value)
			}
		}
	}
	h.unusual = h.unusual || length > headLimit || len(s.URL) > headLimit/2 || len(h.media) > 1
}

// repeated says whether one of the fields has that name.
func repeated(fields []wire.Field, name string) bool {
	for i := range fields {
		if len(fields[i].Name) == len(name) && strings.EqualFold(fields[i].Name, name) {
			return true
		}
	}
	return false
}

// visible says whether a byte may stand in a field without anybody's doubt.
func visible(c byte) bool { return c >= ' ' && c < 0x7F || c == '\t' }

// legal says whether HTTP lets a byte stand in a field.
func legal(c byte) bool { return c >= ' ' && c != 0x7F || c == '\t' }

// ownHost says whether a Host field names the host of the URL.
func ownHost(address, host string) bool {
	if host != "" && strings.Contains(address, "//"+host+"/") || strings.HasPrefix(address, "http+unix:") {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.Host == host
}

// field takes up a field other than the usual ones.
func (h *head) field(name, v string) {
	switch name {
	case "content-type": // in yet another case
		h.media = append(h.media, readMedia(v))
		return
	case "content-length":
		return
	case "range":
		h.ranged = true
	case "content-encoding":
		h.hidden = true
	case "transfer-encoding":
		// Who refuses a coding other than chunked cannot tell where the request ends (RFC 9112 §6.1).
		h.illegal = h.illegal || h.coding || lower(v) != "chunked"
		h.coding = true
		if lower(v) == "chunked" {
			h.honours = append(h.honours, http.StatusLengthRequired) // a server may want to know the length (RFC 9112 §6.3)
			return
		}
		h.hidden = h.hidden || lower(v) != "chunked"
	}
	if f, odd := oddField(name, v); odd {
		h.unusual = true
		h.form = h.form || f.form
		if f.status != 0 {
			h.honours = append(h.honours, f.status)
		}
	}
}

// queryOf gives the query of a request.
func queryOf(address string) string {
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	return query
}
