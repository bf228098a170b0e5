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
	// text is that of a string, decoded, or the literal of a number.
	text string
	// damaged is true of a string that cannot be said faithfully: invalid UTF-8, half
	// a surrogate pair, an escape that is none.
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

func (v value) nul() bool { return v.kind == text && strings.IndexByte(v.text, 0) >= 0 }
