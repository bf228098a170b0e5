package gauntlet_test

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/gauntlet"
)

// TestTable holds the rows to what a row needs. The command is tried on them in cmd/regspec.
func TestTable(t *testing.T) {
	all := gauntlet.All()
	names, kinds, whole := map[string]bool{}, map[gauntlet.Transport]int{}, 0
	for _, s := range all {
		if names[s.Name] || !regexp.MustCompile(`^[a-z0-9.-]+$`).MatchString(s.Name) {
			t.Errorf("%s is there twice, or is no name", s.Name)
		}
		names[s.Name] = true
		kinds[s.Over]++
		if !strings.HasSuffix(s.Does, ".") {
			t.Errorf("%s: what it does is no sentence: %q", s.Name, s.Does)
		}
		if len(s.Run.Exits) == 0 {
			t.Errorf("%s is not run", s.Name)
		}
		for _, e := range []gauntlet.Expected{s.Run, s.Fuzz} {
			checkExpected(t, s.Name, e)
		}
		if !slices.ContainsFunc(s.Run.Args, func(arg string) bool {
			return arg == "--level" || regexp.MustCompile(`^[a-z]+(-[a-z]+)*(/[a-z]+)?$`).MatchString(arg)
		}) {
			whole++
		}
	}
	if len(all) < 60 || whole < 15 || len(kinds) < 4 {
		t.Errorf("%d servers, %d of them with the whole catalogue, over %v", len(all), whole, kinds)
	}
}

func checkExpected(t *testing.T, name string, e gauntlet.Expected) {
	for _, sentence := range slices.Concat(e.Says, e.Never) {
		if _, err := regexp.Compile(sentence); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(e.Exits) > 0 && (e.Within <= 0 || e.Within > 2*time.Minute) {
		t.Errorf("%s: a time bound of %v", name, e.Within)
	}
	if slices.Contains(e.Exits, 0) && slices.Contains(e.Never, "  conforms$") {
		t.Errorf("%s: exit 0 is right, and what it says is not", name)
	}
}

// TestHost has a server go down and come back at the same address, without what its
// handler held, and end with all its connections closed.
func TestHost(t *testing.T) {
	host, err := gauntlet.Start(gauntlet.Server{New: func() gauntlet.Behaviour {
		return gauntlet.Behaviour{Handler: func(*gauntlet.Host) http.Handler {
			requests := 0
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				requests++
				_, _ = io.WriteString(w, strings.Repeat("x", requests))
			})
		}}
	}}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer host.Stop()
	ask := func() string {
		answer, err := http.Post(host.URL()+reference.Path, "text/plain", nil)
		if err != nil {
			return ""
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return string(body)
	}
	if first, second := ask(), ask(); first != "x" || second != "xx" || host.Open() != 1 {
		t.Errorf("the answers are %q and %q, on %d connections", first, second, host.Open())
	}
	host.Down(100 * time.Millisecond)
	if got := ask(); got != "" {
		t.Errorf("while it was down it answered %q", got)
	}
	time.Sleep(300 * time.Millisecond)
	if got := ask(); got != "x" {
		t.Errorf("when it was back it answered %q", got)
	}
	host.Stop()
	if got := ask(); got != "" || host.Open() != 0 {
		t.Errorf("after its end it answered %q, with %d connections", got, host.Open())
	}
}
