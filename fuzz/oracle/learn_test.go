package oracle

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/suite/wire"
)

// ask puts a question to a target that answers so.
func ask(k *TargetModel, question, status int, body string) {
	q := Questions()[question]
	k.Learn(answering(wire.Sent{Method: q.Method, URL: testURL, Header: q.Header, Body: q.Body}, status, body))
}

func TestQuestions(t *testing.T) {
	right := failing("URI not-a-url is not a valid URI")
	for _, c := range []struct {
		name        string
		statuses    [2]int
		bodies      [2]string
		honoured    [2]honour
		withVerdict bool
	}{
		{"the first", [2]int{400, 200}, [2]string{right, newClient}, [2]honour{honoured, ignored}, false},
		{"the second", [2]int{200, 400}, [2]string{newClient, right}, [2]honour{ignored, honoured}, false},
		{"both", [2]int{400, 400}, [2]string{right, right}, [2]honour{honoured, honoured}, false},
		{"neither", [2]int{200, 200}, [2]string{newClient, newClient}, [2]honour{ignored, ignored}, true},
		{"one is refused as unknown", [2]int{400, 400}, [2]string{failing("unknown parameter"), right}, [2]honour{unwelcome, honoured}, false},
		{"both are refused as unknown", [2]int{400, 400}, [2]string{failing("unknown parameter"), failing("?")}, [2]honour{unwelcome, unwelcome}, true},
		{"nearly the message", [2]int{400, 200}, [2]string{failing("uri 'not-a-url' is not a valid URI."), newClient}, [2]honour{honoured, ignored}, false},
		{"failing", [2]int{500, 429}, [2]string{"", ""}, [2]honour{notAsked, notAsked}, false},
	} {
		k := NewTargetModel()
		for i := range 2 {
			ask(k, i, c.statuses[i], c.bodies[i])
		}
		if k.honoured != c.honoured {
			t.Errorf("%s: %v", c.name, k.honoured)
		}
		if found := of(k.Verdict(), cases.Hardening); (len(found) > 0) != c.withVerdict {
			t.Errorf("%s: %v", c.name, found)
		}
	}
}

// TestUnasked holds both outcomes to conform until the questions are asked.
func TestUnasked(t *testing.T) {
	got := Allowed(NewTargetModel(), sentJSON(associating(`,"redirect_uri":"x"`)))
	if !got.Success || !got.Refusal() {
		t.Error(got)
	}
}

// TestOnlyQuestionsTeach holds that a request with more than one reason for its answer teaches nothing.
func TestOnlyQuestionsTeach(t *testing.T) {
	for _, body := range []string{
		associating(`,"redirect_uri":"x","contacts":"bob"`),
		associating(`,"redirect_uri":"x","y":"z"`),
		associating(`,"redirect_uri":"x","redirect_uris":"y"`),
		associating(`,"redirect_uri":"app:x"`),
		`{"type":"client_associate","redirect_uri":"x"}`,
	} {
		k := NewTargetModel()
		k.Learn(answering(sentJSON(body), 400, failing("URI x is not a valid URI")))
		k.Learn(answering(sentJSON(body), 200, newClient))
		if k.honoured != [2]honour{} {
			t.Errorf("%s taught %v", body, k.honoured)
		}
	}
}

func pairBody(id, secret string) string {
	return fmt.Sprintf(`{"type":"client_update","application_type":"web","client_id":%q,"client_secret":%q}`, id, secret)
}

func issued(id, secret string, expires int64) string {
	return fmt.Sprintf(`{"client_id":%q,"client_secret":%q,"expires_at":%d}`, id, secret, expires)
}

// TestLearnClients holds that a client is known from its registration on, and what is not certain is not held
// against the target.
func TestLearnClients(t *testing.T) {
	soon := started.Unix() + 3
	for _, c := range []struct {
		name     string
		exchange wire.Exchange
		id       string
		want     string
	}{
		{"registered", answering(sentJSON(associating("")), 200, issued("a", "b", 0)), "a", "success"},
		{"a form", answering(sent(typeForm, "type=client_associate&application_type=web"), 200, issued("a", "b", 0)), "a", "success"},
		{"not registered", answering(sentJSON(associating("")), 400, issued("a", "b", 0)), "a", "Unauthorized."},
		{"soon expired", answering(sentJSON(associating("")), 200, issued("a", "b", soon)), "a", "success, or Unauthorized."},
		{"registered against the rules", answering(sentJSON(associating(`,"contacts":"bob"`)), 200, issued("a", "b", 0)), "a", "success, or Unauthorized."},
		{"updated unknown", answering(sentJSON(pairBody("a", "b")), 200, issued("a", "b", 0)), "a", "success, or Unauthorized."},
		{"another id", answering(sentJSON(associating("")), 200, issued("a", "b", 0)), "c", "Unauthorized."},
	} {
		k := knowing()
		k.Learn(c.exchange)
		equal(t, c.name, Allowed(k, sentJSON(pairBody(c.id, "b"))).String(), c.want)
	}
}

// TestNotUnique holds that a second exchange with the same credentials is noticed, and that the same exchange
// judged again is not.
func TestNotUnique(t *testing.T) {
	k := knowing()
	x := answering(sentJSON(associating("")), 200, newClient)
	k.Learn(x)
	equal(t, "again", strings.Join(of(Judge(k, x), cases.Hardening), ", "), "")
	x.Started = x.Started.Add(time.Second)
	equal(t, "twice", strings.Join(of(Judge(k, x), cases.Hardening), ", "),
		"credentials.not-unique client_id implied, credentials.not-unique client_secret implied")
}

// TestForgotten holds that a client whose credentials were forgotten may exist or not.
func TestForgotten(t *testing.T) {
	k := knowing()
	for i := range clientBound {
		k.RegisterClient(fmt.Sprintf("id-%d", i), fmt.Sprintf("secret-%d", i))
	}
	if k.Clients() != clientBound {
		t.Error(k.Clients())
	}
	equal(t, "forgotten", Allowed(k, sentJSON(updating(""))).String(), "success, or Unauthorized.")
	equal(t, "never known", Allowed(k, sentJSON(pairBody("x", "y"))).String(), "Unauthorized.")
	equal(t, "remembered", Allowed(k, sentJSON(pairBody("id-7", "secret-7"))).String(), "success")
	k.ids.bound, k.ids.ring = 4, k.ids.ring[:4]
	k.RegisterClient("one-more", "secret")
	equal(t, "all may be", Allowed(k, sentJSON(pairBody("id-xx", "y"))).String(), "success, or Unauthorized.")
}

// TestIDCase holds that another letter case of a hexadecimal id is advice, and of another id an error.
func TestIDCase(t *testing.T) {
	k := knowing()
	k.RegisterClient("abcd-1234", "secret")
	for id, want := range map[string]string{
		"ABCD-1234":             "credentials.id-case client_id hardening",
		strings.ToUpper(testID): "outcome.should-refuse unauthorized documented",
	} {
		secret := "secret"
		if id != "ABCD-1234" {
			secret = testSecret
		}
		x := answering(sentJSON(pairBody(id, secret)), 200, issued(id, secret, 0))
		equal(t, id, strings.Join(of(Judge(k, x), cases.Hardening), ", "), want)
	}
}

func TestSamples(t *testing.T) {
	random := func(alphabet string, n int) func(int) string {
		state := uint64(12345)
		return func(int) string {
			b := make([]byte, n)
			for i := range b {
				state = state*6364136223846793005 + 1442695040888963407
				b[i] = alphabet[(state>>33)%uint64(len(alphabet))]
			}
			return string(b)
		}
	}
	const hex = "0123456789abcdef"
	const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	eight := random(base64, 8)
	for _, c := range []struct {
		name       string
		id, secret func(int) string
		want       string
	}{
		{"random", random(base64, 22), random(base64, 43), ""},
		{"hexadecimal", random(hex, 32), random(hex, 32), ""},
		{"short secrets", random(base64, 22), random(base64, 20), "credentials.entropy client_secret hardening"},
		{"counted", func(i int) string { return fmt.Sprintf("client-%d", i) }, random(base64, 43), "credentials.counting client_id hardening"},
		{"counted with zeros", func(i int) string { return fmt.Sprintf("%08x", 0xfe00+i) }, random(base64, 43), "credentials.counting client_id hardening"},
		{"repeated secrets", random(base64, 22), func(i int) string { return strings.Repeat(eight(i), 5) }, "credentials.entropy client_secret hardening"},
		{"counted secrets", random(base64, 22), func(i int) string { return fmt.Sprintf("%043d", i) }, "credentials.entropy client_secret hardening"},
	} {
		k := knowing()
		for i := range 100 {
			x := answering(sentJSON(associating("")), 200, issued(c.id(i), c.secret(i), 0))
			if found := of(Judge(k, x), cases.Hardening); len(found) > 0 {
				t.Fatal(c.name, found)
			}
			k.Learn(x)
		}
		equal(t, c.name, strings.Join(of(k.Verdict(), cases.Hardening), ", "), c.want)
	}
}

func TestApart(t *testing.T) {
	unknownID, wrongSecret := sentJSON(pairBody("x", "y")), sentJSON(pairBody(testID, "y"))
	for _, c := range []struct {
		name             string
		unknown, illegal string
		status           int
		want             string
	}{
		{"alike", "Unauthorized.", "Unauthorized.", 401, ""},
		{"other words", "Unauthorized.", "Unauthorized!", 401, "credentials.told-apart unauthorized hardening"},
		{"another status", "Unauthorized.", "Unauthorized.", 404, "credentials.told-apart unauthorized hardening"},
		{"about something else", "Email x@1.org is not a valid email", "Unauthorized.", 400, ""},
	} {
		k := knowing()
		k.honoured = [2]honour{honoured, ignored}
		for range enumerationLeast {
			k.Learn(answering(unknownID, c.status, failing(c.unknown)))
			k.Learn(answering(wrongSecret, 401, failing(c.illegal)))
		}
		equal(t, c.name, strings.Join(of(k.Verdict(), cases.Hardening), ", "), c.want)
	}
}
