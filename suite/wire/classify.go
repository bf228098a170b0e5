package wire

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"
)

// maxDetail bounds a detail in bytes: it may quote a whole line of the server's.
const maxDetail = 300

// classify turns the error that ended an exchange into a break.
func (r *remote) classify(ctx context.Context, err error, phase Phase) *Break {
	if ctx.Err() != nil {
		return &Break{Phase: phase, Kind: KindInterrupted}
	}
	var dns *net.DNSError
	var malformed *malformedError
	var timeout net.Error
	switch {
	case errors.As(err, &malformed):
		return &Break{Phase: phase, Kind: KindNotHTTP, Detail: detail(malformed.what)}
	case errors.Is(err, errHeaderTooLong):
		return &Break{Phase: phase, Kind: KindHeadersTooLarge, Detail: size(r.options.MaxHeader)}
	case errors.Is(err, errBodyTooLong):
		return &Break{Phase: PhaseBody, Kind: KindBodyTooLarge}
	case errors.As(err, &dns):
		return &Break{Phase: PhaseResolve, Kind: KindUnresolved, Detail: detail(r.unresolved(dns))}
	case errors.Is(err, syscall.ECONNREFUSED), r.network == "unix" && errors.Is(err, fs.ErrNotExist):
		return &Break{Phase: phase, Kind: KindRefused, Detail: detail(r.sought)}
	case errors.Is(err, syscall.ECONNRESET):
		return &Break{Phase: phase, Kind: KindReset}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.EPIPE):
		return &Break{Phase: phase, Kind: KindClosed}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Break{Phase: phase, Kind: KindTimeout, Detail: time.Duration(r.timeout.Load()).String()}
	}
	if text := tlsTrouble(err, phase); text != "" {
		return &Break{Phase: phase, Kind: KindTLS, Detail: detail(text)}
	}
	if brk := r.http2Trouble(err, phase); brk != nil {
		return brk
	}
	text := err.Error()
	switch {
	case phase == PhaseHeaders, phase == PhaseBody:
		return &Break{Phase: phase, Kind: KindNotHTTP, Detail: detail(text)}
	case phase == PhaseConnect && r.proxy != nil && !r.forwarded():
		text = r.sought + ", makes no connection: " + text
	}
	return &Break{Phase: phase, Kind: KindOther, Detail: detail(text)}
}

// unresolved is the name that has no address.
func (r *remote) unresolved(err *net.DNSError) string {
	if r.proxy != nil {
		return r.sought
	}
	return err.Name
}

// unsendable is the break of a request that this client does not send.
func unsendable(why string) *Break {
	return &Break{Phase: PhaseSend, Kind: KindUnsendable, Detail: detail(why)}
}

// detail makes a text fit for [Break.Detail].
func detail(text string) string {
	if strings.Contains(text, `"\x15\x03`) { // an alert of TLS, RFC 8446 §5.1
		return "it answered with TLS; write https:// instead of http://"
	}
	if len(text) > maxDetail {
		text = text[:maxDetail] + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
