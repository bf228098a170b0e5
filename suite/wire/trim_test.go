package wire

import (
	"strings"
	"testing"
)

func TestTrim(t *testing.T) {
	for _, row := range []struct {
		name, body, want string
		limit            int
	}{
		{"short enough", "abc", "abc", 3},
		{"cut between letters", "abcdef", "abc", 3},
		{"cut within a character", "ab\u20acd", "ab", 4},
		{"cut behind a character", "ab\u20acd", "ab\u20ac", 5},
		{"not UTF-8", "ab\x80\x80\x80\x80\x80d", "ab\x80\x80\x80", 5},
		{"nothing is to stay", "abc", "", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := Answer{Body: []byte(row.body)}
			a.Trim(row.limit)
			if string(a.Body) != row.want || a.Omitted != len(row.body)-len(row.want) {
				t.Errorf("%q is left, %d bytes omitted; want %q", a.Body, a.Omitted, row.want)
			}
		})
	}
}

func TestTrimTwice(t *testing.T) {
	a := Answer{Body: []byte(strings.Repeat("x", 100))}
	a.Trim(50)
	a.Trim(20)
	if len(a.Body) != 20 || a.Omitted != 80 {
		t.Errorf("%d bytes are left, %d omitted; want 20 and 80", len(a.Body), a.Omitted)
	}
}

func TestATrimmedRequestCanBeSentAgainWhole(t *testing.T) {
	whole := Sent{Method: "POST", URL: "http://127.0.0.1/", Body: []byte(strings.Repeat("[", 100_000))}
	curl := whole.Curl()
	kept := whole
	kept.Trim(100)
	if len(kept.Body) != 100 || kept.Omitted != 99_900 || kept.Curl() != curl || len(curl) > 200 {
		t.Errorf("%d bytes are left, %d omitted; the command is %q", len(kept.Body), kept.Omitted, kept.Curl())
	}
	text, err := Exchange{Request: kept}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var back Exchange
	if err := back.UnmarshalJSON(text); err != nil || back.Request.Curl() != curl || back.Request.Omitted != 99_900 {
		t.Errorf("%v; it comes back as %+v", err, back.Request)
	}
}
