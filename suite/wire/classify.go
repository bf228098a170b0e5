package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"
)

// errTimeout is the cause with which the bound of one exchange ends its
// context, to tell it from a deadline of the caller's.
var errTimeout = errors.New("the bound for one exchange passed")

// net/http has no exported values for these. Tests hold those of HTTP/1.1, and
// what a server can bring about of those of HTTP/2.
const (
	textHeadersExceeded = "server response headers exceeded"
	textClosedIdle      = "http: server closed idle connection"
	textBroken          = "net/http: HTTP/1.x transport connection broken: "
	textUnasked         = "readLoopPeekFailLocked"

	textPeerReset   = "; received from peer"                            // RST_STREAM, RFC 9113 §6.4
	textGoAway      = "http2: server sent GOAWAY"                       // RFC 9113 §6.8
	textHeaderList  = "http2: response header list larger than "        // RFC 9113 §6.5.2
	textLost        = "http2: client connection lost"                   // nobody answers on it
	textNoRewind    = "cannot rewind body after connection loss"        // a request cannot be sent twice by net/http, only by Do
	textNoRetry     = "http2: Transport: cannot retry err "             // as above
	textNotUsable   = "http2: client conn not usable"                   // it was closed a moment ago
	textLongField   = "connection error: COMPRESSION_ERROR"             // what net/http makes of one field beyond its bound
	textConnError   = "connection error: "                              // frames that make no sense, RFC 9113 §5.4.1
	textForceClosed = "http2: client connection force closed via Close" // as above
)

// maxDetail bounds a detail in bytes: net/http quotes the whole offending line.
const maxDetail = 300

// classify turns the error that ended an exchange into a Break. addr is where
// a connection was sought.
func (c *Client) classify(ctx context.Context, err error, phase Phase, addr string) *Break {
	// The context comes first: net/http closes the connection when it ends, and
	// the error is then whatever that led to.
	if cause := context.Cause(ctx); cause != nil {
		if errors.Is(cause, errTimeout) {
			return &Break{Phase: phase, Kind: KindTimeout, Detail: c.options.Timeout.String()}
		}
		return &Break{Phase: phase, Kind: KindInterrupted}
	}

	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.As(err, &dns):
		name := dns.Name
		if c.proxy() != nil {
			name = addr
		}
		return &Break{Phase: PhaseResolve, Kind: KindUnresolved, Detail: detail(name)}
	case errors.Is(err, syscall.ECONNREFUSED), c.socket != "" && errors.Is(err, fs.ErrNotExist):
		return &Break{Phase: phase, Kind: KindRefused, Detail: detail(addr)}
	case errors.Is(err, syscall.ECONNRESET), strings.Contains(err.Error(), textPeerReset):
		return &Break{Phase: phase, Kind: KindReset}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.EPIPE),
		containsAny(err.Error(), textClosedIdle, textGoAway, textLost, textNoRewind, textNoRetry, textNotUsable, textForceClosed):
		return &Break{Phase: phase, Kind: KindClosed}
	case errors.As(err, &timeout) && timeout.Timeout():
		// The dialer and the handshake have the same bound as the exchange and
		// can be a moment ahead of it.
		return &Break{Phase: phase, Kind: KindTimeout, Detail: c.options.Timeout.String()}
	}
	if text := tlsTrouble(err, phase); text != "" {
		return &Break{Phase: phase, Kind: KindTLS, Detail: detail(text)}
	}
	if containsAny(err.Error(), textHeadersExceeded, textHeaderList, textLongField) {
		return &Break{Phase: PhaseHeaders, Kind: KindHeadersTooLarge, Detail: size(c.options.MaxHeader)}
	}
	if strings.Contains(err.Error(), textUnasked) { // as SSH and SMTP do
		return &Break{Phase: phase, Kind: KindNotHTTP, Detail: "it speaks before it is asked"}
	}
	if phase == PhaseConnect && c.endpoint.Scheme == "https" && c.proxy() != nil {
		return &Break{Phase: phase, Kind: KindOther, Detail: detail(addr + ", makes no connection: " + err.Error())}
	}
	text := strings.TrimPrefix(err.Error(), textBroken)
	if failure, ok := strings.CutPrefix(text, textConnError); ok {
		// net/http gives up on a header that is far beyond its bound in the same way.
		text = "its HTTP/2 is not right, or its header is far too long (" + failure + ")"
		return &Break{Phase: PhaseHeaders, Kind: KindNotHTTP, Detail: detail(text)}
	}
	if phase == PhaseHeaders || phase == PhaseBody {
		return &Break{Phase: phase, Kind: KindNotHTTP, Detail: detail(notHTTP(text))}
	}
	return &Break{Phase: phase, Kind: KindOther, Detail: detail(text)}
}

// tlsTrouble says what kept TLS from working, "" when err is not about TLS.
func tlsTrouble(err error, phase Phase) string {
	if record, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		if string(record.RecordHeader[:]) == "HTTP/" {
			return "TLS was spoken to a port that answers plain HTTP; write http:// instead of https://"
		}
		return "TLS was spoken to a port that does not speak TLS"
	}
	if untrusted, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the certificate is not trusted: " + untrust(untrusted.Err)
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return "the server broke TLS off: " + alert(op.Err)
	}
	if phase == PhaseTLS {
		return "the TLS handshake failed: " + err.Error()
	}
	return ""
}

// untrust says why a certificate is not trusted, and what can be done.
func untrust(err error) string {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		if now := time.Now(); now.Before(invalid.Cert.NotBefore) {
			return "it is not valid before " + day(invalid.Cert.NotBefore) + ", and here it is " + day(now)
		}
		return "it expired on " + day(invalid.Cert.NotAfter)
	case errors.As(err, &name) && name.Certificate != nil:
		return fmt.Sprintf("it is for %s, and not for %s; if that is meant, say so with --server-name", bearers(name.Certificate), name.Host)
	case errors.As(err, &unknown):
		return "no authority that is known here has signed it; name the one that has with --ca-cert"
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// bearers lists the names that a certificate is for.
func bearers(certificate *x509.Certificate) string {
	names := slices.Clone(certificate.DNSNames)
	for _, address := range certificate.IPAddresses {
		names = append(names, address.String())
	}
	if len(names) == 0 {
		return "no name at all"
	}
	return strings.Join(names, ", ")
}

// alert is what the server said when it broke TLS off.
func alert(err error) string {
	text := strings.TrimPrefix(err.Error(), "tls: ")
	switch text {
	case "certificate required":
		text += "; give it the one that it asks for with --client-cert and --client-key"
	case "bad certificate", "unknown certificate authority", "expired certificate":
		text += "; it does not take the one of --client-cert"
	}
	return text
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// notHTTP adds a hint where the bytes that came show what speaks there.
func notHTTP(text string) string {
	// A TLS server answers a plain request with an alert record (type 21,
	// RFC 8446 §5.1), which net/http quotes.
	if strings.Contains(text, `"\x15\x03`) {
		return "it answered with TLS; write https:// instead of http://"
	}
	return text
}

// detail makes a text fit for [Break.Detail].
func detail(text string) string {
	if len(text) > maxDetail {
		text = text[:maxDetail] + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
