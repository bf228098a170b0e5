package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
)

// errTimeout is the cause with which the bound of one exchange ends its
// context, to tell it from a deadline of the caller's.
var errTimeout = errors.New("the bound for one exchange passed")

// net/http has no exported values for these. A test holds each text.
const (
	textHeadersExceeded = "server response headers exceeded"
	textClosedIdle      = "http: server closed idle connection"
	textBroken          = "net/http: HTTP/1.x transport connection broken: "
	textUnasked         = "readLoopPeekFailLocked"
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
		return &Break{Phase: PhaseResolve, Kind: KindUnresolved, Detail: detail(dns.Name)}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Break{Phase: phase, Kind: KindRefused, Detail: detail(addr)}
	case errors.Is(err, syscall.ECONNRESET):
		return &Break{Phase: phase, Kind: KindReset}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.EPIPE),
		strings.Contains(err.Error(), textClosedIdle):
		return &Break{Phase: phase, Kind: KindClosed}
	case errors.As(err, &timeout) && timeout.Timeout():
		// The dialer and the handshake have the same bound as the exchange and
		// can be a moment ahead of it.
		return &Break{Phase: phase, Kind: KindTimeout, Detail: c.options.Timeout.String()}
	}
	if text := tlsTrouble(err, phase); text != "" {
		return &Break{Phase: phase, Kind: KindTLS, Detail: detail(text)}
	}
	if strings.Contains(err.Error(), textHeadersExceeded) {
		return &Break{Phase: PhaseHeaders, Kind: KindHeadersTooLarge, Detail: size(c.options.MaxHeader)}
	}
	if strings.Contains(err.Error(), textUnasked) { // as SSH and SMTP do
		return &Break{Phase: phase, Kind: KindNotHTTP, Detail: "it speaks before it is asked"}
	}
	text := strings.TrimPrefix(err.Error(), textBroken)
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
		return "the certificate is not trusted: " + untrusted.Err.Error()
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return "the server broke TLS off: " + op.Err.Error()
	}
	if phase == PhaseTLS {
		return "the TLS handshake failed: " + err.Error()
	}
	return ""
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
