package finding_test

import (
	"strings"
	"testing"

	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/fuzz/session"
	"github.com/regspec/regspec/fuzz/traffic"
)

// Of requests at the same moment the wrong answer may be the first one's. The case asks
// of that what conforms, and of the others only an answer.
func TestTheFaultNeedNotBeLast(t *testing.T) {
	said := func(kind string) traffic.Step {
		return traffic.Step{Together: true, Body: traffic.Body{Members: []traffic.Member{
			{Name: traffic.ParamType, Value: traffic.Str(kind)}, {Name: traffic.ParamApplication, Value: traffic.Str("web")},
		}}}
	}
	for fault, want := range [][2]string{{"success", "answer"}, {"answer", "success"}} {
		f := finding.Finding{
			ID: "one", Sequence: traffic.Sequence{Steps: []traffic.Step{said("client_associate"), said("client_update")}},
			Evidence: []session.Exchange{{Step: fault}}, Expected: oracle.Outcomes{Success: true},
		}
		text, err := finding.WriteCase(f, "")
		if err != nil {
			t.Fatal(err)
		}
		_, steps, _ := strings.Cut(string(text), "steps:")
		first, second, _ := strings.Cut(steps, "client_update")
		if strings.Count(steps, "together: true") != 2 || !strings.Contains(first, want[0]+":") || !strings.Contains(second, want[1]+":") {
			t.Errorf("with step %d at fault, the case is\n%s", fault, text)
		}
	}
}
