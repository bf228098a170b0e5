package format

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

func archiveOf(t *testing.T, r report.Report) harFile {
	t.Helper()
	var all harFile
	if err := json.Unmarshal([]byte(written(t, HAR, r)), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheHARIsAsItsSchemaSays(t *testing.T) {
	schema := harSchema(t)
	all := otherReports()
	all["hostile"] = hostile()
	for name, r := range all {
		for i := range r.Results {
			for j := range r.Results[i].Exchanges {
				r.Results[i].Exchanges[j].Request.URL = "http+unix://%2Frun%2Fgoblin.sock/api/client/register?a=b&a=c"
			}
		}
		var value any
		if err := json.Unmarshal([]byte(written(t, HAR, r)), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

// Each exchange is an entry, with what was sent and what came as it was.
func TestTheHARHasEveryExchange(t *testing.T) {
	r := odd()
	all := archiveOf(t, r)
	if len(all.Log.Entries) != 2 || len(all.Log.Pages) != 2 {
		t.Fatalf("there are %d entries on %d pages", len(all.Log.Entries), len(all.Log.Pages))
	}
	e, x := all.Log.Entries[0], r.Results[0].Exchanges[0]
	body, err := base64.StdEncoding.DecodeString(e.Request.PostData.Text)
	if err != nil || string(body) != string(x.Request.Body) || e.Request.PostData.Encoding != "base64" || e.Request.BodySize != 4 {
		t.Errorf("the request is %+v", e.Request)
	}
	if e.Response.Error != x.Break.Sentence() || e.Response.Content.Size != 5 || e.Response.BodySize != 17 || e.Response.Content.Compression != -12 {
		t.Errorf("the answer is %+v", e.Response)
	}
	if want := (harCase{"body/odd", "json", 1, report.Failed}); *e.Case != want || e.Pageref != all.Log.Pages[0].ID {
		t.Errorf("the case is %+v on %s", *e.Case, e.Pageref)
	}
	passed := archiveOf(t, fixture.EveryVerdict()).Log.Entries[0]
	if passed.Response.Status != 400 || passed.Response.Content.Text != `{"error":"Email bob is not a valid email"}` ||
		passed.Request.PostData.Text != `{"contacts":"bob"}` || passed.Time != 1.234 || passed.Timings.Wait != 1.234 {
		t.Errorf("got %+v", passed)
	}
}

// An answer that never came is an entry with status 0, as browsers write it.
func TestTheHAROfABreak(t *testing.T) {
	r := fixture.EveryVerdict()
	r.Results[2].Exchanges[0].Break = &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindReset}
	e := archiveOf(t, r).Log.Entries[2]
	if e.Response.Status != 0 || e.Response.Error != "the connection was reset before any answer came" || e.Response.Content.MimeType != "x-unknown" {
		t.Errorf("got %+v", e.Response)
	}
}
