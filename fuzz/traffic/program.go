package traffic

import (
	"encoding/binary"
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

// A program is a sequence in bytes, for a corpus and for Go's fuzzer: any bytes
// are a program, a byte that changes makes another request that is still nearly
// right, and what a fuzzer would never guess, such as client_associate, is a
// word of one byte. [Encode] and [Decode] are exact inverses of one another as far as
// a sequence keeps within the bounds below.

// Bounds of what a program can say; a fuzzer that finds them must not bring
// down itself or the target.
const (
	maxSteps   = 32
	maxMembers = 128
	maxHeader  = 16
	maxFill    = 2 << 20
)

// What the first byte of a step says is there.
const (
	hasMethod = 1 << iota
	hasQuery
	hasType
	hasHeader
	hasTimes
	isTogether
	hasFrame // a style, a head, a tail or a cut
)

// How the bytes of a string begin.
const (
	opLiteral = 0   // a length, and as many bytes
	opFill    = 1   // a byte, how many times it comes, and another string
	opWord    = 2   // this and above: a word of the table
	opFarWord = 255 // the next byte says how far beyond the near words
)

const nearWords = opFarWord - opWord

// Decode reads a program. It accepts any bytes: what is missing at the end is
// zero.
func Decode(program []byte) Sequence {
	r := reader{program}
	var s Sequence
	for len(r.rest) > 0 && len(s.Steps) < maxSteps {
		s.Steps = append(s.Steps, r.step())
	}
	return s
}

type reader struct{ rest []byte }

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number(bound int) int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n % uint64(bound+1)) //nolint:gosec // it is at most bound
}

func (r *reader) bytes(n int) string {
	n = min(n, len(r.rest))
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

func (r *reader) text(w words) string {
	switch op := int(r.byte()); op {
	case opLiteral:
		return r.bytes(r.number(maxFill))
	case opFill:
		b := r.byte()
		n := r.number(maxFill)
		return strings.Repeat(string([]byte{b}), n) + r.text(w)
	case opFarWord:
		return w.list[(nearWords+int(r.byte()))%len(w.list)]
	default:
		return w.list[(op-opWord)%len(w.list)]
	}
}

func (r *reader) step() Step {
	var s Step
	flags := r.byte()
	if flags&hasMethod != 0 {
		s.Method = r.text(methodWords)
	}
	if flags&hasQuery != 0 {
		s.Query = r.text(queryWords)
	}
	if flags&hasType != 0 {
		s.Type = r.text(mediaWords)
	}
	if flags&hasHeader != 0 {
		for range r.number(maxHeader) {
			s.Header = append(s.Header, r.field())
		}
	}
	if flags&hasTimes != 0 {
		s.Times = r.number(MaxTimes)
	}
	s.Together = flags&isTogether != 0
	s.Body = r.body(flags&hasFrame != 0)
	return s
}

// field is one of the dictionary's, or one of its own.
func (r *reader) field() wire.Field {
	if n := r.byte(); n != 0 {
		return field(int(n) - 1)
	}
	name := r.text(fieldNames)
	return wire.Field{Name: name, Value: r.text(textWords)}
}

func (r *reader) body(framed bool) Body {
	b := Body{Format: Format(r.byte() % (uint8(Raw) + 1))}
	if framed {
		b.Style = Style(r.byte()) & allStyles
		b.Cut = r.number(maxFill)
		b.Head = r.text(jsonWords)
		b.Tail = r.text(jsonWords)
	}
	if b.Format == Raw {
		return b
	}
	for range r.number(maxMembers) {
		name := r.text(nameWords)
		b.Members = append(b.Members, Member{name, r.value(wordsFor(name))})
	}
	return b
}

// How the byte before a value says what it is: its kind in the lowest bits, then
// whether it stands in a list, then how it is corrupted.
const (
	kindBits        = 0x03
	listedBit       = 0x04
	corruptionShift = 3
	corruptionBits  = 0x03
	wrappedBit      = 0x20 // a credential has something around it
	bitFlippedBit   = 0x40 // with the bits of no other corruption
)

func (r *reader) value(w words) Value {
	how := r.byte()
	v := Value{Kind: Kind(how & kindBits), Listed: how&listedBit != 0}
	switch v.Kind {
	case Text:
		v.Text = r.text(w)
	case Verbatim:
		v.Text = r.text(jsonWords)
	default:
		v.Of = int(r.byte())
		v.Corruption = Corruption(how >> corruptionShift & corruptionBits)
		if how&bitFlippedBit != 0 {
			v.Corruption = BitFlipped
		}
		if how&wrappedBit != 0 {
			v.Text, v.After = r.text(textWords), r.text(textWords)
		}
	}
	return v
}
