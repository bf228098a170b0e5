package trial_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/trial"
	"github.com/regspec/regspec/reference"
)

func seeded(defects ...string) func() (http.Handler, error) {
	return func() (http.Handler, error) { return reference.Seeded(reference.Options{Defects: defects}) }
}

// A defect is found, a server that conforms is not blamed, and one that is said to
// conform and does not is.
func TestTrials(t *testing.T) {
	o := trial.Options{Requests: 300, Seeds: 2, Parallel: 2, Timeout: time.Second, Duration: time.Minute}
	servers := []trial.Server{
		{Name: "good", New: seeded()},
		{Name: "defective", Level: cases.Implied, New: seeded("error-in-capitals")},
		{Name: "wrongly-good", New: seeded("error-in-capitals")},
	}
	var last string
	trials, err := trial.Run(t.Context(), o, servers, func(done, total int, _ string) {
		if done == total {
			last = "all"
		}
	})
	if err != nil || len(trials) != 3 || last != "all" {
		t.Fatalf("%d trials, progress %q, %v", len(trials), last, err)
	}
	for i, found := range []bool{false, true, true} {
		for seed, took := range trials[i].Took {
			if (took > 0) != found || len(trials[i].Took) != o.Seeds {
				t.Errorf("%s, seed %d: found after %d requests", trials[i].Server.Name, seed+1, took)
			}
		}
	}
	var text strings.Builder
	if trial.WriteText(&text, o, trials) {
		t.Error("that a server which conforms was blamed is passed over")
	}
	for _, line := range []string{
		"Campaigns of 300 requests, seeds 1 to 2: of 1 defects 1 are found, and half of all within ",
		"Servers that conform: 2, of which 1 are blamed.\nBlamed, and conforming:\n  wrongly-good ",
	} {
		if !strings.Contains(text.String(), line) {
			t.Errorf("%q is not in\n%s", line, &text)
		}
	}
	if text.Reset(); !trial.WriteText(&text, o, trials[:2]) {
		t.Errorf("nobody was blamed, and yet it fails:\n%s", &text)
	}
}

func TestAServerThatCannotBeMade(t *testing.T) {
	broken := errors.New("broken")
	_, err := trial.Run(t.Context(), trial.Options{Requests: 1, Seeds: 1, Parallel: 1}, []trial.Server{
		{Name: "none", New: func() (http.Handler, error) { return nil, broken }},
	}, func(int, int, string) {})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "making the server none") {
		t.Errorf("got %v", err)
	}
}
