package oracle_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
		{"&", success, false}, // two fields, both empty
		{"\u2003application/json", success, false},
		{"application/json\u00a0", success, false},
		{"\u2003text/plain", success, false}, // no media type, and so perhaps passed over
		{"text/plain&", success, false},
		{"text/plain&text/html", success, false}, // joined they are no media type
		{"text/plain", success, true},
	} {
		var header []wire.Field
		for one := range strings.SplitSeq(test.mediaType, "&") { // each a field of its own
			header = append(header, wire.Field{Name: "Content-Type", Value: one})
		}
		test.x.Request = wire.Sent{
			Method: "POST", URL: "http://target.example/api/client/register", Header: header,
			Body: []byte(`{"type":"client_associate","application_type":"native"}`),
		}
		if found := oracle.Judge(oracle.NewTargetModel(), test.x); (len(found) > 0) != test.blamed {
			t.Errorf("%q: %v", test.mediaType, found)
		}
	}
}

// A server that refuses a transfer coding hangs up after it: it cannot tell where the
// next request begins (RFC 9112 §6.1).
func TestUnknownCoding(t *testing.T) {
	for coding, blamed := range map[string]bool{"": false, "gzip, chunked": false, "none": true, "chunked": true} {
		x := wire.Exchange{
			Request: wire.Sent{Method: "POST", URL: "http://target.example/api/client/register", Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(`{"type":"client_associate","application_type":"native"}`)},
			Answer:  &wire.Answer{Status: 501}, Break: &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindReset},
		}
		if coding != "none" {
			x.Request.Header = append(x.Request.Header, wire.Field{Name: "Transfer-Encoding", Value: coding})
		}
		if found := oracle.Judge(oracle.NewTargetModel(), x); (len(found) > 0) != blamed {
			t.Errorf("%q: %v", coding, found)
		}
	}
}

// White space about a secret may be taken off, also where an id has some of its own.
func TestASecretWithSpaceBesideAnIDWithSpace(t *testing.T) {
	const id, secret = " i\t58 ", "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"
	k := oracle.NewTargetModel()
	k.RegisterClient(id, secret)
	for sent, blamed := range map[string]bool{secret + " ": false, secret: false, secret + "x": true} {
		body, err := json.Marshal(map[string]string{"type": "client_update", "application_type": "web", "client_id": id, "client_secret": sent})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := json.Marshal(map[string]any{"client_id": id, "client_secret": sent, "expires_at": 0})
		if err != nil {
			t.Fatal(err)
		}
		found := oracle.Judge(k, wire.Exchange{
			Request: wire.Sent{Method: "POST", URL: "http://target.example/api/client/register", Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: body},
			Answer: &wire.Answer{
				Status: 200, Header: []wire.Field{{Name: "Cache-Control", Value: "no-store"}, {Name: "Content-Type", Value: "application/json"}}, Body: answer,
			},
		})
		if refused := slices.ContainsFunc(found, func(v oracle.Mismatch) bool { return v.Rule == "outcome.should-refuse" }); refused != blamed {
			t.Errorf("%q: %v", sent, found)
		}
	}
}

// A request line that is none may cost the connection, too; a method that nobody knows may not.
func TestIllegalLines(t *testing.T) {
	for line, blamed := range map[string]bool{
		"POST /api/client/register HTTP/1.1":            true,
		"G\u20acT /api/client/register HTTP/1.1":        false,
		"  /api/client/register HTTP/1.1":               false,
		"POST /api/client/register?a b HTTP/1.1":        false,
		"POST /api/client/register?a=\x01 HTTP/1.1":     false,
		"FROBNICATE /api/client/register?a=b HTTP/1.1":  true,
		"get /api/client/register HTTP/1.1":             true,
		"POST /api/client/register?a=%20b&&;= HTTP/1.1": true,
	} {
		method := line[:strings.LastIndex(line, " /")]
		found := oracle.Judge(oracle.NewTargetModel(), wire.Exchange{
			Request: wire.Sent{Line: line, Method: method, URL: "http://target.example/api/client/register", Body: []byte("{}")},
			Break:   &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed},
		})
		if (len(found) > 0) != blamed {
			t.Errorf("%q: %v", line, found)
		}
	}
}

// A body without a Content-Type, and a query that some servers read as well, leave open
// what was sent. An update that is written with escapes is one all the same, and its
// answer no second client.
func TestAnUpdateInDisguise(t *testing.T) {
	const issued = `{"client_id":"vwljdhUMhhNbdKizpjZlxv","client_secret":"hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb","expires_at":0}`
	exchange := func(query, body string, header ...wire.Field) wire.Exchange {
		return wire.Exchange{
			Request: wire.Sent{Method: "POST", URL: "http://target.example/api/client/register" + query, Header: header, Body: []byte(body)},
			Started: time.Unix(1_800_000_000, int64(len(body))), // by which exchanges are told apart
			Answer: &wire.Answer{Status: 200, Header: []wire.Field{
				{Name: "Cache-Control", Value: "no-store"}, {Name: "Content-Type", Value: "application/json"},
			}, Body: []byte(issued)},
		}
	}
	known := oracle.NewTargetModel()
	first := exchange("", `{"type":"client_associate","application_type":"native"}`, wire.Field{Name: "Content-Type", Value: "application/json"})
	if found := known.Take(first); len(found) > 0 {
		t.Fatal(found)
	}
	var escaped strings.Builder
	for _, c := range "vwljdhUMhhNbdKizpjZlxv" {
		fmt.Fprintf(&escaped, `\u%04x`, c)
	}
	update := `{"type":"client_update","client_id":"` + escaped.String() + `","client_secret":"hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb","application_type":"web"}`
	for _, query := range []string{"", "?type=client_associate", "?type=client_associate&application_type=native"} {
		if found := known.Take(exchange(query, update)); len(found) > 0 {
			t.Errorf("%q: %v", query, found)
		}
	}
}

// What is no request line is answered by the HTTP server, in words of its own, and not by
// the endpoint.
func TestNoRequestLine(t *testing.T) {
	for line, blamed := range map[string]bool{
		"POST /api/client/register HTTP/1.1":    true,
		"POST /api/client/register?#  HTTP/1.1": false, "POST /api/client/register?# HTTP/1.1": false, "POST /api/client/register? HTTP/1.1\x01": false,
	} {
		x := wire.Exchange{
			Request: wire.Sent{
				Method: "POST", Line: line, URL: "http://target.example" + strings.Fields(line)[1],
				Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(`{"type":"client_associate","application_type":"native"}`),
			},
			Answer: &wire.Answer{Status: 400, Header: []wire.Field{{Name: "Content-Type", Value: "text/plain"}}, Body: []byte("400 Bad Request")},
		}
		if found := oracle.Judge(oracle.NewTargetModel(), x); (len(found) > 0) != blamed {
			t.Errorf("%q: %v", line, found)
		}
	}
}

// A client that a server gives out all the same is known, and may be updated.
func TestNoRequestLineRegisters(t *testing.T) {
	const given = `{"client_id":"vwljdhUMhhNbdKizpjZlxv","client_secret":"hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb","expires_at":0}`
	exchange := func(target, body string) wire.Exchange {
		return wire.Exchange{
			Request: wire.Sent{
				Method: "POST", Line: "POST " + target + " HTTP/1.1", URL: "http://target.example" + target,
				Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body),
			},
			Answer: &wire.Answer{Status: 200, Header: []wire.Field{
				{Name: "Cache-Control", Value: "no-store"}, {Name: "Content-Type", Value: "application/json"},
			}, Body: []byte(given)},
		}
	}
	k := oracle.NewTargetModel()
	for _, x := range []wire.Exchange{
		exchange("/api/client/register?#", `{"type":"client_associate","application_type":"native"}`),
		exchange("/api/client/register", `{"type":"client_update","application_type":"native",`+given[1:len(given)-len(`,"expires_at":0}`)]+"}"),
	} {
		if found := k.Take(x); len(found) > 0 {
			t.Errorf("%s: %v", x.Request.Line, found)
		}
	}
}
