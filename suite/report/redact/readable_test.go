package redact

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// What a server takes for a secret may be a word that is everywhere.
func TestTheReportStaysReadable(t *testing.T) {
	for _, secret := range []string{"", "1", "id", "abc", "    ", "----", "{}", "secret", "null", "true", "redacted", "[redacted]", "cted]", "name", "email", "client", "type", "native"} {
		r := fixture.EveryVerdict()
		r.Results = append([]report.Result{fixture.Registered(secret)}, r.Results...)
		got := written(t, format.JSON, Report(r, nil))
		for _, want := range []string{
			`"id": "contacts/failed"`, `"title": "An address that is not one is refused by name."`, `"requirement": "error.invalid-email"`,
			`\"client_secret\":\"`, `\"client_id\":\"vwljdhUMhhNbdKizpjZlxv\"`, `\"expires_at\":0`, `"url": "http://localhost:6543/api/client/register"`,
			`alice@example.org bob is not a valid`, `HTTP/1.1`, `application/json`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("the secret %q takes %s out of the report", secret, want)
			}
		}
		if strings.Contains(got, "["+report.Redacted) || strings.Contains(got, report.Redacted+"]") {
			t.Errorf("the secret %q is hidden twice", secret)
		}
	}
}

func TestAShortSecretIsHiddenWhereItStands(t *testing.T) {
	for sent, want := range map[string]string{
		`{"client_secret":"1","n":1}`:                 `{"client_secret":"[redacted]","n":1}`,
		`{"client_secret":1,"n":1}`:                   `{"client_secret":"[redacted]","n":1}`,
		`{"client_secret": -1.5e3 }`:                  `{"client_secret": "[redacted]" }`,
		`client_secret=1&n=1`:                         `client_secret=[redacted]&n=1`,
		`n=1&client_secret=%31`:                       `n=1&client_secret=[redacted]`,
		`{"client_secret":"hunter2x","a":"hunter2x"}`: `{"client_secret":"[redacted]","a":"[redacted]"}`,
		`{"client_secret":"secret","a":"secret"}`:     `{"client_secret":"[redacted]","a":"secret"}`, // a word, and not seen to come from the target
		`<client_secret>1</client_secret>`:            `<client_secret>[redacted]</client_secret>`,
		`{\"client_secret\":\"1\"}`:                   `{\"client_secret\":\"[redacted]\"}`,
		`{'client_secret': '1'}`:                      `{'client_secret': '[redacted]'}`,
		`{"client_secret":"' OR '1'='1","n":1}`:       `{"client_secret":"[redacted]","n":1}`,
	} {
		r := fixture.Report(fixture.Result("a/b", report.Failed, cases.Implied))
		r.Results[0].Exchanges[0].Request.Body = []byte(sent)
		if got := string(Report(r, nil).Results[0].Exchanges[0].Request.Body); got != want {
			t.Errorf("%s: got %s, want %s", sent, got, want)
		}
	}
}

// That there is no secret, or something else in its place, is what a report has
// to show.
func TestWhatIsNoSecretIsShown(t *testing.T) {
	for _, text := range []string{
		`{"client_secret":"0"}`, `{"client_secret":0}`, "client_secret=0&a=b", `{"client_secret":null}`, `{"client_secret":""}`, `{"client_secret":true}`, `{"client_secret":["This field is required."]}`,
		`{"client_secret":{"code":"required"}}`, `{"a":"{\"client_secret\":null}"}`,
		"client_secret is required to update.", "Only set client_secret for update.", "client_secret is missing", "client_secret: must be given",
		`member "client_secret" is missing`, "client_secret=", "client_secret=&a=b", "<client_secret></client_secret>", "<client_secret/>",
		`{"error":"client_secret is required to update."}`, `the "client_secret", "client_id" and "expires_at"`,
	} {
		r := fixture.Report(fixture.Result("a/b", report.Failed, cases.Implied))
		r.Results[0].Mismatches[0].Actual = text
		r.Results[0].Exchanges[0].Answer.Body = []byte(text)
		redacted := Report(r, nil).Results[0]
		if got := redacted.Mismatches[0].Actual; got != text {
			t.Errorf("%s: got %s", text, got)
		}
		if got := string(redacted.Exchanges[0].Answer.Body); got != text {
			t.Errorf("%s: got the body %s", text, got)
		}
	}
}

func TestAWordIsHiddenAndNoPartOfOne(t *testing.T) {
	r := fixture.Report(fixture.Registered("hunter2"), fixture.Result("a/b", report.Failed, cases.Implied))
	r.Results[1].Mismatches[0].Actual = "hunter2 hunter2,hunter2 (hunter2) hunter22 xhunter2 hunter_2 hunter2_ éhunter2 hunter2"
	const want = "[redacted] [redacted],[redacted] ([redacted]) hunter22 xhunter2 hunter_2 hunter2_ éhunter2 [redacted]"
	if got := Report(r, nil).Results[1].Mismatches[0].Actual; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAWordThatEndsWithASign(t *testing.T) {
	r := fixture.Report(fixture.Registered("$hunter!"), fixture.Result("a/b", report.Failed, cases.Implied))
	r.Results[1].Mismatches[0].Actual = "$hunter!$hunter! a$hunter! $hunter!b"
	const want = "[redacted][redacted] a$hunter! $hunter!b"
	if got := Report(r, nil).Results[1].Mismatches[0].Actual; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A run has some hundreds of secrets and a server may answer at length; nobody
// waits for that.
func TestRedactIsQuick(t *testing.T) {
	page := "<p>" + strings.Repeat(`A page, "with" marks & more = 100% text. `, 400) + "</p>"
	var all []report.Result
	for i := range 600 {
		secret := "s" + strings.Repeat(string(rune('a'+i%26)), 3+i%5) + strings.Repeat(string(rune('a'+i/26)), 4)
		if i%2 == 0 {
			secret += fixture.Canary
		}
		r := fixture.Registered(secret)
		r.Exchanges = append(r.Exchanges, fixture.Exchanged(`{"client_secret":"`+secret+`"}`, page))
		all = append(all, r)
	}
	begin := time.Now()
	Report(fixture.Report(all...), []wire.Field{{Name: "Authorization", Value: "Bearer " + fixture.Canary}})
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %s", took)
	} else {
		t.Logf("it took %s", took)
	}
}
