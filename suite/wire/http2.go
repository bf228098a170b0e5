package wire

import (
	"crypto/tls"
	"strings"
)

// http2 reports whether the request went over a connection on which HTTP/2 was
// agreed on (ALPN, RFC 7301).
func (s sighting) http2() bool {
	conn, ok := s.conn.Conn.(*tls.Conn)
	return ok && conn.ConnectionState().NegotiatedProtocol == "h2"
}

// asHTTP2 tells of a request what HTTP/2 made of it: it has no request line, and
// pseudo-fields in its place (RFC 9113 §8.3.1).
func asHTTP2(s Sent) Sent {
	s.Line = strings.TrimSuffix(s.Line, "HTTP/1.1") + "HTTP/2.0"
	var header []Field
	for _, f := range s.Header {
		switch {
		case f.Name == ":authority":
			header = append(header, Field{Name: "Host", Value: f.Value})
		case !strings.HasPrefix(f.Name, ":"):
			header = append(header, f)
		}
	}
	s.Header = header
	return s
}
