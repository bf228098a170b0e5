package oracle

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// sane holds what holds for every exchange: no panic, some outcome conforms, the same is judged the same, and
// every mismatch says something.
func sane(t *testing.T, method, query, media, extra, body string, status int, answer string) {
	t.Helper()
	s := sent(media, body)
	s.Method = method
	if query != "" {
		s.URL += "?" + query
	}
	if extra != "" {
		s.Header = append(s.Header, wire.Field{Name: extra, Value: media})
	}
	x := answering(s, status, answer)
	k := knowing()
	o := Allowed(k, s)
	if !o.Success && !o.Refusal() {
		t.Fatalf("nothing conforms as an answer to %q", body)
	}
	found := Judge(k, x)
	again := Judge(k, x)
	if len(found) != len(again) {
		t.Fatal(found, again)
	}
	for i, v := range found {
		if v.Rule == "" || v.Level == "" || v.Explanation == "" || v != again[i] {
			t.Fatalf("%+v", v)
		}
	}
	Classify(x)
	KindOf(k, s)
	y := x
	y.Started = y.Started.Add(time.Second)
	Compare(x, y, k)
	if equivalent, ok := Equivalent(s); ok {
		back := wire.Sent{Method: equivalent.Method, URL: s.URL, Header: equivalent.Header, Body: equivalent.Body}
		if a, b := o, Allowed(k, back); a.Success != b.Success && !a.Any4xx && !b.Any4xx {
			t.Fatalf("%q allows %v, its equivalent %q %v", body, a, equivalent.Body, b)
		}
	}
	k.Learn(x)
	k.Verdict()
}

func TestSane(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	bodies := append(samples(), "type=client_associate&application_type=web&contacts=a%40b.example+c&logo_url=%zz;", newClient, failing("Email c is not a valid email"))
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	for range 10_000 {
		sane(t, pick("POST", "POST", "POST", "GET", "post", "BREW"), pick("", "", mutate(random, "type=a&b")),
			pick(typeJSON, typeJSON, typeForm, typeForm, "", mutate(random, "application/json; charset=utf-8")),
			pick("", "", "", "content-type", "Accept", "If-Match"),
			mutate(random, pick(bodies...)), random.IntN(500)+100, mutate(random, pick(bodies...)))
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("POST", "", typeJSON, "", associating(""), 200, newClient)
	f.Add("POST", "a=b", typeForm, "Accept", "type=client_update", 400, failing("Unauthorized."))
	f.Fuzz(sane)
}
