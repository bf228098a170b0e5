package suite

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
)

// Where a case falls is part of what merging relies on, today and in the next
// version.
func TestShardsAreStable(t *testing.T) {
	for name, want := range map[string][4]int{
		"contacts/invalid-email/only [json]": {1, 1, 2, 1}, "contacts/invalid-email/only [form]": {1, 1, 1, 1}, "type/missing/web [json]": {1, 1, 2, 7},
	} {
		got := [4]int{shardOf(name, 1), shardOf(name, 2), shardOf(name, 3), shardOf(name, 7)}
		if got != want {
			t.Errorf("%s falls to %v, want %v", name, got, want)
		}
	}
}

// However many shards there are, each case is in one of them, and in the same
// whatever else is selected.
func TestShardsAreDisjointAndComplete(t *testing.T) {
	catalogue := builtin(t)
	all, err := Select(catalogue, Selection{})
	if err != nil {
		t.Fatal(err)
	}
	for _, count := range []int{1, 2, 3, 8, 16} {
		seen := map[string]int{}
		for index := 1; index <= count; index++ {
			shard := &report.Shard{Index: index, Count: count}
			entries, err := Select(catalogue, Selection{Shard: shard})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names(entries) {
				seen[name]++
			}
			some, err := Select(catalogue, Selection{Shard: shard, Patterns: []string{"contacts", "update"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names(some) {
				if !slices.Contains(names(entries), name) {
					t.Errorf("%s moves to shard %s when less is selected", name, shard)
				}
			}
		}
		for _, e := range all {
			if seen[e.Name()] != 1 {
				t.Errorf("%s is in %d of %d shards", e.Name(), seen[e.Name()], count)
			}
		}
	}
}

func TestAnEmptyShardIsAnError(t *testing.T) {
	s := Selection{Patterns: []string{"type/missing/web [json]"}, Shard: &report.Shard{Index: 3, Count: 3}}
	_, err := Select(builtin(t), s)
	if err == nil || err.Error() != "nothing is selected: all 1 cases fall to other shards than 3/3; cut the run into fewer" {
		t.Errorf("got %v", err)
	}
}

func TestDigest(t *testing.T) {
	const file = "subject: own\ntitle: Own.\ncases:\n  - {id: own/one, title: One., why: It is., requirements: [contacts.list], steps: [{send: {fields: {a: b}}, expect: {refusal: any}}]}\n"
	own := func(path, text string) string {
		c, err := builtin(t).Extend(path, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return digest(c)
	}
	again, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if digest(again) != digest(builtin(t)) || own("a.yaml", file) != own("b/c.yaml", "\n"+file) {
		t.Error("the digest changes with nothing, or with the file's name")
	}
	if digest(builtin(t)) == own("a.yaml", file) || own("a.yaml", file) == own("a.yaml", strings.Replace(file, "a: b", "a: c", 1)) {
		t.Error("the digest does not change with the cases")
	}
}

// departing is a server that does some things right: it refuses nothing that is
// of the type web, and labels nothing.
func departing() http.Handler {
	inner := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		inner.ServeHTTP(answer, r)
		text := strings.ReplaceAll(answer.Body.String(), "is not a valid email", "is no email")
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(answer.Code)
		_, _ = w.Write([]byte(text))
	})
}

// What differs from run to run whatever is run: times, and the identifiers that
// the server draws.
var (
	times = regexp.MustCompile(`"(started|duration_ms)": ?[^,\n}]+`)
	dates = regexp.MustCompile(`("name": "Date",\s+"value": )"[^"]*"`)
	drawn = regexp.MustCompile(`[A-Za-z0-9_-]{21,22}x?`)
	again = regexp.MustCompile(`\s+"reconnected": true,`)
)

// timeless writes a report without these. In the results of cases that were not
// run there are none, and most are of that kind.
func timeless(t *testing.T, r report.Report) string {
	t.Helper()
	var b, still strings.Builder
	var run []report.Result
	for _, one := range r.Results {
		_, _ = fmt.Fprintln(&still, one.Name())
		if one.DurationMS > 0 {
			run = append(run, one)
		} else if err := json.NewEncoder(&still).Encode(one); err != nil {
			t.Fatal(err)
		}
	}
	r.Results, r.Times = run, nil
	r.Information = slices.DeleteFunc(slices.Clone(r.Information), func(i report.Information) bool { return i.Erratum == "" }) // about the pace
	if err := format.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	text := times.ReplaceAllString(b.String(), `"$1": 0`)
	text = dates.ReplaceAllString(text, "$1\"\"")
	return again.ReplaceAllString(drawn.ReplaceAllString(text, "ID"), "") + still.String()
}

// shards runs each part of a run, and gives the reports as files would hold them.
func shards(t *testing.T, o Options, count int) []Named {
	t.Helper()
	var all []Named
	o.Catalogue = builtin(t)
	for index := 1; index <= count; index++ {
		o.Selection.Shard = &report.Shard{Index: index, Count: count}
		r, err := Run(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Named{o.Selection.Shard.String(), r})
	}
	return all
}

func TestMergingIsAsOneRun(t *testing.T) {
	constant := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "Bad Gateway", http.StatusBadGateway) })
	for name, test := range map[string]struct {
		server http.Handler
		count  int
		Selection
	}{
		"the reference":                 {reference.New(reference.Options{}), 2, Selection{Patterns: []string{"update", "registration"}}},
		"one that departs":              {departing(), 5, Selection{Patterns: []string{"type", "contacts/invalid-email", "update"}, Skip: []string{"update/together"}, Encodings: []cases.Encoding{cases.JSON}}},
		"one that says the same always": {constant, 3, Selection{Patterns: []string{"contacts/invalid-email"}}},
		"in one piece":                  {departing(), 1, Selection{Patterns: []string{"update"}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Target: serve(t, test.server), Catalogue: builtin(t), Selection: test.Selection}
			whole, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			all := shards(t, o, test.count)
			slices.Reverse(all)
			merged, err := Merge(all, builtin(t))
			if err != nil {
				t.Fatal(err)
			}
			if merged.Gate() != whole.Gate() {
				t.Errorf("the gate is %s, want %s", merged.Gate(), whole.Gate())
			}
			if got, want := timeless(t, merged), timeless(t, whole); got != want {
				t.Errorf("merging gives another report: %s", difference(got, want))
			}
		})
	}
}

// difference is the first line in which two texts differ.
func difference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\nand not " + b[i]
		}
	}
	return "one is longer"
}

func TestMergeRefuses(t *testing.T) {
	o := Options{Target: serve(t, reference.New(reference.Options{})), Selection: Selection{Patterns: []string{"contacts"}}}
	good := shards(t, o, 3)
	one, two, three := good[0], good[1], good[2]
	// changed is a deep enough copy of a shard's report, changed.
	changed := func(n Named, change func(*report.Report)) Named {
		text, err := json.Marshal(n.Report)
		if err != nil {
			t.Fatal(err)
		}
		var r report.Report
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		change(&r)
		return Named{n.Name + "'", r}
	}
	first := func(r *report.Report, in bool) *report.Result {
		return &r.Results[slices.IndexFunc(r.Results, func(one report.Result) bool {
			return (one.Reason != inAnotherShard) == in && one.Reason != "no pattern selects it"
		})]
	}
	for _, test := range []struct {
		shards []Named
		want   string
	}{
		{[]Named{one, three}, "shard 2/3 is missing"},
		{[]Named{two}, "the shards 1/3, 3/3 are missing"},
		{[]Named{one, two, three, changed(two, func(*report.Report) {})}, "shard 2/3 is there twice: 2/3 and 2/3'"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Shard = nil })}, "3/3' is not the report of a shard: it comes from a run without --shard"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Shard.Count = 4 })}, "1/3 is one of 3 shards, and 3/3' is one of 4: they are not of one run"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Shard.Index = 7 })}, "3/3' says that it is shard 7/3"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Target = "http://other" })}, ", and 3/3' http://other: they are not of one run"},
		{[]Named{one, changed(two, func(r *report.Report) { r.Tool.Version = "v9" }), three}, "1/3 comes from regspec dev, and 2/3' v9: they are"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Catalogue = "sha256:x" })}, ", and 3/3' sha256:x"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.FailOn = cases.Documented })}, "1/3 ran with --fail-on implied, and 3/3' documented"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Results = r.Results[1:] })}, "they are not of one run"},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Results[3].ID = "a/b" })}, "3/3' has a/b [form]: they are not of one run"},
		{[]Named{one, two, changed(three, func(r *report.Report) {
			one := first(r, true)
			one.Verdict, one.Skip, one.Reason = report.Skipped, report.SkipDeselected, inAnotherShard
		})}, "to another shard, and it falls to this one"},
		{[]Named{one, two, changed(three, func(r *report.Report) {
			one := first(r, false)
			one.Verdict, one.Skip, one.Reason = report.Passed, "", ""
		})}, "3/3' has a result of "},
		{[]Named{one, two, changed(three, func(r *report.Report) { r.Results[0].Reason = "its level, x, is not selected" })}, "did not select the same cases: see "},
	} {
		if _, err := Merge(test.shards, builtin(t)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if _, err := Merge(good, builtin(t)); err != nil {
		t.Error(err)
	}
}

// A shard that could not reach the target leaves the verdict of the others.
func TestMergeOfAShardThatWasNotTested(t *testing.T) {
	few := Selection{Patterns: []string{"contacts/invalid-email"}}
	departs := shards(t, Options{Target: serve(t, departing()), Selection: few}, 2)
	missing := shards(t, Options{Target: "http://127.0.0.1:1", Selection: few}, 2)
	missing[1].Report.Target = departs[0].Report.Target
	merged, err := Merge([]Named{departs[0], missing[1]}, builtin(t))
	if err != nil || merged.Gate() != report.GateFailed {
		t.Errorf("got %s, %v", merged.Gate(), err)
	}
	good := shards(t, Options{Target: serve(t, reference.New(reference.Options{})), Selection: few}, 2)
	missing[1].Report.Target = good[0].Report.Target
	if merged, err = Merge([]Named{good[0], missing[1]}, builtin(t)); err != nil || merged.Gate() != report.GateUntested {
		t.Errorf("got %s, %v", merged.Gate(), err)
	}
	missing[1].Report.Target = missing[0].Report.Target
	if merged, err = Merge(missing, builtin(t)); err != nil || merged.Gate() != report.GateUntested || !strings.Contains(merged.Unreachable, "nobody listens") {
		t.Errorf("got %s, %v: %s", merged.Gate(), err, merged.Unreachable)
	}
	good[1].Report.Interrupted = true
	if merged, err = Merge(good, builtin(t)); err != nil || merged.Gate() != report.GateInterrupted {
		t.Errorf("got %s, %v", merged.Gate(), err)
	}
}
