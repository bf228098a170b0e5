package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
)

// faulty is a failed result with mismatches of these requirements, the names of
// which are their explanations, too.
func faulty(id string, encoding cases.Encoding, own []string, broken ...string) Result {
	r := result(id, Failed, cases.Implied)
	r.Encoding, r.Requirements, r.Mismatches = encoding, own, nil
	for _, requirement := range broken {
		m := mismatch(cases.Implied)
		m.Requirement, m.Explanation, m.Actual = requirement, "It breaks "+requirement+".", "seen in "+id
		r.Mismatches = append(r.Mismatches, m)
	}
	return r
}

func TestOneCauseIsShownOnce(t *testing.T) {
	own := []string{"x.own"}
	got := console(t, reported(
		faulty("a/one", cases.JSON, own, "x.status", "x.own"),
		faulty("a/one", cases.Form, own, "x.status", "x.status", "x.own"),
		faulty("b/two", cases.JSON, own, "x.status"),
		faulty("c/three", cases.JSON, own, "x.status"),
		faulty("c/three", cases.Form, own, "x.status"),
		result("d/passed", Passed, cases.Implied),
	))
	if n := strings.Count(got, "✗ "); n != 2 {
		t.Errorf("%d causes are shown, want 2:\n%s", n, got)
	}
	for _, want := range []string{
		"✗ a/one [json] [form] ", "  Also:   b/two [json], c/three [json] [form]\n", "5 failed (5 implied) from 2 causes",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "Also:"); n != 1 {
		t.Errorf("%d causes have others, want 1:\n%s", n, got)
	}
}

func TestTheExampleIsACaseThatIsAboutIt(t *testing.T) {
	for _, test := range []struct {
		what    string
		results []Result
		example string
		order   []string
	}{
		{"the first, where no case is", []Result{
			faulty("a/x", cases.JSON, []string{"x.other"}, "x.status"),
			faulty("b/x", cases.JSON, []string{"x.other", "x.more"}, "x.status"),
		}, "seen in a/x", []string{"a/x [json]", "b/x [json]"}},
		{"one that is", []Result{
			faulty("a/x", cases.JSON, []string{"x.other"}, "x.status"),
			faulty("a/x", cases.Form, []string{"x.other"}, "x.status"),
			faulty("b/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
			faulty("b/x", cases.Form, []string{"x.other", "x.status"}, "x.status"),
			faulty("c/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
		}, "seen in b/x", []string{"b/x [json] [form]", "a/x [json] [form]", "c/x [json]"}},
		{"the one that is most", []Result{
			faulty("a/x", cases.JSON, []string{"x.other", "x.status"}, "x.status"),
			faulty("b/x", cases.JSON, []string{"x.status", "x.other"}, "x.status"),
		}, "seen in b/x", []string{"b/x [json]", "a/x [json]"}},
	} {
		all := causes(test.results)
		if len(all) != 1 {
			t.Errorf("%s: %d causes", test.what, len(all))
			continue
		}
		if got := names(all[0].results); all[0].example.Actual != test.example || !slices.Equal(got, test.order) {
			t.Errorf("%s: got %q of %v, want %q of %v", test.what, all[0].example.Actual, got, test.example, test.order)
		}
	}
}

func TestTheStrictestCauseComesFirst(t *testing.T) {
	advice, implied, documented := faulty("a/x", cases.JSON, nil, "x.a"), faulty("b/x", cases.JSON, nil, "x.b"), faulty("c/x", cases.JSON, nil, "x.c")
	advice.Mismatches[0].Level, documented.Mismatches[0].Level = cases.Hardening, cases.Documented
	stricter := faulty("d/x", cases.JSON, nil, "x.a")
	stricter.Mismatches[0].Level = cases.Documented
	var got []string
	for _, c := range causes([]Result{advice, implied, documented, stricter}) {
		got = append(got, string(c.level)+" "+c.results[0].ID)
	}
	if want := []string{"documented a/x", "documented c/x", "implied b/x"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestListsAreCut(t *testing.T) {
	var all []string
	for i := range 13 {
		all = append(all, fmt.Sprintf("n%d", i+1))
	}
	if got := listed(all[:12]); got != "n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12" {
		t.Errorf("got %s", got)
	}
	if got := listed(all); got != "n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12 and 1 more" {
		t.Errorf("got %s", got)
	}
}

func TestOneAnswerToEverythingIsOneCause(t *testing.T) {
	r := reported(faulty("a/x", cases.JSON, nil, "x.a"), faulty("b/x", cases.JSON, nil, "x.b"), faulty("c/x", cases.JSON, nil, "x.c"))
	r.OneAnswer = "Every one of 10 requests got the same answer."
	got := console(t, r)
	if strings.Count(got, "✗ ") != 1 || !strings.Contains(got, "\n2 further causes left out here, since every request got the same answer.\n\n· Every one of 10") {
		t.Errorf("got\n%s", got)
	}
}
