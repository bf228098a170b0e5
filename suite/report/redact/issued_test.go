package redact

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func TestWhatResemblesASecret(t *testing.T) {
	given := newIssued(map[string]bool{"hJtfhaQzgKer": true})
	for value, want := range map[string]bool{
		"hJtfhaQzgKer": true, "hJtfhaQzgKe": true, "hJtfhaQzgKerx": true, "HjTFHAqZGkER": true, " hJtfhaQzgKer ": true,
		"hJtf": false, "": false, "__proto__": false, "hJtfhaQzgKer OR 1=1": false,
	} {
		if got := given.resembles(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	for value, want := range map[string]bool{
		"hJtfhaQzgKerlLVdaeRAgmbcs": true, "hunter2": true, "a_b-c.d~e+f/g=": true, "\xff\xfe": true,
		"__proto__": false, "' OR '1'='1": false, "{\"$ne\": \"\"}": false, "a b c d e f g h": false,
		strings.Repeat("a", 300): false, "null": false, "undefined": false, "1e999": false, "4711": false, "12345678901234567890": false, "../../etc/passwd": false, "%": false, "-1": false,
	} {
		if got := looksSecret(value); got != want {
			t.Errorf("%q looks like a secret: %v", value, got)
		}
	}
}

// An awkward value that some case sends as a secret is shown where it is none.
func TestAwkwardValuesAreShown(t *testing.T) {
	r := report.Report{Results: []report.Result{
		{Exchanges: []wire.Exchange{{Request: wire.Sent{Body: []byte(`{"client_secret":"__proto__"}`)}, Answer: &wire.Answer{}}}},
		{Exchanges: []wire.Exchange{{Request: wire.Sent{Body: []byte(`{"application_type":"__proto__"}`)}, Answer: &wire.Answer{}}}},
	}}
	redacted := Report(r, nil)
	if got := string(redacted.Results[0].Exchanges[0].Request.Body); got != `{"client_secret":"`+report.Redacted+`"}` {
		t.Errorf("got %s", got)
	}
	if got := string(redacted.Results[1].Exchanges[0].Request.Body); got != `{"application_type":"__proto__"}` {
		t.Errorf("got %s", got)
	}
}

// A wrong secret that regspec made up is shown where it stands as one, in the request and in
// the answer; one that was given out is not, whatever is done to it.
func TestWrongSecretsAreShown(t *testing.T) {
	for sent, want := range map[string]string{
		`{"client_secret":"not-the-secret"}`:         `{"client_secret":"not-the-secret"}`,
		`{"client_secret":5}`:                        `{"client_secret":5}`,
		`client_secret=a%2Fb`:                        `client_secret=a%2Fb`,
		`{"client_secret":"kL9"}`:                    `{"client_secret":"[redacted]"}`,
		`{"client_secret":"KL9"}`:                    `{"client_secret":"[redacted]"}`,
		`client_secret=kL9x`:                         `client_secret=[redacted]`,
		`{"client_secret":"Zm9vYmFyYmF6cXV4MTIzNA"}`: `{"client_secret":"[redacted]"}`,
	} {
		c := Begin(nil, true)
		c.Learn(wire.Exchange{Answer: &wire.Answer{Body: []byte(`{"client_secret":"kL9"}`)}})
		x := wire.Exchange{Request: wire.Sent{Body: []byte(sent)}, Answer: &wire.Answer{Body: []byte(sent)}}
		c.Learn(x)
		if r := c.Report(report.Report{Findings: []report.Finding{{Exchanges: []wire.Exchange{x}}}}).Findings[0].Exchanges[0]; string(r.Request.Body) != want || string(r.Answer.Body) != want {
			t.Errorf("%s is shown as %s, and %s", sent, r.Request.Body, r.Answer.Body)
		}
	}
}

// A word of a header field that regspec sends is not hidden in all that is written.
func TestWordsOfHeaderFieldsStay(t *testing.T) {
	c := Begin(nil, true)
	c.Learn(wire.Exchange{Request: wire.Sent{Header: []wire.Field{{Name: "Authorization", Value: "Bearer secret"}, {Name: "Cookie", Value: "a=another"}}}})
	if got := c.Text("some of a secret, or of another"); got != "some of a secret, or of another" {
		t.Errorf("got %q", got)
	}
}

// Long credentials make long reports, and no long waiting.
func TestLongSecretsAreHiddenInLinearTime(t *testing.T) {
	r := report.Report{}
	for i := range 60 {
		secret := strings.Repeat("s", 3000) + strings.Repeat(string(rune('a'+i%26)), 6000) + strings.Repeat("0123456789"[i%10:i%10+1], 1+i)
		answer := &wire.Answer{Body: []byte(`{"client_id":"` + strings.Repeat("i", 12000) + `","client_secret":"` + secret + `"}`)}
		whole := *answer
		r.Secrets = append(r.Secrets, secretsIn(string(whole.Body))...)
		answer.Trim(16 << 10)
		r.Results = append(r.Results, report.Result{ID: "x", Encoding: cases.JSON, Exchanges: []wire.Exchange{{Answer: answer}}})
	}
	started := time.Now()
	redacted := Report(r, nil)
	if took := time.Since(started); took > 30*time.Second {
		t.Errorf("it takes %s", took)
	}
	for _, result := range redacted.Results {
		if body := string(result.Exchanges[0].Answer.Body); strings.Contains(body, "ssss") {
			t.Fatalf("%s", body[12000:])
		}
	}
}
