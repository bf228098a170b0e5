package oracle

import (
	"slices"
	"strings"
)

// flaw says what is unusual about a JSON text. encoding/json neither tells these apart nor
// sees most of them.
type flaw uint16

const (
	broken        flaw = 1 << iota // no parser reads it
	lenient                        // some parser reads it, which it may (RFC 8259 §9): NaN, comments, apostrophes, words without quotes
	trailingText                   // text behind the value
	trailingComma                  // the document's own example has one
	byteOrderMark
	badUTF8
	halfSurrogate
	notCharacter  // a code point that some decoders refuse
	hugeNumber    // more than a float64 or an int64 holds
	doubledMember // in the object or in one within it
	tooDeep       // nested deeper than this reader follows
	poison        // a name that Fastify and others take for an attack on JavaScript, and refuse as if the text did not parse
)

// depthLimit is the nesting over which a body may be refused for being deep; followLimit is
// how far the reader goes. Deeper, a body is not told from one that is broken.
const (
	depthLimit  = 32
	followLimit = 2000
)

// document is a JSON text as far as it matters here: its oddities, and of an object the
// members.
type document struct {
	flaws flaw
	top   kind
	depth int
}

func (d document) has(f flaw) bool { return d.flaws&f != 0 }

// jsonReader reads JSON by RFC 8259, and goes on where a lenient parser would. The members of
// the outermost object go to params or, when an answer is read, to fields.
type jsonReader struct {
	s      string
	i      int
	depth  int
	doc    document
	params *parameters
	fields *fields
	every  func(string) // is handed each string at any depth, unless nil
}

// read reads the whole text.
func (r *jsonReader) read() document {
	if strings.HasPrefix(r.s, "\uFEFF") {
		r.flaw(byteOrderMark)
		r.i += len("\uFEFF")
	}
	r.space()
	v := r.value()
	r.doc.top = v.kind
	r.space()
	switch rest := r.s[r.i:]; {
	case rest == "":
	case trim(rest) == "": // no text: some readers end at a NUL, or take other space for white space
		r.flaw(lenient)
	default:
		r.flaw(trailingText)
	}
	return r.doc
}

func (r *jsonReader) flaw(f flaw) { r.doc.flaws |= f }

// fail gives up: what follows cannot be read.
func (r *jsonReader) fail() value {
	r.flaw(broken)
	r.i = len(r.s)
	return value{}
}

func (r *jsonReader) peek() byte {
	if r.i < len(r.s) {
		return r.s[r.i]
	}
	return 0
}

// space skips white space, and with a flaw the comments that some parsers skip too.
func (r *jsonReader) space() {
	for r.i < len(r.s) {
		rest := r.s[r.i:]
		switch c := rest[0]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			r.i++
		case c == '\f' || c == '\v':
			r.flaw(lenient)
			r.i++
		case strings.HasPrefix(rest, "//"), c == '#':
			r.flaw(lenient)
			r.comment(rest, "\n")
		case strings.HasPrefix(rest, "/*"):
			r.flaw(lenient)
			r.comment(rest, "*/")
		default:
			return
		}
	}
}

func (r *jsonReader) comment(rest, end string) {
	at := strings.Index(rest[1:], end)
	if at < 0 {
		if end != "\n" {
			r.flaw(broken)
		}
		r.i = len(r.s)
		return
	}
	r.i += 1 + at + len(end)
}

func (r *jsonReader) value() value {
	switch c := r.peek(); {
	case c == '"' || c == '\'':
		s, damaged := r.text()
		return value{kind: text, text: s, damaged: damaged}
	case c == '{':
		return r.nested(object, '}')
	case c == '[':
		return r.nested(list, ']')
	case c == '-' || c == '+' || c == '.' || digit(c):
		return r.number()
	case letter(c):
		return r.word()
	}
	return r.fail()
}

// word reads true, false and null, the numbers that JSON has not, and within a value what
// lacks its quotes.
func (r *jsonReader) word() value {
	start := r.i
	for r.i < len(r.s) && (letter(r.s[r.i]) || digit(r.s[r.i]) || r.s[r.i] == '_') {
		r.i++
	}
	switch r.s[start:r.i] {
	case "null":
		return value{kind: null}
	case "true":
		return value{kind: boolean}
	case "false":
		return value{kind: boolean, falsy: true}
	case "NaN", "Infinity", "nan", "inf":
		r.flaw(lenient)
		return value{kind: number, text: "NaN", falsy: true}
	}
	if r.depth == 0 {
		return r.fail()
	}
	r.flaw(lenient) // Gson takes it for a string
	return value{kind: text, text: r.s[start:r.i], damaged: true}
}

// nested reads a list or an object.
func (r *jsonReader) nested(k kind, end byte) value {
	r.i++
	r.depth++
	defer func() { r.depth-- }()
	r.doc.depth = max(r.doc.depth, r.depth)
	if r.depth > followLimit {
		r.flaw(tooDeep)
		r.i = len(r.s)
		return value{kind: k}
	}
	var seen names
	for n := 0; ; n++ {
		r.space()
		if r.peek() == end && r.i < len(r.s) {
			if n > 0 {
				r.flaw(trailingComma)
			}
			r.i++
			return value{kind: k, falsy: n == 0}
		}
		if k == object {
			r.member(&seen)
		} else {
			r.value()
		}
		r.space()
		switch {
		case r.doc.has(broken | tooDeep):
			return value{kind: k}
		case r.peek() == ',':
			r.i++
		case r.peek() == end:
			r.i++
			return value{kind: k}
		default:
			return r.fail()
		}
	}
}

// member reads a name with its value.
func (r *jsonReader) member(seen *names) {
	var key string
	switch c := r.peek(); {
	case c == '"' || c == '\'':
		key, _ = r.text()
	case letter(c) || c == '_' || c == '$':
		r.flaw(lenient)
		start := r.i
		for r.i < len(r.s) && (letter(r.s[r.i]) || digit(r.s[r.i]) || r.s[r.i] == '_' || r.s[r.i] == '$') {
			r.i++
		}
		key = r.s[start:r.i]
	default:
		r.fail()
		return
	}
	r.space()
	if r.peek() != ':' {
		r.fail()
		return
	}
	r.i++
	r.space()
	outermost := r.depth == 1
	v := r.value()
	if seen.again(key) {
		r.flaw(doubledMember)
	}
	if key == "__proto__" || key == "constructor" {
		r.flaw(poison)
	}
	switch {
	case r.doc.has(broken) || !outermost:
	case r.params != nil:
		r.params.add(key, v)
	case r.fields != nil:
		r.fields.add(key, v)
	}
}

// names are the names of the members of one object. The first few are compared one by one;
// of objects with more, doubles are looked for in a map.
type names struct {
	few  [12]string
	n    int
	many map[string]bool
}

func (n *names) again(s string) bool {
	if n.many != nil {
		before := len(n.many)
		n.many[s] = true
		return len(n.many) == before
	}
	if slices.Contains(n.few[:n.n], s) {
		return true
	}
	if n.n < len(n.few) {
		n.few[n.n] = s
		n.n++
		return false
	}
	n.many = map[string]bool{s: true}
	for _, one := range n.few {
		n.many[one] = true
	}
	return false
}
