package novelty

import (
	"strings"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// minEcho is how long a value must be to be looked for, in bytes: shorter ones
	// are found everywhere.
	minEcho = 3
	// minPrefix is how much of a longer value must be there to be its beginning.
	minPrefix = 16
)

// Relation is how what was found relates to what was sent.
type Relation uint8

// The relations, from the least to the most.
const (
	None    Relation = iota
	Prefix           // the beginning of it
	Escaped          // all of it, escaped for HTML, a URL or JSON
	Whole            // all of it as it is
)

// Echo is how the values that were sent are found in an answer.
type Echo struct {
	Body, Header Relation
}

// String is such as "body", "header:prefix" or "body+header"; "" for none.
func (e Echo) String() string {
	body, header := e.Body.in("body"), e.Header.in("header")
	if body != "" && header != "" {
		return body + "+" + header
	}
	return body + header
}

func (r Relation) in(where string) string {
	switch r {
	case None:
		return ""
	case Prefix:
		return where + ":prefix"
	case Escaped:
		return where + ":escaped"
	default:
		return where
	}
}

// findEcho looks for the values. echoed is how many bytes of the body are the
// longest value that was found in it.
func findEcho(body, message string, header []wire.Field, values *spellings) (e Echo, echoed int) {
	if values == nil {
		return e, 0
	}
	for _, s := range values.all {
		if len(s.text) < minEcho {
			continue
		}
		r := s.in(body)
		if r == None && e.Body == None && !s.escaped && strings.Contains(message, s.text) {
			r = Escaped // for JSON, which the message is no more
		}
		if r != None {
			e.Body = max(e.Body, r)
			echoed = max(echoed, len(s.text))
		}
		for i := range header {
			if !volatile(header[i].Name) {
				e.Header = max(e.Header, s.in(header[i].Value))
			}
		}
	}
	return e, echoed
}

// in says how a spelling is found in a text.
func (s spelling) in(text string) Relation {
	switch {
	case s.escaped && strings.Contains(text, s.text):
		return Escaped
	case s.escaped:
		return None
	case strings.Contains(text, s.text):
		return Whole
	case len(s.text) > minPrefix && strings.Contains(text, s.text[:minPrefix]):
		return Prefix
	default:
		return None
	}
}
