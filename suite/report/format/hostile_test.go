package format

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// breakouts are texts that would end what they stand in, in some format.
func breakouts() []string {
	return []string{
		"```\n# pwned\n```", "`", "``", "````````", "a`b``c```d", "<script>alert(1)</script>", "<!--", "--> <b>", "]]>", "[x](http://evil)", "![x](http://evil/x.png)",
		"http://evil.example", "www.evil.example", "https://evil.example/a?b=c", "* a", "# a", "1. a", "> a", "a | b", "| --- |", "---", "===", "~~~", "\\", "\\`", "a\\",
		"**a**", "_a_", "~a~", "&lt;", "&#x3C;script>", "\r\n::error::pwned", "\n::set-output name=x::y", "::stop-commands::x", "##[error]pwned", "%0A::error::pwned", "%25", "%",
		",title=x::y", "a::b", `","pwned":"`, `\u0022`, "\u2028", "$a$", "    indented", "\tindented", "[a]: http://evil", "<http://evil>", "[^1]: a", "- [ ] a", ":smile:",
		"</details>", "\n\n\n", "a  \nb", "{{ x }}", "${{ secrets.X }}",
	}
}

// outline is the shape of a Markdown text: the kinds of its nodes, without what
// is written in them.
func outline(t testing.TB, source string) string {
	t.Helper()
	var b strings.Builder
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	err := ast.Walk(parser.Parse(text.NewReader([]byte(source))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case n.Kind() == ast.KindText || n.Kind() == ast.KindString:
			// Escapes cut a text into several.
		case entering:
			b.WriteString("(" + n.Kind().String())
			if f, ok := n.(*ast.FencedCodeBlock); ok {
				fmt.Fprintf(&b, " %d lines", f.Lines().Len())
			}
		default:
			b.WriteString(")")
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// throughout is everywhere, and in what only a report from a file can have.
func throughout(text string) report.Report {
	r := fixture.Everywhere(text)
	r.OneAnswer = "" // it hides all causes but one
	for i := range r.Results {
		one := &r.Results[i]
		one.ID += "/" + text + "x"
		one.Source = "x" + text + ":1"
		for j := range one.Mismatches {
			one.Mismatches[j].Requirement = "x" + text
		}
	}
	r.Target = "http://x/" + text
	return r
}

// unharmed checks that a text from a server is no more than a text in any format.
func unharmed(t testing.TB, har *jsonschema.Schema, hostile string) {
	t.Helper()
	r, plain := throughout(hostile), throughout("x")
	for _, name := range []string{"markdown", "github", "gitlab", "badge", "junit", "console"} {
		got := written(t, writers()[name], r)
		for _, sign := range got {
			if sign != '\n' && !unicode.IsPrint(sign) {
				t.Errorf("%s: %q comes through of %q", name, sign, hostile)
				break
			}
		}
	}
	if got, want := outline(t, written(t, Markdown, r)), outline(t, written(t, Markdown, plain)); got != want {
		t.Errorf("markdown: %q makes it\n%s\nand not\n%s\nin\n%s", hostile, got, want, written(t, Markdown, r))
	}
	asCommands(t, r, plain, hostile)
	var issues []gitlabIssue
	strictly(t, written(t, GitLab, r), &issues)
	if len(issues) != len(notices(plain)) {
		t.Errorf("gitlab: %q makes %d issues", hostile, len(issues))
	}
	var seen []string
	for _, issue := range issues {
		if slices.Contains(seen, issue.Fingerprint) || issue.Location.Path == "" || issue.Location.Lines.Begin < 1 || issue.Description == "" {
			t.Errorf("gitlab: %q makes the issue %+v", hostile, issue)
		}
		seen = append(seen, issue.Fingerprint)
	}
	if got, want := written(t, Badge, r), written(t, Badge, plain); got != want {
		t.Errorf("badge: %q makes it\n%s", hostile, got)
	}
	var archive any
	if err := json.Unmarshal([]byte(written(t, HAR, r)), &archive); err != nil {
		t.Fatal(err)
	}
	if err := har.Validate(archive); err != nil {
		t.Errorf("har: %q: %#v", hostile, err)
	}
}

func strictly(t testing.TB, source string, into any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(source))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		t.Fatalf("%v in\n%s", err, source)
	}
}

// asCommands reads workflow commands as GitHub's runner does: a command a line,
// its properties up to the next double colon.
func asCommands(t testing.TB, r, plain report.Report, hostile string) {
	t.Helper()
	type one struct {
		name       string
		properties []string
		lines      int
	}
	read := func(r report.Report) []one {
		var all []one
		for line := range strings.Lines(written(t, GitHub, r)) {
			rest, ok := strings.CutPrefix(line, "::")
			head, message, ok2 := strings.Cut(rest, "::")
			if !ok || !ok2 {
				t.Fatalf("github: %q makes the line %q, which is no command", hostile, line)
			}
			name, properties, _ := strings.Cut(head, " ")
			c := one{name: name, lines: strings.Count(message, "%0A")}
			for p := range strings.SplitSeq(properties, ",") {
				key, _, _ := strings.Cut(p, "=")
				c.properties = append(c.properties, key)
			}
			all = append(all, c)
		}
		return all
	}
	if got, want := fmt.Sprint(read(r)), fmt.Sprint(read(plain)); got != want {
		t.Errorf("github: %q makes the commands %s and not %s", hostile, got, want)
	}
}

func harSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.Compile("testdata/har.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestHostileTextBreaksOutOfNoFormat(t *testing.T) {
	har := harSchema(t)
	all := append(breakouts(), commands()...)
	for i, hostile := range all {
		unharmed(t, har, hostile)
		unharmed(t, har, "a "+hostile+" "+all[(i+7)%len(all)]+" z")
	}
	unharmed(t, har, strings.Join(all, ""))
}

func FuzzHostileText(f *testing.F) {
	har := harSchema(f)
	for _, hostile := range append(breakouts(), commands()...) {
		f.Add(hostile)
	}
	f.Fuzz(func(t *testing.T, hostile string) {
		if strings.TrimSpace(hostile) == "" {
			t.Skip("no text is another shape than some text")
		}
		unharmed(t, har, hostile)
	})
}
