package judge

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func registered(id, secret string) wire.Exchange {
	return inJSON(200, fmt.Sprintf(`{"client_id": %q, "client_secret": %q, "expires_at": 0}`, id, secret))
}

func about(requirement string) Expectation {
	return Expectation{Level: cases.Implied, Requirements: []string{requirement}}
}

// briefly writes mismatches as "step aspect: actual".
func briefly(mismatches []report.Mismatch) []string {
	var all []string
	for _, m := range mismatches {
		all = append(all, fmt.Sprintf("%d %s: %s", m.Step, m.Aspect, m.Actual))
	}
	return all
}

func TestDistinct(t *testing.T) {
	a := cases.Across{First: 1, Distinct: []string{"client_id", "client_secret"}}
	other := registered("a", "x") // the answer to an earlier step is none of those
	for _, row := range []struct {
		name string
		all  []wire.Exchange
		want []string
	}{
		{"all differ", []wire.Exchange{registered("a", "x"), registered("b", "y"), registered("c", "z")}, nil},
		{"an id twice", []wire.Exchange{registered("a", "x"), registered("b", "y"), registered("a", "z")}, []string{"4 member: client_id a, which the answer to step 2 has, too"}},
		{"a secret twice", []wire.Exchange{registered("a", "x"), registered("b", "x")}, []string{"3 member: client_secret x, which the answer to step 2 has, too"}},
		{"both always", []wire.Exchange{registered("a", "x"), registered("a", "x"), registered("a", "x")}, []string{
			"3 member: client_id a, which the answer to step 2 has, too", "3 member: client_secret x, which the answer to step 2 has, too",
		}},
		{"in capitals", []wire.Exchange{registered("a", "x"), registered("A", "X")}, nil},
		{"refused", []wire.Exchange{inJSON(400, `{"error": "x"}`), inJSON(400, `{"error": "x"}`)}, nil},
		{"nothing came", []wire.Exchange{broken(wire.KindReset), broken(wire.KindReset)}, nil},
	} {
		compare(t, briefly(Across(about("credentials.unique"), a, append([]wire.Exchange{other}, row.all...))), row.want)
	}
}

func TestSamples(t *testing.T) {
	group := func(n int, id, secret func(i int) string) []wire.Exchange {
		all := make([]wire.Exchange, n)
		for i := range all {
			all[i] = registered(id(i), secret(i))
		}
		return all
	}
	count := func(i int) string { return fmt.Sprint(i) }
	random := func(int) string { return hex.EncodeToString(randomBytes(16)) }
	a := cases.Across{Random: "client_secret", NotCounting: "client_id"}
	for _, row := range []struct {
		name string
		all  []wire.Exchange
		want []string
	}{
		{"good", group(100, random, random), nil},
		{"counted ids", group(100, count, random), []string{"100 sample: 100 ids from 0 to 99, in base 10 and 99 apart at the most"}},
		{"short secrets", group(100, random, func(int) string { return hex.EncodeToString(randomBytes(4)) }), []string{"100 sample: 32.0 bits, over 100 values"}},
		{"too small a sample", group(smallSample-1, count, count), nil},
	} {
		compare(t, briefly(Across(about("secret.entropy"), a, row.all)), row.want)
	}
}

func TestAlike(t *testing.T) {
	sent := func(x wire.Exchange, id string) wire.Exchange {
		x.Request.Body = []byte(`{"type":"client_update","client_id":"` + id + `","client_secret":"regspec-not-the-secret"}`)
		return x
	}
	field := func(name string, values ...string) func(i int) wire.Exchange {
		return func(i int) wire.Exchange {
			return answered(401, "application/json", `{"error": "Unauthorized."}`, wire.Field{Name: name, Value: values[i%len(values)]})
		}
	}
	plain := func(int) wire.Exchange { return inJSON(401, `{"error": "Unauthorized."}`) }
	body := func(status int, body string) func(i int) wire.Exchange {
		return func(i int) wire.Exchange { return inJSON(status, strings.ReplaceAll(body, "$i", fmt.Sprint(i))) }
	}
	for _, row := range []struct {
		name          string
		before, after func(i int) wire.Exchange
		want          []string
	}{
		{"alike", plain, plain, nil},
		{"by status", plain, body(404, `{"error": "Unauthorized."}`), []string{"32 status: 404"}},
		{"by message", plain, body(401, `{"error": "Unknown client."}`), []string{"32 message: Unknown client."}},
		{"by another member", body(401, `{"error": "Unauthorized.", "code": 1}`), body(401, `{"error": "Unauthorized.", "code": 2}`), []string{`32 content: {"error": "Unauthorized.", "code": 2}`}},
		{"by both", plain, body(404, `{"error": "Unknown client."}`), []string{"32 status: 404", "32 message: Unknown client."}},
		{"by a field", field("X-Client", "unknown"), field("X-Client", "known"), []string{"32 header: X-Client: known"}},
		{"by a field more", plain, field("X-Client", "known"), []string{"32 header: X-Client: known"}},
		{"by a field less", field("WWW-Authenticate", "x"), plain, []string{"32 header: no Www-Authenticate"}},
		{"by a field from some attempt on", plain, func(i int) wire.Exchange {
			if i < first {
				return plain(i)
			}
			return field("X-Attempts", "many")(i)
		}, []string{"32 header: X-Attempts: many"}},
		{"by a field now and then", plain, func(i int) wire.Exchange {
			if i%3 > 0 {
				return plain(i)
			}
			return field("X-Served-By", "another")(i)
		}, nil},
		{"a number of each request", field("X-Request-Id", "1", "2", "3"), field("X-Request-Id", "4", "5", "6"), nil},
		{"the date", field("Date", "1"), field("Date", "2"), nil},
		{"a number in the body", body(401, `{"error": "Unauthorized.", "at": $i}`), body(401, `{"error": "Unauthorized.", "at": 7$i}`), nil},
		{
			"what was sent", func(int) wire.Exchange {
				return inJSON(401, `{"error": "Unauthorized.", "client_id": "regspec-unknown"}`)
			},
			func(int) wire.Exchange { return inJSON(401, `{"error": "Unauthorized.", "client_id": "0123456789"}`) }, nil,
		},
		{"nothing came", plain, func(int) wire.Exchange { return broken(wire.KindReset) }, nil},
	} {
		var all []wire.Exchange
		const sample = first + fieldSample
		for i := range sample {
			all = append(all, sent(row.before(i), "regspec-unknown"))
		}
		for i := range sample {
			all = append(all, sent(row.after(i), "0123456789"))
		}
		a := cases.Across{First: sample, SameAs: &[2]int{0, sample - 1}}
		got := briefly(Across(about("unauthorized.indistinguishable"), a, all))
		for i := range got {
			got[i] = strings.Replace(got[i], "WWW-", "Www-", 1)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}
