package wire

import (
	"fmt"
	"strings"
)

// Phase is the part of an exchange in which it broke.
type Phase string

// The phases of an exchange, in their order.
const (
	PhaseResolve Phase = "resolve" // the target's name is looked up
	PhaseConnect Phase = "connect" // the connection is made
	PhaseTLS     Phase = "tls"     // the TLS handshake is under way
	PhaseSend    Phase = "send"    // the request is being prepared or sent
	PhaseWait    Phase = "wait"    // the request is sent, no byte of an answer came
	PhaseHeaders Phase = "headers" // the answer began, its header is not complete
	PhaseBody    Phase = "body"    // the header is complete, the body is not
)

// Kind is the reason for which an exchange broke.
type Kind string

// The kinds of break. What [Break.Detail] holds is in parentheses.
const (
	KindRefused          Kind = "refused"            // nobody listens (the address)
	KindReset            Kind = "reset"              // the connection was reset (bytes of the body that came, if known)
	KindClosed           Kind = "closed"             // the connection ended before the answer did (as for reset)
	KindTimeout          Kind = "timeout"            // Options.Timeout passed (that bound)
	KindUnresolved       Kind = "unresolved"         // the name has no address (the name)
	KindTLS              Kind = "tls"                // no TLS session (what is wrong, as a clause)
	KindNotHTTP          Kind = "not-http"           // what came cannot be read as HTTP (what is wrong)
	KindHeadersTooLarge  Kind = "headers-too-large"  // Options.MaxHeader was passed, in PhaseWait by interim answers (that bound)
	KindBodyTooLarge     Kind = "body-too-large"     // Options.MaxBody was passed (that bound)
	KindUnpackedTooLarge Kind = "unpacked-too-large" // Options.MaxUnpacked was passed (that bound)
	KindUndecodable      Kind = "undecodable"        // the content coding is unknown or corrupt (what is wrong)
	KindInterrupted      Kind = "interrupted"        // the caller's context ended (nothing)
	KindUnsendable       Kind = "unsendable"         // this client cannot send such a request (why)
	KindOther            Kind = "other"              // anything else (the error)
)

// Break says where and why an exchange broke off.
type Break struct {
	Phase Phase `json:"phase"`
	Kind  Kind  `json:"kind"`
	// Detail is what [Break.Sentence] needs beyond Phase and Kind; see the
	// kinds. It is valid UTF-8.
	Detail string `json:"detail,omitempty"`
}

// Unreachable reports whether no connection could be made at all: refused, not
// resolved, no TLS session, or a timeout before a request could be sent. The
// target said nothing about the request.
func (b *Break) Unreachable() bool {
	if b == nil || b.Ours() {
		return false
	}
	switch b.Phase {
	case PhaseResolve, PhaseConnect, PhaseTLS:
		return true
	default:
		// A server that asks for a client certificate says so only after the
		// handshake of TLS 1.3 is over on this side (RFC 8446 §4.4.2.4).
		return b.Kind == KindTLS
	}
}

// Absent reports whether nothing came at all: no connection, or no byte of an answer
// in time.
func (b *Break) Absent() bool {
	return b.Unreachable() || b != nil && b.Kind == KindTimeout && b.Phase == PhaseWait
}

// Bound reports whether a size bound of [Options] stopped the reading: the
// target answers, but too much.
func (b *Break) Bound() bool {
	if b == nil {
		return false
	}
	return b.Kind == KindHeadersTooLarge || b.Kind == KindBodyTooLarge || b.Kind == KindUnpackedTooLarge
}

// Interim reports whether the reading was stopped while nothing but interim answers came.
func (b *Break) Interim() bool {
	return b != nil && b.Kind == KindHeadersTooLarge && b.Phase == PhaseWait
}

// Ours reports whether the break was made on this side and must not be blamed
// on the target: the caller interrupted, or the request cannot be sent.
func (b *Break) Ours() bool {
	return b != nil && (b.Kind == KindInterrupted || b.Kind == KindUnsendable)
}

// BeyondHTTP2 reports whether HTTP/2 has no way to send such a request.
func (b *Break) BeyondHTTP2() bool {
	return b != nil && b.Kind == KindUnsendable && strings.Contains(b.Detail, "HTTP/2")
}

// Sentence says what happened in words for the author of the server, without a
// capital at the start or a full stop at the end. It is "" for a nil Break.
func (b *Break) Sentence() string {
	if b == nil {
		return ""
	}
	switch b.Kind {
	case KindRefused:
		return "nobody listens at " + b.Detail
	case KindReset:
		return "the connection was reset " + b.when()
	case KindClosed:
		return "the connection was closed " + b.when()
	case KindTimeout:
		return b.late()
	case KindUnresolved:
		return fmt.Sprintf("the name %s does not resolve", b.Detail)
	case KindTLS:
		return b.Detail
	case KindNotHTTP:
		if b.Phase == PhaseBody {
			return "the body of the answer is not framed as HTTP asks: " + b.Detail
		}
		return "what answered does not speak HTTP: " + b.Detail
	case KindHeadersTooLarge:
		if b.Interim() {
			return fmt.Sprintf("the interim answers (1xx) are longer than %s, and no answer came; reading stopped there", b.Detail)
		}
		return fmt.Sprintf("the header of the answer is longer than %s; reading stopped there", b.Detail)
	case KindBodyTooLarge:
		return fmt.Sprintf("the answer is longer than %s; reading stopped there", b.Detail)
	case KindUnpackedTooLarge:
		return fmt.Sprintf("the answer unpacks to more than %s; unpacking stopped there", b.Detail)
	case KindUndecodable:
		return "the answer cannot be unpacked: " + b.Detail
	case KindInterrupted:
		return "the exchange was interrupted on this side"
	case KindUnsendable:
		return "this client cannot send the request: " + b.Detail
	default:
		return "the exchange broke: " + b.Detail
	}
}

// when says at which point the connection ended.
func (b *Break) when() string {
	switch b.Phase {
	case PhaseResolve, PhaseConnect:
		return "while it was being made"
	case PhaseTLS:
		return "during the TLS handshake"
	case PhaseSend:
		return "before the whole request was sent"
	case PhaseWait:
		return "before any answer came"
	case PhaseHeaders:
		return "within the header of the answer"
	default:
		if b.Detail != "" {
			return fmt.Sprintf("before the whole answer came (%s)", b.Detail)
		}
		return "before the whole answer came"
	}
}

// late says what did not happen in time.
func (b *Break) late() string {
	within := "in time"
	if b.Detail != "" {
		within = "within " + b.Detail
	}
	switch b.Phase {
	case PhaseResolve:
		return "the target's name was not looked up " + within
	case PhaseConnect:
		return "no connection could be made " + within
	case PhaseTLS:
		return "the TLS handshake did not end " + within
	case PhaseSend:
		return "the server did not take the whole request " + within
	case PhaseWait:
		return "no answer " + within
	case PhaseHeaders:
		return "the header of the answer did not end " + within
	default:
		return "the answer did not end " + within
	}
}

// size writes a number of bytes as a reader would: "1 MiB", "64 KiB", "1000 bytes".
func size(n int64) string {
	const kib, mib = 1 << 10, 1 << 20
	switch {
	case n >= mib && n%mib == 0:
		return fmt.Sprintf("%d MiB", n/mib)
	case n >= kib && n%kib == 0:
		return fmt.Sprintf("%d KiB", n/kib)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
