package selftest

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
)

func failing(id string, level cases.Level, tests []string, breaks ...string) report.Result {
	r := report.Result{ID: id, Encoding: cases.JSON, Level: level, Requirements: tests, Verdict: report.Failed}
	for _, requirement := range breaks {
		r.Mismatches = append(r.Mismatches, report.Mismatch{Requirement: requirement})
	}
	return r
}

func TestVerdicts(t *testing.T) {
	defect := Subject{Kind: Defect, Level: cases.Implied, Requirement: "a.b"}
	variant, clean := Subject{Kind: Variant}, Subject{Kind: Clean}
	passed := report.Result{ID: "x/p", Verdict: report.Passed, Requirements: []string{"a.b"}}
	for _, row := range []struct {
		what    string
		subject Subject
		report  report.Report
		want    Verdict
		caught  int
	}{
		{"nothing fails", defect, report.Report{Results: []report.Result{passed}}, Survived, 0},
		{"a case about it", defect, report.Report{Results: []report.Result{passed, failing("x/1", cases.Implied, []string{"a.b", "c.d"}, "c.d")}}, Caught, 1},
		{"an answer that breaks it", defect, report.Report{Results: []report.Result{failing("x/1", cases.Implied, []string{"c.d"}, "a.b")}}, Caught, 1},
		{"a stricter case about it", defect, report.Report{Results: []report.Result{failing("x/1", cases.Documented, []string{"a.b"}, "a.b")}}, Caught, 1},
		{"a case about it, too lightly", defect, report.Report{Results: []report.Result{failing("x/1", cases.Hardening, []string{"a.b"}, "a.b")}}, Elsewhere, 1},
		{"a case about something else", defect, report.Report{Results: []report.Result{failing("x/1", cases.Documented, []string{"c.d"}, "c.d")}}, Elsewhere, 1},
		{"both", defect, report.Report{Results: []report.Result{
			failing("x/1", cases.Implied, []string{"a.b"}, "a.b"), failing("x/2", cases.Documented, []string{"c.d"}, "c.d"),
		}}, Caught, 2},
		{"no verdict", defect, report.Report{Unreachable: "no", Results: []report.Result{{Verdict: report.Errored}}}, Survived, 0},
		{"a variant that passes", variant, report.Report{Results: []report.Result{passed}}, Passed, 0},
		{"a variant that gets advice", variant, report.Report{Results: []report.Result{failing("x/1", cases.Hardening, []string{"a.b"}, "a.b")}}, Passed, 0},
		{"a variant that is failed", variant, report.Report{Results: []report.Result{failing("x/1", cases.Implied, []string{"a.b"}, "a.b")}}, Failed, 1},
		{"a variant without a verdict", variant, report.Report{Results: []report.Result{{Verdict: report.Errored, Reason: "r"}}}, Failed, 0},
		{"a variant that is blocked", variant, report.Report{Results: []report.Result{{Verdict: report.Skipped, Skip: report.SkipBlocked}}}, Failed, 0},
		{"a variant that has nothing to test", variant, report.Report{Results: []report.Result{{Verdict: report.Skipped, Skip: report.SkipInapplicable}}}, Passed, 0},
		{"a variant that goes away", variant, report.Report{Stopped: "after x"}, Failed, 0},
		{"a clean server that gets advice", clean, report.Report{Results: []report.Result{failing("x/1", cases.Hardening, []string{"a.b"}, "a.b")}}, Failed, 1},
	} {
		if got := judge(row.subject, row.report); got.Verdict != row.want || len(got.Caught) != row.caught {
			t.Errorf("%s: %s with %d caught, want %s with %d", row.what, got.Verdict, len(got.Caught), row.want, row.caught)
		}
	}
}

func TestMatrix(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	caught := func(names ...string) []Catch {
		var all []Catch
		for _, name := range names {
			all = append(all, Catch{Case: name, About: true})
		}
		return all
	}
	defect := func(verdict Verdict, requirement string, names ...string) Outcome {
		return Outcome{Subject: Subject{Kind: Defect, Requirement: requirement}, Verdict: verdict, Full: true, Caught: caught(names...)}
	}
	m := newMatrix(c, []Outcome{
		defect(Caught, "type.required", "contacts/list/one [json]", "contacts/list/two [json]"),
		defect(Caught, "type.required", "contacts/list/one [json]"),
		defect(Caught, "type.required", "type/missing/web [json]", "type/missing/web [form]"), // one case in two encodings
		defect(Survived, "type.update"), defect(Elsewhere, "type.update", "contacts/list/two [json]"),
		{Subject: Subject{Kind: Variant}, Verdict: Passed},
		{Subject: Subject{Kind: Clean}, Verdict: Failed},
	}, nil, 0)
	if want := (Summary{Defects: 5, Caught: 3, Elsewhere: 1, Survived: 1, Conform: 2, Failed: 1}); m.Summary != want || m.Good() {
		t.Errorf("got %+v, good: %v; want %+v", m.Summary, m.Good(), want)
	}
	var got []CaseShare
	for _, share := range m.Cases {
		if share.Catches > 0 {
			got = append(got, share)
		}
	}
	want := []CaseShare{{"contacts/list/one", 2, 1}, {"contacts/list/two", 2, 1}, {"type/missing/web", 1, 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if len(m.Untried) != len(c.Requirements)-2 || slices.Contains(m.Untried, "type.update") {
		t.Errorf("untried are %v", m.Untried)
	}
	if (Matrix{}).Good() {
		t.Error("where nothing was tried all is well")
	}
	var text strings.Builder
	if err := WriteText(&text, c, m); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"survived: no case fails.", "is caught elsewhere only", "conforms, and is failed.", "3 of "} {
		if !strings.Contains(text.String(), line) {
			t.Errorf("there is no %q in\n%s", line, text.String())
		}
	}
}

// A server is judged alike over connections and without any.
func TestDirectIsLikeConnections(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Catalogue: c, Timeout: conformingTimeout}
	selection := suite.Selection{Skip: []string{"input", "limits", "logo-url", "redirect-uri", "*/debatable*"}}
	for _, defect := range compared() {
		s := Subject{Name: defect, Kind: Defect, Requirement: "type.required", New: func() (http.Handler, error) {
			if defect == "" {
				return reference.New(reference.Options{}), nil
			}
			return reference.Seeded(reference.Options{Defects: []string{defect}})
		}}
		connected, err := o.run(t.Context(), s, selection, true)
		if err != nil {
			t.Fatal(err)
		}
		without, err := o.run(t.Context(), s, selection, false)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(connected.Caught, without.Caught) || (len(without.Caught) == 0) != (defect == "") {
			t.Errorf("%q: over connections %d fail, and %d without: %v\n%v", defect, len(connected.Caught), len(without.Caught), connected.Caught, without.Caught)
		}
	}
}

// What the self-test writes is right by its schema.
func TestMatrixBySchema(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Run(t.Context(), Options{Catalogue: c, Subjects: []Subject{
		{Name: "clean", Kind: Variant, Summary: "S.", New: func() (http.Handler, error) { return reference.New(reference.Options{}), nil }},
		{Name: "get", Kind: Defect, Level: cases.Implied, Requirement: "method.safe", Summary: "S.", New: func() (http.Handler, error) {
			return reference.Seeded(reference.Options{Defects: []string{"get-registers"}})
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas.Validate(schemas.Matrix, text); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	if m.Summary != (Summary{Defects: 1, Caught: 1, Conform: 1}) {
		t.Errorf("got %+v", m.Summary)
	}
	m.Outcomes[1].Requirement = ""
	if text, err = json.Marshal(m); err != nil || schemas.Validate(schemas.Matrix, text) == nil {
		t.Error("a defect that breaks nothing is right by the schema")
	}
}

func TestTroubleOfASubject(t *testing.T) {
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	broken := func() (http.Handler, error) { return nil, errors.New("no server") }
	if _, err := Run(t.Context(), Options{Catalogue: c, Subjects: []Subject{{Name: "x", Kind: Clean, New: broken}}}); err == nil || !strings.Contains(err.Error(), "starting x: no server") {
		t.Errorf("got %v", err)
	}
	if _, err := Run(t.Context(), Options{Catalogue: c, Subjects: []Subject{{Name: "x", Kind: Defect, Requirement: "a.b", New: broken}}}); err == nil || !strings.Contains(err.Error(), `breaks "a.b"`) {
		t.Errorf("got %v", err)
	}
}
