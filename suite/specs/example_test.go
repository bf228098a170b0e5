package specs_test

import (
	"net/http/httptest"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
	"github.com/regspec/regspec/suite/specs"
)

// One call makes the whole suite a part of a server's own tests: put this into
// a _test.go and run go test.
func ExampleTest() {
	TestRegistration := func(t *testing.T) {
		server := httptest.NewServer(reference.New(reference.Options{})) // your own handler
		defer server.Close()
		specs.Test(t.Context(), t, suite.Options{Target: server.URL})
	}
	_ = TestRegistration
}
