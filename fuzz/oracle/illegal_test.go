package oracle_test

import (
	"testing"

	"github.com/regspec/regspec/fuzz/oracle"
	"github.com/regspec/regspec/suite/wire"
)

// What HTTP forbids in a field may cost the connection, and white space around a value
// is no part of it.
func TestIllegalFields(t *testing.T) {
	reset := wire.Exchange{Break: &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindReset}, Answer: &wire.Answer{Status: 400}}
	success := wire.Exchange{Answer: &wire.Answer{
		Status: 200, Header: []wire.Field{{Name: "Cache-Control", Value: "no-store"}, {Name: "Content-Type", Value: "application/json"}},
		Body: []byte(`{"client_id":"vwljdhUMhhNbdKizpjZlxv","client_secret":"hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb","expires_at":0}`),
	}}
	for _, test := range []struct {
		mediaType string
		x         wire.Exchange
		blamed    bool
	}{
		{"application/json", reset, true},
		{"application/json\x01", reset, false},
		{"application\f/json", reset, false},
		{"application/json", success, false},
		{" ", success, false},
		{"text/plain", success, true},
	} {
		test.x.Request = wire.Sent{
			Method: "POST", URL: "http://target.example/api/client/register", Header: []wire.Field{{Name: "Content-Type", Value: test.mediaType}},
			Body: []byte(`{"type":"client_associate","application_type":"native"}`),
		}
		if found := oracle.Judge(oracle.NewKnown(), test.x); (len(found) > 0) != test.blamed {
			t.Errorf("%q: %v", test.mediaType, found)
		}
	}
}
