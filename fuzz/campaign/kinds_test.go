package campaign_test

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/regspec/regspec/cases"
	"github.com/regspec/regspec/fuzz/campaign"
	"github.com/regspec/regspec/fuzz/finding"
	"github.com/regspec/regspec/reference"
	"github.com/regspec/regspec/suite/target"
)

// soon is within how many requests a campaign finds what many servers get wrong.
const soon = 10_000

// findsSoon reports whether a campaign finds something that gates.
func findsSoon(t *testing.T, sender *target.Paced) int {
	t.Helper()
	took := -1
	campaign.Run(t.Context(), campaign.Options{Target: sender, Requests: soon, Seed: 1, StopAtFirst: func(f finding.Finding) bool {
		if !f.Level().AtLeast(cases.Implied) {
			return false
		}
		took = f.RequestsToFind
		return true
	}})
	return took
}

// What a server's language, library or framework does of itself is found soon.
func TestKindsAreFoundSoon(t *testing.T) {
	t.Parallel()
	servers := map[string]http.Handler{
		"%s is formatted":     altering(func(s string) string { return strings.ReplaceAll(s, "%s", "%!s(MISSING)") }),
		"$& is the match":     altering(func(s string) string { return strings.ReplaceAll(s, "$&", "<url>") }),
		`\1 is a group`:       altering(func(s string) string { return strings.ReplaceAll(s, `\1`, "") }),
		"chunks are unread":   chunksUnread(),
		"values are composed": altering(func(s string) string { return strings.ReplaceAll(s, "e\u0301", "é") }),
	}
	for i, name := range []string{
		"secret-ends-at-nul", "id-compared-as-number", "secret-unchecked-beside-right-one", "application-type-ends-at-nul",
		"application-type-in-confusable-letters", "type-ends-at-nul", "type-in-confusable-letters", "email-pattern-of-exponential-time",
		"logo-pattern-of-exponential-time", "expect-continue-drops-connection", "space-before-parameters-refused",
	} {
		if i%eachOf > 0 {
			continue
		}
		servers[name] = seeded(t, reference.Options{Defects: []string{name}})
	}
	for name, server := range servers {
		t.Run(name, func(t *testing.T) {
			if took := findsSoon(t, direct(t, server, 500*time.Millisecond)); took < 0 {
				t.Errorf("not found in %d requests", soon)
			}
		})
	}
}

// altering is a server that alters its messages.
func altering(change func(string) string) http.Handler {
	server := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.Code)
		var refusal struct {
			Error string `json:"error"`
		}
		body := answer.Body.Bytes()
		if json.Unmarshal(body, &refusal) == nil && refusal.Error != "" {
			refusal.Error = change(refusal.Error)
			body, _ = json.Marshal(refusal)
		}
		_, _ = w.Write(body)
	})
}

// chunksUnread is a server that reads as much of a body as its length says.
func chunksUnread() http.Handler {
	server := reference.New(reference.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(r.TransferEncoding, "chunked") {
			r.Body = http.NoBody
		}
		server.ServeHTTP(w, r)
	})
}

// A server that knows names of header fields in one spelling only is found soon.
func TestNamesInSmallLettersAreFoundSoon(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(seeded(t, reference.Options{Variants: []string{"content-type-missing-refused"}}))
	server.Listener = spelling{server.Listener}
	server.Start()
	t.Cleanup(server.Close)
	if took := findsSoon(t, over(t, server.URL, 1)); took < 0 {
		t.Errorf("not found in %d requests", soon)
	}
}

// spelling accepts connections on which a content-type in small letters is another field.
type spelling struct{ net.Listener }

func (l spelling) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return spelled{c}, err
}

type spelled struct{ net.Conn }

func (c spelled) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	copy(p[:n], bytes.ReplaceAll(p[:n], []byte("\ncontent-type:"), []byte("\ncontent-tipe:")))
	return n, err
}
