package testservers

import (
	"net/http"
	"strings"
	"testing"
)

func TestFiveCauses(t *testing.T) {
	p := within(Server{New: FiveCauses})
	update := params{"type": "client_update", "client_id": "a b", "client_secret": "x"}
	pages := map[string]bool{}
	for _, test := range []struct {
		name    string
		in      params
		crashes bool
		says    string
	}{
		{"long name", with(associate(), params{"application_name": strings.Repeat("x", 201)}), true, "Internal Server Error"},
		{"apostrophe", with(associate(), params{"contacts": "o'hara@example.org"}), true, "Internal Server Error"},
		{"logo without TLS", with(associate(), params{"logo_url": "http://example.org/a.png"}), true, "Internal Server Error"},
		{"redirects that are a number", with(associate(), params{"redirect_uris": 7}), true, "object has no attribute"},
		{"spaced client_id", update, true, "invalid identifier"},

		{"name that just fits", with(associate(), params{"application_name": strings.Repeat("x", 200)}), false, "client_id"},
		{"redirects in a list", with(associate(), params{"redirect_uris": []string{}}), false, message(redirectsString, "")},
		{"spaced client_id too early", with(associate(), params{"client_id": "a b"}), false, "Only set client_id"},
	} {
		g := p.post(asJSON, test.in)
		if (g.status == http.StatusInternalServerError) != test.crashes || !strings.Contains(string(g.body), test.says) {
			t.Errorf("%s: %s", test.name, g)
		}
		if test.crashes {
			pages[string(g.body)] = true
		}
		if labelled := g.header.Get("Content-Type") == "application/json"; labelled != (g.members() != nil) {
			t.Errorf("%s: it is not what it is called: %s", test.name, g)
		}
	}
	if len(pages) != 3 {
		t.Errorf("there are %d different answers to five causes: %v", len(pages), pages)
	}
}

func TestRestarting(t *testing.T) {
	p := newProbe(t, Server{New: Restarting})
	in, _ := p.update()
	if g := p.post(asJSON, with(associate(), params{"application_name": "a\tb"})); g.err == nil {
		t.Errorf("the crash was answered: %s", g)
	}
	if wrong := p.post(asJSON, in).refused(message(unauthorized, "")); wrong != "" {
		t.Errorf("after the crash the client is still known: %s", wrong)
	}
	in, _ = p.update()
	if wrong := p.post(asJSON, in).granted(); wrong != "" {
		t.Error(wrong)
	}
}

func TestForgetful(t *testing.T) {
	p := &probe{client: &http.Client{Transport: direct{Forgetful()}}, url: "http://server.invalid"}
	in, _ := p.update() // the first request
	for n := 2; n <= 400; n++ {
		if wrong := p.post(asJSON, in).granted(); wrong != "" {
			t.Fatalf("request %d: %s", n, wrong)
		}
	}
	if wrong := p.post(asJSON, in).refused(message(unauthorized, "")); wrong != "" {
		t.Errorf("request 401: %s", wrong)
	}
}
