package oracle

import "strings"

// kind is what a value is, in the words of JSON. A form has text only.
type kind uint8

const (
	absent kind = iota
	null
	boolean
	number
	text
	list
	object
)

// value is a parameter's value as it was sent.
type value struct {
	kind kind
	// text is the decoded string, or the literal of a number.
	text string
	// damaged is true of a string that cannot be said faithfully: invalid UTF-8, half
	// a surrogate pair, a code point that is no character, an escape that is none.
	damaged bool
	// falsy is true of 0, false, [] and {}, which some languages take for nothing.
	falsy bool
}

// limit is the length over which a value may be refused for being long.
const limit = 1024

// over says whether a value may be refused for its length. Characters are counted in
// bytes, because servers do.
func (v value) over() bool { return len(v.text) > limit }

func (v value) given() bool { return v.kind != absent }

// blank says whether a value may count as left out: null and text without any letter.
func (v value) blank() bool {
	return v.kind == null || v.kind == text && trim(v.text) == ""
}

// noncharacter says whether Unicode reserves a code point for the inside of a program: the
// last two of each plane, and 32 others. Text in I-JSON has none (RFC 7493 §2.1), and the
// strict UTF-8 of Perl reads none.
func noncharacter(r rune) bool { return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef }

func (v value) nul() bool { return v.kind == text && strings.IndexByte(v.text, 0) >= 0 }
