package finding

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// minRun is how often a byte must come to be written as a run of it.
const minRun = 64

// quoted writes a text so that it stands in a case as it is sent: bytes that are
// not to be seen, and long runs of one, as literals of a case file.
func quoted(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		run := 1
		for i+run < len(text) && text[i+run] == text[i] {
			run++
		}
		if run >= minRun {
			b.WriteString("${hex:" + hex.EncodeToString([]byte{text[i]}) + "|x" + strconv.Itoa(run) + "}")
			i += run
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '$' && strings.HasPrefix(text[i:], "${"), strings.HasPrefix(text[i:], "$$"),
			r == utf8.RuneError, !unicode.IsPrint(r), unicode.Is(unicode.Mn, r):
			b.WriteString("${hex:" + hex.EncodeToString([]byte(text[i:i+size])) + "}")
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}
