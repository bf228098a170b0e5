package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/regspec/regspec/suite/report"
)

//go:embed assets
var assets embed.FS

// frame is what every page has around its content.
type frame struct {
	Title   string
	Kind    string // what the page is, in a few words
	Policy  string // of the content: https://www.w3.org/TR/CSP3
	Style   template.CSS
	Script  template.JS
	Content any
}

// write writes a page with the template of a file.
func write(w io.Writer, file, kind, title string, content any) error {
	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return fmt.Errorf("reading the style of the page: %w", err)
	}
	script, err := assets.ReadFile("assets/page.js")
	if err != nil {
		return fmt.Errorf("reading the script of the page: %w", err)
	}
	t, err := template.New("frame.html").Funcs(functions()).ParseFS(assets, "assets/frame.html", "assets/parts.html", "assets/"+file)
	if err != nil {
		return fmt.Errorf("parsing the template of the page: %w", err)
	}
	f := frame{
		Title: title, Kind: kind, Content: content,
		Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // they are files of this package
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src " + source(style) + "; script-src " + source(script),
	}
	var b bytes.Buffer
	if err := t.Execute(&b, f); err != nil {
		return fmt.Errorf("making the page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

// source names a script or a style by its digest.
func source(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func functions() template.FuncMap {
	return template.FuncMap{
		"visible": report.Visible, "count": count, "ms": milliseconds, "when": when, "took": took, "to": func(kind, id string) string { return "#" + kind + "/" + id },
	}
}

// The most that a text gets, in characters.
const (
	lineShown = 600
	bodyShown = 4000
)

// short shortens a text, and escapes what cannot be seen in it.
func short(s string) string { return report.Visible(cut(s, lineShown)) }

// lines is short for a text whose lines stay apart.
func lines(s string) string {
	all := strings.Split(cut(s, bodyShown), "\n")
	for i, line := range all {
		all[i] = report.Visible(line)
	}
	return strings.Join(all, "\n")
}

func cut(s string, most int) string {
	if n := utf8.RuneCountInString(s); n > most {
		return string([]rune(s)[:most]) + "… (" + count(n, "character") + ")"
	}
	return s
}

// count is a number with its noun: "2,522 cases".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number(n) + " " + noun
}

// number writes a number with its thousands apart.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// milliseconds writes a time with three digits that count.
func milliseconds(ms float64) string {
	switch {
	case ms >= 9999.5:
		return strconv.FormatFloat(ms/1000, 'f', 1, 64) + " s"
	case ms >= 999.5:
		return strconv.FormatFloat(ms/1000, 'f', 2, 64) + " s"
	case ms >= 99.5:
		return strconv.FormatFloat(ms, 'f', 0, 64) + " ms"
	case ms >= 9.95:
		return strconv.FormatFloat(ms, 'f', 1, 64) + " ms"
	}
	return strconv.FormatFloat(ms, 'f', 2, 64) + " ms"
}

func when(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }

// took is a time in words that a clock would have.
func took(ms float64) string {
	d := time.Duration(ms * float64(time.Millisecond))
	if d >= time.Minute {
		return d.Round(time.Second).String()
	}
	return milliseconds(ms)
}
