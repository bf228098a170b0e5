package traffic

import (
	"encoding/binary"

	"github.com/regspec/regspec/fuzz/dictionary"
	"github.com/regspec/regspec/suite/wire"
)

// Encode writes a sequence as a program.
func Encode(s Sequence) []byte {
	var w writer
	for _, step := range s.Steps {
		w.step(step)
	}
	return w
}

type writer []byte

func (w *writer) byte(b byte)  { *w = append(*w, b) }
func (w *writer) number(n int) { *w = binary.AppendUvarint(*w, uint64(n)) } //nolint:gosec // lengths are not negative

// minFill is how often a byte must come to be written as a fill.
const minFill = 16

func (w *writer) text(s string, from words) {
	if place, ok := from.places[s]; ok && place < nearWords+256 {
		if place < nearWords {
			w.byte(byte(opWord + place)) //nolint:gosec // there are no more near words than a byte can say
		} else {
			w.byte(opFarWord)
			w.byte(byte(place - nearWords))
		}
		return
	}
	same := 0
	for same < len(s) && s[same] == s[0] {
		same++
	}
	if same >= minFill {
		w.byte(opFill)
		w.byte(s[0])
		w.number(same)
		w.text(s[same:], from)
		return
	}
	// A fill may begin later: what is before it is written as a fill of one.
	if n := untilFill(s); n > 0 && n < len(s) {
		w.byte(opFill)
		w.byte(s[0])
		w.number(1)
		w.text(s[1:], from)
		return
	}
	w.byte(opLiteral)
	w.number(len(s))
	*w = append(*w, s...)
}

// untilFill is how many bytes come before a long run of the same one. It looks
// only at the first few: a prefix such as https://a.example/ is short.
func untilFill(s string) int {
	const near = 64
	for i := 1; i < len(s) && i < near; i++ {
		run := 1
		for i+run < len(s) && s[i+run] == s[i] {
			run++
		}
		if run >= 4*minFill {
			return i
		}
		i += run - 1
	}
	return 0
}

func (w *writer) step(s Step) {
	var flags byte
	set := func(bit byte, on bool) {
		if on {
			flags |= bit
		}
	}
	b := s.Body
	set(hasMethod, s.Method != "")
	set(hasQuery, s.Query != "")
	set(hasType, s.Type != "")
	set(hasHeader, len(s.Header) > 0)
	set(hasTimes, s.Times != 0)
	set(isTogether, s.Together)
	set(hasFrame, b.Style != 0 || b.Cut != 0 || b.Head != "" || b.Tail != "")
	w.byte(flags)
	if s.Method != "" {
		w.text(s.Method, methodWords)
	}
	if s.Query != "" {
		w.text(s.Query, queryWords)
	}
	if s.Type != "" {
		w.text(s.Type, mediaWords)
	}
	if len(s.Header) > 0 {
		w.number(len(s.Header))
		for _, f := range s.Header {
			w.field(f)
		}
	}
	if s.Times != 0 {
		w.number(s.Times)
	}
	w.body(b, flags&hasFrame != 0)
}

func (w *writer) field(f wire.Field) {
	for i, known := range dictionary.Fields {
		if known.Name == f.Name && known.Value == f.Value {
			w.byte(byte(i + 1))
			return
		}
	}
	w.byte(0)
	w.text(f.Name, fieldNames)
	w.text(f.Value, textWords)
}

func (w *writer) body(b Body, framed bool) {
	w.byte(byte(b.Format))
	if framed {
		w.byte(byte(b.Style))
		w.number(b.Cut)
		w.text(b.Head, jsonWords)
		w.text(b.Tail, jsonWords)
	}
	if b.Format == Raw {
		return
	}
	w.number(len(b.Members))
	for _, m := range b.Members {
		w.text(m.Name, nameWords)
		w.value(m.Value, wordsFor(m.Name))
	}
}

func (w *writer) value(v Value, from words) {
	how := byte(v.Kind)
	if v.Listed {
		how |= listedBit
	}
	switch v.Kind {
	case Text:
		w.byte(how)
		w.text(v.Text, from)
	case Verbatim:
		w.byte(how)
		w.text(v.Text, jsonWords)
	default:
		wrapped := v.Text != "" || v.After != ""
		if v.Corruption == BitFlipped {
			how |= bitFlippedBit
		} else {
			how |= byte(v.Corruption) << corruptionShift
		}
		if wrapped {
			how |= wrappedBit
		}
		w.byte(how)
		w.byte(byte(v.Of)) //nolint:gosec // a sequence knows of fewer clients than a byte can say
		if wrapped {
			w.text(v.Text, textWords)
			w.text(v.After, textWords)
		}
	}
}
