package fuzz_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// catalogueOn runs the whole catalogue on a server within the process.
func catalogueOn(t *testing.T, catalogue *cases.Catalogue, o reference.Options) report.Report {
	t.Helper()
	server, err := reference.Seeded(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := suite.Run(context.Background(), suite.Options{
		Catalogue: catalogue, Target: "http://target.example", FailOn: cases.Implied, Parallel: 1, ShowSecrets: true, Evidence: report.EvidenceAll,
		Wire: wire.Options{Handler: server},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// seeded is a client of a server within the process.
func seeded(t *testing.T, o reference.Options) *wire.Client {
	t.Helper()
	server, err := reference.Seeded(o)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	return wire.NewClient(endpoint, wire.Options{Handler: server, Timeout: time.Second})
}

// asked gives the answers that tell which names of the redirect list the target honours.
func asked(t *testing.T, o reference.Options) (all []wire.Exchange) {
	t.Helper()
	client := seeded(t, o)
	for _, q := range oracle.Questions() {
		all = append(all, client.Do(context.Background(), q))
	}
	return all
}

// knowing is an oracle that has seen the exchanges.
func knowing(exchanges []wire.Exchange) *oracle.TargetModel {
	known := oracle.NewTargetModel()
	for _, x := range exchanges {
		known.Learn(x)
	}
	return known
}

// TestOracleAndCatalogueAgree compares two readings of the document: what each case
// expects of each answer, and what the oracle allows for the request as it was sent.
func TestOracleAndCatalogueAgree(t *testing.T) {
	t.Parallel()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	r := catalogueOn(t, catalogue, reference.Options{})
	answers := asked(t, reference.Options{})
	differ, used := map[string][]string{}, map[string]bool{}
	for _, result := range r.Results {
		c, ok := catalogue.Case(result.ID)
		if !ok || c.Level == cases.Hardening {
			continue
		}
		known := knowing(answers)
		for i, x := range result.Exchanges {
			if c.Steps[i].Register == "" && x.Request.Omitted == 0 { // what is left out of the evidence cannot be judged
				if why := apart(c.Steps[i].Expect, oracle.Allowed(known, x.Request)); why != "" && !settled(used, c.ID) {
					differ[why] = append(differ[why], fmt.Sprintf("%s step %d: %.150q", result.Name(), i+1, x.Request.Body))
				}
			}
			known.Learn(x)
		}
	}
	for id := range readOtherwise {
		if !used[id] {
			t.Errorf("%s is listed as read otherwise, and is not", id)
		}
	}
	for why, where := range differ {
		t.Errorf("%s (%d):\n\t%s", why, len(where), strings.Join(where[:min(3, len(where))], "\n\t"))
	}
}

// readOtherwise are cases, by their beginnings, that the oracle reads more freely, and
// why it may.
var readOtherwise = map[string]string{
	"application-name/length":                     "a limit of 1,024 characters may be counted in bytes (E16)",
	"limits/":                                     "the same of other values",
	"body/json-spelling/every-escape":             "control characters are nothing that a server has to keep in a name",
	"credentials/wrong-secret/space":              "a secret with spaces around it may be refused for these (E12)",
	"body/unknown-content-type/json-as-parameter": "a server that looks for the name anywhere in the field refuses with what it then finds",
	"body/other-formats":                          "a server that looks at the body first may refuse what it finds there",
	"contacts/with-nul":                           "a server may refuse a NUL with any message; but one that names another value shows that it was cut there",
	"logo-url/with-nul":                           "the same",
	"redirect-uri/with-nul":                       "the same",
}

// settled reports whether a difference is one of those.
func settled(used map[string]bool, id string) bool {
	for begins := range readOtherwise {
		if strings.HasPrefix(id, begins) {
			used[begins] = true
			return true
		}
	}
	return false
}

// apart says what the oracle allows and the case forbids. The other way round is
// no disagreement: many a case is about less than all that its request calls for.
func apart(e cases.Expect, o oracle.Outcomes) string {
	switch {
	case e.Answer:
		return ""
	case o.Success && e.Success == nil:
		return "the oracle allows a success: " + o.String()
	case o.Refusal() && e.Refusal == nil:
		return "the oracle allows a refusal: " + o.String()
	case e.Refusal == nil || e.Refusal.AnyClientError || len(e.Refusal.Messages) == 0 && !e.Refusal.ServerWording:
		return ""
	case o.AnyRefusal || o.Any4xx:
		return "the oracle allows any refusal"
	case o.ServerWording && !e.Refusal.ServerWording:
		return "the oracle allows a refusal in the server's own words: " + o.String()
	}
	for _, m := range o.Messages {
		if !slices.ContainsFunc(e.Refusal.Messages, func(w cases.ExpectedMessage) bool { return w.Message.ID == m.Message }) {
			return "the oracle allows " + m.Message
		}
	}
	return ""
}
