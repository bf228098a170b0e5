package specs_test

import (
	"os"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/specs"
)

// TestConformance runs the suite as a user's own go test would, against
// REGSPEC_TARGET or, if that is not set, the reference. A variable that is set
// and empty got lost on its way, and must not test our own server.
func TestConformance(t *testing.T) {
	target, set := os.LookupEnv("REGSPEC_TARGET")
	switch {
	case !set:
		specs.Test(t.Context(), t, reference.New(reference.Options{}))
	case target == "":
		t.Fatal("REGSPEC_TARGET is set and empty: name a target, or unset it to test the reference server")
	default:
		specs.Test(t.Context(), t, target)
	}
}
