package diagnose

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

// A page that comes whatever was asked is one cause. What takes everything, and gives credentials, lacks checks.
func TestOnePage(t *testing.T) {
	c := builtinCases(t)
	for body, want := range map[string]bool{"<title>Maintenance</title>": true, `{"client_id":"a","client_secret":"b","expires_at":0}`: false, `{"error":"No registration type provided"}`: false} {
		results := ran(c, func(_ cases.Case, _ cases.Encoding, step cases.Step) (report.Mismatch, bool) {
			if step.Expect.Success != nil {
				return report.Mismatch{Aspect: report.AspectContentType, Requirement: "answer.media-type", Actual: "text/html", Explanation: "The answer is sent as text/html."}, false
			}
			return report.Mismatch{Aspect: report.AspectMessage, Instead: report.InsteadSuccess, Actual: "200 OK", Explanation: "It accepts the request."}, step.Expect.Refusal == nil
		})
		for i := range results {
			for _, m := range results[i].Mismatches {
				results[i].Exchanges[m.Step-1].Answer = &wire.Answer{Status: 200, Body: []byte(body)}
			}
		}
		causes := Causes(results, c, func(report.Result) bool { return true }, nil)
		if is := len(causes) == 1 && strings.HasPrefix(causes[0].Title, "Answers with one page whatever was asked, “Maintenance”"); is != want {
			t.Errorf("%s: %d causes, the first is %s", body, len(causes), causes[0].Title)
		}
	}
}
