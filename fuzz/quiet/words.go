package quiet

import (
	"fmt"
	"strings"
)

// maxDetail bounds a detail in bytes: it may quote a whole line of the server's.
const maxDetail = 300

// size writes a number of bytes as package wire does.
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

// detail makes a text fit for [wire.Break.Detail].
func detail(text string) string {
	if strings.Contains(text, `"\x15\x03`) { // an alert of TLS, RFC 8446 §5.1
		return "it answered with TLS; write https:// instead of http://"
	}
	if len(text) > maxDetail {
		text = text[:maxDetail] + "…"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
