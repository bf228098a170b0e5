package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

func TestOutcomes(t *testing.T) {
	of := func(v Verdict) Result { return result("a/b", v, cases.Hardening) }
	for _, test := range []struct {
		before, now Verdict
		want        Outcome
		gate        Gate
	}{
		{Failed, Failed, StillFails, GateFailed},
		{Waived, Failed, StillFails, GateFailed},
		{Passed, Failed, FailsNow, GateFailed},
		{Errored, Failed, FailsNow, GateFailed},
		{Failed, Passed, PassesNow, GateOpen},
		{Passed, Passed, StillGood, GateOpen},
		{Failed, Errored, Untold, GateUntested},
		{Failed, Skipped, Untold, GateUntested},
		{Passed, Errored, Untold, GateUntested},
	} {
		one := Replayed{of(test.before), of(test.now)}
		r := Replay{Target: "http://localhost:1", Results: []Replayed{one}}
		if one.Outcome() != test.want || r.Gate() != test.gate {
			t.Errorf("%s, then %s: %s, %s", test.before, test.now, one.Outcome(), r.Gate())
		}
	}
	good, bad, none := Replayed{of(Failed), of(Passed)}, Replayed{of(Failed), of(Failed)}, Replayed{of(Failed), of(Errored)}
	for _, test := range []struct {
		results []Replayed
		want    Gate
	}{
		{nil, GateUntested},
		{[]Replayed{good, bad, none}, GateFailed},
		{[]Replayed{none, bad}, GateFailed},
		{[]Replayed{good, none}, GateUntested},
	} {
		r := Replay{Results: test.results}
		if got := r.Gate(); got != test.want {
			t.Errorf("%d results: got %s, want %s", len(test.results), got, test.want)
		}
		if r.FailOn = cases.Implied; test.want == GateFailed && r.Gate() == GateFailed {
			t.Errorf("%d results that only harden gate below the level that fails", len(test.results))
		}
		if r.Interrupted = true; r.Gate() != GateInterrupted {
			t.Errorf("interrupted: got %s", r.Gate())
		}
	}
}

func TestWriteReplay(t *testing.T) {
	before, now := result("a/b", Failed, cases.Implied), result("a/b", Failed, cases.Implied)
	now.Mismatches[0].Actual = "another\x1b[31m"
	var b strings.Builder
	r := Replay{Target: "http://localhost:1", Results: []Replayed{{before, now}, {before, result("a/b", Passed, cases.Implied)}, {before, result("a/b", Errored, cases.Implied)}}}
	if err := WriteReplay(&b, r, ConsoleOptions{}); err != nil {
		t.Fatal(err)
	}
	const want = `✗ a/b [json]  still fails
    The message names the whole list; the document asks for the one address that is wrong.
    expected  Email bob is not a valid email
    got       another\x1b[31m
    before    Email alice@example.org bob is not a valid email
✓ a/b [json]  passes now
! a/b [json]  could not be told
    step 1: nobody listens at 127.0.0.1:1

http://localhost:1  of 3 results: 1 still fails, 1 passes now, 1 could not be told
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if err := WriteReplay(full{}, r, ConsoleOptions{}); err == nil {
		t.Error("a full disk is no error")
	}
}

// An archive that regspec wrote has the results that were written.
func TestTheHARCanBeReadBack(t *testing.T) {
	for name, r := range otherReports() {
		for i := range r.Results {
			for j := range r.Results[i].Exchanges {
				r.Results[i].Exchanges[j].Request.URL = "http://localhost:6543/api/client/register"
				r.Results[i].Exchanges[j].Request.Method = "POST"
			}
		}
		again, err := Read([]byte(written(t, WriteHAR, r)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		place := 0
		for _, one := range r.Results {
			if len(one.Exchanges) == 0 {
				continue
			}
			got := again.Results[place]
			place++
			x, y := got.Exchanges[0], one.Exchanges[0]
			if got.Name() != one.Name() || got.Verdict != one.Verdict || len(got.Exchanges) != len(one.Exchanges) || string(x.Request.Body) != string(y.Request.Body) {
				t.Errorf("%s: got %+v, want %+v", name, got, one)
			}
			if y.Answer != nil && y.Answer.Omitted == 0 && (x.Answer == nil || x.Answer.Status != y.Answer.Status || string(x.Answer.Body) != string(y.Answer.Body)) {
				t.Errorf("%s: got the answer %+v, want %+v", name, x.Answer, y.Answer)
			}
		}
		if place != len(again.Results) || again.Target != r.Target {
			t.Errorf("%s: there are %d results of %s", name, len(again.Results), again.Target)
		}
	}
}

// FuzzRead reads files that anybody may have made. What is read can be shown.
func FuzzRead(f *testing.F) {
	for _, r := range otherReports() {
		f.Add([]byte(written(f, WriteJSON, r)))
		f.Add([]byte(written(f, WriteHAR, r)))
	}
	f.Add([]byte(`{"log":{"version":"1.2","entries":[{"request":{"method":"POST","url":"http://a/b","postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a"}]}},"response":{"status":200,"content":{"encoding":"base64","text":"YQ=="}}}]}}`))
	f.Add([]byte(`{"log":{"version":"1.2","entries":[{"time":1e300,"request":{"method":"P","url":"http://a"}}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Read(text)
		if err != nil {
			if err.Error() == "" || !json.Valid(text) && !strings.Contains(err.Error(), "not") {
				t.Errorf("the error is %q", err)
			}
			return
		}
		for _, one := range r.Results {
			for _, x := range one.Exchanges {
				if strings.ContainsAny(x.Request.Curl(), "\n\x00\x1b") {
					t.Errorf("the command has more than a line: %q", x.Request.Curl())
				}
			}
		}
		Redact(r, nil)
		var b strings.Builder
		if err := WriteReplay(&b, Replay{Target: r.Target}, ConsoleOptions{}); err != nil {
			t.Error(err)
		}
	})
}
