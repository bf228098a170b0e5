package experiment

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

const (
	seedsOf   = "REGSPEC_EXPERIMENT_SEEDS"
	secondsOf = "REGSPEC_EXPERIMENT_SECONDS"
	onlyOf    = "REGSPEC_EXPERIMENT_ONLY"
)

// way is one way to fuzz.
type way struct {
	name        string
	only        bool // only package counters is instrumented
	minimises   bool // inputs are made smaller, which Go does unless told otherwise
	workers     int  // 0 for one
	environment []string
}

func ways() []way {
	return []way{
		{name: "only counters instrumented", only: true},
		{name: "only counters instrumented, numbers in order", only: true, environment: []string{numbered + "=1"}},
		{name: "only counters instrumented, two workers", only: true, workers: 2},
		{name: "only counters instrumented, two workers, numbers in order", only: true, workers: 2, environment: []string{numbered + "=1"}},
		{name: "only counters instrumented, net/http", only: true, environment: []string{withHTTP + "=1"}},
		{name: "only counters instrumented, counters off", only: true, environment: []string{countersOff + "=1"}},
		{name: "only counters instrumented, minimising", only: true, minimises: true},
		{name: "all instrumented"},
		{name: "all instrumented, minimising", minimises: true},
		{name: "all instrumented, net/http", environment: []string{withHTTP + "=1"}},
		{name: "all instrumented, counters off", environment: []string{countersOff + "=1"}},
	}
}

// run is how one run of the fuzzer ended.
type run struct {
	found      bool
	executions int
	took       time.Duration
}

// TestExperiment runs each way with each seed and prints a table.
func TestExperiment(t *testing.T) {
	seeds, err := strconv.Atoi(os.Getenv(seedsOf))
	if err != nil || seeds < 1 {
		t.Skipf("this takes minutes; %s says how many runs of each way are to be made, and %s how long one may take", seedsOf, secondsOf)
	}
	bound := time.Minute
	if seconds, err := strconv.Atoi(os.Getenv(secondsOf)); err == nil && seconds > 0 {
		bound = time.Duration(seconds) * time.Second
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "way\tfound\texecutions and seconds of each run, bound %v\n", bound)
	for _, one := range ways() {
		if !strings.Contains(one.name, os.Getenv(onlyOf)) {
			continue
		}
		binary := build(t, one)
		found, each := 0, ""
		for seed := 1; seed <= seeds; seed++ {
			r := fuzz(t, binary, one, seed, bound)
			mark := "-"
			if r.found {
				found++
				mark = "+"
			}
			each += fmt.Sprintf("  %s%d in %.0f s", mark, r.executions, r.took.Seconds())
			t.Logf("%s, seed %d: found %v, %d executions in %v", one.name, seed, r.found, r.executions, r.took.Round(time.Second))
		}
		_, _ = fmt.Fprintf(w, "%s\t%d of %d\t%s\n", one.name, found, seeds, each)
	}
	_ = w.Flush()
	t.Logf("+ found, - not found\n%s", table.String())
}

// build makes the test binary that is fuzzed.
func build(t *testing.T, one way) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "experiment.test")
	arguments := []string{"test", "-c", "-o", binary}
	if one.only {
		arguments = append(arguments, "-gcflags=github.com/regspec/regspec/fuzz/novelty/counters=-d=libfuzzer")
	} else {
		arguments = append(arguments, "-fuzz=FuzzTokens")
	}
	if out, err := exec.Command("go", append(arguments, ".")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

// fuzz makes one run.
func fuzz(t *testing.T, binary string, one way, seed int, bound time.Duration) run {
	t.Helper()
	directory := t.TempDir() // what is found is written to a directory of its own
	arguments := []string{
		"-test.run=^$", "-test.fuzz=^FuzzTokens$", "-test.fuzzcachedir=" + filepath.Join(directory, "cache"),
		"-test.parallel=" + strconv.Itoa(max(1, one.workers)), "-test.fuzztime=" + bound.String(),
	}
	if !one.minimises {
		arguments = append(arguments, "-test.fuzzminimizetime=0")
	}
	process := exec.Command(binary, arguments...)
	process.Dir = directory
	process.Env = append(os.Environ(), append(one.environment, seedOf+"="+strconv.Itoa(seed), endAtFound+"=1")...)
	started := time.Now()
	out, err := process.CombinedOutput()
	r := run{took: time.Since(started), found: strings.Contains(string(out), "all tokens are found")}
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || !r.found) {
		t.Fatalf("%s: %v\n%s", one.name, err, out)
	}
	for _, match := range regexp.MustCompile(`execs: (\d+)`).FindAllStringSubmatch(string(out), -1) {
		r.executions, _ = strconv.Atoi(match[1])
	}
	return r
}
