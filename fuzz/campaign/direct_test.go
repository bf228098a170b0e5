package campaign_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/target"
	"github.com/regspec/regspec/suite/wire"
)

// direct sends to a handler within the process.
func direct(t testing.TB, h http.Handler, timeout time.Duration) func() target.Sender {
	t.Helper()
	endpoint, err := wire.Endpoint("http://target.example", "")
	if err != nil {
		t.Fatal(err)
	}
	return func() target.Sender { return wire.NewClient(endpoint, wire.Options{Handler: h, Timeout: timeout}) }
}
