package suite

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/wire"
)

// padded is a server whose answers have long header fields.
func padded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := range 10 {
			w.Header().Set(fmt.Sprintf("X-Padding-%d", i), strings.Repeat("p", 5000))
		}
		h.ServeHTTP(w, r)
	})
}

// within is a run of a server within the process.
func within(h http.Handler, o Options) Options {
	o.Target, o.Wire = "http://server.invalid", wire.Options{Timeout: time.Minute, Handler: h}
	return o
}

func TestEvidenceOfWhatPassedIsKeptOnRequest(t *testing.T) {
	few := Selection{Patterns: []string{"registration"}}
	for kept, want := range map[report.Evidence]bool{"": false, report.EvidenceFailed: false, report.EvidenceAll: true} {
		r := try(t.Context(), t, within(reference.New(reference.Options{}), Options{Evidence: kept, Selection: few}))
		for _, one := range r.Results {
			if one.Verdict == report.Passed && len(one.Exchanges) > 0 != want {
				t.Errorf("evidence %q: %s has %d exchanges", kept, one.Name(), len(one.Exchanges))
			}
		}
	}
}

func TestTheReportOfAGoodServerIsShort(t *testing.T) {
	var b strings.Builder
	const most = 350 // bytes of a result
	r := try(t.Context(), t, within(reference.New(reference.Options{}), Options{}))
	if err := format.JSON(&b, r); err != nil || b.Len() > most*len(r.Results) {
		t.Errorf("%d bytes for %d results, %v", b.Len(), len(r.Results), err)
	}
}

// However much a server sends, the run keeps little of it, and says so.
func TestTheEvidenceOfARunIsBounded(t *testing.T) {
	r := try(t.Context(), t, within(padded(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(strings.Repeat("b", 100_000)))
	})), Options{Evidence: report.EvidenceAll}))
	total, shortened := 0, false
	for _, one := range r.Results {
		total += size(one)
		for _, x := range one.Exchanges {
			if (x.Answer.Omitted == 0 && x.Request.Method != http.MethodHead) || x.Answer.HeaderOmitted == 0 {
				t.Fatalf("%s: %d bytes of the body and %d of the header are left out", one.Name(), x.Answer.Omitted, x.Answer.HeaderOmitted)
			}
		}
	}
	for _, one := range r.Information {
		shortened = shortened || strings.Contains(one.Text, "The evidence is long")
	}
	if total > 2*maxEvidence || !shortened {
		t.Errorf("%d bytes are kept; %v", total, r.Information)
	}
}

// A secret that came in what passed is hidden in what failed.
func TestSecretsOfForgottenExchangesAreHidden(t *testing.T) {
	const canary = "canary-0123456789abcdef"
	k := newKeeper(Options{Catalogue: &cases.Catalogue{}})
	passed := report.Result{Verdict: report.Passed, Exchanges: []wire.Exchange{inJSON(200, `{"client_id":"x","client_secret":"`+canary+`"}`)}}
	k.settle(&passed)
	failed := report.Result{Verdict: report.Failed, Exchanges: []wire.Exchange{inJSON(500, "it was "+canary)}}
	k.settle(&failed)
	redacted := k.redactor.Report(report.Report{Results: []report.Result{passed, failed}})
	if len(passed.Exchanges) > 0 || string(redacted.Results[1].Exchanges[0].Answer.Body) != "it was "+report.Redacted {
		t.Errorf("got %+v", redacted.Results)
	}
}
