package wire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

func TestJSONRoundTrip(t *testing.T) {
	sent := wire.Sent{
		Method: "POST", URL: "http://localhost:8080/api/client/register", Line: "POST /api/client/register HTTP/1.1",
		Header: []wire.Field{{Name: "X-A", Value: "1"}, {Name: "x-a", Value: ""}, {Name: "X-B", Value: "caf\xe9"}},
		Body:   []byte("a=<b>&c\x00\u2028\n"),
	}
	started := time.Date(2024, 5, 6, 7, 8, 9, 123456789, time.UTC)
	tests := map[string]wire.Exchange{
		"zero": {},
		"whole": {
			Request: sent,
			Answer: &wire.Answer{
				Proto: "HTTP/1.1", Status: 400, Reason: "Bad Request",
				Header: []wire.Field{{Name: "Content-Type", Value: "text/plain"}}, Body: []byte("no"), CompressedSize: 22,
			},
			Started: started, Duration: 1234567 * time.Microsecond, Reconnected: true,
		},
		"no UTF-8": {
			Request: wire.Sent{Body: []byte("\xff\xfe")},
			Answer:  &wire.Answer{Reason: "Tr\xe8s bien", Body: []byte("\x1f\x8b\x00"), Encoded: true},
			Break:   &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindUndecodable, Detail: "it is not"},
			Started: started, Duration: time.Microsecond,
		},
		"empty bodies": {
			Request: wire.Sent{Body: []byte{}}, Answer: &wire.Answer{Body: []byte{}},
			Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed},
		},
	}
	for name, x := range tests {
		t.Run(name, func(t *testing.T) {
			b, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			var back wire.Exchange
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(back, x) {
				t.Errorf("%s\nis read as\n%+v, want\n%+v", b, back, x)
			}
		})
	}
}

func TestJSONOfAnExchangeThatWasMade(t *testing.T) {
	x := send(t, once(t, "HTTP/1.1 200 OK\r\nX-Latin: \xe9\r\n\r\n\xff"), wire.Options{}, post())
	want(t, x, "", "")
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var back wire.Exchange
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, x) {
		t.Errorf("%s\nis read as\n%+v, want\n%+v", b, back, x)
	}
}

func TestJSONKeys(t *testing.T) {
	x := wire.Exchange{
		Request: wire.Sent{
			Method: "POST", URL: "http://h/p", Line: "POST /p HTTP/1.1",
			Header: []wire.Field{{Name: "A", Value: "<\xff"}, {Name: "B"}}, Body: []byte("&"),
		},
		Answer:   &wire.Answer{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte("\xff")},
		Break:    &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindTimeout, Detail: "5s"},
		Started:  time.Date(2024, 5, 6, 7, 8, 9, 5000, time.UTC),
		Duration: 1500 * time.Microsecond,
	}
	want := `{"request":{"method":"POST","url":"http://h/p","line":"POST /p HTTP/1.1",` +
		`"header":[{"name":"A","value_base64":"PP8="},{"name":"B","value":""}],"body":"&"},` +
		`"response":{"proto":"HTTP/1.1","status":200,"reason":"OK","body_base64":"/w=="},` +
		`"break":{"phase":"body","kind":"timeout","detail":"5s"},` +
		`"started":"2024-05-06T07:08:09.000005Z","duration_ms":1.5,"curl":`
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), want) {
		t.Errorf("JSON is\n%s, want\n%s", b.String(), want)
	}
	var back map[string]any
	if err := json.Unmarshal([]byte(b.String()), &back); err != nil || back["curl"] != x.Request.Curl() {
		t.Errorf("curl is %v, %v", back["curl"], err)
	}
}

func TestJSONErrors(t *testing.T) {
	for _, bad := range []string{
		`{"request":{"body":1}}`,
		`{"request":{"header":[{"value":1}]}}`,
		`{"response":{"status":"x"}}`,
		`{"duration_ms":"x"}`,
		`{"request":{"body_base64":"%"}}`,
	} {
		var x wire.Exchange
		if err := json.Unmarshal([]byte(bad), &x); err == nil || !strings.Contains(err.Error(), "decoding evidence") {
			t.Errorf("%s: error is %v", bad, err)
		}
	}
}
