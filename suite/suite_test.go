package suite_test

import (
	"net/http/httptest"
	"os"
	"runtime/debug"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
)

// TestMain lets garbage lie longer: to collect it as soon as usual is a third of
// the work of these tests.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

// TestConformance runs the suite as a user's own go test would, against
// REGSPEC_TARGET or, if that is not set, the reference. A variable that is set
// and empty got lost on its way, and must not test our own server.
func TestConformance(t *testing.T) {
	target, set := os.LookupEnv("REGSPEC_TARGET")
	if !set {
		server := httptest.NewServer(reference.New(reference.Options{}))
		defer server.Close()
		target = server.URL
	}
	if target == "" {
		t.Fatal("REGSPEC_TARGET is set and empty: name a target, or unset it to test the reference server")
	}
	suite.Test(t.Context(), t, suite.Options{Target: target})
}
