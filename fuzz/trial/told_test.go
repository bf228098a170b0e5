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

// Campaigns on servers with one, two and three defects are counted by what they tell.
func TestTell(t *testing.T) {
	o := trial.Options{Requests: 300, Parallel: 2, Timeout: time.Second, Duration: time.Minute}
	servers := []trial.Server{
		{Name: "good"},
		{Name: "error-in-capitals", Level: cases.Implied},
		{Name: "email-message-reworded", Level: cases.Documented},
		{Name: "content-type-message-case", Level: cases.Documented},
	}
	combine := func(names []string) (http.Handler, error) { return reference.Seeded(reference.Options{Defects: names}) }
	all, err := trial.Tell(t.Context(), o, servers, 2, 1, combine)
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, servers := range []int{3, 2, 1} {
		if one := all[i]; one.Defects != i+1 || one.Servers > servers || one.Found == 0 || one.Found > one.Reached || one.Findings < one.Found || one.Few == 0 {
			t.Errorf("got %+v", one)
		}
	}
	var text strings.Builder
	trial.WriteTold(&text, []trial.Told{{Defects: 2, Servers: 5, Reached: 9, Found: 8, Findings: 18, Few: 4}})
	const want = "5 servers with 2 defect(s) each: 8 of 9 defects found, by 18 findings (2.00 each), two at most for each on 4 servers.\n"
	if text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
	broken := errors.New("no such defect")
	if _, err := trial.Tell(t.Context(), o, servers, 0, 0, func([]string) (http.Handler, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
