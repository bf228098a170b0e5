package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/waive"
	"github.com/regspec/regspec/suite/wire"
)

// deviating is a server with many known deviations. Each can be mended, or
// changed to another one, while it runs:
//
//	GET /deviations?mended=N  GET /deviations?changed=N
//
// and N deviates again as before once another one is named.
type deviating struct {
	inner http.Handler

	mu              sync.Mutex
	mended, changed int
	requests        atomic.Int64
}

// refusals are the messages by how they begin. Three things are wrong with each.
var refusals = []string{
	"Could not decode JSON", "Unknown Content-Type", "No registration type", "Unknown application_type",
	"client_id is required", "client_secret is required", "Unauthorized", "Only set client_id", "Only set client_secret",
	"Logo URL", "Email", "contacts must be", "redirect_uris must be", "URI",
}

const (
	worded    = 0 // the message is in other words
	statused  = 1 // the status is 200
	enveloped = 2 // the message is under another name
	per       = 3

	// deviations is how many there are: all three, but for the last two.
	deviations = 40
)

func newDeviating() http.Handler { return &deviating{inner: newReference(), mended: -1, changed: -1} }

func (d *deviating) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/deviations" {
		d.set(r)
		return
	}
	answer := record(d.inner, r)
	var refusal struct {
		Error string `json:"error"`
	}
	number := -1
	if json.Unmarshal(answer.Body.Bytes(), &refusal) == nil {
		for i, beginning := range refusals {
			if strings.HasPrefix(refusal.Error, beginning) {
				number = i
			}
		}
	}
	status, body := answer.Code, answer.Body.Bytes()
	if number >= 0 {
		status, body = d.deviate(number, status, refusal.Error)
	}
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func (d *deviating) set(r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.mended, d.changed = -1, -1
	if n, err := strconv.Atoi(r.FormValue("mended")); err == nil {
		d.mended = n
	}
	if n, err := strconv.Atoi(r.FormValue("changed")); err == nil {
		d.changed = n
	}
}

// deviate spoils a refusal. One of the messages counts the requests, as some
// servers' do, and so is another one every time.
func (d *deviating) deviate(number, status int, message string) (int, []byte) {
	name := "error"
	if state, on := d.state(number*per + worded); on {
		message = strings.ToLower(message) + " " + state
		if number == 0 {
			message += fmt.Sprintf(" (request %d)", d.requests.Add(1))
		}
	}
	if state, on := d.state(number*per + statused); on {
		status = map[string]int{"as ever": 200, "changed": 503}[state]
	}
	if state, on := d.state(number*per + enveloped); on {
		name = map[string]string{"as ever": "message", "changed": "detail"}[state]
	}
	var body bytes.Buffer
	_ = json.NewEncoder(&body).Encode(map[string]string{name: message})
	return status, body.Bytes()
}

func (d *deviating) state(deviation int) (state string, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case deviation >= deviations, deviation == d.mended:
		return "", false
	case deviation == d.changed:
		return "changed", true
	}
	return "as ever", true
}

// cmdAsk sends a GET request to the server:
//
//	ask PATH
func cmdAsk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ask PATH")
	}
	ask(ts, args[0])
}

// TestEveryChangeOfADeviationIsCaught waives what a server with 40 deviations
// does wrong, and then mends and changes each of them in turn. Without -tags long it
// does so with a few.
func TestEveryChangeOfADeviationIsCaught(t *testing.T) {
	withoutDetector(t)
	target := newDeviating()
	server := httptest.NewServer(target)
	defer server.Close()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	options := suite.Options{Catalogue: catalogue, Target: server.URL}
	run := func(query string, waivers []waive.Waiver) report.Report {
		t.Helper()
		answer, err := http.Get(server.URL + "/deviations?" + query)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		options.Waivers = waivers
		r, err := suite.Run(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	options.Selection.Patterns = onePerRefusal(t, run("", nil))
	r := run("", nil)
	text, _, err := waive.Rewrite(waive.Draft{Name: "waivers.yaml", Report: r, Again: run("", nil)})
	if err != nil {
		t.Fatal(err)
	}
	waivers, err := waive.Parse("waivers.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if r = run("", waivers); r.Gate() != report.GateOpen {
		t.Fatalf("with the waivers just written the gate is %s: %+v", r.Gate(), r.Waivers.Stale)
	}
	t.Logf("%d waivers for %d failures of %d deviations", len(waivers), r.Summary.Waived, deviations)
	for i := range deviations {
		if i%oneDeviationOf != 0 {
			continue
		}
		if r := run(fmt.Sprintf("mended=%d", i), waivers); r.Gate() != report.GateStale {
			t.Errorf("with deviation %d mended the gate is %s: %+v", i, r.Gate(), r.Waivers.Stale)
		}
		if r := run(fmt.Sprintf("changed=%d", i), waivers); r.Gate() != report.GateFailed {
			t.Errorf("with deviation %d changed the gate is %s: %+v", i, r.Gate(), r.Waivers.Stale)
		}
	}
}

// onePerRefusal names for each message one case that is refused once, and must
// be with it, so that many runs take no long time.
func onePerRefusal(t *testing.T, r report.Report) []string {
	t.Helper()
	var all []string
	for _, beginning := range refusals {
		place := slices.IndexFunc(r.Results, func(one report.Result) bool {
			refused := slices.DeleteFunc(slices.Clone(one.Exchanges), func(x wire.Exchange) bool {
				return strings.Contains(string(x.Answer.Body), "client_secret\"")
			})
			return one.Verdict == report.Failed && one.Level == cases.Documented && len(refused) == 1 &&
				strings.Contains(string(refused[0].Answer.Body), `:"`+strings.ToLower(beginning))
		})
		if place < 0 {
			t.Fatalf("no case is refused with %q", beginning)
		}
		all = append(all, r.Results[place].Name())
	}
	return all
}

func ask(ts *testscript.TestScript, path string) {
	answer, err := http.Get(ts.Getenv("URL") + path)
	ts.Check(err)
	_, _ = io.Copy(io.Discard, answer.Body)
	ts.Check(answer.Body.Close())
}
