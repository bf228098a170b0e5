package format

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/report/redact"
)

func TestWriteReplay(t *testing.T) {
	before, now := fixture.Result("a/b", report.Failed, cases.Implied), fixture.Result("a/b", report.Failed, cases.Implied)
	now.Mismatches[0].Actual = "another\x1b[31m"
	var b strings.Builder
	r := report.Replay{Target: "http://localhost:1", Results: []report.Replayed{{Before: before, Now: now}, {Before: before, Now: fixture.Result("a/b", report.Passed, cases.Implied)}, {Before: before, Now: fixture.Result("a/b", report.Errored, cases.Implied)}}}
	if err := Replay(&b, r, ConsoleOptions{}); err != nil {
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
	if err := Replay(full{}, r, ConsoleOptions{}); err == nil {
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
		again, err := Read([]byte(written(t, HAR, r)))
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
		f.Add([]byte(written(f, JSON, r)))
		f.Add([]byte(written(f, HAR, r)))
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
		redact.Report(r, nil)
		var b strings.Builder
		if err := Replay(&b, report.Replay{Target: r.Target}, ConsoleOptions{}); err != nil {
			t.Error(err)
		}
	})
}
