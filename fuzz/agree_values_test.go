package fuzz_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// What a value is (E10).
const (
	valid     = "valid"
	invalid   = "invalid"
	debatable = "debatable"
)

// values are of each kind; a value for logo_url is one for the redirect list, too.
var values = []struct{ parameter, value, want string }{
	{"contacts", "alice@example.org", valid},
	{"contacts", "ALICE@EXAMPLE.ORG Bob@Example.com", valid},
	{"contacts", "another_developer@provider.net alice_b@example.org", valid},
	{"contacts", "4711@example.org user2@2.example.com", valid},
	{"contacts", "first.last@mail-01.example.org a-b.c@x-y.example.com", valid},
	{"contacts", "a.b.c.d@example.org", valid},
	{"contacts", "curator@gallery.museum dora@deep.mail.photos.example.photography", valid},
	{"contacts", "bob", invalid},
	{"contacts", "a.b.c", invalid},
	{"contacts", "example.org", invalid},
	{"contacts", ".alice@example.org", debatable},
	{"contacts", "alice.@example.org", debatable},
	{"contacts", "alice..b@example.org", debatable},
	{"contacts", "_alice@example.org bob_@example.org carol--c@example.org dave__d@example.org erin_-e@example.org", valid},
	{"contacts", "alice+news@example.org", debatable},
	{"contacts", "alice@localhost", debatable},
	{"contacts", "alice@bob@example.org", debatable},
	{"contacts", "@example.org", debatable},
	{"logo_url", "https://client.example.org/logo.png", valid},
	{"logo_url", "https://Client.EXAMPLE.org/logo.png", valid},
	{"logo_url", "https://client.example.org/Images/LOGO.PNG", valid},
	{"logo_url", "https://4711.2client.example.org/logo.png", valid},
	{"logo_url", "https://my-client.example-host.org/logo.png", valid},
	{"logo_url", "https://a.b.c.example.org/one/two/three/logo-64_x.v2.svg", valid},
	{"logo_url", "https://client.example.photography/logo.png", valid},
	{"logo_url", "https://client.example.org/v1.2/.well-known/a.b.logo.png", valid},
	{"logo_url", "https://client.example.org/l%C3%B6ge%20a/logo.png", valid},
	{"logo_url", "https://client.example.org/logo.png?a=1&b=2&c=3&d=x-y_z.4", valid},
	{"logo_url", "http://a.co/", valid},
	{"logo_url", "not-a-url", invalid},
	{"logo_url", "www.example.org", invalid},
	{"logo_url", "a.b.c", invalid},
	{"logo_url", "http://", invalid},
	{"logo_url", "http://[::1", invalid},
	{"logo_url", "ftp://client.example.org/logo.png", debatable},
	{"logo_url", "HTTPS://CLIENT.EXAMPLE.ORG/logo.png", debatable},
	{"logo_url", "http://192.0.2.1/logo.png", debatable},
	{"logo_url", "https://alice:pass@client.example.org/logo.png", debatable},
	{"logo_url", "https://client.example.org:8443/logo.png", debatable},
	{"logo_url", "https://bücher.example/logo.png", debatable},
	{"logo_url", "https://client.example.org", debatable},
	{"logo_url", "/images/logo.png", debatable},
	{"logo_url", "urn:isbn:9780141036144", debatable},
	{"logo_url", "org.example.client:/logo.png", debatable},
	{"redirect_uri", "https://Client.EXAMPLE.org/callback", valid},
	{"redirect_uri", "https://client.example.org/v1.2/.well-known/a.b.callback", valid},
	{"redirect_uri", "www.example.org", invalid},
	{"redirect_uri", "a.b.c", invalid},
	{"redirect_uri", "http://[::1 https://client.example.org/cb", invalid},
	{"redirect_uri", "ftp://client.example.org/callback", debatable},
	{"redirect_uri", "org.example.client:/callback", debatable},
}

// kindOf says by the outcomes that conform what a value is.
func kindOf(success, refusal bool) string {
	switch {
	case success && refusal:
		return debatable
	case success:
		return valid
	}
	return invalid
}

// valuesOfCatalogue are the values that the cases of E10 send, and what they take each for.
func valuesOfCatalogue(t *testing.T) map[[2]string]string {
	t.Helper()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[[2]string]string{}
	for _, result := range catalogueOn(t, catalogue, reference.Options{}).Results {
		c, _ := catalogue.Case(result.ID)
		subject, _, _ := strings.Cut(c.ID, "/")
		if result.Encoding != cases.JSON || c.Level == cases.Hardening || !slices.Contains([]string{"contacts", "logo-url", "redirect-uri"}, subject) || !slices.Contains(c.Errata, "E10") ||
			slices.ContainsFunc(c.Errata, func(e string) bool { return e != "E01" && e != "E10" && e != "E16" }) {
			continue
		}
		for i, x := range result.Exchanges {
			var sent map[string]any
			if c.Steps[i].Register != "" || json.Unmarshal(x.Request.Body, &sent) != nil {
				continue
			}
			for _, name := range []string{"contacts", "logo_url", "redirect_uri"} {
				if v, ok := sent[name].(string); ok {
					kinds[[2]string{name, v}] = kindOf(c.Steps[i].Expect.Success != nil, c.Steps[i].Expect.Refusal != nil)
				}
			}
		}
	}
	return kinds
}

// TestOracleAndCatalogueAgreeOnValues holds both to one table, and the oracle to every value of the catalogue.
func TestOracleAndCatalogueAgreeOnValues(t *testing.T) {
	t.Parallel()
	catalogue := valuesOfCatalogue(t)
	known := knowing(asked(t, reference.Options{}))
	toOracle := func(name, v string) string {
		body, err := json.Marshal(map[string]string{"type": "client_associate", "application_type": "native", name: v})
		if err != nil {
			t.Fatal(err)
		}
		o := oracle.Allowed(known, wire.Sent{
			Method: "POST", URL: "http://target.example/api/client/register", Body: body,
			Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}},
		})
		return kindOf(o.Success, o.Refusal())
	}
	for _, row := range values {
		if got := toOracle(row.parameter, row.value); got != row.want {
			t.Errorf("%s %q is %s to the oracle", row.parameter, row.value, got)
		}
		if got := catalogue[[2]string{row.parameter, row.value}]; got != row.want {
			t.Errorf("%s %q is %q to the catalogue", row.parameter, row.value, got)
		}
	}
	for at, want := range catalogue {
		if got := toOracle(at[0], at[1]); got != want {
			t.Errorf("%s %.150q is %s to the catalogue and %s to the oracle", at[0], at[1], want, got)
		}
	}
	if len(catalogue) < 200 {
		t.Errorf("the catalogue has %d values", len(catalogue))
	}
	for n, want := range map[int]string{500: valid, 501: debatable} {
		if got := toOracle("logo_url", "https://example.org/"+strings.Repeat("a/", n)[:n-20]); got != want {
			t.Errorf("a URL of %d characters is %s to the oracle", n, got)
		}
	}
}
