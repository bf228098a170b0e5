package suite

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// limitedServer asks to wait from a request on, for so long.
func limitedServer(from int64, lasting time.Duration) http.Handler {
	inner := reference.New(reference.Options{})
	var seen, until atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) == from {
			until.Store(time.Now().Add(lasting).UnixNano())
		}
		if time.Now().UnixNano() < until.Load() {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// What has no verdict is repeated, as often as asked for, and keeps its attempts.
func TestRetries(t *testing.T) {
	for _, row := range []struct {
		retries int
		gate    report.Gate
	}{{0, report.GateUntested}, {9, report.GateOpen}} {
		r, err := Run(t.Context(), Options{
			Target: serve(t, limitedServer(30, 2*time.Second)), Catalogue: builtin(t), Retries: row.retries, Patience: 300 * time.Millisecond,
			Selection: Selection{Patterns: []string{"type"}, Encodings: []cases.Encoding{cases.JSON}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if r.Gate() != row.gate {
			t.Errorf("with %d retries the gate is %s: %+v", row.retries, r.Gate(), r.Summary)
		}
		repeated := 0
		for _, result := range r.Results {
			if len(result.Attempts) > 0 {
				repeated++
			}
			for _, attempt := range result.Attempts {
				if attempt.Reason == "" || len(attempt.Exchanges) == 0 {
					t.Errorf("%s has the attempt %+v", result.Name(), attempt)
				}
			}
		}
		if (repeated > 0) != (row.retries > 0) {
			t.Errorf("with %d retries %d cases were repeated", row.retries, repeated)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := schemas.Validate(schemas.Report, text); err != nil {
			t.Error(err)
		}
	}
}

// A target that never gives a verdict is asked so many times and no more.
func TestRetriesEnd(t *testing.T) {
	r, err := Run(t.Context(), Options{
		Target: serve(t, limitedServer(20, time.Hour)), Catalogue: builtin(t), Retries: 2, Patience: 300 * time.Millisecond, Selection: Selection{Patterns: []string{"type"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range r.Results {
		if result.Verdict == report.Errored && len(result.Attempts) != 2 {
			t.Errorf("%s was repeated %d times", result.Name(), len(result.Attempts))
		}
	}
	if r.Summary.Errored == 0 || r.Gate() != report.GateUntested {
		t.Errorf("the gate is %s: %+v", r.Gate(), r.Summary)
	}
}

// A run can be interrupted while it leaves the target alone, and says so.
func TestARecessCanBeInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	inner := limitedServer(20, time.Hour)
	target := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.AfterFunc(500*time.Millisecond, cancel)
		inner.ServeHTTP(w, r)
	}))
	started := time.Now()
	r, err := Run(ctx, Options{Target: target, Catalogue: builtin(t), Retries: 9, Selection: Selection{Patterns: []string{"type"}}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Gate() != report.GateInterrupted || time.Since(started) > 15*time.Second {
		t.Errorf("after %s the gate is %s: %+v", time.Since(started), r.Gate(), r.Summary)
	}
}

// A failure is what it is.
func TestAFailureIsNotRepeated(t *testing.T) {
	var requests atomic.Int64
	target := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = fmt.Fprint(w, requests.Add(1)) // no answer like another
	}))
	o := Options{Target: target, Catalogue: builtin(t), Selection: Selection{Patterns: []string{"type"}}}
	count := func(retries int) int64 {
		before := requests.Load()
		o.Retries = retries
		r, err := Run(t.Context(), o)
		if err != nil || r.Gate() != report.GateFailed {
			t.Errorf("the gate is %s, %v", r.Gate(), err)
		}
		return requests.Load() - before
	}
	if once, more := count(0), count(5); once != more || once == 0 {
		t.Errorf("%d requests were sent without retries and %d with", once, more)
	}
}

func TestRecess(t *testing.T) {
	asks := func(values ...string) attempt {
		var header []wire.Field
		for _, value := range values {
			header = append(header, wire.Field{Name: "Retry-After", Value: value})
		}
		return attempt{result: report.Result{Exchanges: []wire.Exchange{{}, {Answer: &wire.Answer{Header: header}}}}}
	}
	for _, row := range []struct {
		held []attempt
		want time.Duration
	}{
		{nil, target.Pause},
		{[]attempt{asks()}, target.Pause},
		{[]attempt{asks("0")}, target.Pause},
		{[]attempt{asks("2"), asks("1")}, 2 * time.Second},
		{[]attempt{asks("-5")}, target.Pause},
		{[]attempt{asks("soon", "Fri, 31 Dec 2027 23:59:59 GMT")}, target.Pause},
		{[]attempt{asks("3601")}, maxRetryPause},
		{[]attempt{asks("99999999999999")}, maxRetryPause},
	} {
		if got := retryPause(row.held); got != row.want {
			t.Errorf("%v: got %s, want %s", row.held, got, row.want)
		}
	}
}
