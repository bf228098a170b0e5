package waive

import (
	"fmt"
	"slices"
	"strings"
)

// Pins are the answers that were observed, any of which is excused. None pinned
// is all.
type Pins []Pin

// matches reports whether an observation is one of those pinned.
func (p Pins) matches(o observation) bool {
	return len(p) == 0 || slices.ContainsFunc(p, func(one Pin) bool { return one.matches(o) })
}

// nearest is the pin that an observation is most like.
func (p Pins) nearest(o observation) Pin {
	return slices.MaxFunc(p, func(a, b Pin) int { return a.likeness(o) - b.likeness(o) })
}

// Pin is the answer that was observed. What is nil or 0 may be anything.
type Pin struct {
	// Message is what the report shows as got. In it * stands for any text; \*
	// and \\ are the signs themselves.
	Message *string `yaml:"message,omitempty"`
	Status  int     `yaml:"status,omitempty"`
}

// matches reports whether an observation is what is pinned.
func (p Pin) matches(o observation) bool {
	if p.Status != 0 && p.Status != o.status {
		return false
	}
	return p.Message == nil || like(*p.Message, o.text)
}

// like reports whether a text is as a message says in which * stands for any text.
func like(message, text string) bool {
	pieces := literals(message)
	if len(pieces) == 1 {
		return text == pieces[0]
	}
	rest, ok := strings.CutPrefix(text, pieces[0])
	if !ok {
		return false
	}
	last := len(pieces) - 1
	for _, piece := range pieces[1:last] {
		at := strings.Index(rest, piece)
		if at < 0 {
			return false
		}
		rest = rest[at+len(piece):]
	}
	return strings.HasSuffix(rest, pieces[last])
}

// literals cuts a message at what stands for any text. A backslash takes its
// meaning from a star and from a backslash.
func literals(message string) []string {
	pieces := []string{""}
	for i := 0; i < len(message); i++ {
		escapes := message[i] == '\\' && i+1 < len(message) && (message[i+1] == '*' || message[i+1] == '\\')
		switch {
		case escapes:
			i++
			pieces[len(pieces)-1] += message[i : i+1]
		case message[i] == '*':
			pieces = append(pieces, "")
		default:
			pieces[len(pieces)-1] += message[i : i+1]
		}
	}
	return pieces
}

// likeness counts the characters at the beginning and at the end that an
// observation has in common with the pin.
func (p Pin) likeness(o observation) int {
	if p.Message == nil {
		return 0
	}
	a, b := *p.Message, o.text
	first, last := 0, 0
	for first < min(len(a), len(b)) && a[first] == b[first] {
		first++
	}
	for last < min(len(a), len(b))-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
	}
	return first + last
}

// String is the pin as a report shows it.
func (p Pin) String() string {
	switch {
	case p.Message == nil:
		return fmt.Sprintf("any text (%d)", p.Status)
	case p.Status == 0:
		return quote(*p.Message)
	}
	return fmt.Sprintf("%s (%d)", quote(*p.Message), p.Status)
}

// String is what was observed, written as a pin is.
func (o observation) String() string {
	if o.status == 0 {
		return quote(o.text)
	}
	return fmt.Sprintf("%s (%d)", quote(o.text), o.status)
}

func quote(text string) string { return "“" + text + "”" }
