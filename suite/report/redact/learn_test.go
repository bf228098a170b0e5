package redact

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// A server that accepts any secret and repeats it gives none out: what a case sent first
// is shown wherever it comes back.
func TestWhatWasSentFirstIsNoSecret(t *testing.T) {
	for _, value := range []string{"null", "true story", strings.Repeat("a", 40), "__proto__", "' OR '1'='1"} {
		for _, sent := range []string{`{"client_secret":"` + value + `"}`, "client_secret=" + url.QueryEscape(value)} {
			c := Begin(nil, false)
			c.Learn(fixture.Exchanged(sent, `{"client_secret":"`+value+`"}`))
			c.Learn(fixture.Exchanged("{}", `{"client_secret":"`+value+`"}`))
			if text := "it is " + value + "."; c.Text(text) != text {
				t.Errorf("%s: got %s", sent, c.Text(text))
			}
		}
	}
}

// The other way round it is one, whoever sends it back later.
func TestWhatCameFirstIsASecret(t *testing.T) {
	for _, value := range []string{"null", strings.Repeat("a", 40), "__proto__"} {
		c := Begin(nil, false)
		c.Learn(fixture.Exchanged("{}", `{"client_secret":"`+value+`"}`))
		c.Learn(fixture.Exchanged(`{"client_secret":"`+value+`"}`, `{"error":"no"}`))
		if got := c.Text("it is " + value + "."); got != "it is "+report.Redacted+"." {
			t.Errorf("%s: got %s", value, got)
		}
	}
}

// What is known comes from exchanges of which none is in the report.
func TestLearntSecretsAreHiddenInAnyCase(t *testing.T) {
	c := Begin(nil, false)
	c.Learn(fixture.Registered(fixture.Canary).Exchanges[0])
	r := report.Report{Answers: &report.Answers{Text: "404 " + fixture.Canary}, Findings: []report.Finding{{
		Signature: fixture.Canary, Subject: "X-" + fixture.Canary, Expected: strings.ToUpper(fixture.Canary), Actual: "x" + strings.ToLower(fixture.Canary) + "x",
		Explanation: "It is " + fixture.Canary[:20] + "…", Exchanges: []wire.Exchange{fixture.Exchanged("{}", "x="+fixture.Canary)},
	}}}
	got := fmt.Sprintf("%+v %s %s", c.Report(r), c.Report(r).Answers.Text, c.Report(r).Findings[0].Exchanges[0].Answer.Body)
	if strings.Contains(strings.ToLower(got), strings.ToLower(fixture.Canary[:20])) {
		t.Errorf("it comes through in %s", got)
	}
}

// A server may give out ever more secrets; nobody waits for that, and they are bounded.
func TestManySecretsAreHiddenQuickly(t *testing.T) {
	c := Begin(nil, false)
	started := time.Now()
	for i := range 200 {
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, `{"client_secret":"secret-%d-of-%d-and-more"},`, n, i)
		}
		c.Learn(fixture.Exchanged("{}", b.String()))
	}
	text := strings.Repeat("secret-1-of-1-and-more secret-77-of-3-and-more secret-x ", 20_000)
	if got := c.Known(text); strings.Contains(got, "secret-1-of") || !strings.Contains(got, "secret-x") {
		t.Errorf("got %.200s", got)
	}
	if c.known.size > maxKnown {
		t.Errorf("%d bytes are kept", c.known.size)
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}
