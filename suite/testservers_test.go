package suite_test

import (
	"flag"
	"maps"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/testservers"
	"github.com/regspec/regspec/suite/wire"
)

// expectedFile says for each server that departs from the document what the suite
// has to say of it.
const expectedFile = "testdata/testservers.yaml"

// seen is what the suite says of a server that departs from the document.
type seen struct {
	Requirements []string `yaml:"requirements,omitempty"` // broken, each with the level
	Cases        []string `yaml:"cases,omitempty"`        // in which a row fails, as patterns
}

// excused are the departures in which nothing fails, and why that is right.
var excused = map[string]string{
	"id-caseless": "two ids that differ in case alone may be the same id, as UUIDs are",
}

// chancy are the departures whose failures depend on chance, and of what.
// Something fails, and more cannot be said.
var chancy = map[string]string{
	"ids-race":                  "which registrations meet within 20 ms",
	"secret-by-its-first-eight": "whether the first eight characters have a letter",
	"wrong-secret-locks-client": "whether the wrong secret is looked at before any right one that is sent at the same moment",
}

// TestConformingServers runs the suite on servers that use the freedoms of
// the document in every way their author could think of. Not one may fail.
func TestConformingServers(t *testing.T) {
	withoutRace(t)
	catalogue := load(t)
	for _, s := range chosen() {
		if !s.Conforms {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			o := suite.Options{Target: "http://server.invalid", Wire: wire.Options{Timeout: 10 * time.Second, Handler: s.New()}}
			if s.Connected {
				server := httptest.NewServer(o.Wire.Handler)
				defer server.Close()
				defer server.CloseClientConnections()
				o.Target, o.Wire.Handler, o.Parallel = server.URL, nil, 16
			}
			for _, result := range runServer(t, catalogue, o, cases.Documented, cases.Implied).Results {
				switch {
				case result.Verdict == report.Failed:
					t.Errorf("%s\n%s", s.Point, format.Text(result))
				case result.Verdict != report.Passed && result.Skip != report.SkipInapplicable && result.Skip != report.SkipDeselected:
					t.Errorf("%s is %s: %s", result.Name(), result.Verdict, result.Reason)
				}
			}
		})
	}
}

// TestDepartingServers runs the suite on servers that depart from the
// document in one point each, and compares what fails with what a person read
// and found right. After a change to the cases:
//
//	go test -tags long -run Departing ./suite -update
//
// and read the difference.
func TestDepartingServers(t *testing.T) {
	withoutRace(t)
	catalogue := load(t)
	expected := map[string]seen{}
	if text, err := os.ReadFile(expectedFile); err == nil {
		if err := yaml.Unmarshal(text, &expected); err != nil {
			t.Fatal(err)
		}
	}
	found := findings{m: map[string]seen{}}
	if *update {
		t.Cleanup(func() { found.write(t) }) // when the parallel subtests are done
	}
	for _, s := range chosen() {
		if s.Conforms {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			parallel, timeout := 1, 30*time.Second // some remember what came before, so the order must not be left to chance
			switch {                               // those that do not
			case strings.HasSuffix(s.Name, "-hangs"):
				parallel, timeout = 8, time.Second // which they cost
			case chancy[s.Name] != "":
				parallel = 8
			}
			levels := []cases.Level{cases.Documented} // what is documented shows there
			if s.Level != "documented" {
				levels = append(levels, cases.Implied)
			}
			// What they do wrong is in what they answer, and needs no connection.
			r := runServer(t, catalogue, suite.Options{
				Target: "http://server.invalid", Parallel: parallel, Wire: wire.Options{Timeout: timeout, Handler: s.New()},
			}, levels...)
			caught(t, catalogue, s, r)
			if chancy[s.Name] != "" {
				return
			}
			got := found.add(s.Name, summarise(r))
			if want := expected[s.Name]; !*update && !equal(want, got) {
				t.Errorf("%s\nis seen as\n%swant\n%s", s.Point, got, want)
			}
		})
	}
}

// withoutRace leaves whole runs to a build without the race detector, which
// .ci/run makes as well.
func withoutRace(t *testing.T) {
	t.Helper()
	if suite.UnderRace {
		t.Skip("whole runs take too long with the race detector; .ci/run makes them without")
	}
}

// findings gathers what parallel tests see.
type findings struct {
	mu sync.Mutex
	m  map[string]seen
}

func (f *findings) add(name string, what seen) seen {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.m[name] = what
	return what
}

func (f *findings) write(t *testing.T) {
	t.Helper()
	if len(chosen()) < len(testservers.All()) {
		t.Fatal("a few servers are not all that the file has: add -tags long")
	}
	text, err := yaml.Marshal(f.m)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(expectedFile, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "write what was seen to "+expectedFile)

func load(t *testing.T) *cases.Catalogue {
	t.Helper()
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func runServer(t *testing.T, c *cases.Catalogue, o suite.Options, levels ...cases.Level) report.Report {
	t.Helper()
	o.Catalogue, o.Selection = c, suite.Selection{Levels: levels}
	r, err := suite.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Unreachable != "" || r.Stopped != "" {
		t.Errorf("the run did not go through: %s%s", r.Unreachable, r.Stopped)
	}
	return r
}

// caught sees to it that a departure fails something, and that a documented one
// in a message breaks that message's requirement.
func caught(t *testing.T, c *cases.Catalogue, s testservers.Server, r report.Report) {
	t.Helper()
	if r.Gate() != report.GateFailed && excused[s.Name] == "" {
		t.Errorf("missed: %s\nexpected: %s", s.Point, s.Expect)
	}
	broken := summarise(r).Requirements
	if s.Level != "documented" || excused[s.Name] != "" || slices.Contains(broken, "implied answer.always") {
		return // a connection that breaks off says nothing of messages
	}
	for _, about := range s.About {
		if _, ok := c.Message(about); ok && !slices.Contains(broken, "documented error."+about) {
			t.Errorf("%s\nis about %s, and what was seen to be broken is\n%s", s.Point, about, broken)
		}
	}
}

// summarise takes from a report the requirements that are broken and the cases
// that fail.
func summarise(r report.Report) seen {
	requirements := map[string]bool{}
	failed := map[string]bool{} // by family
	var names []string
	for _, result := range r.Results {
		name := family(result)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		for _, m := range result.Mismatches {
			requirements[string(m.Level)+" "+m.Requirement] = true
			failed[name] = true
		}
	}
	return seen{
		Requirements: slices.Sorted(maps.Keys(requirements)),
		Cases:        report.Cover(names, failed),
	}
}

// family is a result's name without its row. What is computed from the model is one family.
func family(r report.Result) string {
	segments := strings.SplitN(r.ID, "/", 3)
	if segments[0] == "pairs" {
		segments = segments[:1]
	}
	return strings.Join(segments[:min(2, len(segments))], "/") + " [" + string(r.Encoding) + "]"
}

func equal(a, b seen) bool {
	return slices.Equal(a.Requirements, b.Requirements) && slices.Equal(a.Cases, b.Cases)
}

func (s seen) String() string {
	return "  " + strings.Join(s.Requirements, "\n  ") + "\n  " + strings.Join(s.Cases, "\n  ") + "\n"
}
