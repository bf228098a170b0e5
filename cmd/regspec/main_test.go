package main

import (
	"flag"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// A script waits for its servers as long as it works.
	_ = flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0)))
	testscript.Main(m, map[string]func(){
		"regspec":   main,
		"measured":  measured,
		"signalled": signalled,
	})
}

// TestScripts runs the command line as its users do: testdata/script holds a
// transcript a subject.
func TestScripts(t *testing.T) {
	withoutDetector(t)
	runScripts(t, "testdata/script")
}

// TestDetectedScripts runs the transcripts of commands that do several things at
// once, which the race detector sees if it is on.
func TestDetectedScripts(t *testing.T) { runScripts(t, "testdata/script/detected") }

// withoutDetector skips what would take ten times as long with the race detector
// and show it nothing new: .ci/run has it without.
func withoutDetector(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("takes too long with the race detector; .ci/run runs it without")
	}
}

// runScripts runs the transcripts of a directory.
func runScripts(t *testing.T, directory string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                directory,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			// A command lives for less than a second, and a quarter of that would
			// go into collecting what it is about to leave behind anyway.
			env.Setenv("GOGC", "400")
			env.Setenv("COLUMNS", "100000") // so that a sentence is found whole
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"server": cmdServer,
			"await":  cmdAwait,
			"exits":  cmdExits,
			"hides":  cmdHides,
			"json":   cmdJSON,
			"report": cmdReport,
			"junit":  cmdJUnit,
			"files":  cmdFiles,
			"har":    cmdHAR,
			"ask":    cmdAsk,
		},
		Condition: func(condition string) (bool, error) {
			return condition == "root" && os.Geteuid() == 0, nil
		},
	})
}
