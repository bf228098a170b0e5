package report

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/wire"
)

// odd is a report whose evidence has what JSON cannot say as it is.
func odd() Report {
	failed := result("body/odd", Failed, cases.Implied)
	x := &failed.Exchanges[0]
	x.Request.Body = []byte("\xff\xfe{}")
	x.Request.Header = append(x.Request.Header, wire.Field{Name: "X-Odd", Value: "\xe9"}, wire.Field{Name: "X-Empty"})
	x.Answer.Body = []byte{}
	x.Answer.Reason = "\x80"
	x.Answer.Header = nil
	x.Answer.Encoded, x.Answer.CompressedSize, x.Answer.Omitted = true, 17, 5
	x.Reconnected = true
	x.Break = &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindUndecodable, Detail: "gzip: <invalid> header"}
	unsendable := result("body/unsendable", Errored, cases.Implied)
	unsendable.Exchanges = []wire.Exchange{{Request: wire.Sent{Method: "A B"}, Started: started()}}
	return reported(failed, unsendable)
}

func otherReports() map[string]Report {
	empty := reported()
	unreachable := reported(result("a/b", Errored, cases.Documented))
	unreachable.Unreachable = "nobody listens at 127.0.0.1:1"
	interrupted := reported(skippedAs("a/b", SkipInterrupted, cases.Documented))
	interrupted.Interrupted = true
	stopped := everyVerdict()
	stopped.Stopped = "The target stopped answering after contacts/failed [json]."
	stopped.OneAnswer = "Every one of 10 requests got the same answer."
	stopped.Seed = -5
	return map[string]Report{
		"every verdict": everyVerdict(), "odd": odd(), "empty": empty, "unreachable": unreachable,
		"interrupted": interrupted, "stopped": stopped, "redacted": Redact(everyVerdict(), nil),
	}
}

func TestTheJSONReportIsAsItsSchemaSays(t *testing.T) {
	for name, r := range otherReports() {
		text := written(t, WriteJSON, r)
		if err := schemas.Validate(schemas.Report, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheJSONReportCanBeReadBack(t *testing.T) {
	for name, r := range otherReports() {
		var again Report
		if err := json.Unmarshal([]byte(written(t, WriteJSON, r)), &again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(again, r) {
			t.Errorf("%s: got\n%+v\nwant\n%+v", name, again, r)
		}
	}
}

func TestTheJSONReportCanBeReadByEye(t *testing.T) {
	r := reported(result("a/b", Failed, cases.Implied))
	r.Results[0].Mismatches[0].Actual = "<b> & 'c'"
	text := written(t, WriteJSON, r)
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
		if err := write(full{}, everyVerdict()); err == nil || !strings.Contains(err.Error(), "report: no space left") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAWriterIsGivenTheSameForTheSame(t *testing.T) {
	for name, write := range writers() {
		first := written(t, write, everyVerdict())
		for range 20 {
			if again := written(t, write, everyVerdict()); again != first {
				t.Fatalf("%s: got\n%s\nand\n%s", name, first, again)
			}
		}
	}
}
