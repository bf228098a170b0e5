package judge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/wire"
)

const good = `{"client_id": "i", "client_secret": "s", "expires_at": 0}`

// No mismatch is stricter than its case, and what the document does not say
// itself is never documented.
func TestLevels(t *testing.T) {
	c := builtin(t)
	unauthorized := wanted(t, c, "unauthorized", "")
	const right = `{"error": "Unauthorized."}`
	for _, row := range []struct {
		name   string
		expect cases.Expect
		x      wire.Exchange
		aspect report.Aspect
		want   string // the levels in cases that are documented, implied and hardening
	}{
		{"no answer", success(), broken(wire.KindClosed), report.AspectConnection, "implied implied hardening"},
		{"no answer to a bad request", refusal(unauthorized), broken(wire.KindReset), report.AspectConnection, "implied implied hardening"},
		{"a success with another status", success(), inJSON(500, good), report.AspectStatus, "implied implied hardening"},
		{"a success labelled as a page", success(), answered(200, "text/html", good), report.AspectContentType, "implied implied hardening"},
		{"a success refused", success(), inJSON(400, right), report.AspectStatus, "documented implied hardening"},
		{"a success that lacks a member", success(), inJSON(200, `{"client_id": "i", "client_secret": "s"}`), report.AspectSchema, "documented implied hardening"},
		{"a success with other credentials", success(cases.Member{Name: "client_id", Value: "x"}), inJSON(200, good), report.AspectMember, "documented implied hardening"},
		{"the right message with 200", refusal(unauthorized), inJSON(200, right), report.AspectStatus, "implied implied hardening"},
		{"the right message with 500", refusal(unauthorized), inJSON(500, right), report.AspectStatus, "implied implied hardening"},
		{"the right message elsewhere", refusal(unauthorized), inJSON(400, `{"message": "Unauthorized."}`), report.AspectEnvelope, "implied implied hardening"},
		{"the right message labelled as text", refusal(unauthorized), answered(400, "text/plain", right), report.AspectContentType, "implied implied hardening"},
		{"another message", refusal(unauthorized), inJSON(400, `{"error": "No."}`), report.AspectMessage, "documented implied hardening"},
		{"no refusal", refusal(unauthorized), inJSON(200, good), report.AspectMessage, "documented implied hardening"},
		{"no message", refusal(), answered(400, "", ""), report.AspectMessage, "documented implied hardening"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for _, level := range cases.Levels() {
				for _, m := range Exchange(Expectation{Expect: row.expect, Level: level, Now: now()}, row.x) {
					if m.Aspect == row.aspect {
						got = append(got, string(m.Level))
					}
					if !level.AtLeast(m.Level) {
						t.Errorf("a %s case has a mismatch that is %s", level, m.Level)
					}
				}
			}
			compare(t, got, strings.Fields(row.want))
		})
	}
}

func TestBreaks(t *testing.T) {
	const (
		drops = "The server drops the connection on this input, and answers others."
		waits = "The server lets the client wait on this input, and answers others."
		huge  = "The server answers with more than this client reads; --max-header, --max-body and --max-unpacked say how much that is."
	)
	for kind, want := range map[wire.Kind]string{
		wire.KindReset: drops, wire.KindClosed: drops, wire.KindRefused: drops, wire.KindTLS: drops,
		wire.KindUnresolved: drops, wire.KindOther: drops,
		wire.KindTimeout:         waits,
		wire.KindHeadersTooLarge: huge, wire.KindBodyTooLarge: huge, wire.KindUnpackedTooLarge: huge,
		wire.KindUndecodable: "The client cannot unpack the answer that it got.",
		wire.KindNotHTTP:     "What came back is not an HTTP answer.",
	} {
		for what, expect := range map[string]cases.Expect{"success": success(), "refusal": refusal(), "either": either()} {
			t.Run(string(kind)+" for "+what, func(t *testing.T) {
				x := broken(kind)
				x.Break.Phase = wire.PhaseBody
				x.Answer = inJSON(200, good).Answer // what came before the break is no whole answer
				got := Exchange(Expectation{Expect: expect, Level: cases.Documented, Now: now()}, x)
				compare(t, brief(got), []string{"connection implied answer.always"})
				if got[0].Explanation != want || got[0].Actual != x.Break.Sentence() {
					t.Errorf("got %q (%s), want %q", got[0].Explanation, got[0].Actual, want)
				}
			})
		}
	}
	t.Run("within a refusal that came before the body was read", func(t *testing.T) {
		for _, row := range []struct {
			body, status int
			kind         wire.Kind
			expect       cases.Expect
			want         string
		}{
			{wire.LargeBody, 413, wire.KindReset, either(), "connection hardening limits.answered"},
			{wire.LargeBody, 413, wire.KindClosed, refusal(), "connection hardening limits.answered"},
			{wire.LargeBody - 1, 413, wire.KindReset, either(), "connection implied answer.always"}, // that fits into a buffer
			{wire.LargeBody, 200, wire.KindReset, either(), "connection implied answer.always"},
			{wire.LargeBody, 413, wire.KindTimeout, either(), "connection implied answer.always"},
			{wire.LargeBody, 413, wire.KindReset, success(), "connection implied answer.always"},
		} {
			x := broken(row.kind)
			x.Request.Body = make([]byte, row.body)
			x.Answer = inJSON(row.status, "").Answer
			compare(t, brief(Exchange(Expectation{Expect: row.expect, Level: cases.Implied, Now: now()}, x)), []string{row.want})
		}
	})
	t.Run("nothing at all", func(t *testing.T) {
		got := Exchange(Expectation{Expect: success(), Level: cases.Documented}, wire.Exchange{})
		compare(t, brief(got), []string{"connection implied answer.always"})
	})
}

func TestContentTypes(t *testing.T) {
	expectation := Expectation{Expect: success(), Level: cases.Documented, Now: now()}
	const is, absent = "The answer is sent as ", "The answer is sent without a Content-Type"
	for _, row := range []struct{ name, header, want string }{
		{"plain", "application/json", ""},
		{"charset", "application/json; charset=utf-8", ""},
		{"charset without space", "application/json;charset=UTF-8", ""},
		{"odd case", "Application/JSON", ""},
		{"problem details", "application/problem+json", ""},
		{"a type built on JSON, in odd case", "application/vnd.pump+JSON; v=1", ""},
		{"nothing behind the semicolon", "application/json;", ""},
		{"parameter without value", "application/json; charset", ""},
		{"parameter twice", "application/json; charset=utf-8; charset=utf-8", ""},
		{"space before the semicolon", "application/json ; charset=utf-8", ""},
		{"none", "", absent},
		{"page", "text/html; charset=utf-8", is + "text/html; many"},
		{"text", "text/plain", is + "text/plain; many"},
		{"JSON as text", "text/json", is + "text/json; many"},
		{"begins like JSON's", "application/json-seq", is + "application/json-seq; many"},
		{"JSON as a parameter", "text/plain; application/json", is + "text/plain; many"},
		{"two in one", "application/json, text/html", is},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := Exchange(expectation, answered(200, row.header, good))
			if row.want == "" {
				compare(t, brief(got), nil)
				return
			}
			compare(t, brief(got), []string{"content-type implied answer.media-type"})
			if !strings.HasPrefix(got[0].Explanation, row.want) {
				t.Errorf("got %q, want %q", got[0].Explanation, row.want)
			}
		})
	}
	t.Run("an empty header field", func(t *testing.T) {
		x := answered(200, "", good, wire.Field{Name: "Content-Type", Value: ""})
		got := Exchange(expectation, x)
		if len(got) != 1 || got[0].Actual != "no Content-Type" {
			t.Errorf("got %v", got)
		}
	})
}

// A server whose clock is behind ours gives out times that have passed for us.
// The answers come at noon.
func TestClocks(t *testing.T) {
	for _, row := range []struct {
		name, date string
		left       time.Duration // how long the credentials are good from noon on
		ok         bool
	}{
		{"no date, not a second", "", 0, false},
		{"no date, a second", "", time.Second, true},
		{"no date, gone for a minute", "", -time.Minute, false},
		{"the clock is an hour behind", "Sun, 01 Mar 2026 11:00:00 GMT", -time.Minute, true},
		{"behind, and gone by that clock too", "Sun, 01 Mar 2026 11:00:00 GMT", -2 * time.Hour, false},
		{"the clock is an hour ahead", "Sun, 01 Mar 2026 13:00:00 GMT", time.Minute, true},
		{"ahead, and gone by ours", "Sun, 01 Mar 2026 13:00:00 GMT", -time.Minute, false},
		{"a date that is none", "noon", -time.Minute, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			body := fmt.Sprintf(`{"client_id": "i", "client_secret": "s", "expires_at": %d}`, now().Add(row.left).Unix())
			x := answered(200, "application/json", body, wire.Field{Name: "Date", Value: row.date})
			var want []string
			if !row.ok {
				want = []string{"member documented response.expires-at"}
			}
			compare(t, brief(Exchange(Expectation{Expect: success(), Level: cases.Documented, Now: now()}, x)), want)
		})
	}
}

// What a mismatch says was expected, and what came.
func TestExpectedAndActual(t *testing.T) {
	unauthorized := refusal(wanted(t, builtin(t), "unauthorized", ""))
	const envelope, done = `a JSON object with the message under "error"`, "success: a 2xx answer with client_id, client_secret and expires_at"
	for _, row := range []struct {
		name   string
		expect cases.Expect
		x      wire.Exchange
		want   []string // expected and actual of each mismatch in turn
	}{
		{"a refusal", success(), inJSON(400, `{"error": "No."}`), []string{done, "400 Bad Request: No."}},
		{"an empty answer", success(), answered(503, "", ""), []string{done, "503 Service Unavailable with an empty body"}},
		{"an unheard-of status", success(), answered(499, "", "?"), []string{done, "499: ?"}},
		{"a redirect", success(), answered(300, "", "<a>", wire.Field{Name: "Location", Value: "/x"}), []string{done, "300 Multiple Choices, to /x"}},
		{"a location elsewhere", success(), answered(400, "", "?", wire.Field{Name: "Location", Value: "/x"}), []string{done, "400 Bad Request: ?"}},
		{"a status", success(), inJSON(500, good), []string{"a 2xx status", "500"}},
		{"no JSON", success(), inJSON(200, "{"), []string{"a JSON object with client_id, client_secret and expires_at", "200 OK: { (unexpected EOF)"}},
		{"a media type", success(), answered(200, "text/plain; x=y", good), []string{"application/json", "text/plain; x=y"}},
		{"a member", success(), inJSON(200, withMember("client_id", "7")), []string{"client_id is a string that is not empty", "client_id is the number 7, and must be a string"}},
		{"a time", success(), inJSON(200, withMember("expires_at", "1e9")), []string{"expires_at is 0, or a Unix time in the future", "1e9 (2001-09-09T01:46:40Z)"}},
		{"an echo", success(cases.Member{Name: "client_id", Value: "a"}), inJSON(200, good), []string{"client_id is a", "client_id is i"}},
		{"a message", unauthorized, inJSON(500, `{"error": "No."}`), []string{"Unauthorized.", "No.", "a 4xx status", "500"}},
		{"no message", unauthorized, inJSON(400, `{}`), []string{"Unauthorized.", "400 Bad Request: {}", envelope, "400 Bad Request: {}"}},
		{"no refusal", unauthorized, inJSON(200, good), []string{"Unauthorized.", "200 OK: " + good}},
		{"no answer", unauthorized, broken(wire.KindClosed), []string{
			"a whole answer", "the connection was closed before any answer came",
			"Unauthorized.", "the connection was closed before any answer came",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var got []string
			for _, m := range Exchange(Expectation{Expect: row.expect, Level: cases.Documented, Now: now()}, row.x) {
				got = append(got, m.Expected, m.Actual)
			}
			compare(t, got, row.want)
		})
	}
}

func TestExpectationInWords(t *testing.T) {
	c := builtin(t)
	email, list := wanted(t, c, "invalid-email", "bob"), wanted(t, c, "contacts-not-string", "")
	const done = "success: a 2xx answer with client_id, client_secret and expires_at"
	for _, row := range []struct {
		name   string
		expect cases.Expect
		want   string
	}{
		{"success", success(), done},
		{"one message", refusal(email), "Email bob is not a valid email"},
		{"several", refusal(email, list), "Email bob is not a valid email  or  contacts must be a string of space-separated email addresses."},
		{"any", refusal(), "a refusal: a 4xx answer with any message"},
		{"either", either(email), done + ", or Email bob is not a valid email"},
		{"nothing", cases.Expect{}, ""},
	} {
		if got := (Expectation{Expect: row.expect}).String(); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

// The requirement that a wrong answer breaks.
func TestAbout(t *testing.T) {
	c := builtin(t)
	email, list := wanted(t, c, "invalid-email", "bob"), wanted(t, c, "contacts-not-string", "")
	for _, row := range []struct {
		name         string
		expect       cases.Expect
		requirements []string
		want         string
	}{
		{"its own for the message", refusal(email), []string{"contacts.list", "error.invalid-email"}, "error.invalid-email"},
		{"the first message that it names", refusal(list, email), []string{"contacts.list", "error.invalid-email"}, "error.invalid-email"},
		{"the first, if none is for the message", refusal(email), []string{"contacts.list", "encoding.form"}, "contacts.list"},
		{"the first, for a success", success(), []string{"contacts.list", "encoding.form"}, "contacts.list"},
		{"none", success(), nil, ""},
	} {
		got := Expectation{Expect: row.expect, Requirements: row.requirements}.about()
		if got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestNothingExpected(t *testing.T) {
	for _, x := range []wire.Exchange{inJSON(200, good), answered(500, "", "")} {
		compare(t, brief(Exchange(Expectation{}, x)), nil)
	}
	compare(t, brief(Exchange(Expectation{}, broken(wire.KindReset))), []string{"connection  answer.always"})
}

// What came is repeated, and a book is not.
func TestLongAnswersAreShortened(t *testing.T) {
	body := `{"error": "` + strings.Repeat("ü", 5000) + `"}`
	got := Exchange(Expectation{Expect: refusal(wanted(t, builtin(t), "unauthorized", ""))}, inJSON(400, body))
	if i := slices.IndexFunc(got, func(m report.Mismatch) bool { return len(m.Actual) > actualShown+50 }); i >= 0 || len(got) != 1 {
		t.Fatalf("got %d mismatches, one of %d bytes", len(got), len(got[i].Actual))
	}
	if !strings.HasSuffix(got[0].Actual, "… (10000 bytes)") || !strings.Contains(got[0].Explanation, "much shorter") {
		t.Errorf("got %s: %s", got[0].Actual[len(got[0].Actual)-40:], got[0].Explanation)
	}
}

// What no request could have been answered with is told as it is, whatever else was under way.
func TestBesideTellsWhatIsWrongForAny(t *testing.T) {
	text := report.Mismatch{Aspect: report.AspectSchema, Requirement: responseExpires, Explanation: "The expires_at is a string"}
	past := report.Mismatch{Aspect: report.AspectMember, Requirement: responseExpires}
	if got := Beside([]report.Mismatch{text, past}); !slices.Equal(got, []report.Mismatch{text, past}) {
		t.Errorf("got %+v", got)
	}
	for _, m := range []report.Mismatch{
		{Aspect: report.AspectMember, Requirement: updateCredentials},
		{Aspect: report.AspectSchema, Instead: report.InsteadRefusal},
		{Aspect: report.AspectMessage},
	} {
		if got := Beside([]report.Mismatch{text, m}); len(got) != 1 || got[0].Requirement != answerAlways {
			t.Errorf("%+v: got %+v", m, got)
		}
	}
}

// A client that is not known to all of a target is told as that.
func TestBeside(t *testing.T) {
	for actual, requirement := range map[string]string{
		"401 Unauthorized: Unauthorized.":  "client.lasting",
		"Unauthorized.":                    "client.lasting",
		"Email bob is not a valid email":   "answer.always",
		"401 Unauthorized: No Client Type": "answer.always",
	} {
		got := Beside([]report.Mismatch{{Level: cases.Implied, Actual: actual}, {Level: cases.Documented}})
		if len(got) != 1 || got[0].Requirement != requirement || got[0].Level != cases.Documented {
			t.Errorf("%s: got %+v, want %s", actual, got, requirement)
		}
	}
}
