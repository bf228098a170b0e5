package novelty_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/regspec/regspec/fuzz/novelty"
	"github.com/regspec/regspec/suite/wire"
)

// answer is an exchange with such an answer.
func answer(status int, media, body string, header ...wire.Field) wire.Exchange {
	if media != "" {
		header = append([]wire.Field{{Name: "Content-Type", Value: media}}, header...)
	}
	return wire.Exchange{Answer: &wire.Answer{Status: status, Header: header, Body: []byte(body)}}
}

func field(name, value string) wire.Field { return wire.Field{Name: name, Value: value} }

func TestOf(t *testing.T) {
	const js = "application/json; charset=utf-8"
	tests := []struct {
		name string
		x    wire.Exchange
		sent []string
		want string
	}{
		{
			"a refusal", answer(400, js, `{"error":"Email bob is not a valid email"}`),
			[]string{"bob"},
			`400 application/json {error:string} "Email ‹1› is not a valid email" echo=body`,
		},
		{
			"a success", answer(200, js, `{"client_secret":"x","expires_at":0,"client_id":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}`),
			[]string{"bob"},
			`200 application/json {client_id:string,client_secret:string,expires_at:number}`,
		},
		{
			"nested", answer(400, js, ` { "error" : { "message": "no \u0022a\" b", "at":[1,2.5,"x",null,[true],[]] , "a":{}} }`), nil,
			`400 application/json {error:{a:{},at:[number|string|null|[bool]],message:string}} "no \"a\" b"`,
		},
		{
			"error goes first", answer(400, js, `{"message":"m","error_description":"d","error":"e","detail":"x"}`), nil,
			`400 application/json {detail:string,error:string,error_description:string,message:string} "e"`,
		},
		{
			"names that differ", answer(400, js, `{"errors":{"bob":1,"req-3f2504e04f":2}}`),
			[]string{"bob"},
			`400 application/json {errors:{req-‹hex›:number,‹1›:number}} echo=body`,
		},
		{
			"twice the same", answer(400, js, `{"error":"a","error":"b"}`), nil,
			`400 application/json {error:string,error:string} "a"`,
		},
		{"cut short", answer(200, js, `{"a":"b`), nil, `200 application/json no JSON "{\"a\":\"b"`},
		{"something behind", answer(200, js, `{"a":"b"} x`), nil, `200 application/json {a:string}+`},
		{"a word", answer(200, js, `true`), nil, `200 application/json bool`},
		{"deep", answer(200, js, strings.Repeat("[", 1000)), nil, `200 application/json no JSON "` + strings.Repeat("[", 240) + `…"`},
		{"deeper than it looks", answer(200, js, strings.Repeat(`{"a":`, 9)+"1"+strings.Repeat("}", 9)), nil, `200 application/json {a:{a:{a:{a:{}}}}}`},
		{"JSON by its look", answer(200, "text/plain", `{"error":"x"}`), nil, `200 text/plain {error:string} "x"`},
		{"no media type", answer(204, "", ""), nil, `204`},
		{
			"a page", answer(500, "text/html", "<html><style>a{}</style><title>Error 500</title>\n<p>Cannot read <b>bob</b></p>"),
			[]string{"bob"},
			`500 text/html text "Error ‹n› Cannot read ‹1›" echo=body`,
		},
		{
			"a trace", answer(500, "text/plain", "Traceback (most recent call last):\n  File \"x.py\", line 12\nValueError"), nil,
			`500 text/plain text "Traceback (most recent call last): File \"x.py\", line ‹n› ValueError"`,
		},
		{
			"fields", answer(400, "", "", field("Allow", "POST"), field("Date", "now"), field("Set-Cookie", "a"), field("Set-Cookie", "b"), field("X-Said", "it was bobby")),
			[]string{"bobby"},
			`400 fields=Allow,Set-Cookie,X-Said echo=header`,
		},
		{"escaped", answer(400, "text/html", "no &lt;b&gt; here"), []string{"<b>"}, `400 text/html text "no ‹1› here" echo=body:escaped`},
		{"escaped in JSON", answer(400, js, `{"error":"no \u003cb\u003e here"}`), []string{"<b>"}, `400 application/json {error:string} "no ‹1› here" echo=body:escaped`},
		{
			"its beginning", answer(400, js, `{"error":"`+strings.Repeat("ab", 20)+`… is long"}`),
			[]string{strings.Repeat("ab", 200)},
			`400 application/json {error:string} "‹1›… is long" echo=body:prefix`,
		},
		{"large", answer(200, "text/plain", strings.Repeat("a ", 5000)), nil, `200 text/plain text "` + strings.Repeat("a ", 120) + `…" size=16^4`},
		{"large because of what was sent", answer(400, js, `{"error":"no `+strings.Repeat("a", 5000)+`"}`), []string{strings.Repeat("a", 5000)}, `400 application/json {error:string} "no ‹1›" echo=body`},
		{"no answer", wire.Exchange{Break: &wire.Break{Phase: wire.PhaseWait, Kind: wire.KindClosed}}, nil, "closed in wait"},
		{
			"half an answer",
			wire.Exchange{Answer: &wire.Answer{Status: 200, Body: []byte("{")}, Break: &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindTimeout, Detail: "10s"}},
			nil,
			"200 timeout in body",
		},
		{"nothing", wire.Exchange{}, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := novelty.Of(test.x, test.sent)
			if got := s.String(); got != test.want {
				t.Errorf("it is\n%s, want\n%s", got, test.want)
			}
			if s != novelty.Of(test.x, test.sent) {
				t.Error("the same answer has another signature")
			}
		})
	}
}

// TestFindsTheValues holds that a caller need not know what was sent.
func TestFindsTheValues(t *testing.T) {
	tests := []struct{ body, want string }{
		{`{"[type]":"a","x":"b"}`, "[type]|a|b"},
		{`%5Btype%5D=a&x=b`, "[type]|a|b"},
		{`{"type":"client_associate","contacts":"a@b.c d\u0040e.f","n":1,"l":["x"]}`, "client_associate|a@b.c d@e.f|a@b.c|d@e.f|x"},
		{`type=client_associate&contacts=a%40b.c+d&empty=&bad=%zz`, "client_associate|a@b.c d|a@b.c|d|%zz"},
		{`{"a":"b`, "b"},
		{`{"`, ""},
		{"", ""},
		{"nonsense", "nonsense"},
		{"  ", "  "},
	}
	for _, test := range tests {
		if got := strings.Join(novelty.Values(wire.Sent{Body: []byte(test.body)}), "|"); got != test.want {
			t.Errorf("of %q they are %q, want %q", test.body, got, test.want)
		}
	}
	mistaken := wire.Sent{Header: []wire.Field{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}, Body: []byte(`{"a":"b c"}`)}
	if got, want := strings.Join(novelty.Values(mistaken), "|"), `b c|b|c|{"a":"b c"}|{"a":"b|c"}`; got != want {
		t.Errorf("of JSON that is sent as a form they are %q, want %q", got, want)
	}
	x := answer(400, "application/json", `{"error":"Email bob is not a valid email"}`)
	x.Request.Body = []byte(`{"contacts":"eve bob"}`)
	if got := novelty.Of(x, nil); got != novelty.Of(x, []string{"eve bob", "bob"}) {
		t.Errorf("it is %s", got)
	}
}

func TestNumbers(t *testing.T) {
	var n novelty.Numbers
	see := func(status, want int, wantFirst bool) {
		t.Helper()
		if number, first := n.See(novelty.Signature{Status: status}); number != want || first != wantFirst {
			t.Errorf("status %d is %d, %v", status, number, first)
		}
	}
	see(400, 0, true)
	see(200, 1, true)
	see(400, 0, false)
	if number, first := n.SeePair(1, 0); number != 0 || !first {
		t.Errorf("the pair is %d, %v", number, first)
	}
	if number, first := n.SeePair(1, 0); number != 0 || first {
		t.Errorf("the pair is %d, %v", number, first)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 2 * novelty.Limit {
				n.See(novelty.Signature{Status: 1000 + i})
			}
		})
	}
	all.Wait()
	see(1, novelty.Limit, false)
	see(200, 1, false)
	if n.Len() != novelty.Limit {
		t.Errorf("%d were seen", n.Len())
	}
}

func usual() (wire.Exchange, []string) {
	x := answer(400, "application/json", `{"error":"Email bob@@example.org is not a valid email"}`,
		field("Content-Length", "57"), field("Date", "Wed, 25 Nov 2026 01:24:59 GMT"))
	x.Request.Body = []byte(`{"type":"client_associate","application_type":"native","application_name":"My app","contacts":"alice@example.org bob@@example.org","redirect_uris":"https://example.org/cb"}`)
	return x, novelty.Values(x.Request)
}

func BenchmarkOf(b *testing.B) {
	x, sent := usual()
	b.Logf("%s", novelty.Of(x, sent))
	b.ReportAllocs()
	for b.Loop() {
		novelty.Of(x, sent)
	}
}

func BenchmarkOfFindingValues(b *testing.B) {
	x, _ := usual()
	b.ReportAllocs()
	for b.Loop() {
		novelty.Of(x, nil)
	}
}

func BenchmarkSee(b *testing.B) {
	x, sent := usual()
	var n novelty.Numbers
	for b.Loop() {
		n.See(novelty.Of(x, sent))
	}
}

// FuzzOf holds that no answer is too much, and that a signature is bounded.
func FuzzOf(f *testing.F) {
	f.Add("application/json", `{"error":"Email bob is not a valid email"}`, "bob")
	f.Add("text/html", "<script>x</script><p>&lt;b&gt;", "<b>")
	f.Add("", `{"a":[{"b":null},-1.5e3,"\u0022"]} x`, "")
	f.Fuzz(func(t *testing.T, media, body, value string) {
		x := answer(400, media, body)
		x.Request.Body = []byte(body)
		for _, sent := range [][]string{nil, {value}, {value, body}} {
			s := novelty.Of(x, sent)
			if n := len(s.Media) + len(s.Shape) + len(s.Message) + len(s.Fields); n > 2000 {
				t.Errorf("it is %d bytes long: %s", n, s)
			}
			if s != novelty.Of(x, sent) {
				t.Errorf("it is not always %s", s)
			}
		}
	})
}
