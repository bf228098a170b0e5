package suite_test

import (
	"flag"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
)

// TestMain collects garbage less often: at the usual pace that is a third of the
// work of these tests. Those that are parallel wait more than they work.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", strconv.Itoa(3*runtime.GOMAXPROCS(0)))
	debug.SetGCPercent(400)
	m.Run()
}
