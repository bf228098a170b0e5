package main

import (
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/schemas/datafile"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/waive"
)

// TestTheFilesOfTheREADMEAreRight reads the waivers, the configuration and the case file
// that people copy from there.
func TestTheFilesOfTheREADMEAreRight(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := cases.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	waivers, configurations, own := 0, 0, 0
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		text := []byte(block[1])
		switch {
		case strings.HasPrefix(block[1], "waivers:\n"):
			waivers++
			list, err := waive.Parse("README.md", text)
			if err == nil {
				_, err = suite.ResolveWaivers(catalogue, list)
			}
			if err != nil {
				t.Error(err)
			}
		case strings.Contains(block[1], "\ncases:\n"):
			own++
			if _, err := catalogue.Extend("README.md", text); err != nil {
				t.Error(err)
			}
		case strings.HasPrefix(block[1], "target:"):
			configurations++
			if f := datafile.Parse("README.md", text, schemas.Config); len(f.Problems) > 0 {
				t.Error(f.Problems)
			}
		}
	}
	if waivers != 1 || configurations != 1 || own != 1 {
		t.Errorf("%d files of waivers, %d configurations and %d case files are there", waivers, configurations, own)
	}
}

// TestTheOutputInTheREADMEIsWhatARunPrints holds the sample to a run. How long that took
// and the address, of the same length, are the only things that may differ.
func TestTheOutputInTheREADMEIsWhatARunPrints(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sample, _ := strings.Cut(string(readme), "```\nMend first\n")
	sample, _, _ = strings.Cut(sample, "\n```")
	server := httptest.NewServer(defective("email-value-whole-list"))
	defer server.Close()
	t.Setenv("COLUMNS", "80")
	code, output := regspec(t, "run", "--target", server.URL)
	alike := func(s string) string {
		s = regexp.MustCompile(`http://(localhost:6543|127\.0\.0\.1:\d+)`).ReplaceAllString(s, "URL")
		s = regexp.MustCompile(`in\s+[\d.]+m?s\n?$`).ReplaceAllString(s, "in TIME")
		return regexp.MustCompile(` +`).ReplaceAllString(s, " ")
	}
	got, want := alike(output), alike("Mend first\n"+sample)
	if code != exitFailed || got != want {
		t.Errorf("the exit code is %d, and the output\n%s\nREADME has\n%s", code, got, want)
	}
}
