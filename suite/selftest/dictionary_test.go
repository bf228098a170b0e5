package selftest

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/reference"

	"github.com/regspec/regspec/suite/diagnose"
	"github.com/regspec/regspec/suite/report"
)

var update = flag.Bool("update", false, "write the dictionary of defects anew; it takes minutes") //nolint:gochecknoglobals // a flag of the test

// dictionaryFile is where the dictionary is embedded.
var dictionaryFile = filepath.Join("..", "diagnose", "dictionary.json.gz") //nolint:gochecknoglobals // a constant

func defects() []Subject {
	var all []Subject
	for _, d := range reference.Defects() {
		all = append(all, Subject{
			Name: d.Name, Kind: Defect, Summary: d.Summary, Requirement: d.Requirement, Level: cases.Level(d.Level),
			New: func() (http.Handler, error) { return reference.Seeded(reference.Options{Defects: []string{d.Name}}) },
		})
	}
	return all
}

// learn makes a dictionary of what these defects show.
func learn(t *testing.T, subjects []Subject) *diagnose.Dictionary {
	t.Helper()
	c, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, learnt := &diagnose.Dictionary{}, map[string]diagnose.Known{}
	_, err = Run(t.Context(), Options{
		Catalogue: c, Subjects: subjects, Full: true, Parallel: 6, Timeout: 2 * time.Second,
		Whole: func(s Subject, r report.Report) { // the reports of all of them together are gigabytes
			var one diagnose.Dictionary
			one.Learn(s.Name, s.Summary, r.Results, c)
			d.Results, learnt[s.Name] = one.Results, one.Defects[0]
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range subjects {
		d.Defects = append(d.Defects, learnt[s.Name])
	}
	return d
}

//go:generate go test -run=^TestDictionary$ -timeout 30m -update .

// The dictionary that is embedded has every defect, and what it says of some of them is what
// they show now.
func TestDictionary(t *testing.T) {
	subjects := defects()
	if *update {
		text, err := learn(t, subjects).Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dictionaryFile, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	d, err := diagnose.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	names := func(known diagnose.Known) string { return known.Name + ": " + known.Summary }
	var has, want []string
	for _, one := range d.Defects {
		has = append(has, names(one))
	}
	for _, s := range subjects {
		want = append(want, s.Name+": "+s.Summary)
	}
	if !slices.Equal(has, want) {
		t.Errorf("the dictionary has not the defects that there are; go generate ./suite/selftest writes it anew")
	}
	some := subjects[:0:0]
	for i, s := range subjects {
		if i%sampled() == 0 {
			some = append(some, s)
		}
	}
	now := learn(t, some)
	if !slices.Equal(now.Results, d.Results) {
		t.Fatal("the dictionary is of other cases than there are; go generate ./suite/selftest writes it anew")
	}
	sum := 0
	for _, one := range now.Defects {
		i := slices.IndexFunc(d.Defects, func(k diagnose.Known) bool { return k.Name == one.Name })
		if i < 0 {
			continue
		}
		alike := likeness(one.Shows, d.Defects[i].Shows)
		t.Logf("%s shows %d things, and %d in the dictionary, alike by %d per cent", one.Name, len(one.Shows), len(d.Defects[i].Shows), alike)
		sum += alike
	}
	if mean := sum / len(now.Defects); mean < 85 { // a race shows other things each time
		t.Errorf("the defects show what is in the dictionary by %d per cent; go generate ./suite/selftest writes it anew", mean)
	}
}

// likeness is how much two sets have in common of what either has, in per cent. Some
// defects are there by chance.
func likeness(a, b []int) int {
	both := 0
	for _, one := range a {
		if slices.Contains(b, one) {
			both++
		}
	}
	if len(a)+len(b) == both {
		return 100
	}
	return 100 * both / (len(a) + len(b) - both)
}
