package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// A script waits for its servers as long as it works.
	_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0)))
	testscript.Main(m, map[string]func(){
		"regspec":   main,
		"measured":  measured,
		"signalled": signalled,
	})
}

// TestScripts runs the command line as its users do: testdata/script holds a
// transcript a subject.
func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }

// runScripts runs the transcripts of a directory.
func runScripts(t *testing.T, directory string) {
	t.Helper()
	path := os.Getenv("PATH") // the regspec there is this test itself
	quick := path
	if underRace {
		quick = withoutDetector(t) + string(os.PathListSeparator) + path
	}
	testscript.Run(t, testscript.Params{
		Dir:                directory,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", quick)
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
			// detected lets the race detector see the commands that follow, if it
			// is on. They take ten times as long.
			"detected": func(ts *testscript.TestScript, _ bool, _ []string) { ts.Setenv("PATH", path) },
		},
		Condition: func(condition string) (bool, error) {
			return condition == "root" && os.Geteuid() == 0, nil
		},
	})
}

// withoutDetector builds regspec without the race detector and gives the
// directory that it is in.
func withoutDetector(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	build := exec.Command("go", "build", "-race=false", "-o", filepath.Join(directory, "regspec"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return directory
}
