package traffic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/wire"
)

// Credentials are what a target gave to a client.
type Credentials struct {
	ID, Secret string
}

// Lookup finds the client that the value of a credential is of; see
// [Value.Of].
type Lookup func(of int) Credentials

// Render makes the request of a step.
func (s Step) Render(client Lookup) wire.Request {
	r := wire.Request{Method: s.Method, Query: s.Query, Pieces: s.Pieces}
	if r.Method == "" {
		r.Method = "POST"
	}
	kind := s.Type
	if kind == "" {
		kind = s.Body.Format.MediaType()
	}
	if kind != NoType {
		r.Header = append(make([]wire.Field, 0, 1+len(s.Header)), wire.Field{Name: "Content-Type", Value: kind})
	}
	r.Header = append(r.Header, s.Header...)
	r.Body = s.Body.render(client)
	return r
}

func (b Body) render(client Lookup) []byte {
	var credential [2]string
	of := -1
	resolve := func(v Value) string {
		if !v.Credential() {
			return v.Text
		}
		if v.Of != of {
			c := client(v.Of)
			credential, of = [2]string{c.ID, c.Secret}, v.Of
		}
		whole := credential[0]
		if v.Kind == Secret {
			whole = credential[1]
		}
		return v.Text + v.Corruption.apply(whole) + v.After
	}
	return b.write(resolve)
}

// Write writes the body with what resolve makes of the values that are not
// verbatim.
func (b Body) Write(resolve func(Value) string) string { return string(b.write(resolve)) }

// Spelled is how a text is spelled within the body.
func (b Body) Spelled(text string) string {
	if b.Format == Form {
		return string(b.Style.percent(nil, text))
	}
	quoted := b.Style.quote(nil, text)
	return string(quoted[1 : len(quoted)-1])
}

func (b Body) write(resolve func(Value) string) []byte {
	w := make([]byte, 0, b.roughly())
	w = append(w, b.Head...)
	start := len(w)
	switch b.Format {
	case JSON:
		w = b.writeJSON(w, resolve)
	case Form:
		w = b.writeForm(w, resolve)
	}
	w = w[:len(w)-min(b.Cut, len(w)-start)]
	return append(w, b.Tail...)
}

// roughly is how long the body will be, with room for credentials.
func (b Body) roughly() int {
	n := len(b.Head) + len(b.Tail) + 2
	for _, m := range b.Members {
		n += len(m.Name) + len(m.Value.Text) + len(m.Value.After) + 8
		if m.Value.Credential() {
			n += 64
		}
	}
	return n
}

func (b Body) writeJSON(w []byte, resolve func(Value) string) []byte {
	space := ""
	if b.Style&Spaced != 0 {
		space = "\r\n\t "
	}
	w = append(w, space...)
	w = append(w, '{')
	for i, m := range b.Members {
		if i > 0 {
			w = append(w, ',')
		}
		w = append(w, space...)
		w = b.Style.quote(w, m.Name)
		w = append(w, space...)
		w = append(w, ':')
		w = append(w, space...)
		if m.Value.Listed {
			w = append(w, '[')
		}
		if m.Value.Kind == Verbatim {
			w = append(w, m.Value.Text...)
		} else {
			w = b.Style.quote(w, resolve(m.Value))
		}
		if m.Value.Listed {
			w = append(w, ']')
		}
		w = append(w, space...)
	}
	w = append(w, '}')
	return append(w, space...)
}

const (
	lowerDigits = "0123456789abcdef"
	upperDigits = "0123456789ABCDEF"
)

// quote writes a JSON string (RFC 8259 §7). Bytes that are no UTF-8 stay as they are.
func (s Style) quote(w []byte, text string) []byte {
	w = append(w, '"')
	if s&Escaped != 0 {
		for _, r := range text {
			w = s.escape(w, r)
		}
		return append(w, '"')
	}
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && (c != '/' || s&Solidus == 0) {
			continue
		}
		w = append(w, text[start:i]...)
		start = i + 1
		short := strings.IndexByte("\b\f\n\r\t", c)
		switch {
		case c >= ' ':
			w = append(w, '\\', c)
		case short >= 0 && s&OtherCase == 0:
			w = append(w, '\\', "bfnrt"[short])
		default:
			w = s.escape(w, rune(c))
		}
	}
	w = append(w, text[start:]...)
	return append(w, '"')
}

// escape writes a character as \u, or as a pair of them.
func (s Style) escape(w []byte, r rune) []byte {
	hexDigits := lowerDigits
	if s&OtherCase != 0 {
		hexDigits = upperDigits
	}
	unit := func(u rune) {
		w = append(w, '\\', 'u', hexDigits[u>>12&15], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
	}
	if r >= 0x10000 {
		r -= 0x10000
		unit(0xd800 | r>>10)
		r = 0xdc00 | r&0x3ff
	}
	unit(r)
	return w
}

func (b Body) writeForm(w []byte, resolve func(Value) string) []byte {
	for i, m := range b.Members {
		if i > 0 {
			w = append(w, '&')
		}
		w = b.Style.percent(w, m.Name)
		w = append(w, '=')
		if m.Value.Kind == Verbatim {
			w = append(w, m.Value.Text...)
		} else {
			w = b.Style.percent(w, resolve(m.Value))
		}
	}
	return w
}

// percent writes a part of a form, as a browser would in the plain style.
func (s Style) percent(w []byte, text string) []byte {
	digits := upperDigits
	if s&OtherCase != 0 {
		digits = lowerDigits
	}
	for i := range len(text) {
		switch c := text[i]; {
		case s&Escaped == 0 && ('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'):
			w = append(w, c)
		case c == '/' && s&Solidus != 0:
			w = append(w, c)
		case c == ' ' && s&Spaced == 0:
			w = append(w, '+')
		default:
			w = append(w, '%', digits[c>>4], digits[c&15])
		}
	}
	return w
}

// base64Order is the alphabet of base64 for URLs, in its order (RFC 4648 §5).
const base64Order = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// apply corrupts a credential as the filter of the same name in a case does.
func (s Corruption) apply(whole string) string {
	switch s {
	case Cut:
		_, size := utf8.DecodeLastRuneInString(whole)
		if size < len(whole) { // an empty value would be another fault: one left out
			return whole[:len(whole)-size]
		}
	case Extended:
		return whole + "x"
	case BitFlipped:
		_, size := utf8.DecodeLastRuneInString(whole)
		last := whole[len(whole)-size:]
		beside := byte('A')
		if at := strings.Index(base64Order, last); at >= 0 && size == 1 {
			beside = base64Order[at^1]
		}
		return whole[:len(whole)-size] + string(beside)
	case SwapCase:
		return strings.Map(func(r rune) rune {
			if unicode.IsUpper(r) {
				return unicode.ToLower(r)
			}
			return unicode.ToUpper(r)
		}, whole)
	}
	return whole
}
