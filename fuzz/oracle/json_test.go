package oracle

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// notJSON are the flaws of what is no JSON by RFC 8259.
const notJSON = broken | lenient | trailingText | trailingComma | byteOrderMark

func read(s string) (document, *parameters) {
	var p parameters
	reader := jsonReader{s: s, params: &p}
	return reader.read(), &p
}

func TestFlaws(t *testing.T) {
	for s, want := range map[string]flaw{
		`{}`:                               0,
		` {"a" : [1, -0.5e, 2]}`:           broken,
		`{"a":-0.5e+10}`:                   hugeNumber,
		`{"a":12345678901234567890}`:       hugeNumber,
		`{"a":[1,]}`:                       trailingComma,
		`{"a":1,}`:                         trailingComma,
		`{,}`:                              broken,
		`[1,,2]`:                           broken,
		`{"a":1 "b":2}`:                    broken,
		`{"a":01}`:                         lenient,
		`{"a":+1}`:                         lenient,
		`{"a":.5}`:                         lenient,
		`{"a":0x1F}`:                       lenient,
		`{"a":1x}`:                         broken,
		`{"a":NaN}`:                        lenient,
		`{"a":-Infinity}`:                  lenient,
		`{"a":True}`:                       lenient,
		`{"a":client_associate}`:           lenient,
		`client_associate`:                 broken,
		`{a:1}`:                            lenient,
		`{'a':'b'}`:                        lenient,
		`{"a":1}/* x */`:                   lenient,
		`{"a":1}// x`:                      lenient,
		`{"a":1}/* x`:                      lenient | broken,
		`{} x`:                             trailingText,
		`{}{}`:                             trailingText,
		"{\"a\":\"\n\"}":                   lenient,
		`{"a":"\x"}`:                       lenient,
		`{"a":"\u12"}`:                     lenient,
		`{"a":"b`:                          broken,
		`{"a":"b\`:                         lenient | broken,
		`{"a":"\ud83d\ude00"}`:             0,
		`{"a":"\ud83d"}`:                   halfSurrogate,
		`{"a":"\ude00\ud83d"}`:             halfSurrogate,
		"{\"a\":\"\xff\"}":                 badUTF8,
		"{\"a\":\"\xed\xa0\x80\"}":         badUTF8,
		"\uFEFF{}":                         byteOrderMark,
		`{"a":1,"b":2,"\u0061":3}`:         doubledMember,
		`{"a":{"b":1,"b":1}}`:              doubledMember,
		``:                                 broken,
		strings.Repeat("[", 100_000):       tooDeep,
		strings.Repeat(`{"a":`, 1_000):     broken,
		`{"a":"b"}` + "\x00":               lenient,
		"{\"a\":\u00a01}":                  broken,
		`"text"`:                           0,
		`{"a":1e5,"b":1.2345678901234567}`: hugeNumber,
	} {
		if got, _ := read(s); got.flaws != want {
			t.Errorf("%s: %b, not %b", cut(s), got.flaws, want)
		}
	}
}

func TestManyMembers(t *testing.T) {
	var b strings.Builder
	for i := range 40 {
		b.WriteString(`"` + strings.Repeat("x", i+1) + `":1,`)
	}
	if d, _ := read("{" + b.String() + `"y":2}`); d.flaws != 0 {
		t.Error(d.flaws)
	}
	if d, _ := read("{" + b.String() + `"xxx":2}`); d.flaws != doubledMember {
		t.Error(d.flaws)
	}
}

func TestMembers(t *testing.T) {
	_, p := read(`{"\u0074ype":"a\u00fc\n","contacts":["x"],"logo_url":0.0,"application_name":{"type":"z"},"client_id":null,"application_type":false}`)
	for n, want := range map[name]value{
		pType: {kind: text, text: "aü\n"}, pContacts: {kind: list}, pLogo: {kind: number, text: "0.0", falsy: true},
		pName: {kind: object}, pID: {kind: null}, pApplication: {kind: boolean, falsy: true}, pSecret: {},
	} {
		if got := p.of[n].value; got != want {
			t.Errorf("%s: %+v", n, got)
		}
	}
}

// agree holds the reader against the one of the standard library.
func agree(t *testing.T, s string) {
	t.Helper()
	d, p := read(s)
	if d.has(tooDeep) {
		return
	}
	if std, ours := json.Valid([]byte(s)), d.flaws&notJSON == 0; std != ours {
		t.Fatalf("%q: valid %v, but %v by encoding/json (%b)", s, ours, std, d.flaws)
	}
	if d.flaws != 0 || d.top != object || !utf8.ValidString(s) {
		return
	}
	var all map[string]any
	if err := json.Unmarshal([]byte(s), &all); err != nil {
		t.Fatal(err)
	}
	for n := range p.of {
		want, is := all[name(n).String()].(string)
		got := p.of[n].value
		if is != (got.kind == text) || is && want != got.text {
			t.Fatalf("%q: %s is %+v, not %q", s, name(n), got, want)
		}
	}
}

// samples are bodies that a mutation makes something interesting of.
func samples() []string {
	return []string{
		associating(`,"contacts":"a@b.example c","logo_url":"\u00fc\ud83d\ude00\n","x":[1,-2.5e3,true,null,{"y":[]}]`),
		updating(`,"redirect_uri":"https://example.org/a b","application_name":"ü\\\"/"`),
		`{"type":null,"contacts":[],"logo_url":0,"client_id":{},"client_secret":1e5}`,
		`[{"a":NaN,'b':0x1,}]// c`,
	}
}

// mutate changes a few bytes.
func mutate(random *rand.Rand, s string) string {
	b := []byte(s)
	const alphabet = "{}[]\",:\\u0123456789abcdefxnt/*'-+.eE \t\n\x00\xff\xc3\xbc"
	for range 1 + random.IntN(4) {
		at := random.IntN(len(b))
		c := alphabet[random.IntN(len(alphabet))]
		switch random.IntN(3) {
		case 0:
			b[at] = c
		case 1:
			b = append(b[:at], append([]byte{c}, b[at:]...)...)
		default:
			if b = append(b[:at], b[at+1:]...); len(b) == 0 {
				return ""
			}
		}
	}
	return string(b)
}

func TestAgainstStandard(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		agree(t, mutate(random, samples()[random.IntN(4)]))
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range samples() {
		f.Add(s)
	}
	f.Fuzz(agree)
}
