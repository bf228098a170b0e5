package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/report"
	"github.com/regspec/regspec/suite/report/format"
	"github.com/regspec/regspec/suite/report/internal/fixture"
	"github.com/regspec/regspec/suite/wire"
)

// leaks lists where a text comes through after Redact: in what a writer gives,
// and in what is written there in another form.
func leaks(t testing.TB, r report.Report, added []wire.Field, secret string) []string {
	t.Helper()
	redacted := Report(r, added)
	var all []string
	for name, write := range writers() {
		text := written(t, write, redacted)
		if strings.Contains(text, secret) {
			all = append(all, name)
		}
		switch name {
		case "json", "har", "gitlab", "badge":
			var value any
			if err := json.Unmarshal([]byte(text), &value); err != nil {
				t.Fatal(err)
			}
			if inValue(value, secret) {
				all = append(all, name+", read")
			}
		case "junit":
			if inElement(fixture.ParseXML(t, text), secret) {
				all = append(all, name+", read")
			}
		}
	}
	slices.Sort(all)
	return all
}

// inValue looks into the texts of JSON, and behind base64.
func inValue(value any, secret string) bool {
	switch v := value.(type) {
	case string:
		decoded, err := base64.StdEncoding.DecodeString(v)
		return strings.Contains(v, secret) || err == nil && strings.Contains(string(decoded), secret)
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return inValue(item, secret) })
	case map[string]any:
		for name, item := range v {
			if strings.Contains(name, secret) || inValue(item, secret) {
				return true
			}
		}
	}
	return false
}

func inElement(e fixture.Element, secret string) bool {
	return strings.Contains(e.Text, secret) ||
		slices.ContainsFunc(e.Attrs, func(a xml.Attr) bool { return strings.Contains(a.Value, secret) }) ||
		slices.ContainsFunc(e.Children, func(c fixture.Element) bool { return inElement(c, secret) })
}

// A secret that one client got, and that turns up anywhere at all.
func TestASecretIsNowhere(t *testing.T) {
	for _, secret := range []string{
		fixture.Canary, "12345678901234567890", `a"quoted\secret/with more`, "schlüssel-für-öffner", "客户端客户端客户端", "\U0001F4F7a-camera-\U0001F4F7", "<b>&amp;'secret'</b>",
		"a+b=c&d%20e%41f?g#h", "tab\tand\nline\u2028ends", "it's a good secret", "${client.client_secret}", "--------------------", strings.Repeat("x", 5000),
	} {
		forms := slices.Sorted(slices.Values(spellings(secret)))
		for _, form := range slices.Compact(forms) {
			r := fixture.Everywhere(form + " before " + form + " and between" + form + "both" + form)
			r.Results[0].Title = "" // is the case's, and says what it says
			r.Results = append([]report.Result{fixture.Registered(secret)}, r.Results...)
			r.Unreachable = form
			for _, name := range leaks(t, r, nil, form) {
				t.Errorf("%.40q comes through as %.40q in %s", secret, form, name)
			}
		}
	}
}

// The places alone tell that these are secrets; each is seen once only.
func TestASecretIsKnownByItsPlace(t *testing.T) {
	utf16of := func(text string) string {
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune(text)) {
			b.WriteByte(byte(unit))
			b.WriteByte(byte(unit >> 8))
		}
		return b.String()
	}
	for _, text := range []string{
		`{"client_secret":"@"}`, `{"client_secret" : "@", "a": 1}`, "{\n\t\"client_secret\":\n\"@\"}", `[{"a":{"client_secret":"@"}}]`,
		`{"client_secret":"x","client_secret":"@"}`, `{"Client_Secret":"@"}`, `{"clientSecret":"@"}`, `{"CLIENT-SECRET":"@"}`, `{"clientsecret":"@"}`,
		`{"client\u005fsecret":"@"}`, `{"\u0063lient_\u0053ecret":"@"}`, `{"client_secret":"@`, `{"client_secret":"@"`, `{"client_secret":@}`,
		`{'client_secret': '@'}`, `{"a":"{\"client_secret\":\"@\"}"}`, `log: {\"client_secret\":\"@\"}`, `{"a":"client_secret=@&b=c"}`,
		`client_secret=@`, `type=client_update&client_secret=@&a=b`, `client%5Fsecret=@&a=b`, `%63lient%5fsecret=@`, `https://host/cb?client_secret=@`,
		`see /cb?a=b&client_secret=@#top`, `a="client_secret=@"`, `<client_secret>@</client_secret>`, `<clientSecret a="b"> @ </clientSecret>`,
		"\xff{\"client_secret\":\"@\"}", utf16of(`{"client_secret":"@"}`), "\ufeff{\"client_secret\":\"@\"}",
	} {
		body := strings.ReplaceAll(text, "@", fixture.Canary)
		if strings.Contains(text, "\x00") {
			body = strings.ReplaceAll(text, "@\x00", utf16of(fixture.Canary))
		}
		for what, place := range map[string]func(*wire.Exchange){
			"request":  func(x *wire.Exchange) { x.Request.Body = []byte(body) },
			"answer":   func(x *wire.Exchange) { x.Answer.Body = []byte(body) },
			"header":   func(x *wire.Exchange) { x.Answer.Header = []wire.Field{{Name: "Location", Value: body}} },
			"a reason": func(x *wire.Exchange) { x.Answer.Reason = body },
		} {
			if what != "request" && what != "answer" && strings.Contains(body, "\x00") {
				continue
			}
			failed := fixture.Result("a/failed", report.Failed, cases.Documented)
			place(&failed.Exchanges[0])
			if what != "a reason" {
				failed.Mismatches[0].Actual = "the client_secret is " + fixture.Canary + ", and another was expected"
			}
			if strings.Contains(body, "\x00") {
				failed.Mismatches[0].Actual = ""
			}
			for _, name := range leaks(t, fixture.Report(failed), nil, fixture.Canary) {
				t.Errorf("in the %s: %q comes through in %s", what, body, name)
			}
		}
		mismatched := fixture.Result("a/failed", report.Failed, cases.Documented)
		mismatched.Mismatches[0].Actual = body
		if found := leaks(t, fixture.Report(mismatched), nil, fixture.Canary); len(found) > 0 && !strings.Contains(body, "\x00") {
			t.Errorf("in a mismatch: %q comes through in %v", body, found)
		}
	}
}

func TestSecretsThatACaseSpoils(t *testing.T) {
	known := fixture.Registered(fixture.Canary)
	for _, filter := range []string{"cut", "extended", "nudged", "swapcase"} {
		spoiled, err := cases.Reference{Name: "s", Filter: filter}.Apply(fixture.Canary)
		if err != nil {
			t.Fatal(err)
		}
		failed := fixture.Result("credentials/wrong-secret", report.Failed, cases.Documented)
		failed.Exchanges[0] = fixture.Exchanged(`{"type":"client_update","client_secret":"`+spoiled+`"}`, `{"error":"`+spoiled+` is wrong, `+fixture.Canary+` is right"}`)
		failed.Mismatches[0].Actual = spoiled + " is wrong, " + fixture.Canary + " is right"
		for _, secret := range []string{fixture.Canary, fixture.Canary[:len(fixture.Canary)-1], spoiled} {
			for _, name := range leaks(t, fixture.Report(known, failed), nil, secret) {
				t.Errorf("%s: %s comes through in %s", filter, secret, name)
			}
		}
	}
}

// Before the first case, or in a try that does not count, a client registers as
// well; a server may show its secret later.
func TestASecretOfNoExchange(t *testing.T) {
	failed := fixture.Result("a/failed", report.Failed, cases.Documented)
	failed.Exchanges[0] = fixture.Exchanged("{}", "all the secrets: "+fixture.Canary)
	r := fixture.Report(failed)
	r.Secrets = []string{fixture.Canary}
	for _, name := range leaks(t, r, nil, fixture.Canary) {
		t.Errorf("it comes through in %s", name)
	}
	if redacted := Report(r, nil); redacted.Secrets != nil || len(r.Secrets) != 1 {
		t.Errorf("%d secrets are left, and %d were given", len(redacted.Secrets), len(r.Secrets))
	}
}

func TestASecretThatIsNotUTF8(t *testing.T) {
	for _, secret := range []string{"abc\xff", "\xff\xfeabcdefghijklmnop", "ab\x80cd"} {
		failed := fixture.Result("a/failed", report.Failed, cases.Documented)
		failed.Exchanges[0] = fixture.Exchanged("client_secret="+secret, `{"error":"`+secret+` is wrong"}`)
		failed.Mismatches[0].Actual = "it is " + secret
		for _, name := range leaks(t, fixture.Report(failed), nil, secret) {
			t.Errorf("%q comes through in %s", secret, name)
		}
	}
}

// A body of which the end is left out may end in the middle of a secret.
func TestASecretThatIsCutOff(t *testing.T) {
	known := fixture.Registered(fixture.Canary)
	for _, shown := range []int{4, 5, 20, len(fixture.Canary) - 1, len(fixture.Canary)} {
		for _, before := range []string{"the secret is ", `{"client_secret":"`, "client_secret="} {
			failed := fixture.Result("a/failed", report.Failed, cases.Documented)
			failed.Exchanges[0].Answer.Body = []byte(before + fixture.Canary[:shown])
			failed.Exchanges[0].Answer.Omitted = 100
			for _, name := range leaks(t, fixture.Report(known, failed), nil, fixture.Canary[:shown]) {
				t.Errorf("%d characters come through in %s", shown, name)
			}
			failed.Exchanges[0].Answer.Omitted = 0
			failed.Exchanges[0].Break = &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindClosed}
			for _, name := range leaks(t, fixture.Report(known, failed), nil, fixture.Canary[:shown]) {
				t.Errorf("%d characters of a broken answer come through in %s", shown, name)
			}
		}
	}
}

func TestABodyThatCannotBeUnpackedIsNotShown(t *testing.T) {
	r := fixture.Report(fixture.Result("a/failed", report.Failed, cases.Documented))
	answer := r.Results[0].Exchanges[0].Answer
	answer.Encoded, answer.Body = true, []byte("\x1f\x8b\x08packed")
	if got := Report(r, nil).Results[0].Exchanges[0].Answer.Body; string(got) != report.Redacted {
		t.Errorf("got %q", got)
	}
	answer.Body = []byte("no gzip at all")
	if got := Report(r, nil).Results[0].Exchanges[0].Answer.Body; string(got) != "no gzip at all" {
		t.Errorf("got %q", got)
	}
}

func TestHeaderFieldsOfTheUser(t *testing.T) {
	for _, test := range []struct {
		field   wire.Field
		secrets []string
	}{
		{wire.Field{Name: "Authorization", Value: "Bearer " + fixture.Canary}, []string{fixture.Canary}},
		{wire.Field{Name: "Authorization", Value: "bearer  abc12"}, []string{"abc12"}},
		{wire.Field{Name: "Authorization", Value: "Basic dXNlcjpvcGVuLXNlc2FtZQ=="}, []string{"dXNlcjpvcGVuLXNlc2FtZQ==", "user:open-sesame", "open-sesame"}},
		{wire.Field{Name: "Proxy-Authorization", Value: "basic dXNlcjpwYXNzd29yZDEyMzQ1Njc4OTA="}, []string{"dXNlcjpwYXNzd29yZDEyMzQ1Njc4OTA=", "password1234567890"}},
		{wire.Field{Name: "X-Api-Key", Value: fixture.Canary}, []string{fixture.Canary}},
		{wire.Field{Name: "Cookie", Value: "theme=dark; session=" + fixture.Canary + "; a=b"}, []string{fixture.Canary}},
		{wire.Field{Name: "X-Sign", Value: `"<é'>"-a-long-value`}, []string{`"<é'>"-a-long-value`}},
	} {
		for _, secret := range test.secrets {
			r := fixture.Everywhere("it said " + secret + ".")
			r.Results[0].Title = ""
			sent := &r.Results[0].Exchanges[0].Request
			sent.Header = append(sent.Header, wire.Field{Name: strings.ToLower(test.field.Name), Value: test.field.Value})
			for _, name := range leaks(t, r, []wire.Field{test.field}, secret) {
				t.Errorf("%s of %v comes through in %s", secret, test.field, name)
			}
		}
	}
}

// The environment's proxy has a password in its URL, and net/http sends it.
func TestTheCredentialOfAProxy(t *testing.T) {
	r := fixture.Everywhere("it said open-sesame-42 and dXNlcjpvcGVuLXNlc2FtZS00Mg==.")
	r.Results[0].Title = ""
	sent := &r.Results[0].Exchanges[0].Request
	sent.Header = append(sent.Header, wire.Field{Name: "Proxy-Authorization", Value: "Basic dXNlcjpvcGVuLXNlc2FtZS00Mg=="})
	for _, secret := range []string{"open-sesame-42", "dXNlcjpvcGVuLXNlc2FtZS00Mg=="} {
		for _, name := range leaks(t, r, nil, secret) {
			t.Errorf("%s comes through in %s", secret, name)
		}
	}
}

func TestPublicHeaderFieldsAreHiddenInTheirPlaceAlone(t *testing.T) {
	r := fixture.EveryVerdict()
	sent := &r.Results[1].Exchanges[0].Request
	sent.Header = append(sent.Header, wire.Field{Name: "Accept", Value: "application/json"})
	got := Report(r, []wire.Field{{Name: "Accept", Value: "application/json"}})
	header := got.Results[1].Exchanges[0].Request.Header
	if wire.Values(header, "Accept")[0] != report.Redacted || wire.Values(header, "Content-Type")[0] != "application/json" {
		t.Errorf("got %v", header)
	}
}

func TestRedactLeavesItsReportAsItIs(t *testing.T) {
	whole := func() report.Report {
		r := fixture.Everywhere("the secret is " + fixture.Canary)
		r.Results = append(r.Results, fixture.Registered(fixture.Canary))
		return r
	}
	given := whole()
	added := []wire.Field{{Name: "Content-Type", Value: fixture.Canary}}
	redacted := Report(given, added)
	if !reflect.DeepEqual(given, whole()) {
		t.Error("the report that was given is changed")
	}
	if again := Report(redacted, added); !reflect.DeepEqual(again, redacted) {
		t.Errorf("redacting twice is not as once:\n%+v\n%+v", redacted, again)
	}
	if err := schemas.Validate(schemas.Report, []byte(written(t, format.JSON, redacted))); err != nil {
		t.Error(err)
	}
}

// What a repeated case was answered before is as secret as all else.
func TestAttemptsAreRedacted(t *testing.T) {
	r := fixture.WithWaivers()
	secret := "canary-0123456789abcdef"
	r.Results[2].Attempts[0].Exchanges[0] = fixture.Exchanged("{}", `{"client_secret":"`+secret+`"}`)
	r.Results[2].Attempts[0].Reason = "the answer was " + secret
	r.Results[1].Changes[0].Actual = secret
	if text := written(t, format.JSON, Report(r, nil)); strings.Contains(text, secret) {
		t.Errorf("the secret is in\n%s", text)
	}
	if r.Results[2].Attempts[0].Reason == report.Redacted || !strings.Contains(r.Results[1].Changes[0].Actual, secret) {
		t.Error("the report that was given is changed")
	}
}

// writers are all the writers of a run's report by name.
func writers() map[string]format.Writer {
	all := format.Writers()
	for name, color := range map[string]bool{"console": false, "coloured console": true} {
		all[name] = func(w io.Writer, r report.Report) error {
			return format.Console(w, r, format.ConsoleOptions{Color: color})
		}
	}
	return all
}

func written(t testing.TB, write format.Writer, r report.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The answers that a campaign keeps for their form are answers like others.
func TestASecretInTheFormsOfAnswers(t *testing.T) {
	exchange := fixture.Registered(fixture.Canary).Exchanges[0]
	before := report.Report{Campaign: &report.Campaign{Forms: []report.Form{{Exchange: exchange}}}}
	after := Report(before, nil)
	if text := string(after.Campaign.Forms[0].Exchange.Answer.Body); strings.Contains(text, fixture.Canary) || !strings.Contains(text, report.Redacted) {
		t.Errorf("the answer is %s", text)
	}
	if text := string(before.Campaign.Forms[0].Exchange.Answer.Body); !strings.Contains(text, fixture.Canary) {
		t.Errorf("the report that was given has changed: %s", text)
	}
}
