package report

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/wire"
)

// waivedReport has all that waivers, retries and a baseline put into a report.
func waivedReport() Report {
	waived := result("contacts/waived", Waived, cases.Documented)
	waived.Excuses = []Excuse{{Waiver: "w.yaml:3", Reason: "Of old.", Issue: "#7", Owner: "bob", Expires: "2027-01-01"}, {Waiver: "w.yaml:9", Reason: "And more."}}
	changed := result("contacts/changed", Failed, cases.Documented)
	changed.Changes = []Change{{Waiver: "w.yaml:12", Step: 1, Aspect: AspectMessage, Pinned: "“Yes”", Actual: "“No” (400)"}}
	repeated := result("contacts/repeated", Passed, cases.Documented)
	repeated.Attempts = []Attempt{{Reason: "the target limits the rate of requests (429)", Exchanges: []wire.Exchange{exchanged("{}", `{"error":"slow down"}`)}, DurationMS: 1.5}}
	blocked := skippedAs("update/blocked", SkipBlocked, cases.Documented)
	blocked.Verdict, blocked.Excuses = Waived, waived.Excuses[1:]
	r := reported(waived, changed, repeated, blocked, result("answer/passed", Passed, cases.Documented))
	r.Waivers = &Waivers{
		Total: 3, Unfilled: []string{"w.yaml:9"},
		Stale: []Stale{{Waiver: "w.yaml:12", Case: "contacts/changed", Kind: StaleChanged, Results: []string{"contacts/changed [json]"}, Text: "contacts/changed [json] has another answer"}},
	}
	return Against(r, everyVerdict(), true)
}

func TestWhatWaiversAddIsAsTheSchemaSays(t *testing.T) {
	for name, r := range map[string]Report{"as it is": waivedReport(), "redacted": Redact(waivedReport(), nil)} {
		text := written(t, WriteJSON, r)
		if err := schemas.Validate(schemas.Report, []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var again Report
		if err := json.Unmarshal([]byte(text), &again); err != nil || !reflect.DeepEqual(again, r) {
			t.Errorf("%s: got\n%+v\nwant\n%+v (%v)", name, again, r, err)
		}
	}
}

func TestTheConsoleTellsOfWaivers(t *testing.T) {
	text := console(t, waivedReport())
	for _, want := range []string{
		"~ waived contacts/waived [json]  Of old. (#7)  w.yaml:3\n",
		"~ waived contacts/waived [json], update/blocked [json]  And more.  w.yaml:9\n",
		"The deviation has changed: w.yaml:12 pins “Yes”, and the answer is “No” (400).\n",
		"! stale waiver  w.yaml:12: contacts/changed [json] has another answer; look at it again",
		"· 1 waiver has no reason yet; fill it in: w.yaml:9\n",
		"· 1 case was repeated for want of a verdict (--retries); 1 of them have one now.\n",
		"5 cases selected of 5, 4 run: 2 passed, 1 failed",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

func TestJUnitTellsOfWaivers(t *testing.T) {
	text := written(t, WriteJUnit, waivedReport())
	for _, want := range []string{
		`<skipped message="waived: Of old. (#7); And more.">`, `The deviation has changed: w.yaml:12 pins`,
		`<property name="regspec.stale_waiver" value="w.yaml:12: contacts/changed [json] has another answer">`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

// A waiver that has to be mended keeps the gate from opening, and a failure
// counts before it.
func TestGateOfStaleWaivers(t *testing.T) {
	passed := reported(result("a/passed", Passed, cases.Documented))
	passed.Waivers = &Waivers{Stale: []Stale{{}}}
	failed := reported(result("a/passed", Passed, cases.Documented), result("a/failed", Failed, cases.Documented))
	failed.Waivers = passed.Waivers
	fine := reported(result("a/passed", Passed, cases.Documented))
	fine.Waivers = &Waivers{}
	for want, r := range map[Gate]Report{GateStale: passed, GateFailed: failed, GateOpen: fine} {
		if got := r.Gate(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got := GateStale.Words(); got != "conforms, and the waivers are stale" {
		t.Errorf("got %s", got)
	}
}

// What a repeated case was answered before is as secret as all else.
func TestAttemptsAreRedacted(t *testing.T) {
	r := waivedReport()
	secret := "canary-0123456789abcdef"
	r.Results[2].Attempts[0].Exchanges[0] = exchanged("{}", `{"client_secret":"`+secret+`"}`)
	r.Results[2].Attempts[0].Reason = "the answer was " + secret
	r.Results[1].Changes[0].Actual = secret
	if text := written(t, WriteJSON, Redact(r, nil)); strings.Contains(text, secret) {
		t.Errorf("the secret is in\n%s", text)
	}
	if r.Results[2].Attempts[0].Reason == Redacted || !strings.Contains(r.Results[1].Changes[0].Actual, secret) {
		t.Error("the report that was given is changed")
	}
}
