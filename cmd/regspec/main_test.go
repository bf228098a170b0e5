package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"regspec":   main,
		"measured":  measured,
		"signalled": signalled,
	})
}

// TestScripts runs the command line as its users do: testdata/script holds a
// transcript a subject.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
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
