package finding_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/wire"
)

// A recipe does again what it was made of: the update that it ends with is one of a client that it registers first, on
// a server that has never seen the one of the finding.
func TestRecipe(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "sed"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("this needs " + tool)
		}
	}
	fresh := func(status func(int)) *httptest.Server {
		inner := reference.New(reference.Options{})
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorder := httptest.NewRecorder()
			inner.ServeHTTP(recorder, r)
			status(recorder.Code)
			w.WriteHeader(recorder.Code)
			_, _ = w.Write(recorder.Body.Bytes())
		}))
	}
	first := fresh(func(int) {})
	defer first.Close()
	endpoint, err := wire.Endpoint(first.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	f := finding.Finding{Mismatch: oracle.NewMismatch(oracle.RuleServerError, "500", "success", "500"), Sequence: session.Probe()}
	f.Sequence.Steps = f.Sequence.Steps[:1]
	for _, x := range session.New(session.Options{Sender: wire.NewClient(endpoint, wire.Options{Timeout: 5 * time.Second}), Sparing: true}).Play(t.Context(), traffic.Sequence{Steps: f.Sequence.Steps}) {
		if x.Step != session.Question {
			f.Exchanges = append(f.Exchanges, x.Exchange)
		}
	}
	var statuses []int
	second := fresh(func(code int) { statuses = append(statuses, code) })
	defer second.Close()
	script := strings.ReplaceAll(strings.Join(f.Recipe(), "\n"), first.URL, second.URL)
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", script).CombinedOutput(); err != nil || fmt.Sprint(statuses) != "[200 200]" {
		t.Errorf("%v, statuses %v: %s\n%s", err, statuses, out, script)
	}
	if n := len(f.Recipe()); n != 2 {
		t.Errorf("%d lines:\n%s", n, script)
	}
}

// Other forms of a finding are cut between two parameters, so that it shows that they were.
func TestOtherFormsAreCutBetweenParameters(t *testing.T) {
	sent := func(body string) finding.Finding {
		return finding.Finding{Exchanges: []wire.Exchange{{Request: wire.Sent{Method: "POST", Body: []byte(body)}}}}
	}
	secret := strings.Repeat("s", 100)
	f := finding.Finding{Others: []finding.Finding{
		sent(`{"type":"client_update","client_id":"some-id","client_secret":"` + secret + `"}`), sent("type=client_update&client_id=a&client_secret=" + secret), sent("short=1&ok=2"),
	}}
	want := ` Also seen with: POST {"type":"client_update","client_id":"some-id",…; POST type=client_update&client_id=a&…; POST short=1&ok=2.`
	if got := finding.Report([]finding.Finding{f}).Findings[0].Explanation; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
