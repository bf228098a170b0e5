package campaign_test

import (
	"runtime/debug"
	"testing"
)

// TestMain collects garbage less often: at the usual pace that is a third of the
// work of these tests.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}
