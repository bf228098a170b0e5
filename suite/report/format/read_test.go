package format_test

import (
	"bytes"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// A byte order mark, which editors and shells of Windows write, is passed over.
func TestAByteOrderMarkIsPassedOver(t *testing.T) {
	r := fixture.Report(fixture.Result("a/b", report.Failed, cases.Documented))
	for name, write := range format.Writers() {
		if name != "json" && name != "har" {
			continue
		}
		var text bytes.Buffer
		if err := write(&text, r); err != nil {
			t.Fatal(err)
		}
		read, err := format.Read(append([]byte("\xef\xbb\xbf"), text.Bytes()...))
		if err != nil || len(read.Results) != 1 || read.Results[0].Verdict != report.Failed {
			t.Errorf("%s: got %d results, %v", name, len(read.Results), err)
		}
	}
}
