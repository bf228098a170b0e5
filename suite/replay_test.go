package suite

import (
	"net/url"
	"strconv"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func credentials(id, secret string) wire.Exchange {
	return inJSON(200, `{"client_id":`+strconv.Quote(id)+`,"client_secret":`+strconv.Quote(secret)+`,"expires_at":0}`)
}

// Whatever way a credential is written, the one of today is sent in its place.
func TestRecordedCredentialsAreReplaced(t *testing.T) {
	known := exchanged{}
	known.learn(credentials("an-id", `a"quoted & secret`), credentials("new-id", `new&"secret`))
	known.learn(credentials("other", "other-secret"), credentials("other2", "secret2"))
	known.learn(inJSON(400, `{"error":"no"}`), credentials("x", "y"))
	known.learn(broken(wire.KindReset), broken(wire.KindReset))
	for body, want := range map[string]string{
		`{"client_id":"an-id","client_secret":"a\"quoted & secret"}`:                     `{"client_id":"new-id","client_secret":"new&\"secret"}`,
		"client_id=an-id&client_secret=" + url.QueryEscape(`a"quoted & secret`) + "&a=b": "client_id=new-id&client_secret=" + url.QueryEscape(`new&"secret`) + "&a=b",
		`{"client_id":"other","client_secret":"other-secret"}`:                           `{"client_id":"other2","client_secret":"secret2"}`,
		"nothing of it": "nothing of it",
	} {
		r := known.request(wire.Sent{Method: "PUT", Body: []byte(body), Header: []wire.Field{
			{Name: "Host", Value: "old"}, {Name: "content-length", Value: "7"}, {Name: "X-Id", Value: "an-id"}, {Name: "Accept-Encoding", Value: "br"},
		}})
		if string(r.Body) != want {
			t.Errorf("%s becomes %s, want %s", body, r.Body, want)
		}
		if r.Method != "PUT" || len(r.Header) != 1 || r.Header[0] != (wire.Field{Name: "X-Id", Value: "new-id"}) {
			t.Errorf("the request is %+v", r)
		}
	}
}

// What is asked of every answer is asked of a recorded one.
func TestRecorded(t *testing.T) {
	for want, exchanges := range map[report.Verdict][]wire.Exchange{
		report.Passed: {credentials("a", "b"), inJSON(400, `{"error":"no"}`)},
		report.Failed: {
			inJSON(200, `{"client_id":"a"}`), inJSON(200, `{"error":"no"}`), inJSON(500, `{"error":"no"}`), answered(200, "text/html", "<html>"),
			answered(502, "text/html", "Bad Gateway"), broken(wire.KindReset), inJSON(400, `{}`),
		},
		report.Errored: {{}},
	} {
		for _, x := range exchanges {
			got := Recorded(report.Result{ID: "entry 1", Exchanges: []wire.Exchange{x}})
			if got.Verdict != want || (want == report.Failed) != (len(got.Mismatches) > 0) {
				t.Errorf("%+v is %s: %+v, want %s", x, got.Verdict, got.Mismatches, want)
			}
		}
	}
}

func TestReplayOfNoCase(t *testing.T) {
	for _, one := range []report.Result{{ID: "no/such", Encoding: cases.JSON}, {ID: "type/missing/web", Encoding: "xml"}} {
		if _, err := Replay(t.Context(), Options{Target: "http://localhost:1"}, []report.Result{one}); err == nil {
			t.Errorf("%s is replayed", one.Name())
		}
	}
}
