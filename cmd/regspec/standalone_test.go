//go:build long

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// most is how much memory a run may take, in KiB.
const most = 160 << 10

// TestStandalone builds the binary without cgo and runs it from an empty
// directory with next to no environment: all that it needs is in it.
func TestStandalone(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "regspec")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.Command("measured", binary, "run", "--reference")
	run.Dir = t.TempDir()
	run.Env = []string{"PATH=" + os.Getenv("PATH")}
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	left, err := os.ReadDir(run.Dir)
	if err != nil || len(left) > 0 {
		t.Errorf("it leaves %v behind (%v)", left, err)
	}
	if runtime.GOOS != "linux" {
		return // the others count in other units
	}
	lines := strings.Fields(string(out))
	took, err := strconv.Atoi(lines[len(lines)-1])
	if err != nil || took > most {
		t.Errorf("it takes up to %d KiB of memory, more than %d (%v)", took, most, err)
	}
	t.Logf("it takes up to %d KiB of memory", took)
}
