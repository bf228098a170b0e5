package format

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/regspec/regspec/suite/report/internal/fixture"
)

// The schema is that of OASIS, in testdata.
func TestSARIFIsValid(t *testing.T) {
	schema, err := jsonschema.Compile("testdata/sarif.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	all := otherReports()
	all["located"], all["waivers"] = located(), fixture.WithWaivers()
	for i, text := range slices.Concat(breakouts(), commands()) {
		all["hostile "+string(rune('a'+i))] = throughout(text)
	}
	for name, r := range all {
		text := written(t, SARIF, r)
		var tree any
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(tree); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var log sarifLog
		strictly(t, text, &log)
		run, want := log.Runs[0], notices(r)
		if len(run.Results) != len(want) || len(run.Tool.Driver.Rules) != len(want) {
			t.Errorf("%s: %d results of %d rules, and %d things are wrong", name, len(run.Results), len(run.Tool.Driver.Rules), len(want))
		}
		for i, one := range run.Results {
			if one.RuleID != run.Tool.Driver.Rules[one.RuleIndex].ID || (one.Level == "error") != want[i].gates {
				t.Errorf("%s: the result is %+v", name, one)
			}
		}
	}
}
