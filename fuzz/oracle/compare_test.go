package oracle

import (
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

func TestCompare(t *testing.T) {
	intra := sentJSON(associating(`,"logo_url":"https://intranet/logo.png"`))
	refusal := failing("Logo URL https://intranet/logo.png is not a valid URL")
	two := sentJSON(associating(`,"contacts":"bob","logo_url":"x"`))
	other := strings.ReplaceAll(newClient, "new", "other")
	for _, c := range []struct {
		name      string
		sent      wire.Sent
		status    [2]int
		body      [2]string
		want      string
		elsewhere string
	}{
		{"both accepted", intra, [2]int{200, 200}, [2]string{newClient, other}, "", ""},
		{"both refused", intra, [2]int{400, 400}, [2]string{refusal, refusal}, "", ""},
		{"now this, now that", intra, [2]int{200, 400}, [2]string{newClient, refusal}, "compare.acceptance invalid-logo-url hardening", ""},
		{"one client for two", intra, [2]int{200, 200}, [2]string{newClient, newClient}, "credentials.not-unique client_id implied, credentials.not-unique client_secret implied", ""},
		{"two faults", two, [2]int{400, 400}, [2]string{failing("Email bob is not a valid email"), failing("Logo URL x is not a valid URL")}, "", ""},
		{"two messages for one fault", intra, [2]int{400, 400}, [2]string{refusal, failing("Unauthorized.")}, "", ""},
		{"busy", intra, [2]int{200, 429}, [2]string{newClient, ""}, "", ""},
		{"an update twice", sentJSON(updating("")), [2]int{200, 200}, [2]string{sameOne, sameOne}, "", ""},
	} {
		a, b := answering(c.sent, c.status[0], c.body[0]), answering(c.sent, c.status[1], c.body[1])
		b.Started = b.Started.Add(time.Second)
		if c.name == "two messages for one fault" {
			c.sent = sentJSON(associating(`,"logo_url":"x"`))
			a, b = answering(c.sent, 400, failing("Logo URL x is not a valid URL")), answering(c.sent, 400, failing("Unauthorized."))
			c.want = "compare.message invalid-logo-url hardening"
		}
		equal(t, c.name, strings.Join(of(Compare(a, b, knowing()), cases.Hardening), ", "), c.want)
	}
}

func TestTwin(t *testing.T) {
	for _, c := range []struct{ media, body, want string }{
		{typeJSON, `{"type":"client_associate","application_name":"a b&\u00fc"}`, "type=client_associate&application_name=a+b%26%C3%BC"},
		{typeForm, "type=client_associate&application_name=a+%22%3C%C3%BC", `{"type":"client_associate","application_name":"a \"<ü"}`},
		{typeForm, "a=&b", `{"a":"","b":""}`},
		{typeJSON, `{}`, ""},
		{typeJSON, `{"type":1}`, "-"},
		{typeJSON, `{"type":null}`, "-"},
		{typeJSON, `{"type":"a","type":"b"}`, "-"},
		{typeJSON, `{"type":"\ud800"}`, "-"},
		{typeJSON, `{"type":{"a":"b"}}`, "-"},
		{typeJSON, `nonsense`, "-"},
		{typeForm, "a=%zz", "-"},
		{typeForm, "a=%FF", "-"},
		{typeForm, "a=1&a=2", "-"},
		{"text/plain", "a=1", "-"},
		{"", "a=1", "-"},
	} {
		equivalent, ok := Equivalent(sent(c.media, c.body))
		got := string(equivalent.Body)
		if !ok {
			got = "-"
		}
		equal(t, c.body, got, c.want)
	}
}

// TestTwinAllows holds that both encodings of the same members allow the same.
func TestTwinAllows(t *testing.T) {
	for _, more := range []string{"", `,"contacts":"bob"`, `,"logo_url":""`, `,"redirect_uri":"a  b"`, `,"client_id":"x"`, `,"application_name":"\u0000"`} {
		s := sentJSON(associating(more))
		equivalent, ok := Equivalent(s)
		if !ok {
			t.Fatal(more)
		}
		a, b := Allowed(knowing(), s), Allowed(knowing(), wire.Sent{Method: equivalent.Method, URL: testURL, Header: equivalent.Header, Body: equivalent.Body})
		equal(t, more, b.String(), a.String())
	}
}

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   Outcome
	}{
		{200, newClient, Outcome{Kind: KindSuccess}},
		{201, `{"client_id":"x"}`, Outcome{Kind: KindSuccess}},
		{400, failing("Email a b is not a valid email"), Outcome{KindRefusal, msgEmail, "a b"}},
		{200, failing("Unauthorized."), Outcome{Kind: KindRefusal, Message: msgUnauthorized}},
		{400, failing("Unauthorized"), Outcome{Kind: KindRefusal}},
		{404, "not found", Outcome{Kind: KindRefusal}},
		{429, "", Outcome{Kind: KindBusy, Message: "429"}},
		{429, failing("Too Many Requests"), Outcome{Kind: KindBusy, Message: "429"}},
		{429, failing("Unauthorized."), Outcome{Kind: KindRefusal, Message: msgUnauthorized}},
		{502, "<html>", Outcome{Kind: KindBusy, Message: "502"}},
		{503, "", Outcome{Kind: KindBusy, Message: "503"}},
		{504, failing("Unauthorized."), Outcome{Kind: KindBusy, Message: "504"}},
		{500, failing("Unauthorized."), Outcome{Kind: KindServerError, Message: "500"}},
		{302, "", Outcome{Kind: KindOther, Message: "302"}},
		{204, "", Outcome{Kind: KindOther, Message: "204"}},
	} {
		if got := Classify(answering(sentJSON("{}"), c.status, c.body)); got != c.want {
			t.Errorf("%d %s: %+v", c.status, c.body, got)
		}
	}
}

func TestKindOf(t *testing.T) {
	for _, c := range []struct{ media, body, want string }{
		{typeJSON, associating(""), "json associate"},
		{typeForm, "type=client_associate", "form associate"},
		{typeJSON, updating(""), "json update with good credentials"},
		{typeJSON, pairBody("x", "y"), "json update with bad credentials"},
		{typeJSON, `{"type":"client_update"}`, "json update with bad credentials"},
		{typeJSON, `{}`, "json other"},
		{"text/plain", "x", "other other"},
		{typeJSON, "nonsense", "json other"},
	} {
		encoding, kind := KindOf(knowing(), sent(c.media, c.body))
		equal(t, c.body, encoding+" "+kind, c.want)
	}
}

// TestRules holds that every rule is in the list once, and says what it is about.
func TestRules(t *testing.T) {
	seen := map[RuleID]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.Summary == "" || r.Level == "" {
			t.Error(r)
		}
		seen[r.ID] = true
	}
	if len(Messages()) != 14 {
		t.Error(Messages())
	}
}
