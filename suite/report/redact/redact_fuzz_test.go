package redact

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// FuzzRedact plants a secret that a client got in whatever text a server may
// give. No writer may let it through, whatever stands around it.
func FuzzRedact(f *testing.F) {
	f.Add(fixture.Canary, "the secret ", " is wrong")
	f.Add(`a"quoted\secret/with 'more'`, `{"error":"`, `"}`)
	f.Add("schlüssel für <b>öffner</b> & co", "client_secret=", "&a=b")
	f.Add("a+b=c&d%20e%41f?g#h;i", "\x1b[31m", "\xff\x00")
	f.Add("client_secret=client_secret", `{"client_secret":"`, `client_secret":null`)
	f.Add("'''''''''''''''''\"\"\"\\\\", "aaaaaaaaaaaaaaaa", "'")
	f.Add("                a", " ", " ")
	f.Add("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaa")
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if !fairSecret(secret) {
			t.Skip("no such secret is promised to be hidden")
		}
		for _, planted := range []string{secret, url.QueryEscape(secret), marshalled(secret)} {
			text := before + planted + after
			found := leaks(t, planting(secret, text), nil, planted)
			if len(found) == 0 {
				continue
			}
			// It may be a part of any report, or be made up by what stands around it.
			anyway := leaks(t, planting(fixture.Canary, before+report.Redacted+after), nil, planted)
			for _, name := range found {
				if !slices.Contains(anyway, name) {
					t.Errorf("%q comes through in %s: %q", planted, name, text)
				}
			}
		}
	})
}

// fairSecret tells the secrets that are promised to be hidden wherever they
// stand.
func fairSecret(secret string) bool {
	return len(secret) >= embedded && utf8.ValidString(secret) && strings.TrimSpace(secret) == secret &&
		!strings.ContainsFunc(secret, func(r rune) bool { return !unicode.IsPrint(r) }) &&
		!strings.Contains(report.Redacted, secret) //nolint:gocritic // whether the secret is a part of the placeholder
}

// planting is a report of a server that gave out a secret, and then the text
// wherever it can give one.
func planting(secret, text string) report.Report {
	r := fixture.Everywhere(text)
	r.Results[0].Title, r.Results[1].Title = "T.", "T."
	r.Unreachable = text
	inForm := fixture.Result("a/form", report.Failed, cases.Documented)
	inForm.Exchanges[0] = fixture.Exchanged("type=client_update&client_secret="+url.QueryEscape(secret), text)
	inForm.Exchanges[0].Request.Header = []wire.Field{{Name: "Content-Type", Value: text}, {Name: "X", Value: secret}}
	inForm.Mismatches[0].Actual = "client_secret is " + secret
	r.Results = slices.Concat([]report.Result{fixture.Registered(secret)}, r.Results, []report.Result{inForm})
	r.Summary = report.Summarise(r.Results)
	return r
}

// marshalled is a text as it stands between the quotes of JSON.
func marshalled(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(quoted[1 : len(quoted)-1])
}
