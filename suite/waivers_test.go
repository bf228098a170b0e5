package suite

import (
	"errors"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/waive"
)

func parsed(t *testing.T, text string) []waive.Waiver {
	t.Helper()
	all, err := waive.Parse("w.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What a pattern of a waiver covers, and whether each of it has to fail.
func TestRules(t *testing.T) {
	c := builtin(t)
	entries := expand(c)
	for _, row := range []struct {
		pattern  string
		encoding cases.Encoding
		covers   int // 0: at least three
		wide     bool
	}{
		{"type/missing/web", "", 2, false},
		{"type/missing/web", "form", 1, false},
		{"type/missing/web [json]", "", 1, false},
		{"type/missing", "", 0, true},
		{"type/missing/w*", "", 2, true},
		{"*", "", len(entries), true},
		{"requirement:error.unauthorized", "", 0, true},
		{"level:documented", "", 0, true},
	} {
		w := parsed(t, "waivers: [{case: '"+row.pattern+"', reason: R}]")
		w[0].Encoding = row.encoding
		rules, err := ResolveWaivers(c, w)
		if err != nil {
			t.Fatal(err)
		}
		got := rules[0].Targets[0]
		if row.covers > 0 && len(got.Places) != row.covers || row.covers == 0 && len(got.Places) < 3 || got.Wide != row.wide {
			t.Errorf("%s %s covers %d, wide is %t", row.pattern, row.encoding, len(got.Places), got.Wide)
		}
	}
}

// Every pattern that covers nothing is named with its line.
func TestRulesThatCoverNothing(t *testing.T) {
	_, err := ResolveWaivers(builtin(t), parsed(t, "waivers:\n  - case: [type, tipe]\n    reason: R\n  - {case: contacts/list/one, encoding: form, reason: R}\n"))
	want := "w.yaml:2: no case matches \"tipe\"; did you mean type?\n" +
		"w.yaml:4: no case matches \"contacts/list/one\": none of them is run as form"
	if _, ok := errors.AsType[*SelectionError](err); !ok || err.Error() != want {
		t.Errorf("got %v", err)
	}
	r, err := Run(t.Context(), Options{Target: "http://localhost:1", Waivers: parsed(t, "waivers: [{case: tipe, reason: R}]")})
	if err == nil || r.Gate() == report.GateOpen {
		t.Errorf("the run is begun: %v", err)
	}
}

// An execution applies its waivers, and says of the stale what is the matter.
func TestARunWithAStaleWaiver(t *testing.T) {
	r, err := Run(t.Context(), Options{
		Target: serve(t, reference.New(reference.Options{})), Selection: Selection{Patterns: []string{"type"}},
		Waivers: parsed(t, "waivers: [{case: type/missing/web, reason: R}]"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if stale := r.Waivers.Stale; r.Gate() != report.GateStale || len(stale) != 1 ||
		stale[0].Waiver != "w.yaml:1" || stale[0].Text != "type/missing/web [json] [form] passes now" {
		t.Errorf("the gate is %s: %+v", r.Gate(), stale)
	}
}
