package format

import (
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// What was sent is shown with all that is not as in any other request.
func TestTheHeaderThatMattersIsShown(t *testing.T) {
	for name, row := range map[string]struct {
		field wire.Field
		want  string
	}{
		"a credential":       {wire.Field{Name: "Authorization", Value: "Bearer x"}, "Authorization: Bearer x"},
		"a range":            {wire.Field{Name: "range", Value: "bytes=0-1"}, "range: bytes=0-1"},
		"a coding":           {wire.Field{Name: "Transfer-Encoding", Value: "chunked"}, "Transfer-Encoding: chunked"},
		"another host":       {wire.Field{Name: "Host", Value: "evil.example"}, "Host: evil.example"},
		"a field twice":      {wire.Field{Name: "Accept", Value: "application/json"}, "Accept: application/json"},
		"a wrong length":     {wire.Field{Name: "Content-Length", Value: "99"}, "Content-Length: 99"},
		"the own length":     {wire.Field{Name: "Content-Length", Value: "2"}, ""},
		"the own user agent": {wire.Field{Name: "User-Agent", Value: "regspec/1.2.3"}, ""},
		"a very long one":    {wire.Field{Name: "Cookie", Value: strings.Repeat("c", 9000)}, "Cookie: " + strings.Repeat("c", fieldShown) + "…"},
	} {
		x := fixture.Exchanged("{}", "{}")
		x.Request.Header = append(slices.DeleteFunc(x.Request.Header, func(f wire.Field) bool { return f.Name == "User-Agent" }), row.field)
		want := "POST /api/client/register   application/json   {}"
		if row.want != "" {
			want = "POST /api/client/register   application/json   " + row.want + "   {}"
		}
		if got := request(x); got != want {
			t.Errorf("%s: got  %s\nwant %s", name, got, want)
		}
	}
}

// What comes many times in a row is counted.
func TestFolded(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"aaab":                               "aaab",
		strings.Repeat("é", 49):              strings.Repeat("é", 49),
		"x" + strings.Repeat("é", 300) + "y": "xéééééééé… (300 times é)y",
		strings.Repeat("[", 60) + strings.Repeat("]", 70): "[[[[[[[[… (60 times [)]]]]]]]]… (70 times ])",
		strings.Repeat("\xff", 60):                        strings.Repeat("\xff", 60),
	} {
		if got := folded(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
}
