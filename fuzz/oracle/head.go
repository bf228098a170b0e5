package oracle

import (
	"net/url"
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
}

// headLimit is the length of a header or a query over which a server may refuse it
// (414, 431). Common servers allow 8 KiB.
const headLimit = 4 << 10

// read reads the header and the length of the query.
func (h *head) read(s *wire.Sent) {
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
		switch f.Name {
		case "Content-Type":
			h.media = append(h.media, readMedia(f.Value))
		case "User-Agent", "Content-Length", "Connection":
		case "Host":
			hosts++
			h.unusual = h.unusual || hosts > 1 || !ownHost(s.URL, f.Value)
		default:
			h.field(lower(f.Name), f.Value)
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
	if host != "" && strings.Contains(address, "//"+host+"/") {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && (u.Host == host || u.Scheme == "http+unix")
}

// field takes up a field other than the usual ones. Fields that the document and HTTP give no
// meaning here change nothing: the user's own for a gateway are among them.
func (h *head) field(name, v string) {
	switch name {
	case "content-type":
		h.media = append(h.media, readMedia(v))
	case "accept":
		h.unusual = h.unusual || !admitsJSON(v)
	case "accept-encoding":
		h.unusual = h.unusual || excludes(v) // nothing may be left that the server can send
	case "authorization":
		scheme, credentials, ok := strings.Cut(v, " ")
		h.unusual = h.unusual || !ok || !token(scheme) || credentials == ""
	case "content-encoding":
		h.unusual, h.hidden = true, true
	case "transfer-encoding":
		// Who refuses a coding other than chunked cannot tell where the request ends (RFC 9112 §6.1).
		h.illegal = h.illegal || h.coding || lower(v) != "chunked"
		h.unusual, h.coding = true, true
		h.hidden = h.hidden || lower(v) != "chunked"
	default:
		h.unusual = h.unusual || meaningful(name)
	}
}

// meaningful says whether a field may fail a request: preconditions, ranges, digests, expectations, and what
// proxies, frameworks and guards against forged requests listen to.
func meaningful(name string) bool {
	switch name {
	case "host", "expect", "upgrade", "range", "content-range", "content-md5", "digest", "content-digest", "repr-digest",
		"origin", "referer", "forwarded", "via", "te", "trailer", "max-forwards", "http2-settings",
		"x-http-method", "x-http-method-override", "x-method-override", "x-original-url", "x-rewrite-url",
		"content-length", "connection", "keep-alive", "cookie2", "content-disposition", "content-location",
		"content-language", "content-transfer-encoding", "accept-charset":
		return true
	}
	for _, beginning := range [...]string{"if-", "x-forwarded", "proxy-", "sec-", "access-control-"} {
		if strings.HasPrefix(name, beginning) {
			return true
		}
	}
	return false
}

// excludes says whether a preference excludes something: it has a weight of zero.
func excludes(v string) bool {
	for rest, found := lower(v), true; found; {
		if _, rest, found = strings.Cut(rest, "q=0"); found && strings.IndexAny(strings.TrimLeft(rest, ".0"), "123456789") != 0 {
			return true
		}
	}
	return false
}

// admitsJSON says whether an Accept field lets an answer in JSON through without doubt.
func admitsJSON(v string) bool {
	if v == "*/*" || v == typeJSON {
		return true
	}
	v = lower(v)
	return !excludes(v) && (strings.Contains(v, "*/*") || strings.Contains(v, "application/*") ||
		strings.Contains(v, typeJSON+",") || strings.Contains(v, typeJSON+";") || strings.HasSuffix(v, typeJSON))
}

// queryOf gives the query of a request.
func queryOf(address string) string {
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	return query
}
