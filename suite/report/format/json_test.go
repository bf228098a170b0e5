package format

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/report/redact"
	"github.com/regspec/regspec/suite/wire"
)

// odd is a report whose evidence has what JSON cannot say as it is.
func odd() report.Report {
	failed := fixture.Result("body/odd", report.Failed, cases.Implied)
	x := &failed.Exchanges[0]
	x.Request.Body = []byte("\xff\xfe{}")
	x.Request.Header = append(x.Request.Header, wire.Field{Name: "X-Odd", Value: "\xe9"}, wire.Field{Name: "X-Empty"})
	x.Answer.Body = []byte{}
	x.Answer.Reason = "\x80"
	x.Answer.Header = nil
	x.Answer.Encoded, x.Answer.CompressedSize, x.Answer.Omitted = true, 17, 5
	x.Reconnected = true
	x.Break = &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindUndecodable, Detail: "gzip: <invalid> header"}
	unsendable := fixture.Result("body/unsendable", report.Errored, cases.Implied)
	unsendable.Exchanges = []wire.Exchange{{Request: wire.Sent{Method: "A B"}, Started: fixture.Started()}}
	return fixture.Report(failed, unsendable)
}

func otherReports() map[string]report.Report {
	empty := fixture.Report()
	unreachable := fixture.Report(fixture.Result("a/b", report.Errored, cases.Documented))
	unreachable.Unreachable = "nobody listens at 127.0.0.1:1"
	interrupted := fixture.Report(fixture.Skipped("a/b", report.SkipInterrupted, cases.Documented))
	interrupted.Interrupted = true
	stopped := fixture.EveryVerdict()
	stopped.Stopped = "The target stopped answering after contacts/failed [json]."
	stopped.OneAnswer = "Every one of 10 requests got the same answer."
	stopped.Seed = -5
	return map[string]report.Report{
		"every verdict": fixture.EveryVerdict(), "odd": odd(), "empty": empty, "unreachable": unreachable,
		"interrupted": interrupted, "stopped": stopped, "redacted": redact.Report(fixture.EveryVerdict(), nil),
	}
}

func TestTheJSONReportIsAsItsSchemaSays(t *testing.T) {
	for name, r := range otherReports() {
		text := written(t, JSON, r)
		if err := schemas.Validate(schemas.Report, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheJSONReportCanBeReadBack(t *testing.T) {
	for name, r := range otherReports() {
		var again report.Report
		if err := json.Unmarshal([]byte(written(t, JSON, r)), &again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(again, r) {
			t.Errorf("%s: got\n%+v\nwant\n%+v", name, again, r)
		}
	}
}

func TestTheJSONReportCanBeReadByEye(t *testing.T) {
	r := fixture.Report(fixture.Result("a/b", report.Failed, cases.Implied))
	r.Results[0].Mismatches[0].Actual = "<b> & 'c'"
	text := written(t, JSON, r)
	for _, want := range []string{"{\n  \"version\": 1,\n", `"actual": "<b> & 'c'"`, `"curl": "curl -sS -X POST http://localhost:6543/`} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAWriterThatCannotWriteSaysSo(t *testing.T) {
	for name, write := range writers() {
		if err := write(full{}, fixture.EveryVerdict()); err == nil || !strings.Contains(err.Error(), "report: no space left") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAWriterIsGivenTheSameForTheSame(t *testing.T) {
	for name, write := range writers() {
		first := written(t, write, fixture.EveryVerdict())
		for range 20 {
			if again := written(t, write, fixture.EveryVerdict()); again != first {
				t.Fatalf("%s: got\n%s\nand\n%s", name, first, again)
			}
		}
	}
}
