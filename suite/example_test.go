package suite_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
)

// One call makes the whole suite a part of a server's own tests: put this into
// a _test.go and run go test.
func ExampleTest() {
	TestRegistration := func(t *testing.T) {
		server := httptest.NewServer(reference.New(reference.Options{})) // your own handler
		defer server.Close()
		suite.Test(t.Context(), t, suite.Options{Target: server.URL})
	}
	_ = TestRegistration
}

// Run gives the report itself, as often as it is called.
func ExampleRun() {
	server := httptest.NewServer(reference.New(reference.Options{}))
	defer server.Close()

	report, err := suite.Run(context.Background(), suite.Options{
		Target:    server.URL,
		Selection: suite.Selection{Patterns: []string{"contacts/invalid-email", "requirement:error.unauthorized"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Gate(), report.Summary.Failed, "failed")
	// Output: open 0 failed
}
