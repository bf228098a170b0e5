package novelty

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	tests := []struct {
		message string
		values  []string
		want    string
	}{
		{"", nil, ""},
		{"Email bob is not a valid email", []string{"native", "bob"}, "Email ‹1› is not a valid email"},
		{"Email a@example.org is not a valid email", []string{"a@example.org b@example.org", "a@example.org", "b@example.org"}, "Email ‹1› is not a valid email"},
		{"Email a@example.org b@example.org is not a valid email", []string{"a@example.org", "a@example.org b@example.org"}, "Email ‹1› is not a valid email"},
		{"Email a is not a valid email", []string{"a"}, "Email ‹1› is not a valid email"},
		{"Email  is not a valid email", []string{""}, "Email  is not a valid email"},
		{"bob: no bob here, bobby", []string{"bob"}, "‹1›: no ‹1› here, bobby"},
		{"bob and eve and bob", []string{"eve", "bob"}, "‹1› and ‹2› and ‹1›"},
		{"the same twice: x1y2", []string{"x1y2", "x1y2"}, "the same twice: ‹1›"},
		{"Email &lt;b&gt; is not", []string{"<b>"}, "Email ‹1› is not"},
		{`Email \"b\" is not`, []string{`"b"`}, "Email ‹1› is not"},
		{"Email %3Cb%3E is not", []string{"<b>"}, "Email ‹1› is not"},
		{"Email aaaaaaaaaaaaaaaaaaaa… is too long", []string{strings.Repeat("a", 100)}, "Email ‹1›… is too long"},
		{"日本 is no name", []string{"日本"}, "‹1› is no name"},
		{"line 12, column 7", nil, "line ‹n›, column ‹n›"},
		{"offset -5 or 1.5e-10 or 1,000", nil, "offset ‹n› or ‹n› or ‹n›"},
		{"at 127.0.0.1:43120", nil, "at ‹n›:‹n›"},
		{"took 12.5ms and 3s and 7µs", nil, "took ‹n› and ‹n› and ‹n›"},
		{"no client 3f2504e0-4f89-11d3-9a0c-0305e82c3301 here", nil, "no client ‹uuid› here"},
		{"no client 3f2504e04f8911d39a0c0305e82c3301.", nil, "no client ‹hex›."},
		{"object at 0x7f3a9c00", nil, "object at ‹hex›"},
		{"client aV9xK2mQ8rT4wZ7pL3nB5c== is unknown", nil, "client ‹base64› is unknown"},
		{"client aVixKwmQarTdwZgpLenBxc is unknown", nil, "client ‹base64› is unknown"},
		{"request req-8sdf7sd8f7", nil, "request req-‹id›"},
		{"session a8f3k2", nil, "session ‹id›"},
		{"application_type must be native or web", nil, "application_type must be native or web"},
		{"POST /api/client/register is not allowed", nil, "POST /api/client/register is not allowed"},
		{"utf-8 and HTTP/1.1", nil, "utf-‹n› and HTTP/‹n›"},
		{"NoMethodErrorInRegistrationController", nil, "NoMethodErrorInRegistrationController"},
		{"at 2026-11-25T01:24:59.123Z", nil, "at ‹time›"},
		{"at 2026-11-25 01:24:59,123 +0100", nil, "at ‹time›"},
		{"on 2026-11-25.", nil, "on ‹time›."},
		{"at 01:24", nil, "at ‹time›"},
		{"Wed, 25 Nov 2026 01:24:59 GMT", nil, "‹time›"},
		{"Wednesday, 25-Nov-26 01:24:59 GMT!", nil, "‹time›!"},
		{"it was Wed Nov 25 01:24:59 2026", nil, "it was ‹time›"},
		{"[25/Nov/2026:01:24:59 +0000] x", nil, "[‹time›] x"},
		{"Wed is a day and Mayor no month", nil, "Wed is a day and Mayor no month"},
		{"already ‹1› and ‹hex›", []string{"already"}, "already ‹1› and ‹hex›"},
		{"‹not a mark›", nil, "‹not a mark›"},
	}
	for _, test := range tests {
		if got := Mask(test.message, test.values); got != test.want {
			t.Errorf("of %q with %q it is\n%q, want\n%q", test.message, test.values, got, test.want)
		}
	}
}

// TestSameCause holds that what only happens to differ does not show.
func TestSameCause(t *testing.T) {
	type said struct {
		message string
		values  []string
	}
	for _, same := range [][]said{
		{
			{"Email bob is not a valid email", []string{"bob"}},
			{"Email 12 is not a valid email", []string{"12"}},
			{"Email is is not a valid email", []string{"is"}},
			{"Email a@b@c is not a valid email", []string{"a@b@c", "native"}},
			{"Email \x01\x02 is not a valid email", []string{"\x01\x02"}},
			{"Email 2026-11-25 is not a valid email", []string{"2026-11-25"}},
			{"Email " + strings.Repeat("x", 5000) + " is not a valid email", []string{strings.Repeat("x", 5000)}},
		},
		{
			{"unexpected character at line 1 column 5 (char 4)", nil},
			{"unexpected character at line 10 column 51 (char 512)", nil},
		},
		{
			{"client 5f0c2a91d8e74b36 is not registered (request 3f2504e0-4f89-11d3-9a0c-0305e82c3301, 2026-11-25T01:24:59Z)", nil},
			{"client 8d7e65bb12907fca is not registered (request 9c2504e0-4f89-41d3-8a0c-0305e82c33ff, 2026-01-02T23:00:00.5Z)", nil},
		},
	} {
		want := Mask(same[0].message, same[0].values)
		for _, other := range same[1:] {
			if got := Mask(other.message, other.values); got != want {
				t.Errorf("of %.80q it is\n%q, want\n%q", other.message, got, want)
			}
		}
	}
}

// FuzzMask holds that a masked message stays as it is.
func FuzzMask(f *testing.F) {
	f.Add("Email bob is not a valid email", "bob", "a")
	f.Add("at 2026-11-25T01:24:59.123Z, 0x7f3a9c00 ‹n› ‹x", "‹n›", "Z")
	f.Add("Wed, 25 Nov 2026 01:24:59 GMT 127.0.0.1:80 aV9xK2mQ8rT4wZ7pL3nB5c==", "25", "")
	f.Add("3f2504e0-4f89-11d3-9a0c-0305e82c3301 &lt;b&gt; 12.5ms -5", "<b>", "3f2504e0")
	f.Fuzz(func(t *testing.T, message, one, other string) {
		for _, values := range [][]string{nil, {one}, {one, other}} {
			once := Mask(message, values)
			if twice := Mask(once, values); twice != once {
				t.Errorf("of %q with %q it is\n%q, and then\n%q", message, values, once, twice)
			}
		}
	})
}
