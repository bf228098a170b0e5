package waive

import (
	"testing"

	"github.com/regspec/regspec/suite/report"
)

func TestAPinInWhichAnyTextIsOpen(t *testing.T) {
	for _, row := range []struct {
		message, text string
		want          bool
	}{
		{"", "", true},
		{"", "x", false},
		{"Nope", "Nope", true},
		{"Nope", "nope", false},
		{"Nope", "Nope.", false},
		{"*", "", true},
		{"*", "any\nthing", true},
		{"a*", "a", true},
		{"a*", "ba", false},
		{"*a", "aba", true},
		{"a*b", "ab", true},
		{"a*b", "a b c b", true},
		{"a*b", "a", false},
		{"ab*ba", "aba", false},
		{"a*b*c", "a-b-c", true},
		{"a*b*c", "a-c-b", false},
		{`a\*`, "a*", true},
		{`a\*`, "ab", false},
		{`\\*`, `\x`, true},
		{`\\*`, `x`, false},
		{`C:\dir`, `C:\dir`, true},
		{`end\`, `end\`, true},
		{"ü*", "üß", true},
	} {
		message := row.message
		if got := (Pin{Message: &message}).matches(observation{text: row.text}); got != row.want {
			t.Errorf("%q matches %q: %v", row.message, row.text, got)
		}
	}
}

func TestPinned(t *testing.T) {
	for _, row := range []struct {
		name         string
		aspect       report.Aspect
		status       int
		telling      bool
		first, again string
		sent         string
		want         string
	}{
		{"a message", report.AspectMessage, 400, false, "Nope", "Nope", "", "“Nope”"},
		{"a message with a status that is a part of it", report.AspectMessage, 200, true, "Nope", "Nope", "", "“Nope” (200)"},
		{"a status", report.AspectStatus, 200, true, "200", "200", "", "any text (200)"},
		{"a refusal with its status", report.AspectStatus, 401, true, "401 Unauthorized: Nope", "401 Unauthorized: Nope", "", "“401 Unauthorized: Nope”"},
		{"a page, and a status that is no matter", report.AspectMessage, 400, false, "400 Bad Request: <p>", "400 Bad Request: <p>", "", "“*: <p>”"},
		{"the signs themselves", report.AspectMessage, 400, false, `2*3\4`, `2*3\4`, "", `“2\*3\\4”`},
		{"another word each time", report.AspectMessage, 400, false, "client 8f3a is wrong", "client 77b0 is wrong", "", "“client * is wrong”"},
		{"more words each time", report.AspectMessage, 400, false, "at a b: no", "at a: no", "", "“at a*: no”"},
		{"nothing in common", report.AspectMessage, 400, false, "a", "b c", "", "“*”"},
		{"a time", report.AspectMessage, 400, false, "no (2026-01-02T03:04:05Z)", "no (2026-01-02T03:04:05Z)", "", "“no (*Z)”"},
		{"a date of mail", report.AspectMessage, 400, false, "no, Mon, 02 Jan 2026 03:04:05 GMT", "no, Mon, 02 Jan 2026 03:04:05 GMT", "", "“no, * GMT”"},
		{"a long number", report.AspectMessage, 400, false, "no 1767323045", "no 1767323045", "", "“no *”"},
		{"a long number that was sent", report.AspectMessage, 400, false, "no 1767323045", "no 1767323045", "x=1767323045", "“no 1767323045”"},
		{"what does not print", report.AspectMessage, 400, false, "a\r\nb\x00c", "a\r\nb\x00c", "", "“a*b*c”"},
		{"an envelope", report.AspectEnvelope, 400, false, `400 Bad Request: {"m":"No \" way","n":[1]}`, `400 Bad Request: {"m":"No \" way","n":[1]}`, "", `“*: {"m":"*","n":[1]}”`},
	} {
		o := observation{aspect: row.aspect, status: row.status, telling: row.telling, text: row.first, sent: row.sent}
		again := o
		again.text = row.again
		got := pinned(o, &again)
		if got.words() != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got.words(), row.want)
		}
		if !got.matches(o) || !got.matches(again) {
			t.Errorf("%s: %s does not match what it was made of", row.name, got.words())
		}
	}
	if got := pinned(observation{aspect: report.AspectConnection, text: "the connection was reset"}, nil); got != nil {
		t.Errorf("a broken connection is pinned: %s", got.words())
	}
}

// Whatever a server answers, a pin that is made of it excuses it, also read back
// from the file.
func FuzzPinned(f *testing.F) {
	for _, text := range []string{
		"Nope", `2*3\4`, "400 Bad Request: {\"a\":\"b\"}", "a\r\nb", "- x: #y", "true", "0x10", "~", "", " a ", "'\"`|>%@&!*", "\xff", "é\u2028\ufeff", "2026-01-02 03:04:05",
	} {
		f.Add(text, text+"!", "sent", true)
	}
	f.Fuzz(func(t *testing.T, first, second, sent string, envelope bool) {
		aspect := report.AspectMessage
		if envelope {
			aspect = report.AspectEnvelope
		}
		o := observe(failed("a/b", "json", mismatch{aspect, first, 400, ""}))[0]
		again := observe(failed("a/b", "json", mismatch{aspect, second, 400, ""}))[0]
		o.sent = sent
		pins := pinned(o, &again)
		if !pins.matches(o) {
			t.Fatalf("%s does not match %q", pins.words(), o.text)
		}
		if !pins.matches(again) {
			t.Fatalf("%s does not match %q", pins.words(), again.text)
		}
		text, err := encode(nil, []drafted{{Waiver: Waiver{Patterns: []string{"a/b"}, Reason: "R", Pins: pins}, from: -1, why: first}})
		if err != nil {
			t.Fatal(err)
		}
		waivers, err := Parse("w.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := waivers[0].Pins.words(); got != pins.words() {
			t.Fatalf("got %s, want %s\n%s", got, pins.words(), text)
		}
	})
}
