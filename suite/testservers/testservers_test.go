package testservers

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func TestNamesAndTexts(t *testing.T) {
	seen := map[string]bool{}
	kebab := regexp.MustCompile(`^[a-z0-9.]+(-[a-z0-9.]+)*$`)
	conforming, departing := 0, 0
	for _, s := range All() {
		if seen[s.Name] || !kebab.MatchString(s.Name) {
			t.Errorf("%s: the name is not unique or not in kebab case", s.Name)
		}
		seen[s.Name] = true
		if s.Point == "" || s.New == nil {
			t.Errorf("%s: no point or no server", s.Name)
		}
		if s.Conforms {
			conforming++
			continue
		}
		departing++
		if (s.Level != documented && s.Level != implied) || len(s.About) == 0 || s.Expect == "" {
			t.Errorf("%s: a departure needs level, topics and what to expect", s.Name)
		}
	}
	if conforming < 16 || departing < 45 {
		t.Errorf("%d that conform and %d departures", conforming, departing)
	}
}

// failing runs the common checks, so many side by side, and returns what each failing
// one says.
func failing(p *probe, workers int) map[string]string {
	var (
		mu    sync.Mutex
		group sync.WaitGroup
		wrong = map[string]string{}
		queue = make(chan check)
	)
	for range workers {
		group.Go(func() {
			for c := range queue {
				if said := c.run(p); said != "" {
					mu.Lock()
					wrong[c.name] = said
					mu.Unlock()
				}
			}
		})
	}
	for _, c := range checks() {
		queue <- c
	}
	close(queue)
	group.Wait()
	return wrong
}

func TestConforming(t *testing.T) {
	for _, s := range All() {
		if !s.Conforms {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			for name, said := range failing(probeOf(t, s), 8) {
				t.Errorf("%s: %s", name, said)
			}
		})
	}
}

// TestDepartures shows each departure, and that the common checks fail in
// the places that go with it and nowhere else.
func TestDepartures(t *testing.T) {
	rows := map[string]row{}
	for _, r := range departureRows() {
		if _, twice := rows[r.name]; twice {
			t.Errorf("%s: two rows", r.name)
		}
		rows[r.name] = r
	}
	for _, s := range All() {
		if s.Conforms {
			continue
		}
		r, ok := rows[s.Name]
		delete(rows, s.Name)
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			if !ok {
				t.Fatal("no row")
			}
			if shown := r.show(probeOf(t, s)); !regexp.MustCompile(r.shows).MatchString(shown) {
				t.Errorf("the departure does not show: %s", shown)
			}
			expectFailures(t, strings.Fields(r.fails), failing(probeOf(t, s), 1))
		})
	}
	for name := range rows {
		t.Errorf("%s: a row without server", name)
	}
}

func expectFailures(t *testing.T, patterns []string, wrong map[string]string) {
	t.Helper()
	used := map[string]bool{}
	for name, said := range wrong {
		hit := false
		for _, pattern := range patterns {
			quoted := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
			if regexp.MustCompile("^" + quoted + "$").MatchString(name) {
				used[pattern], hit = true, true
			}
		}
		if !hit {
			t.Errorf("a second departure? %s: %s", name, said)
		}
	}
	for _, pattern := range patterns {
		if !used[pattern] {
			t.Errorf("nothing fails under %s", pattern)
		}
	}
}

// TestBasePath mounts the server that is served anywhere.
func TestBasePath(t *testing.T) {
	for _, s := range All() {
		if s.Name != "any-prefix" {
			continue
		}
		p := newProbe(t, s)
		p.url += "/some/base"
		if wrong := p.post(asJSON, associate()).granted(); wrong != "" {
			t.Error(wrong)
		}
	}
}

// TestHandMadeJSON compares the reader of the chain server with encoding/json.
func TestHandMadeJSON(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"a":1}`, ` { "a" : [ ] , "b":[1,2.5e3,-0] } `, `"a\u00e9\n\/\ud83d\ude00"`, `null`, `[]`, `{"a":{"b":[{}]}}`,
		``, `{`, `}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `{a:1}`, `{'a':1}`, `01`, `1.`, `.5`, `+1`, `1e`, `tru`, `truex`,
		`{} {}`, "\"a\nb\"", `"\x"`, `"\u12"`, `"open`, `{"a":1 "b":2}`, `-`, `1e999`, `[`, `{"a":"b"`, `NaN`,
	} {
		var want any
		wantErr := json.Unmarshal([]byte(text), &want)
		v, err := parseJSON([]byte(text), jsonReader{})
		if (err == nil) != (wantErr == nil) || (err == nil && !reflect.DeepEqual(v, want)) {
			t.Errorf("%q: %v, %v; want %v, %v", text, v, err, want, wantErr)
		}
	}
	for _, text := range []string{`{"a":1,}`, `[1,2,]`} {
		if _, err := parseJSON([]byte(text), jsonReader{lenient: true}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{`{"a":1,"a":2}`, "\"\xff\"", `"\ud800"`, strings.Repeat("[", 100)} {
		if _, err := parseJSON([]byte(text), jsonReader{lenient: true}); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}
