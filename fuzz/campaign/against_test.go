package campaign_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/testservers"
)

// compared gives what two servers answer differently, as a report has it.
func compared(t *testing.T, one, other http.Handler, requests int) []report.Difference {
	t.Helper()
	r := campaign.Run(t.Context(), campaign.Options{
		Target: direct(t, one, 5*time.Second), Against: direct(t, other, 5*time.Second), Requests: requests, Seed: 1,
	})
	if len(r.Findings) > 0 || r.Untested != "" || r.Gone != "" {
		t.Errorf("a comparison judges: %d findings, %q, %q", len(r.Findings), r.Untested, r.Gone)
	}
	return r.Report().Differences
}

func seeded(t *testing.T, o reference.Options) http.Handler {
	t.Helper()
	s, err := reference.Seeded(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A server does not differ from itself, whatever it leaves to chance.
func TestAServerDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	const requests = conformingRequests / 25
	for i, v := range reference.Variants() {
		if i%eachOf > 0 {
			continue
		}
		o := reference.Options{Variants: []string{v.Name}}
		if all := compared(t, seeded(t, o), seeded(t, o), requests); len(all) > 0 {
			t.Errorf("%s differs from itself:%s", v.Name, differing(all))
		}
	}
	for i, s := range testservers.All() {
		if s.Level != "" || s.Connected || i%eachOf > 0 {
			continue
		}
		if all := compared(t, s.New(), s.New(), requests); len(all) > 0 {
			t.Errorf("%s differs from itself:%s", s.Name, differing(all))
		}
	}
}

func differing(all []report.Difference) string {
	var b strings.Builder
	for _, d := range all {
		fmt.Fprintf(&b, "\n\t%s: %s and %s, %.200q", d.Aspect, d.OfTarget, d.OfAgainst, d.Exchanges[len(d.Exchanges)-1].Request.Body)
	}
	return b.String()
}

// What two servers answer differently is told once for each cause, and with what the document says of it.
func TestDifferencesAreToldByCause(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		against reference.Options
		want    []string // aspect, of the target, of the other, allowed
	}{
		{reference.Options{Variants: []string{"success-with-status-201"}}, []string{"status: 200, 201, both"}},
		{reference.Options{Defects: []string{"unauthorized-with-status-200"}}, []string{"outcome: refusal, ‹unauthorized›, success without credentials, ‹unauthorized›, target"}},
		{reference.Options{Defects: []string{"success-without-cache-control"}}, []string{"header Cache-Control: no-store, none, both"}},
		{reference.Options{Defects: []string{"application-type-unchecked-on-update"}}, []string{"outcome: refusal, ‹unknown-application-type›, success, target"}},
		{reference.Options{Defects: []string{"unauthorized-message-case"}}, []string{"message: ‹unauthorized›, unauthorized., target"}},
		{reference.Options{Defects: []string{"update-with-status-409"}}, []string{"outcome: success, refusal, target"}},
	} {
		all := compared(t, reference.New(reference.Options{}), seeded(t, one.against), 1500)
		var got []string
		for _, d := range all {
			got = append(got, fmt.Sprintf("%s: %s, %s, %s", d.Aspect, d.OfTarget, d.OfAgainst, d.Document))
		}
		slices.Sort(got)
		if !slices.Equal(got, one.want) {
			t.Errorf("%v:\ngot  %q\nwant %q%s", one.against, got, one.want, differing(all))
		}
	}
}
