package reference

import (
	"net/http"
	"testing"
)

// The documented messages are spelled out here once more, so that a slip of
// the hand in messages.go shows.
func TestMessagesInBothEncodings(t *testing.T) {
	s := New(Options{})
	c := register(t, s)
	for _, tt := range []struct {
		name   string
		fields map[string]string
		status int
		want   string
	}{
		{"no type", with("type", "-"), 400, "No registration type provided"},
		{"no update id", updating(c, "client_id", "-"), 400, "client_id is required to update."},
		{"no update secret", updating(c, "client_secret", "-"), 400, "client_secret is required to update."},
		{"unknown application", with("application_type", "desktop"), 400, "Unknown application_type."},
		{"unknown id", updating(c, "client_id", "nobody"), 403, "Unauthorized."},
		{"wrong secret", updating(c, "client_secret", "wrong"), 403, "Unauthorized."},
		{"id too early", with("client_id", "x"), 400, "Only set client_id for update."},
		{"secret too early", with("client_secret", "x"), 400, "Only set client_secret for update."},
		{"logo", with("logo_url", "not-a-url"), 400, "Logo URL not-a-url is not a valid URL"},
		{"email", with("contacts", "a@b.org nobody c@d.org"), 400, "Email nobody is not a valid email"},
		{"redirect_uri", with("redirect_uri", "https://a.org/x http://"), 400, "URI http:// is not a valid URI"},
		{"redirect_uris", with("redirect_uris", "http://[::1"), 400, "URI http://[::1 is not a valid URI"},
		{"update logo", updating(c, "logo_url", "http://"), 400, "Logo URL http:// is not a valid URL"},
		{"update email", updating(c, "contacts", "<é&\"'>"), 400, "Email <é&\"'> is not a valid email"},
		{"update URI", updating(c, "redirect_uri", "nope"), 400, "URI nope is not a valid URI"},
		{"update application", updating(c, "application_type", "Web"), 400, "Unknown application_type."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sendBoth(t, s, tt.fields, func(t *testing.T, r reply) { wantRefused(t, r, tt.status, tt.want) })
		})
	}
	if n := clients(s); n != 1 {
		t.Errorf("%d clients after refusals, want the one from before", n)
	}
}

func TestMessagesOfOneEncoding(t *testing.T) {
	s := New(Options{})
	for _, tt := range []struct {
		name, contentType, body string
		status                  int
		want                    string
	}{
		{"broken JSON", jsonType, `{"type": `, 400, "Could not decode JSON"},
		{"no such type", "text/plain", `{}`, http.StatusUnsupportedMediaType, "Unknown Content-Type"},
		{"contacts list", jsonType, object(`"contacts": ["a@b.org"]`), 400, "contacts must be a string of space-separated email addresses."},
		{"redirect_uri list", jsonType, object(`"redirect_uri": ["https://a.org/"]`), 400, "redirect_uris must be space-separated URLs."},
		{"redirect_uris list", jsonType, object(`"redirect_uris": []`), 400, "redirect_uris must be space-separated URLs."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantRefused(t, send(t, s, tt.contentType, tt.body), tt.status, tt.want)
		})
	}
	if n := clients(s); n != 0 {
		t.Errorf("%d clients after refusals", n)
	}
}
