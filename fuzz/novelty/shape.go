package novelty

import (
	"bytes"
	"slices"
	"strings"
)

const (
	// maxDepth bounds how deep the shape goes, maxMembers how many members of an
	// object and maxElements how many elements of an array it looks at.
	maxDepth, maxMembers, maxElements = 4, 16, 4
	// maxNesting bounds how deep JSON is walked into at all.
	maxNesting = 64
	// maxShape bounds a shape in bytes.
	maxShape = 400
)

// appendShape appends what a body looks like, and gives its message.
func appendShape(text []byte, body, media string, values *spellings) (_ []byte, message string) {
	if body == "" {
		return text, ""
	}
	start := skipBlanks(body, 0)
	looksJSON := start < len(body) && strings.IndexByte(`{["`, body[start]) >= 0
	if !looksJSON && !strings.Contains(media, "json") {
		return append(text, "text"...), visible(body)
	}
	from := len(text)
	s := shaper{body: body, text: text, values: values}
	s.value(start, 0)
	if s.at = skipBlanks(body, s.at); s.at < len(body) && !s.bad {
		s.text = append(s.text, '+') // something behind it
	}
	if s.bad {
		return append(s.text[:from], "no JSON"...), visible(body)
	}
	if len(s.text)-from > maxShape {
		s.text = append(s.text[:from+maxShape], "…"...)
	}
	return s.text, s.message
}

// shaper walks over JSON once. It minds what it needs to find its way and is no
// judge of what is JSON.
type shaper struct {
	body    string
	values  *spellings
	text    []byte
	at      int
	bad     bool
	message string
	rank    int // of message, 0 for none
}

// value appends the shape of the value that begins at from.
func (s *shaper) value(from, depth int) {
	s.at = skipBlanks(s.body, from)
	if s.at >= len(s.body) || depth > maxNesting {
		s.bad = true
		return
	}
	switch b := s.body[s.at]; {
	case b == '{':
		s.object(depth)
	case b == '[':
		s.array(depth)
	case b == '"':
		s.at, _ = s.end()
		s.text = append(s.text, "string"...)
	case b == '-', '0' <= b && b <= '9':
		s.word("+-.eE0123456789", "number")
	case strings.HasPrefix(s.body[s.at:], "true"), strings.HasPrefix(s.body[s.at:], "false"):
		s.word("truefalse", "bool")
	case strings.HasPrefix(s.body[s.at:], "null"):
		s.word("nul", "null")
	default:
		s.bad = true
	}
}

// word passes a word of such letters.
func (s *shaper) word(letters, kind string) {
	for s.at < len(s.body) && strings.IndexByte(letters, s.body[s.at]) >= 0 {
		s.at++
	}
	s.text = append(s.text, kind...)
}

// end finds the end of the string at s.at.
func (s *shaper) end() (end int, escaped bool) {
	end, escaped = stringEnd(s.body, s.at)
	if end-s.at < 2 || s.body[end-1] != '"' {
		s.bad = true
	}
	return end, escaped
}

// next passes a comma, and reports whether the closing byte came instead.
func (s *shaper) next(closing byte) (done bool) {
	s.at = skipBlanks(s.body, s.at)
	switch {
	case s.at < len(s.body) && s.body[s.at] == closing:
		s.at++
		return true
	case s.at < len(s.body) && s.body[s.at] == ',':
		s.at++
	default:
		s.bad = true
	}
	return s.bad
}

// object appends the members in the order of their names.
func (s *shaper) object(depth int) {
	s.at++
	s.text = append(s.text, '{')
	from := len(s.text)
	var ends [maxMembers]int
	n := 0
	if s.at = skipBlanks(s.body, s.at); s.at < len(s.body) && s.body[s.at] == '}' {
		s.at++
		s.text = append(s.text, '}')
		return
	}
	for done := false; !done && !s.bad; done = s.next('}') {
		start := len(s.text)
		s.member(depth)
		if n == maxMembers || depth >= maxDepth {
			s.text = s.text[:start] // it is walked over, and does not count
			continue
		}
		ends[n] = len(s.text)
		n++
	}
	s.sort(from, ends[:n])
	s.text = append(s.text, '}')
}

// member appends one member, and keeps its value when it is a message.
func (s *shaper) member(depth int) {
	s.at = skipBlanks(s.body, s.at)
	if s.at >= len(s.body) || s.body[s.at] != '"' {
		s.bad = true
		return
	}
	start := s.at
	end, _ := s.end()
	if s.bad {
		return
	}
	name := s.body[start+1 : end-1]
	// A name can be the server's invention, or an echo.
	s.text = appendMask(s.text, cut(name, maxName), s.values)
	s.at = skipBlanks(s.body, end)
	if s.at >= len(s.body) || s.body[s.at] != ':' {
		s.bad = true
		return
	}
	from := skipBlanks(s.body, s.at+1)
	s.text = append(s.text, ':')
	s.value(from, depth+1)
	if rank := messageRank(name); rank > s.rank && depth < 2 && from < len(s.body) && s.body[from] == '"' && !s.bad {
		s.rank = rank
		s.message = s.body[from+1 : s.at-1]
		if strings.IndexByte(s.message, '\\') >= 0 {
			s.message = unescaped(s.body[from:s.at], s.message)
		}
	}
}

// messageRank says how surely a member of that name is the message.
func messageRank(name string) int {
	switch name {
	case "error":
		return 4
	case "error_description":
		return 3
	case "message":
		return 2
	case "detail":
		return 1
	default:
		return 0
	}
}

// sort brings the members that end at ends, the first beginning at from, into
// order and puts commas between them.
func (s *shaper) sort(from int, ends []int) {
	if len(ends) < 2 {
		return
	}
	members := make([][]byte, 0, maxMembers)
	start := from
	ordered := true
	for i, end := range ends {
		members = append(members, s.text[start:end])
		ordered = ordered && (i == 0 || bytes.Compare(members[i-1], members[i]) <= 0)
		start = end
	}
	if !ordered {
		slices.SortFunc(members, bytes.Compare)
	}
	var scratch [256]byte
	joined := scratch[:0]
	for i, member := range members {
		if i > 0 {
			joined = append(joined, ',')
		}
		joined = append(joined, member...)
	}
	s.text = append(s.text[:from], joined...)
}

// array appends the shapes of the elements, each once.
func (s *shaper) array(depth int) {
	s.at++
	s.text = append(s.text, '[')
	from := len(s.text)
	if s.at = skipBlanks(s.body, s.at); s.at < len(s.body) && s.body[s.at] == ']' {
		s.at++
		s.text = append(s.text, ']')
		return
	}
	var seen [maxElements][]byte
	n := 0
	for done := false; !done && !s.bad; done = s.next(']') {
		start := len(s.text)
		s.value(s.at, depth+1)
		shape := s.text[start:]
		if n == maxElements || depth >= maxDepth ||
			slices.ContainsFunc(seen[:n], func(other []byte) bool { return bytes.Equal(other, shape) }) {
			s.text = s.text[:start]
			continue
		}
		seen[n] = bytes.Clone(shape)
		n++
		s.text = append(s.text, '|')
	}
	if len(s.text) > from {
		s.text = s.text[:len(s.text)-1]
	}
	s.text = append(s.text, ']')
}

// stringEnd finds the end of a JSON string that begins at from, and whether it
// has escapes in it.
func stringEnd(body string, from int) (end int, escaped bool) {
	for i := from + 1; i < len(body); i++ {
		switch body[i] {
		case '"':
			return i + 1, escaped
		case '\\':
			escaped = true
			i++
		}
	}
	return len(body), escaped
}

func skipBlanks(body string, i int) int {
	for i < len(body) && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t') {
		i++
	}
	return i
}
