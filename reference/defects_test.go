package reference

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

func TestNamesOfDefectsAndVariants(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	see := func(name, summary string) {
		if !kebab.MatchString(name) || seen[name] {
			t.Errorf("%q is no name in kebab case, or not the only one", name)
		}
		seen[name] = true
		if !strings.HasSuffix(summary, ".") && !strings.Contains(summary, ": ") {
			t.Errorf("%s: the summary is no sentence: %q", name, summary)
		}
	}
	for _, d := range Defects() {
		see(d.Name, d.Summary)
		if !slices.Contains([]string{documented, implied, hardening}, d.Level) {
			t.Errorf("%s: level %q", d.Name, d.Level)
		}
	}
	for _, v := range Variants() {
		see(v.Name, v.Summary)
	}
}

func TestDefectsAreOrderedByRequirement(t *testing.T) {
	if !slices.IsSortedFunc(Defects(), func(a, b Defect) int { return strings.Compare(a.Requirement, b.Requirement) }) {
		t.Error("not in order")
	}
}

func TestOneLevelForARequirement(t *testing.T) {
	levels := map[string]string{}
	for _, d := range Defects() {
		if was, found := levels[d.Requirement]; found && was != d.Level {
			t.Errorf("%s: %s breaks %s, others at %s", d.Name, d.Requirement, d.Level, was)
		}
		levels[d.Requirement] = d.Level
	}
}

func TestEveryRequirementThatIsProbedHasADefect(t *testing.T) {
	broken := map[string]bool{}
	for _, d := range Defects() {
		broken[d.Requirement] = true
	}
	for about := range probesByRequirement() {
		if !broken[about] {
			t.Errorf("no defect breaks %s", about)
		}
	}
}

// said is what a server with these defects says in the probes of a requirement.
func said(t *testing.T, probes [][]step, defects ...Defect) []string {
	t.Helper()
	all := []string{}
	for _, steps := range probes {
		synctest.Test(t, func(*testing.T) {
			s := New(Options{})
			for _, d := range defects {
				d.alteration(&s.behaviour)
			}
			all = append(all, transcript(s, steps))
		})
	}
	return all
}

func TestEveryDefectShowsWhereItsRequirementIsProbed(t *testing.T) {
	clean, probes := map[string][]string{}, probesByRequirement()
	for about := range probes {
		clean[about] = said(t, probes[about])
		if again := said(t, probes[about]); !slices.Equal(clean[about], again) {
			t.Fatalf("%s: the clean server says\n%q\nand then\n%q", about, clean[about], again)
		}
	}
	for _, d := range Defects() {
		t.Run(d.Name, func(t *testing.T) {
			if slices.Equal(said(t, probes[d.Requirement], d), clean[d.Requirement]) {
				t.Errorf("nothing changes in %d probes of %s", len(clean[d.Requirement]), d.Requirement)
			}
		})
	}
}

func TestUnknownNames(t *testing.T) {
	for _, tt := range []struct {
		options Options
		want    string
	}{
		{Options{Defects: []string{"email-uncheckd"}}, `unknown defect "email-uncheckd": did you mean "email-unchecked"?`},
		{Options{Defects: []string{"email-unchecked", "Email-Unchecked"}}, `unknown defect "Email-Unchecked": did you mean "email-unchecked"?`},
		{Options{Variants: []string{"slowly"}}, `unknown variant "slowly": did you mean "slow"?`},
		{Options{Defects: []string{"slow"}}, `unknown defect "slow"`},
		{Options{Defects: []string{""}}, `unknown defect ""`},
	} {
		s, err := Seeded(tt.options)
		if err == nil || s != nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want %s", tt.options, err, tt.want)
		}
	}
}

func TestNewPanicsOverAnUnknownName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	New(Options{Defects: []string{"no-such-defect"}})
}

func TestSeveralDefectsAtOnce(t *testing.T) {
	s, err := Seeded(Options{
		Defects:  []string{"email-value-quoted", "email-message-stop", "error-called-message", "refusal-with-status-200"},
		Variants: []string{"json-indented"},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := send(t, s, formType, smallForm+"&contacts=bob")
	if want := "{\n\t\"message\": \"Email 'bob' is not a valid email.\"\n}\n"; r.status != 200 || r.body != want {
		t.Errorf("%d %q, want 200 %q", r.status, r.body, want)
	}
}

func TestAllDefectsAtOnceDoNotBreakTheServer(t *testing.T) {
	var names []string
	for _, d := range Defects() {
		names = append(names, d.Name)
	}
	if _, err := Seeded(Options{Defects: names}); err != nil {
		t.Error(err)
	}
}
