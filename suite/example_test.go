package suite_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite"
)

// Run gives the report itself, as often as it is called. For a handler without a port, set
// Wire to wire.Options{Handler: yours} and Target to any URL.
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
