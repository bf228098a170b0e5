package oracle

import (
	"strings"
	"testing"
)

func TestURLValidity(t *testing.T) {
	for s, want := range map[string]validity{
		"https://example.org/":                        valid,
		"http://example.org/logo.png":                 valid,
		"https://a.b-c.example.org/x/y_z/1.png?a=b&c": valid,
		"https://myclient.org/images/my_logo.png":     valid,

		"not-a-url":                      invalid,
		"nonsense with spaces":           invalid,
		"a=b&c":                          invalid,
		"<script>":                       invalid,
		"bob@localhost":                  invalid,
		"http://":                        invalid,
		"HTTPS://":                       invalid,
		"http://?q":                      invalid,
		"http://[::1":                    invalid,
		"http://[::1/x":                  invalid,
		"http://[::1]/x":                 debatable,
		"http://[zz]/":                   debatable,
		"https://example.org":            debatable,
		"https://example.org:8443/":      debatable,
		"https://user@example.org/":      debatable,
		"https://EXAMPLE.org/":           valid,
		"HTTPS://example.org/":           debatable,
		"https://exa_mple.org/":          debatable,
		"https://-example.org/":          debatable,
		"https://example.o1/":            debatable,
		"https://xn--bcher-kva.example/": debatable,
		"https://bücher.example/":        debatable,
		"https://localhost/":             debatable,
		"https://printer.local/":         debatable,
		"https://192.0.2.1/":             debatable,
		"https://example.org//x":         debatable,
		"https://example.org/../x":       debatable,
		"https://example.org/a b":        debatable,
		"https://example.org/%20":        valid,
		"https://example.org/#top":       debatable,
		"https://example.org./":          debatable,
		"http:///x":                      debatable,
		"http://:80":                     invalid,
		"http://:80/@x":                  invalid,
		"http://:80@example.org":         debatable,
		"http:example.org":               debatable,
		"ftp://example.org/":             debatable,
		"file://":                        debatable,
		"myapp://":                       debatable,
		"urn:ietf:wg:oauth:2.0:oob":      debatable,
		"javascript:alert(1)":            debatable,
		"/logo.png":                      debatable,
		"logo.png":                       invalid,
		"example.org":                    invalid,
		"\\\\host\\x":                    debatable,
		"ünsinn":                         invalid,
		"http%3A%2F%2Fexample.org%2F":    debatable,
		"://example.org":                 debatable,
		"https://example.org\\@evil.x":   debatable,
	} {
		if got := urlValidity(s); got != want {
			t.Errorf("%q is %d", s, got)
		}
	}
	if got := urlValidity("https://" + strings.Repeat("a", 64) + ".org/"); got != debatable {
		t.Errorf("a URL with a long label is %d", got)
	}
}

func TestEmailValidity(t *testing.T) {
	for s, want := range map[string]validity{
		"alice@example.org":                    valid,
		"a.b-c1@mail.example.co":               valid,
		"another_developer@provider.net":       valid,
		"UPPER@EXAMPLE.ORG":                    valid,
		"bob":                                  invalid,
		"bob.example.org":                      invalid,
		"ü":                                    invalid,
		"bob＠example.org":                      debatable,
		"a_b@example.org":                      valid,
		"_a@example.org":                       valid,
		"a--b_@example.org":                    valid,
		"__@example.org":                       debatable,
		"a+b@example.org":                      debatable,
		".a@example.org":                       debatable,
		"a..b@example.org":                     debatable,
		"a@b@example.org":                      debatable,
		"@example.org":                         debatable,
		"a@":                                   debatable,
		"a@localhost":                          debatable,
		"a@example.test":                       debatable,
		"a@-x.org":                             debatable,
		"a@example.org.":                       debatable,
		"a@[192.0.2.1]":                        debatable,
		"a@bücher.example":                     debatable,
		strings.Repeat("a", 65) + "@b.example": debatable,
		`"a b"@example.org`:                    debatable,
	} {
		if got := emailValidity(s); got != want {
			t.Errorf("%q is %d", s, got)
		}
	}
}

func TestMedia(t *testing.T) {
	for s, want := range map[string]media{
		"application/json":                         {medium: mediumJSON},
		"Application/Json":                         {medium: mediumJSON, varied: true},
		"application/json; charset=utf-8":          {medium: mediumJSON, varied: true},
		`application/json;charset="utf-8";a=b`:     {medium: mediumJSON, varied: true},
		"application/json;charset=utf-16":          {medium: mediumJSON, varied: true, doubtful: true},
		"application/json;":                        {medium: mediumJSON, varied: true, doubtful: true},
		"application/json ;a=b":                    {medium: mediumJSON, varied: true}, // RFC 9110 §5.6.6
		"application/json;a=b;A=c":                 {medium: mediumJSON, varied: true, doubtful: true},
		"application/json;a= b":                    {medium: mediumJSON, varied: true, doubtful: true},
		"application/json charset=utf-8":           {medium: mediumMalformed},
		"application/json,text/plain":              {medium: mediumMalformed},
		"application/x-www-form-urlencoded; x=y":   {medium: mediumForm, varied: true},
		"www-form-urlencoded":                      {medium: mediumLiteral},
		"application/x-www-form-urlencoded2":       {medium: mediumOther},
		"text/plain":                               {medium: mediumOther},
		"text/plain; charset=utf-8":                {medium: mediumOther, varied: true},
		"json":                                     {medium: mediumMalformed},
		"*/*":                                      {medium: mediumMalformed},
		"":                                         {medium: mediumNone},
		"application/json/x":                       {medium: mediumMalformed},
		"application/":                             {medium: mediumMalformed},
		"application/json;charset=utf-8, text/xml": {medium: mediumJSON, varied: true, doubtful: true},
	} {
		if got := readMedia(s); got != want {
			t.Errorf("%q: %+v", s, got)
		}
	}
}
