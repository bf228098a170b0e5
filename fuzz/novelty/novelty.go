package novelty

import (
	"math/bits"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// maxMedia bounds a media type in bytes, maxName the name of a member or a
	// field, and maxNames how many fields count.
	maxMedia, maxName, maxNames = 40, 32, 16
	// maxMessage bounds a message in bytes after it is masked, maxText before.
	maxMessage, maxText = 240, 64 << 10
	// usualSize is the least order of magnitude that is told apart.
	usualSize = 3
)

// Signature is what an answer is reduced to. It is comparable, and a zero field
// says that there was no such thing.
type Signature struct {
	// Status is the status code, 0 when there is no answer.
	Status int
	// Phase and Kind say where and why the exchange broke, when the exchange broke; then there
	// is nothing more, since what came is no whole answer.
	Phase wire.Phase
	Kind  wire.Kind
	// Media is the media type without its parameters.
	Media string
	// Shape is what the JSON of the body looks like, such as {error:string}, or
	// "text" for another body.
	Shape string
	// Message is what the answer says, masked: the member error, or the text.
	Message string
	// Fields are the names of the fields, without those that depend on the moment
	// or on the length.
	Fields string
	// Echo is where a value that was sent is found again.
	Echo Echo
	// Size is the order of magnitude of the body's length without the echoed
	// value, in powers of 16.
	Size int
}

// Of reduces an exchange to its signature. sent has the values that were sent;
// nil stands for those that are found in the body of the request.
func Of(x wire.Exchange, sent []string) Signature {
	var s Signature
	if x.Answer != nil {
		s.Status = x.Answer.Status
	}
	if x.Break != nil {
		s.Phase, s.Kind = x.Break.Phase, x.Break.Kind
		return s
	}
	if x.Answer == nil {
		return s
	}
	if sent == nil {
		sent = Values(x.Request)
	}
	values := spellingsOf(sent)
	media := mediaType(x.Answer.Header)
	body := string(x.Answer.Body)

	// All text is made in one piece of memory.
	var scratch [512]byte
	text := appendMedia(scratch[:0], media)
	mediaEnd := len(text)
	text, message := appendShape(text, body, media, values)
	shapeEnd := len(text)
	text = bounded(appendMask(text, cut(message, maxText), values), shapeEnd)
	messageEnd := len(text)
	text = appendFields(text, x.Answer.Header)
	all := string(text)
	s.Media, s.Shape, s.Message, s.Fields = all[:mediaEnd], all[mediaEnd:shapeEnd], all[shapeEnd:messageEnd], all[messageEnd:]

	echo, echoed := findEcho(body, message, x.Answer.Header, values)
	s.Echo = echo
	if size := len(body) - echoed; size > 0 {
		// Below 4 KiB it is the message that differs.
		s.Size = max(usualSize, (bits.Len(uint(size))+3)/4)
	}
	return s
}

// String gives the signature in one line.
func (s Signature) String() string {
	var b strings.Builder
	if s.Status != 0 {
		b.WriteString(strconv.Itoa(s.Status))
	}
	add := func(before, what string) {
		if what != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(before)
			b.WriteString(what)
		}
	}
	if s.Kind != "" {
		add("", string(s.Kind)+" in "+string(s.Phase))
	}
	add("", s.Media)
	add("", s.Shape)
	if s.Message != "" {
		add("", strconv.Quote(s.Message))
	}
	add("fields=", s.Fields)
	add("echo=", s.Echo.String())
	if s.Size > usualSize {
		add("size=", "16^"+strconv.Itoa(s.Size))
	}
	return b.String()
}

// mediaType is the Content-Type without its parameters.
func mediaType(header []wire.Field) string {
	for i := range header {
		if strings.EqualFold(header[i].Name, "Content-Type") {
			media, _, _ := strings.Cut(header[i].Value, ";")
			return cut(strings.Trim(media, " \t"), maxMedia)
		}
	}
	return ""
}

func appendMedia(text []byte, media string) []byte {
	for i := range len(media) {
		b := media[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		text = append(text, b)
	}
	return text
}

// volatile reports whether the presence of a field says nothing about the cause.
func volatile(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Date", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Trailer", "Age", "Content-Type":
		return true
	default:
		return false
	}
}

// appendFields appends the names of the fields, in the order of the alphabet.
func appendFields(text []byte, header []wire.Field) []byte {
	var first [2 * maxNames]string // more are seldom
	names := first[:0]
	for i := range header {
		names = append(names, http.CanonicalHeaderKey(header[i].Name))
	}
	slices.Sort(names)
	n := 0
	for i, name := range names {
		if volatile(name) || i > 0 && names[i-1] == name {
			continue
		}
		if n == maxNames {
			return append(text, ",…"...)
		}
		if n > 0 {
			text = append(text, ',')
		}
		text = append(text, cut(name, maxName)...)
		n++
	}
	return text
}

// bounded cuts what a masked message is too long by.
func bounded(text []byte, from int) []byte {
	if len(text)-from <= maxMessage {
		return text
	}
	end := from + maxMessage
	for end > from && text[end]&0xC0 == 0x80 { // within a character
		end--
	}
	return append(text[:end], "…"...)
}

// cut gives at most n bytes of s.
func cut(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}
