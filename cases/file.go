package cases

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/regspec/regspec/schemas"
)

// file is one data file: its content in three forms, and what is wrong with it.
type file struct {
	name     string
	body     ast.Node
	tree     any            // as plain values, for the checks that want paths
	lines    map[string]int // a path, joined, to the line on which it stands
	problems Problems
}

// parse reads a file's YAML, notes where each member stands, and validates it.
func parse(name string, text []byte, schema schemas.Name) *file {
	f := &file{name: name, lines: map[string]int{}}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // a byte order mark (YAML 1.2 §5.2)
	if good := bytes.ToValidUTF8(text, nil); len(good) != len(text) {
		f.problems = Problems{{File: name, Line: lineOfInvalid(text), Text: "is not UTF-8"}}
		return f
	}
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		f.syntax(err)
		return f
	}
	documents := slices.DeleteFunc(parsed.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(documents) {
	case 0:
		f.problems = Problems{{File: name, Text: "is empty"}}
		return f
	case 1:
		f.body = documents[0].Body
	default:
		line := documents[1].Body.GetToken().Position.Line
		f.problems = Problems{{File: name, Line: line, Text: "is a second YAML document, and a file has one"}}
		return f
	}
	f.note(f.body, nil)
	if err := yaml.NodeToValue(f.body, &f.tree); err != nil {
		f.syntax(err)
		return f
	}
	var invalid *schemas.Invalid
	switch err := schemas.Validate(schema, f.tree); {
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			f.report(p.Path, p.Text)
		}
	case err != nil:
		f.problems = append(f.problems, Problem{File: name, Text: err.Error()})
	}
	return f
}

func lineOfInvalid(text []byte) int {
	line := 1
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		text = text[size:]
	}
	return line
}

// place is how the YAML library writes a line and a column.
var place = regexp.MustCompile(`at \[(\d+):\d+\]`)

// syntax keeps the line and the sentence of an error of the YAML library, and
// leaves out the drawing that it makes of the source.
func (f *file) syntax(err error) {
	p := Problem{File: f.name, Text: err.Error()}
	if positioned, ok := errors.AsType[yaml.Error](err); ok {
		p.Text = place.ReplaceAllString(positioned.GetMessage(), "on line $1")
		if at := positioned.GetToken(); at != nil {
			p.Line = at.Position.Line
		}
	}
	p.Text = "is not valid YAML: " + p.Text
	f.problems = append(f.problems, p)
}

// decode fills a typed value; only for a file without problems.
func (f *file) decode(into any) {
	if err := yaml.NodeToValue(f.body, into, yaml.UseOrderedMap()); err != nil {
		f.syntax(err)
	}
}

// report adds a problem at a path; its line is that of the nearest thing above
// that has one, since a missing member stands nowhere.
func (f *file) report(path []string, text string) {
	member := schemas.Location(path)
	if len(path) == 0 {
		member = "the file"
	}
	f.problems = append(f.problems, Problem{File: f.name, Line: f.line(path), Member: member, Text: text})
}

func (f *file) line(path []string) int {
	for n := len(path); n > 0; n-- {
		if line, ok := f.lines[strings.Join(path[:n], "\x00")]; ok {
			return line
		}
	}
	return 1
}

// note walks the syntax tree and remembers the line of every member and item.
func (f *file) note(node ast.Node, path []string) {
	if node == nil {
		return
	}
	if key := strings.Join(path, "\x00"); f.lines[key] == 0 && len(path) > 0 {
		f.lines[key] = node.GetToken().Position.Line
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		for _, value := range n.Values {
			f.noteMember(value, path)
		}
	case *ast.MappingValueNode:
		f.noteMember(n, path)
	case *ast.SequenceNode:
		for i, value := range n.Values {
			f.note(value, append(slices.Clone(path), strconv.Itoa(i)))
		}
	case *ast.AnchorNode:
		f.note(n.Value, path)
	case *ast.TagNode:
		f.note(n.Value, path)
	}
}

func (f *file) noteMember(member *ast.MappingValueNode, path []string) {
	inner := append(slices.Clone(path), member.Key.GetToken().Value)
	f.lines[strings.Join(inner, "\x00")] = member.Key.GetToken().Position.Line
	f.note(member.Value, inner)
}

// source is the place of a path in the file, as "file:line".
func (f *file) source(path []string) string {
	return fmt.Sprintf("%s:%d", f.name, f.line(path))
}
