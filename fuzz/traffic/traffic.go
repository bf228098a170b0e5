package traffic

import (
	"slices"

	"github.com/regspec/regspec/suite/wire"
)

// Sequence is what is sent to a target, one step after the other.
type Sequence struct {
	Steps []Step
}

// MaxTimes bounds how many times one step is sent, as it does in a case file.
const MaxTimes = 200

// Step is one request, or the same request several times.
type Step struct {
	// Method is sent as it is spelled; empty is POST.
	Method string
	// Query is the query of the URL, as it is sent; empty is none.
	Query string
	// Type is the Content-Type. Empty is the one of the body's format, and
	// [NoType] is none.
	Type string
	// Header has the other fields, as they are to be sent.
	Header []wire.Field
	Body   Body
	// Times is how many times the request is sent; 0 is once.
	Times int
	// Together sends those at the same moment, each on its own connection, and
	// with them those of the steps around it that are together as well; see
	// [Sequence.Stage].
	Together bool
	// Pieces is in how many parts the request goes out; see [wire.Request]. A corpus does not
	// keep it.
	Pieces int
}

// NoType as a [Step]'s Type sends no Content-Type.
const NoType = "none"

// Format is how a body is written.
type Format uint8

// The formats of a body.
const (
	JSON Format = iota
	Form
	Raw // Head and Tail, and nothing between
)

// MediaType is what a body of the format is called.
func (f Format) MediaType() string {
	switch f {
	case Form:
		return "application/x-www-form-urlencoded"
	case Raw:
		return NoType
	}
	return "application/json"
}

// Style is a way to spell a body that changes nothing of what it says.
type Style uint8

// The styles; they can be added up.
const (
	Escaped   Style = 1 << iota // in JSON \u for every character, in a form % for every byte
	Spaced                      // in JSON white space around everything, in a form %20 for a space
	OtherCase                   // the digits of \u and % in the other letter case
	Solidus                     // in JSON \/ for /, in a form / as it is

	allStyles = Escaped | Spaced | OtherCase | Solidus
)

// Styles lists them.
func Styles() []Style { return []Style{Escaped, Spaced, OtherCase, Solidus} }

// Body is the content of a request.
type Body struct {
	Format  Format
	Style   Style
	Members []Member
	// Cut is how many bytes at the end of what the members make are left out.
	Cut int
	// Head and Tail stand before and behind that, byte for byte.
	Head, Tail string
}

// IsUpdate reports whether one of the members says that the request is an update.
func (b Body) IsUpdate() bool {
	return slices.ContainsFunc(b.Members, func(m Member) bool { return m.Name == ParamType && m.Value.Text == "client_update" })
}

// Member is a parameter and its value.
type Member struct {
	Name  string
	Value Value
}

// Kind is the kind of a value.
type Kind uint8

// The kinds of values.
const (
	Text     Kind = iota // a string
	Verbatim             // bytes that stand in the body as they are: a JSON value, or a part of a form
	ID                   // a client_id that the target gave out
	Secret               // a client_secret that the target gave out
)

// Corruption is a way to make a credential wrong. They are the filters of a case
// file.
type Corruption uint8

// The ways to make a credential wrong.
const (
	Intact     Corruption = iota // not corrupted
	Cut                          // without its last character
	Extended                     // with one character more
	SwapCase                     // with small and capital letters changed for one another
	BitFlipped                   // with its last character changed for the one beside it in the alphabet of base64
)

// Corruptions lists the ways to make one wrong.
func Corruptions() []Corruption { return []Corruption{Cut, Extended, SwapCase, BitFlipped} }

// Filter is the filter of a case file that does it; "" for none.
func (s Corruption) Filter() string {
	return [...]string{"", "cut", "extended", "swapcase", "nudged"}[s]
}

// Value is the value of a parameter.
type Value struct {
	Kind Kind
	// Text is the string, or the bytes of a verbatim value; for a credential,
	// what stands before it.
	Text string
	// After stands behind a credential.
	After string
	// Of says whose credential: 0 is the client that the sequence registered last, 1 the
	// one before, and so on; beyond these come clients that were registered in
	// the plainest way before the sequence began. [First] is the first of these
	// however many the sequence registers, First+1 the second, and so on.
	Of int
	// Corruption makes a credential wrong.
	Corruption Corruption
	// Listed puts the value in a JSON list, as its only item. A form cannot say
	// it and has the value itself.
	Listed bool
}

// First is the first client from before the sequence, as a [Value]'s Of.
const First = 128

// Credential reports whether the value depends on what the target gave out.
func (v Value) Credential() bool { return v.Kind == ID || v.Kind == Secret }

// Str is a value that is a string.
func Str(text string) Value { return Value{Text: text} }

// Literally is a value that stands in the body as it is.
func Literally(text string) Value { return Value{Kind: Verbatim, Text: text} }

// Repeats is how many times the step is sent, at least once.
func (s Step) Repeats() int { return min(max(s.Times, 1), MaxTimes) }

// Stage is the index behind the steps that are sent at the same moment as the one
// at first, which is sent alone unless it is Together. No more than [MaxTimes] requests
// are sent at one moment.
func (s Sequence) Stage(first int) int {
	next, requests := first+1, s.Steps[first].Repeats()
	for s.Steps[first].Together && next < len(s.Steps) && s.Steps[next].Together {
		if requests += s.Steps[next].Repeats(); requests > MaxTimes {
			break
		}
		next++
	}
	return next
}

// Through is the sequence up to a step, with all that is sent at the same moment.
func (s Sequence) Through(step int) Sequence {
	next := 0
	for next <= step {
		next = s.Stage(next)
	}
	return Sequence{s.Steps[:next]}
}

// Requests is how many requests the sequence sends.
func (s Sequence) Requests() int {
	n := 0
	for _, step := range s.Steps {
		n += step.Repeats()
	}
	return n
}

// Size is about how many bytes the bodies of the sequence have, all together.
func (s Sequence) Size() int {
	n := 0
	for _, step := range s.Steps {
		body := len(step.Body.Head) + len(step.Body.Tail)
		for _, m := range step.Body.Members {
			body += len(m.Name) + len(m.Value.Text) + len(m.Value.After)
		}
		n += body * step.Repeats()
	}
	return n
}

// Clone copies a sequence so far that changing the copy leaves the original as
// it is.
func (s Sequence) Clone() Sequence {
	steps := make([]Step, len(s.Steps))
	for i, step := range s.Steps {
		step.Header = append([]wire.Field(nil), step.Header...)
		step.Body.Members = append([]Member(nil), step.Body.Members...)
		steps[i] = step
	}
	return Sequence{steps}
}
