package campaign_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// direct sends to a handler within the process, one sequence at a time.
func direct(t testing.TB, h http.Handler, timeout time.Duration) *target.Paced {
	t.Helper()
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	return campaign.Paced(wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}), 1, true, nil)
}
