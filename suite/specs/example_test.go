package specs_test

import (
	"fmt"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/specs"
)

// One call makes the whole suite a part of a server's own tests: put this into
// a _test.go and run go test. The handler is called without any port.
func ExampleTest() {
	TestRegistration := func(t *testing.T) {
		specs.Test(t.Context(), t, reference.New(reference.Options{})) // your own handler
	}
	_ = TestRegistration
}

// Conform checks a single result, in a test that uses Gomega.
func ExampleConform() {
	ok, err := specs.Conform().Match(report.Result{ID: "contacts/list", Verdict: report.Passed})
	fmt.Println(ok, err)
	// Output: true <nil>
}
