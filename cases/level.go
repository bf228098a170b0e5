package cases

import "slices"

// Level says what a failure means: a server that does not conform to the
// document, one that does not in practice, or advice.
type Level string

// The levels, strictest first.
const (
	Documented Level = "documented"
	Implied    Level = "implied"
	Hardening  Level = "hardening"
)

// Levels lists the levels, strictest first.
func Levels() []Level { return []Level{Documented, Implied, Hardening} }

// rank counts up from the strictest level; an unknown level ranks below all.
func (l Level) rank() int {
	if i := slices.Index(Levels(), l); i >= 0 {
		return i
	}
	return len(Levels())
}

// AtLeast reports whether l is as strict as bound, or stricter.
func (l Level) AtLeast(bound Level) bool { return l.rank() <= bound.rank() }

// Loosest gives the less strict of two levels.
func Loosest(a, b Level) Level {
	if a.AtLeast(b) {
		return b
	}
	return a
}

// Strictest gives the stricter of two levels.
func Strictest(a, b Level) Level {
	if a.AtLeast(b) {
		return a
	}
	return b
}

// Encoding is how the parameters of a request are written into its body.
type Encoding string

// The two encodings of the document.
const (
	JSON Encoding = "json"
	Form Encoding = "form"
)

// Encodings lists the encodings in the order in which a case is run in them.
func Encodings() []Encoding { return []Encoding{JSON, Form} }

// MediaType is the registered media type of the encoding.
func (e Encoding) MediaType() string {
	if e == Form {
		return "application/x-www-form-urlencoded"
	}
	return "application/json"
}
