package report

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/schemas"
	"github.com/regspec/regspec/suite/wire"
)

const canary = "hJtfhaQzgKerlLVdaeRAgmbcstSOBLRfgOinMxBCHcb"

// registered is a result in which a client gets this secret.
func registered(secret string) Result {
	r := result("registration/minimum", Passed, cases.Documented)
	body, err := json.Marshal(map[string]any{"client_id": "vwljdhUMhhNbdKizpjZlxv", "client_secret": secret, "expires_at": 0})
	if err != nil {
		panic(err)
	}
	r.Exchanges = []wire.Exchange{exchanged(`{"type":"client_associate"}`, string(body))}
	return r
}

// leaks lists where a text comes through after Redact: in what a writer gives,
// and in what is written there in another form.
func leaks(t testing.TB, r Report, added []wire.Field, secret string) []string {
	t.Helper()
	redacted := Redact(r, added)
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
			if inElement(junitOf(t, redacted), secret) {
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

func inElement(e element, secret string) bool {
	return strings.Contains(e.Text, secret) ||
		slices.ContainsFunc(e.Attrs, func(a xml.Attr) bool { return strings.Contains(a.Value, secret) }) ||
		slices.ContainsFunc(e.Children, func(c element) bool { return inElement(c, secret) })
}

// A secret that one client got, and that turns up anywhere at all.
func TestASecretIsNowhere(t *testing.T) {
	for _, secret := range []string{
		canary, "12345678901234567890", `a"quoted\secret/with more`, "schlüssel-für-öffner", "客户端客户端客户端", "\U0001F4F7a-camera-\U0001F4F7", "<b>&amp;'secret'</b>",
		"a+b=c&d%20e%41f?g#h", "tab\tand\nline\u2028ends", "it's a good secret", "${client.client_secret}", "--------------------", strings.Repeat("x", 5000),
	} {
		forms := slices.Sorted(slices.Values(spellings(secret)))
		for _, form := range slices.Compact(forms) {
			r := everywhere(form + " before " + form + " and between" + form + "both" + form)
			r.Results[0].Title = "" // is the case's, and says what it says
			r.Results = append([]Result{registered(secret)}, r.Results...)
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
		body := strings.ReplaceAll(text, "@", canary)
		if strings.Contains(text, "\x00") {
			body = strings.ReplaceAll(text, "@\x00", utf16of(canary))
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
			failed := result("a/failed", Failed, cases.Documented)
			place(&failed.Exchanges[0])
			if what != "a reason" {
				failed.Mismatches[0].Actual = "the client_secret is " + canary + ", and another was expected"
			}
			if strings.Contains(body, "\x00") {
				failed.Mismatches[0].Actual = ""
			}
			for _, name := range leaks(t, reported(failed), nil, canary) {
				t.Errorf("in the %s: %q comes through in %s", what, body, name)
			}
		}
		mismatched := result("a/failed", Failed, cases.Documented)
		mismatched.Mismatches[0].Actual = body
		if found := leaks(t, reported(mismatched), nil, canary); len(found) > 0 && !strings.Contains(body, "\x00") {
			t.Errorf("in a mismatch: %q comes through in %v", body, found)
		}
	}
}

func TestSecretsThatACaseSpoils(t *testing.T) {
	known := registered(canary)
	for _, filter := range []string{"cut", "extended", "nudged", "swapcase"} {
		spoiled, err := cases.Reference{Name: "s", Filter: filter}.Apply(canary)
		if err != nil {
			t.Fatal(err)
		}
		failed := result("credentials/wrong-secret", Failed, cases.Documented)
		failed.Exchanges[0] = exchanged(`{"type":"client_update","client_secret":"`+spoiled+`"}`, `{"error":"`+spoiled+` is wrong, `+canary+` is right"}`)
		failed.Mismatches[0].Actual = spoiled + " is wrong, " + canary + " is right"
		for _, secret := range []string{canary, canary[:len(canary)-1], spoiled} {
			for _, name := range leaks(t, reported(known, failed), nil, secret) {
				t.Errorf("%s: %s comes through in %s", filter, secret, name)
			}
		}
	}
}

// Before the first case, or in a try that does not count, a client registers as
// well; a server may show its secret later.
func TestASecretOfAnExchangeAside(t *testing.T) {
	failed := result("a/failed", Failed, cases.Documented)
	failed.Exchanges[0] = exchanged("{}", "all the secrets: "+canary)
	r := reported(failed)
	r.Aside = registered(canary).Exchanges
	for _, name := range leaks(t, r, nil, canary) {
		t.Errorf("it comes through in %s", name)
	}
	if redacted := Redact(r, nil); redacted.Aside != nil || len(r.Aside) != 1 {
		t.Errorf("%d exchanges are left, and %d were given", len(redacted.Aside), len(r.Aside))
	}
}

func TestASecretThatIsNotUTF8(t *testing.T) {
	for _, secret := range []string{"abc\xff", "\xff\xfeabcdefghijklmnop", "ab\x80cd"} {
		failed := result("a/failed", Failed, cases.Documented)
		failed.Exchanges[0] = exchanged("client_secret="+secret, `{"error":"`+secret+` is wrong"}`)
		failed.Mismatches[0].Actual = "it is " + secret
		for _, name := range leaks(t, reported(failed), nil, secret) {
			t.Errorf("%q comes through in %s", secret, name)
		}
	}
}

// A body of which the end is left out may end in the middle of a secret.
func TestASecretThatIsCutOff(t *testing.T) {
	known := registered(canary)
	for _, shown := range []int{4, 5, 20, len(canary) - 1, len(canary)} {
		for _, before := range []string{"the secret is ", `{"client_secret":"`, "client_secret="} {
			failed := result("a/failed", Failed, cases.Documented)
			failed.Exchanges[0].Answer.Body = []byte(before + canary[:shown])
			failed.Exchanges[0].Answer.Omitted = 100
			for _, name := range leaks(t, reported(known, failed), nil, canary[:shown]) {
				t.Errorf("%d characters come through in %s", shown, name)
			}
			failed.Exchanges[0].Answer.Omitted = 0
			failed.Exchanges[0].Break = &wire.Break{Phase: wire.PhaseBody, Kind: wire.KindClosed}
			for _, name := range leaks(t, reported(known, failed), nil, canary[:shown]) {
				t.Errorf("%d characters of a broken answer come through in %s", shown, name)
			}
		}
	}
}

func TestABodyThatCannotBeUnpackedIsNotShown(t *testing.T) {
	r := reported(result("a/failed", Failed, cases.Documented))
	answer := r.Results[0].Exchanges[0].Answer
	answer.Encoded, answer.Body = true, []byte("\x1f\x8b\x08packed")
	if got := Redact(r, nil).Results[0].Exchanges[0].Answer.Body; string(got) != Redacted {
		t.Errorf("got %q", got)
	}
	answer.Body = []byte("no gzip at all")
	if got := Redact(r, nil).Results[0].Exchanges[0].Answer.Body; string(got) != "no gzip at all" {
		t.Errorf("got %q", got)
	}
}

func TestHeaderFieldsOfTheUser(t *testing.T) {
	for _, test := range []struct {
		field   wire.Field
		secrets []string
	}{
		{wire.Field{Name: "Authorization", Value: "Bearer " + canary}, []string{canary}},
		{wire.Field{Name: "Authorization", Value: "bearer  abc12"}, []string{"abc12"}},
		{wire.Field{Name: "Authorization", Value: "Basic dXNlcjpvcGVuLXNlc2FtZQ=="}, []string{"dXNlcjpvcGVuLXNlc2FtZQ==", "user:open-sesame", "open-sesame"}},
		{wire.Field{Name: "Proxy-Authorization", Value: "basic dXNlcjpwYXNzd29yZDEyMzQ1Njc4OTA="}, []string{"dXNlcjpwYXNzd29yZDEyMzQ1Njc4OTA=", "password1234567890"}},
		{wire.Field{Name: "X-Api-Key", Value: canary}, []string{canary}},
		{wire.Field{Name: "Cookie", Value: "theme=dark; session=" + canary + "; a=b"}, []string{canary}},
		{wire.Field{Name: "X-Sign", Value: `"<é'>"-a-long-value`}, []string{`"<é'>"-a-long-value`}},
	} {
		for _, secret := range test.secrets {
			r := everywhere("it said " + secret + ".")
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
	r := everywhere("it said open-sesame-42 and dXNlcjpvcGVuLXNlc2FtZS00Mg==.")
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
	r := everyVerdict()
	sent := &r.Results[1].Exchanges[0].Request
	sent.Header = append(sent.Header, wire.Field{Name: "Accept", Value: "application/json"})
	got := Redact(r, []wire.Field{{Name: "Accept", Value: "application/json"}})
	header := got.Results[1].Exchanges[0].Request.Header
	if wire.Values(header, "Accept")[0] != Redacted || wire.Values(header, "Content-Type")[0] != "application/json" {
		t.Errorf("got %v", header)
	}
}

func TestRedactLeavesItsReportAsItIs(t *testing.T) {
	report := func() Report {
		r := everywhere("the secret is " + canary)
		r.Results = append(r.Results, registered(canary))
		return r
	}
	given := report()
	added := []wire.Field{{Name: "Content-Type", Value: canary}}
	redacted := Redact(given, added)
	if !reflect.DeepEqual(given, report()) {
		t.Error("the report that was given is changed")
	}
	if again := Redact(redacted, added); !reflect.DeepEqual(again, redacted) {
		t.Errorf("redacting twice is not as once:\n%+v\n%+v", redacted, again)
	}
	if err := schemas.Validate(schemas.Report, []byte(written(t, WriteJSON, redacted))); err != nil {
		t.Error(err)
	}
}
