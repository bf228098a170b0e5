package reference

import (
	"fmt"
	"strings"
	"testing"
)

// The two example bodies of the specification, the second one with the
// credentials that the first one got.
const (
	registerExample = ` {
 "type": "client_associate",
 "application_type": "native"
 }
`
	updateExample = ` {
 "type": "client_update",
 "client_id": %q,
 "client_secret": %q,
 "application_type": "web",
 "application_name": "MyClient!",
 "logo_url": "https://myclient.org/images/my_logo.png",
 "contacts": "myemail@someprovider.com another_developer@provider.net"%s
 }
`
)

func TestExamples(t *testing.T) {
	s := New(Options{})
	r := send(t, s, jsonType, registerExample)
	wantAccepted(t, r)
	c := r.creds()

	r = send(t, s, jsonType, fmt.Sprintf(updateExample, c.id, c.secret, ""))
	wantAccepted(t, r)
	if r.creds() != c {
		t.Errorf("update answered with %v, want %v", r.creds(), c)
	}
	want := metadata{
		applicationType: "web",
		applicationName: "MyClient!",
		logoURL:         "https://myclient.org/images/my_logo.png",
		contacts:        "myemail@someprovider.com another_developer@provider.net",
	}
	if got := known(t, s, c); got != want {
		t.Errorf("stored %+v, want %+v", got, want)
	}

	r = send(t, s, jsonType, fmt.Sprintf(updateExample, c.id, c.secret, ","))
	wantRefused(t, r, 400, "Could not decode JSON") // the trailing comma as printed
}

func TestUpdateIsPartialAndRepeatable(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	steps := []struct {
		fields map[string]string
		want   metadata
	}{
		{updating(c), metadata{applicationType: "native"}},
		{updating(c, "application_type", "web"), metadata{applicationType: "web"}},
		{updating(c, "logo_url", "http://a.org/l.png"), metadata{applicationType: "web", logoURL: "http://a.org/l.png"}},
		{updating(c, "application_type", "native", "logo_url", ""), metadata{applicationType: "native"}},
		{updating(c, "application_name", "N", "application_type", ""), metadata{applicationType: "native", applicationName: "N"}},
		{updating(c, "redirect_uri", "a:b  c:d", "redirect_uris", "c:d e:f"), metadata{applicationType: "native", applicationName: "N", redirects: "a:b c:d e:f"}},
		{updating(c, "redirect_uris", "g:h"), metadata{applicationType: "native", applicationName: "N", redirects: "g:h"}},
		{updating(c), metadata{applicationType: "native", applicationName: "N", redirects: "g:h"}},
		{updating(c, "contacts", " a@b.org\t c@d.org ", "redirect_uri", ""), metadata{applicationType: "native", applicationName: "N", contacts: "a@b.org c@d.org"}},
	}
	for _, step := range steps {
		sendBoth(t, s, step.fields, func(t *testing.T, r reply) {
			wantAccepted(t, r)
			if r.creds() != c {
				t.Errorf("answered with %v, want %v", r.creds(), c)
			}
			if got := known(t, s, c); got != step.want {
				t.Errorf("stored %+v, want %+v", got, step.want)
			}
		})
	}
}

func TestRefusedUpdateChangesNothing(t *testing.T) {
	s := New(Options{})
	c, other := register(t, s), register(t, s)
	full := updating(c, "application_type", "web", "application_name", "N", "logo_url", "https://a.org/l",
		"contacts", "a@b.org", "redirect_uri", "https://a.org/cb")
	sendBoth(t, s, full, func(t *testing.T, r reply) { wantAccepted(t, r) })
	before := known(t, s, c)

	changes := []string{
		"application_type", "native", "application_name", "M",
		"logo_url", "https://c.org/l", "contacts", "c@d.org", "redirect_uri", "https://c.org/cb",
	}
	for _, fault := range [][2]string{
		{"type", "-"},
		{"application_type", "x"},
		{"logo_url", "x"},
		{"contacts", "c@d.org x"},
		{"redirect_uri", "https://c.org/cb x"},
		{"redirect_uris", "x"},
		{"client_id", other.id},
		{"client_id", "-"},
		{"client_secret", "-"},
		{"client_secret", other.secret},
		{"client_secret", c.secret[:42]},
		{"client_secret", c.secret + "x"},
		{"client_secret", c.secret + " "},
		{"client_secret", strings.ToLower(c.secret)},
		{"client_secret", strings.ToUpper(c.secret)},
		{"application_name", strings.Repeat("x", maxValue+1)},
	} {
		fields := merged(updating(c, changes...), fault[:])
		sendBoth(t, s, fields, func(t *testing.T, r reply) {
			if r.status < 400 {
				t.Errorf("%q accepted", fault)
			}
			if strings.Contains(r.body, c.secret) || strings.Contains(r.body, other.secret) {
				t.Errorf("secret in refusal %s", r.body)
			}
		})
		if got := known(t, s, c); got != before {
			t.Fatalf("%q changed the client to %+v", fault, got)
		}
	}
	sendBoth(t, s, updating(c), func(t *testing.T, r reply) { wantAccepted(t, r) })
}
