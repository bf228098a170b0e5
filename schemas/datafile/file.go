package datafile

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

// File is one data file: its content, and what is wrong with it.
type File struct {
	Name     string
	Tree     any // as plain values, for the checks that want paths
	Problems Problems

	body  ast.Node
	lines map[string]int // a path, joined, to the line on which it stands
}

// Parse reads a file's YAML, notes where each member stands, and validates it.
// The name is only for problems.
func Parse(name string, text []byte, schema schemas.Name) *File {
	f := &File{Name: name, lines: map[string]int{}}
	text = withoutMarks(text)
	if good := bytes.ToValidUTF8(text, nil); len(good) != len(text) {
		f.Problems = Problems{{File: name, Line: lineOfInvalid(text), Text: "is not UTF-8"}}
		return f
	}
	if line, name := directive(text); line > 0 {
		f.Problems = Problems{{File: f.Name, Line: line, Text: "is the YAML directive " + name + ", and a file has none; leave this line out"}}
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
		f.Problems = Problems{{File: name, Text: "is empty"}}
		if line := secondDocument(text); line > 0 {
			f.Problems = Problems{{File: name, Line: line, Text: anotherDocument}}
		}
		return f
	case 1:
		f.body = documents[0].Body
	default:
		line := documents[1].Body.GetToken().Position.Line
		f.Problems = Problems{{File: name, Line: line, Text: anotherDocument}}
		return f
	}
	f.note(f.body, nil)
	if err := yaml.NodeToValue(f.body, &f.Tree); err != nil {
		f.syntax(err)
		return f
	}
	var invalid *schemas.Invalid
	switch err := schemas.Validate(schema, f.Tree); {
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			f.Report(p.Path, p.Text)
		}
	case err != nil:
		f.Problems = append(f.Problems, Problem{File: name, Text: err.Error()})
	}
	return f
}

const anotherDocument = "is a second YAML document, and a file has one"

// withoutMarks takes byte order marks away from where a document, and so a line, may
// begin with one (YAML 1.2 §5.2).
func withoutMarks(text []byte) []byte {
	const mark = "\xef\xbb\xbf"
	for bytes.HasPrefix(text, []byte(mark)) {
		text = text[len(mark):]
	}
	return bytes.ReplaceAll(text, []byte("\n"+mark), []byte("\n"))
}

// directive finds a directive at the beginning (YAML 1.2 §6.8): its line and its name. The
// YAML library takes it for a document.
func directive(text []byte) (line int, name string) {
	for one := range strings.Lines(string(text)) {
		line++
		switch one = strings.TrimSpace(one); {
		case strings.HasPrefix(one, "%"):
			return line, strings.Fields(one)[0]
		case one != "" && !strings.HasPrefix(one, "#"):
			return 0, ""
		}
	}
	return 0, ""
}

// secondDocument is the line on which a second document begins, or 0.
func secondDocument(text []byte) int {
	line, seen := 0, false
	for one := range strings.Lines(string(text)) {
		line++
		if strings.TrimSpace(one) == "---" {
			if seen {
				return line
			}
			seen = true
		}
	}
	return 0
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
func (f *File) syntax(err error) {
	p := Problem{File: f.Name, Text: err.Error()}
	if positioned, ok := errors.AsType[yaml.Error](err); ok {
		p.Text = place.ReplaceAllString(positioned.GetMessage(), "on line $1")
		if at := positioned.GetToken(); at != nil {
			p.Line = at.Position.Line
		}
	}
	p.Text = "is not valid YAML: " + p.Text
	f.Problems = append(f.Problems, p)
}

// Decode fills a typed value; only for a file without problems.
func (f *File) Decode(into any) {
	if err := yaml.NodeToValue(f.body, into, yaml.UseOrderedMap()); err != nil {
		f.syntax(err)
	}
}

// Report adds a problem at a path, with the line that Line gives.
func (f *File) Report(path []string, text string) {
	member := schemas.Location(path)
	if len(path) == 0 {
		member = "the file"
	}
	f.Problems = append(f.Problems, Problem{File: f.Name, Line: f.Line(path), Member: member, Text: text})
}

// Line gives the line of a path. A member that is missing has no line; it gets the line
// of the nearest member above.
func (f *File) Line(path []string) int {
	for n := len(path); n > 0; n-- {
		if line, ok := f.lines[strings.Join(path[:n], "\x00")]; ok {
			return line
		}
	}
	return 1
}

// note walks the syntax tree and remembers the line of every member and item.
func (f *File) note(node ast.Node, path []string) {
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

func (f *File) noteMember(member *ast.MappingValueNode, path []string) {
	inner := append(slices.Clone(path), member.Key.GetToken().Value)
	f.lines[strings.Join(inner, "\x00")] = member.Key.GetToken().Position.Line
	f.note(member.Value, inner)
}

// Source is the place of a path in the file, as "file:line".
func (f *File) Source(path []string) string {
	return fmt.Sprintf("%s:%d", f.Name, f.Line(path))
}
