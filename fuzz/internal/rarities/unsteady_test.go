package rarities

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestFiveCauses(t *testing.T) {
	tests := []struct {
		name    string
		members fields
		crashes bool
		answer  string
	}{
		{"long name", association(fields{"application_name": strings.Repeat("x", 201)}), true, "Internal Server Error"},
		{"apostrophe", association(fields{"contacts": "o'hara@example.org"}), true, "Internal Server Error"},
		{"logo without TLS", association(fields{"logo_url": "http://example.org/a.png"}), true, "Internal Server Error"},
		{"redirects that are a number", association(fields{"redirect_uris": 7}), true, "object has no attribute"},
		{"spaced client_id", updating("a b", "x", nil), true, "invalid identifier"},

		{"name that just fits", association(fields{"application_name": strings.Repeat("x", 200)}), false, "client_id"},
		{"redirects in a list", association(fields{"redirect_uris": []string{}}), false, redirectsMessage},
		{"spaced client_id too early", association(fields{"client_id": "a b"}), false, "Only set client_id"},
	}
	c := caller{t, FiveCauses()}
	pages := map[string]bool{}
	for _, test := range tests {
		got := c.json(test.members)
		if (got.status == 500) != test.crashes || !strings.Contains(got.body, test.answer) {
			t.Errorf("%s: got %d %s", test.name, got.status, got.body)
		}
		if test.crashes {
			pages[got.body] = true
			if wantJSON := got.members != nil; wantJSON != (got.header.Get("Content-Type") == "application/json") {
				t.Errorf("%s: %s is not %s", test.name, got.body, got.header.Get("Content-Type"))
			}
		}
	}
	if len(pages) != 3 {
		t.Errorf("there are %d different answers to five causes: %v", len(pages), pages)
	}
	ordinary(c)
}

func TestRestarting(t *testing.T) {
	handler := Restarting()
	c := caller{t, handler}
	ordinary(c)
	id, secret := c.register()

	server := httptest.NewServer(handler)
	defer server.Close()
	body := `{"type": "client_associate", "application_type": "web", "application_name": "a\tb"}`
	if answer, err := http.Post(server.URL+endpoint, "application/json", strings.NewReader(body)); err == nil {
		answer.Body.Close()
		t.Errorf("the crash was answered with %d", answer.StatusCode)
	}
	if got := c.update(id, secret, nil); !got.refused(unauthorizedMessage) {
		t.Errorf("after the crash the client is still known: %d %s", got.status, got.body)
	}
	ordinary(c)
}

func TestForgetful(t *testing.T) {
	c := caller{t, Forgetful()}
	id, secret := c.register()
	for request := 2; request < 400; request++ {
		if got := c.update(id, secret, nil); !got.succeeded() {
			t.Fatalf("request %d: got %d %s", request, got.status, got.body)
		}
	}
	if got := c.update(id, secret, nil); !got.refused(unauthorizedMessage) {
		t.Errorf("request 400: got %d %s", got.status, got.body)
	}
	ordinary(c)
}

// Whoever hangs up must not keep a server busy for what it would have waited.
func TestHangEndsWithItsRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, server := range Servers() {
			if server.Name != "doubled-dot-hangs" {
				continue
			}
			hangUp(t, server.New())
		}
	})
}

func hangUp(t *testing.T, handler http.Handler) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, "POST", endpoint,
		strings.NewReader(`{"type": "client_associate", "application_type": "web", "contacts": "a@x..org"}`))
	r.Header.Set("Content-Type", "application/json")
	start := time.Now()
	caller{t, handler}.do(r)
	if took := time.Since(start); took != time.Second {
		t.Errorf("the server went on for %v", took)
	}
}
