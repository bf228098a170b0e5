package rarities

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

const success = ""

const (
	unauthorizedMessage = "Unauthorized."
	contactsMessage     = "contacts must be a string of space-separated email addresses."
	redirectsMessage    = "redirect_uris must be space-separated URLs."
)

// ownMessage stands for a refusal for which the document has no message.
const ownMessage = "*"

// meets tells whether an answer is a success or a refusal as wanted.
func (r result) meets(want string) bool {
	switch want {
	case success:
		return r.succeeded()
	case ownMessage:
		return r.text("error") != "" && r.refused(r.text("error"))
	default:
		return r.refused(want)
	}
}

func TestConformingAssociates(t *testing.T) {
	tests := []struct {
		name string
		more fields
		want string
	}{
		{"the least", nil, success},
		{"web", fields{"application_type": "web"}, success},
		{"everything", everything(), success},
		{"unknown members", fields{"colour": "red"}, success},
		{"values left empty", fields{"contacts": "", "logo_url": "", "redirect_uri": "", "application_name": "", "client_id": ""}, success},
		{"any name", fields{"application_name": "\x00\u0301\u202e\ufffd😀<b>\"\\"}, success},

		{"no type", fields{"type": ""}, "No registration type provided"},
		{"unknown type", fields{"type": "client_delete"}, ownMessage},
		{"type in capitals", fields{"type": "CLIENT_ASSOCIATE"}, ownMessage},
		{"no application type", fields{"application_type": ""}, "Unknown application_type."},
		{"unknown application type", fields{"application_type": "mobile"}, "Unknown application_type."},
		{"client_id", fields{"client_id": "x"}, "Only set client_id for update."},
		{"client_secret", fields{"client_secret": "x"}, "Only set client_secret for update."},

		{"logo without a scheme", fields{"logo_url": "not-a-url"}, "Logo URL not-a-url is not a valid URL"},
		{"logo without a host", fields{"logo_url": "http://"}, "Logo URL http:// is not a valid URL"},
		{"logo with a port but no host", fields{"logo_url": "http://:80/"}, "Logo URL http://:80/ is not a valid URL"},
		{"logo with half an address", fields{"logo_url": "http://[::1"}, "Logo URL http://[::1 is not a valid URL"},
		{"logo with a broken address", fields{"logo_url": "http://[1::2::3]/"}, "Logo URL http://[1::2::3]/ is not a valid URL"},
		{"logo with an address out of place", fields{"logo_url": "http://[192.0.2.1]/"}, "Logo URL http://[192.0.2.1]/ is not a valid URL"},
		{"logo with a closing bracket alone", fields{"logo_url": "http://]/"}, "Logo URL http://]/ is not a valid URL"},
		{"logo with no brackets", fields{"logo_url": "http://::1/"}, "Logo URL http://::1/ is not a valid URL"},
		{"logo with an empty address", fields{"logo_url": "http://[]/"}, "Logo URL http://[]/ is not a valid URL"},
		{"logo with a whole address", fields{"logo_url": "http://[::1]:80/a.png"}, success},
		{"logo that runs", fields{"logo_url": "javascript:alert(1)"}, "Logo URL javascript:alert(1) is not a valid URL"},
		{"logo that runs, with a host", fields{"logo_url": "javascript://example.org/%0aalert(1)"}, "Logo URL javascript://example.org/%0aalert(1) is not a valid URL"},
		{"logo of data", fields{"logo_url": "data:,x"}, "Logo URL data:,x is not a valid URL"},
		{"logo named as sent", fields{"logo_url": " <Not>\ta\"URL\\\x01, "}, "Logo URL  <Not>\ta\"URL\\\x01,  is not a valid URL"},
		{"logo with a query", fields{"logo_url": "https://a-b.example.org/x/y.png?size=1&v=%20#top"}, success},
		{"logo in capitals", fields{"logo_url": "HTTPS://EXAMPLE.ORG/A.PNG"}, success},

		{"one contact", fields{"contacts": "a.b-c9@sub-domain.example.org"}, success},
		{"doubled spaces", fields{"contacts": " a@example.org  b@example.org "}, success},
		{"bad contact", fields{"contacts": "bob"}, "Email bob is not a valid email"},
		{"bad contact among others", fields{"contacts": "a@example.org Bob, c@example.org"}, "Email Bob, is not a valid email"},
		{"bad third contact", fields{"contacts": "a@example.org b@example.org c"}, "Email c is not a valid email"},
		{"no local part", fields{"contacts": "@example.org"}, "Email @example.org is not a valid email"},
		{"tab in contacts", fields{"contacts": "a@example.org\tb"}, "Email a@example.org\tb is not a valid email"},
		{"long contact", fields{"contacts": strings.Repeat("ü", 900)}, "Email " + strings.Repeat("ü", 900) + " is not a valid email"},

		{"two redirects", fields{"redirect_uri": "https://example.org/a https://example.org/b"}, success},
		{"bad redirect", fields{"redirect_uri": "https://example.org/a b"}, "URI b is not a valid URI"},
		{"two redirects, the other name", fields{"redirect_uris": "https://example.org/a https://example.org/b"}, success},
		{"bad redirect, the other name", fields{"redirect_uris": "http://?q https://example.org/a"}, "URI http://?q is not a valid URI"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := caller{t, Conforming()}
			if got := c.associate(test.more); !got.meets(test.want) {
				t.Errorf("JSON: got %d %s, want %q", got.status, got.body, test.want)
			}
			if got := c.form(association(test.more)); !got.meets(test.want) {
				t.Errorf("form: got %d %s, want %q", got.status, got.body, test.want)
			}
		})
	}
}

func everything() fields {
	return fields{
		"application_type": "web",
		"application_name": "MyClient!",
		"logo_url":         "https://myclient.org/images/my_logo.png",
		"contacts":         "myemail@someprovider.com another_developer@provider.net",
		"redirect_uri":     "https://myclient.org/a https://myclient.org/b",
	}
}

func TestConformingTakesOtherTypes(t *testing.T) {
	values := []any{true, false, 0, 1.5, []any{}, []string{"a@example.org"}, map[string]any{}, map[string]string{"$ne": ""}}
	wants := map[string]string{
		"contacts":         contactsMessage,
		"redirect_uri":     redirectsMessage,
		"redirect_uris":    redirectsMessage,
		"application_type": "Unknown application_type.",
		"client_id":        "Only set client_id for update.",
		"client_secret":    "Only set client_secret for update.",
		"type":             ownMessage,
		"logo_url":         ownMessage,
		"application_name": ownMessage,
		"colour":           success,
	}
	c := caller{t, Conforming()}
	for name, want := range wants {
		for _, value := range values {
			if got := c.associate(fields{name: value}); !got.meets(want) {
				t.Errorf("%s %v: got %d %s, want %q", name, value, got.status, got.body, want)
			}
		}
		if name == "type" || name == "application_type" {
			continue
		}
		if got := c.associate(fields{name: nil}); !got.succeeded() {
			t.Errorf("%s null: got %d %s, want a success", name, got.status, got.body)
		}
	}
}

func TestConformingUpdates(t *testing.T) {
	c := caller{t, Conforming()}
	id, secret := c.register()
	otherID, otherSecret := c.register()
	tests := []struct {
		name       string
		id, secret any
		more       fields
		want       string
	}{
		{"nothing new", id, secret, nil, success},
		{"everything", id, secret, everything(), success},
		{"to web", id, secret, fields{"application_type": "web"}, success},
		{"back to native", id, secret, fields{"application_type": "native"}, success},
		{"no id", nil, secret, nil, "client_id is required to update."},
		{"empty id", "", secret, nil, "client_id is required to update."},
		{"no secret", id, nil, nil, "client_secret is required to update."},
		{"empty secret", id, "", nil, "client_secret is required to update."},
		{"unknown id", "x", secret, nil, unauthorizedMessage},
		{"wrong secret", id, "x", nil, unauthorizedMessage},
		{"secret of another", id, otherSecret, nil, unauthorizedMessage},
		{"id of another", otherID, secret, nil, unauthorizedMessage},
		{"cut id", id[:len(id)-1], secret, nil, unauthorizedMessage},
		{"cut secret", id, secret[:len(secret)-1], nil, unauthorizedMessage},
		{"secret in another case", id, strings.ToLower(secret), nil, unauthorizedMessage},
		{"padded secret", id, secret + " ", nil, unauthorizedMessage},
		{"secret with NUL", id, secret + "\x00", nil, unauthorizedMessage},
		{"id that is an object", map[string]string{"$ne": ""}, secret, nil, unauthorizedMessage},
		{"secret that is a number", id, 7, nil, unauthorizedMessage},
		{"secret that is a list", id, []string{secret}, nil, unauthorizedMessage},
		{"unknown application type", id, secret, fields{"application_type": "x"}, "Unknown application_type."},
		{"bad logo", id, secret, fields{"logo_url": "x"}, "Logo URL x is not a valid URL"},
		{"bad contact", id, secret, fields{"contacts": "x"}, "Email x is not a valid email"},
		{"contacts in a list", id, secret, fields{"contacts": []string{"a@example.org"}}, contactsMessage},
		{"bad redirect", id, secret, fields{"redirect_uri": "x"}, "URI x is not a valid URI"},
		{"redirects in a list", id, secret, fields{"redirect_uris": []string{"https://example.org/"}}, redirectsMessage},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := c.json(merged(fields{"type": "client_update", "client_id": test.id, "client_secret": test.secret}, test.more))
			if !got.meets(test.want) {
				t.Errorf("got %d %s, want %q", got.status, got.body, test.want)
			}
			if test.want != success && (strings.Contains(got.body, secret) || strings.Contains(got.body, otherSecret)) {
				t.Errorf("the refusal holds a secret: %s", got.body)
			}
			again := c.form(updating(id, secret, nil))
			if !again.succeeded() || again.text("client_id") != id || again.text("client_secret") != secret {
				t.Errorf("afterwards the credentials gave %d %s", again.status, again.body)
			}
		})
	}
}

func TestConformingCannotTellWrongCredentialsApart(t *testing.T) {
	c := caller{t, Conforming()}
	id, _ := c.register()
	unknown, wrong := c.update("x", "x", nil), c.update(id, "x", nil)
	if unknown.status != wrong.status || unknown.body != wrong.body {
		t.Errorf("an unknown id gives %d %s, a wrong secret %d %s", unknown.status, unknown.body, wrong.status, wrong.body)
	}
}

func TestConformingReadsContentType(t *testing.T) {
	const asJSON, asForm = `{"type": "client_associate", "application_type": "web"}`, "type=client_associate&application_type=web"
	tests := []struct{ contentType, body, want string }{
		{"application/json", asJSON, success},
		{"Application/JSON", asJSON, success},
		{"application/json; charset=utf-8", asJSON, success},
		{`application/json ; charset="utf-8"; profile="a;b"`, asJSON, success},
		{"application/x-www-form-urlencoded", asForm, success},
		{"APPLICATION/X-WWW-FORM-URLENCODED;charset=UTF-8", asForm, success},
		{"text/plain", asJSON, "Unknown Content-Type"},
		{"application/jsonp", asJSON, "Unknown Content-Type"},
		{"multipart/form-data; boundary=x", asForm, "Unknown Content-Type"},
		{"", asJSON, "Unknown Content-Type"},
		{"application/json", asForm, "Could not decode JSON"},
		{"application/x-www-form-urlencoded", asJSON, "No registration type provided"},
	}
	for _, test := range tests {
		c := caller{t, Conforming()}
		if got := c.post(test.contentType, test.body); !got.meets(test.want) {
			t.Errorf("%s with %s: got %d %s, want %q", test.contentType, test.body, got.status, got.body, test.want)
		}
	}
}

func TestConformingDecodes(t *testing.T) {
	const start = `{"type": "client_associate", "application_type": "native"`
	jsonTests := []struct{ body, want string }{
		{"", "Could not decode JSON"},
		{start, "Could not decode JSON"},
		{start + ",}", "Could not decode JSON"},
		{start + "} x", "Could not decode JSON"},
		{start + "}{}", "Could not decode JSON"},
		{"\ufeff" + start + "}", "Could not decode JSON"},
		{start + `, "application_name": "` + "\xff" + `"}`, "Could not decode JSON"},
		{start + `, "application_name": "\ud83d"}`, "Could not decode JSON"},
		{start + `, "application_name": "\ude00\ud83d"}`, "Could not decode JSON"},
		{start + `, "application_name": "\ud83d\u0041"}`, "Could not decode JSON"},
		{"null", "Could not decode JSON"},
		{"[" + start + "}]", "Could not decode JSON"},
		{`"client_associate"`, "Could not decode JSON"},
		{start + `, "x": ` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "}", "Could not decode JSON"},
		{"{}", "No registration type provided"},
		{`{"type": null}`, "No registration type provided"},
		{"\r\n\t " + start + "}\n", success},
		{start + `, "application_name": "\ud83d\ude00\\ud83d \\\ufffd"}`, success},
		{start + `, "logo_url": "https:\/\/example.org\/a.png"}`, success},
		{start + `, "x": ` + strings.Repeat(`{"[": [`, 16) + strings.Repeat("]}", 16) + "}", success},
		{start + `, "x": "\"` + strings.Repeat("[", 100) + `"}`, success},
		{start + `, "x": 1e999, "x": -0.0}`, success},
		{start + `, "contacts": 1e999}`, contactsMessage},
		{start + `, "contacts": "x", "contacts": "y"}`, "Email y is not a valid email"},
		{`{"\u0074ype": "client\u005fassociate", "application_type": "native"}`, success},
		{start + `, "x": "` + strings.Repeat("x", bodyLimit) + `"}`, ownMessage},
		{start + "}" + strings.Repeat(" ", bodyLimit-len(start)-1), success},
	}
	for _, test := range jsonTests {
		c := caller{t, Conforming()}
		if got := c.raw(test.body); !got.meets(test.want) {
			t.Errorf("JSON %.100s: got %d %s, want %q", test.body, got.status, got.body, test.want)
		}
	}

	const formStart = "type=client_associate&application_type=native"
	formTests := []struct{ body, want string }{
		{"", "No registration type provided"},
		{"&" + formStart + "&&x&=y&", success},
		{formStart + "&contacts=a%2Bb", "Email a+b is not a valid email"},
		{formStart + "&contacts=a%40example.org+b%20c%2541", "Email b is not a valid email"},
		{formStart + "&contacts=c%2541", "Email c%41 is not a valid email"},
		{formStart + "&logo_url=https://example.org/a;b=c", success},
		{formStart + "&contacts=%zz", ownMessage},
		{formStart + "&application_name=%ff", ownMessage},
	}
	for _, test := range formTests {
		c := caller{t, Conforming()}
		if got := c.post("application/x-www-form-urlencoded", test.body); !got.meets(test.want) {
			t.Errorf("form %s: got %d %s, want %q", test.body, got.status, got.body, test.want)
		}
	}
}

func TestConformingAnswersOnlyPostAtItsPath(t *testing.T) {
	c := caller{t, Conforming()}
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
		r := httptest.NewRequest(method, endpoint, strings.NewReader("type=client_associate&application_type=native"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := c.do(r); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "POST" || !got.meets(ownMessage) {
			t.Errorf("%s: got %d %v %s", method, got.status, got.header, got.body)
		}
	}
	if got := c.do(httptest.NewRequest("POST", "/api/client", nil)); got.status != http.StatusNotFound || !got.meets(ownMessage) {
		t.Errorf("another path: got %d %s", got.status, got.body)
	}
}

func TestConformingIsCarefulWithSecrets(t *testing.T) {
	c := caller{t, Conforming()}
	id, secret := c.register()
	for _, got := range []result{c.associate(nil), c.form(association(nil)), c.update(id, secret, everything())} {
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("an answer with a secret may be cached: %v", got.header)
		}
		if len(got.text("client_secret")) < 26 {
			t.Errorf("the secret %s is short", got.text("client_secret"))
		}
	}
	if got := c.associate(fields{"contacts": "<script>"}); strings.Contains(got.body, "<") {
		t.Errorf("a value is not escaped: %s", got.body)
	}
}

func TestConformingServesManyAtOnce(t *testing.T) {
	c := caller{t, Conforming()}
	shared, sharedSecret := c.register()
	const count = 50
	got := make([]result, count)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			got[i] = c.associate(nil)
			if updated := c.update(shared, sharedSecret, nil); !updated.succeeded() {
				t.Errorf("an update among others gave %d %s", updated.status, updated.body)
			}
		})
	}
	group.Wait()

	var ids, secrets []string
	for _, one := range got {
		ids, secrets = append(ids, one.text("client_id")), append(secrets, one.text("client_secret"))
		if again := c.update(one.text("client_id"), one.text("client_secret"), nil); !again.succeeded() {
			t.Errorf("credentials given out among others gave %d %s", again.status, again.body)
		}
	}
	for _, values := range [][]string{ids, secrets} {
		slices.Sort(values)
		if len(slices.Compact(values)) != count {
			t.Error("two registrations share an id or a secret")
		}
	}
}

func TestConformingAnswersWhoStillSends(t *testing.T) {
	server := httptest.NewServer(Conforming())
	defer server.Close()
	for _, size := range []int{bodyLimit + 1, 1 << 20, 4 << 20} {
		answer, err := http.Post(server.URL+endpoint, "application/json", strings.NewReader(strings.Repeat("[", size)))
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%d bytes: got %d", size, answer.StatusCode)
		}
	}
}
