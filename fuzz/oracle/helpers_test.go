package oracle

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

const (
	testURL    = "http://127.0.0.1:8080/api/client/register"
	testID     = "vwljdhUMhhNbdKizpjZlxv"
	testSecret = "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"
)

// started is when all exchanges of the tests began.
var started = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// knowing is a target that honours redirect_uri and has one client.
func knowing() *TargetModel {
	k := NewTargetModel()
	k.honoured = [2]honour{honoured, ignored}
	k.RegisterClient(testID, testSecret)
	return k
}

func sent(contentType, body string) wire.Sent {
	s := wire.Sent{
		Method: "POST", URL: testURL, Body: []byte(body),
		Header: []wire.Field{
			{Name: "Host", Value: "127.0.0.1:8080"},
			{Name: "User-Agent", Value: "regspec"},
			{Name: "Accept", Value: "application/json"},
			{Name: "Accept-Encoding", Value: "gzip"},
		},
	}
	if contentType != "" {
		s.Header = append(s.Header, wire.Field{Name: "Content-Type", Value: contentType})
	}
	return s
}

func sentJSON(body string) wire.Sent { return sent(typeJSON, body) }

// associating is a new registration with more members.
func associating(more string) string {
	return `{"type":"client_associate","application_type":"native"` + more + `}`
}

// updating is an update of the known client with more members.
// sentTo is a request with a query.
func sentTo(query, contentType, body string) wire.Sent {
	s := sent(contentType, body)
	s.URL += query
	return s
}

func updating(more string) string {
	return `{"type":"client_update","application_type":"web","client_id":"` + testID + `","client_secret":"` + testSecret + `"` + more + `}`
}

// answering makes an exchange of a request and an answer in JSON.
func answering(s wire.Sent, status int, body string) wire.Exchange {
	return wire.Exchange{
		Request: s, Started: started, Duration: time.Millisecond,
		Answer: &wire.Answer{Status: status, Body: []byte(body), Header: []wire.Field{
			{Name: "Cache-Control", Value: "no-store"},
			{Name: "Content-Type", Value: "application/json"},
		}},
	}
}

// of leaves of mismatches those at a level or stricter, as "rule subject level".
func of(found []Mismatch, level cases.Level) []string {
	var all []string
	for _, v := range found {
		if v.Level.AtLeast(level) {
			all = append(all, strings.TrimSpace(string(v.Rule)+" "+v.Subject)+" "+string(v.Level))
		}
	}
	return all
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got  %s\n want %s", what, got, want)
	}
}
