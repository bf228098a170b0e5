package suite

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

func TestStartFails(t *testing.T) {
	for _, row := range []struct {
		name      string
		o         Options
		selection bool
	}{
		{"no target", Options{}, false},
		{"no URL", Options{Target: "localhost:8080"}, false},
		{"a path with a query", Options{Target: "http://localhost:8080", Path: "/x?y"}, false},
		{"nothing selected", Options{Target: "http://localhost:8080", Selection: Selection{Patterns: []string{"no-such-case"}}}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := Run(t.Context(), row.o)
			if _, ok := errors.AsType[*SelectionError](err); err == nil || ok != row.selection {
				t.Errorf("got %v", err)
			}
			if r.Gate() == report.GateOpen {
				t.Error("the gate is open")
			}
		})
	}
}

// An execution tells of every case that was selected as it is done.
func TestProgress(t *testing.T) {
	var seen [][3]int
	s, err := Start(t.Context(), Options{
		Target:    serve(t, reference.New(reference.Options{})),
		Selection: Selection{Patterns: []string{"registration", "type"}, Encodings: []cases.Encoding{cases.JSON}},
		Progress:  func(done, selected, failed int) { seen = append(seen, [3]int{done, selected, failed}) },
	})
	if err != nil {
		t.Fatal(err)
	}
	selected := len(names(s.Entries()))
	for i, e := range s.Entries() {
		if got := s.Result(i); got.Name() != e.Name() || (got.Skip == report.SkipDeselected) != (e.Deselected != "") || got.Reason != e.Deselected {
			t.Errorf("the result of %s is %s %s %q", e.Name(), got.Name(), got.Verdict, got.Reason)
		}
	}
	r := s.Report()
	if len(seen) != selected || selected == 0 || selected == len(s.Entries()) {
		t.Errorf("progress was told %d times of %d cases", len(seen), selected)
	}
	for i, one := range seen {
		if one != [3]int{i + 1, selected, 0} {
			t.Errorf("the %dth time it was %v", i+1, one)
		}
	}
	if r.Summary.Selected != selected || r.Summary.Passed != selected || r.Summary.Total != len(s.Entries()) || r.Gate() != report.GateOpen {
		t.Errorf("the gate is %s: %+v", r.Gate(), r.Summary)
	}
}

// Cases of many steps begin first, and what is not selected does not begin.
func TestLongestFirst(t *testing.T) {
	entry := func(steps int, deselected string) Entry {
		return Entry{Case: cases.Case{Steps: make([]cases.Step, steps)}, Deselected: deselected}
	}
	got := longestFirst([]Entry{entry(1, ""), entry(5, ""), entry(2, ""), entry(6, "no"), entry(3, "")})
	want := []int{1, 4, 0, 2}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// The report is made once, and whoever asks for it gets the same. Credentials are
// hidden in it, and in what a waiver pins.
func TestTheReportIsRedactedOnce(t *testing.T) {
	const canary = "canary-0123456789abcdef"
	o := Options{
		Target:    serve(t, http.NotFoundHandler()),
		Selection: Selection{Patterns: []string{"type/missing/web [json]"}},
		Wire:      wire.Options{Header: []wire.Field{{Name: "X-Key", Value: canary}}},
		Waivers:   parsed(t, "waivers: [{case: type/missing/web, reason: R, pin: {message: "+canary+"}}]"),
	}
	for _, show := range []bool{false, true} {
		o.ShowSecrets = show
		s, err := Start(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		first, second := s.Report(), s.Report()
		if &first.Results[0] != &second.Results[0] {
			t.Error("it is made twice")
		}
		if got := strings.Contains(fmt.Sprintf("%+v", first), canary); got != show {
			t.Errorf("the credential is in the report: %v, want %v", got, show)
		}
		place := slices.IndexFunc(first.Results, func(r report.Result) bool { return r.Verdict == report.Failed })
		if place < 0 || len(first.Results[place].Changes) == 0 {
			t.Error("no result has changed")
		}
	}
}
