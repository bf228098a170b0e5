package reference

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// reply is an answer with its body already parsed.
type reply struct {
	status int
	header http.Header
	body   string
	fields map[string]any
}

func (r reply) message() string { s, _ := r.fields["error"].(string); return s }

func (r reply) creds() credentials {
	id, _ := r.fields["client_id"].(string)
	secret, _ := r.fields["client_secret"].(string)
	return credentials{id, secret}
}

// do sends a request to the handler and checks what holds for every answer.
func do(t *testing.T, h http.Handler, r *http.Request) reply {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	got := reply{status: w.Code, header: w.Header(), body: w.Body.String()}
	if err := json.Unmarshal([]byte(got.body), &got.fields); err != nil {
		t.Fatalf("answer %q is no JSON object: %v", got.body, err)
	}
	for name, want := range map[string]string{
		"Content-Type": jsonType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
	} {
		if have := got.header.Values(name); len(have) != 1 || have[0] != want {
			t.Errorf("%s is %q, want %q", name, have, want)
		}
	}
	if got.status >= 500 {
		t.Errorf("status %d", got.status)
	}
	return got
}

// send posts a body; an empty contentType leaves the header out.
func send(t *testing.T, h http.Handler, contentType, body string) reply {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return do(t, h, r)
}

// sendBoth posts the same strings once as JSON and once as a form.
func sendBoth(t *testing.T, h http.Handler, fields map[string]string, look func(*testing.T, reply)) {
	t.Helper()
	form := url.Values{}
	for k, v := range fields {
		form.Set(k, v)
	}
	object, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("json", func(t *testing.T) { look(t, send(t, h, jsonType, string(object))) })
	t.Run("form", func(t *testing.T) { look(t, send(t, h, formType, form.Encode())) })
}

// with gives the smallest registration, changed by pairs of name and value.
func with(pairs ...string) map[string]string {
	return merged(map[string]string{"type": "client_associate", "application_type": "native"}, pairs)
}

// updating gives the smallest update by the client, changed by pairs.
func updating(c credentials, pairs ...string) map[string]string {
	return merged(map[string]string{
		"type": "client_update", "client_id": c.id, "client_secret": c.secret,
	}, pairs)
}

// merged sets the pairs in m. The value "-" takes the name out.
func merged(m map[string]string, pairs []string) map[string]string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "-" {
			delete(m, pairs[i])
			continue
		}
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// object writes a smallest registration with more members in it.
func object(members string) string {
	return `{"type": "client_associate", "application_type": "web", ` + members + `}`
}

func register(t *testing.T, h http.Handler) credentials {
	t.Helper()
	r := send(t, h, jsonType, `{"type":"client_associate","application_type":"native"}`)
	wantAccepted(t, r)
	return r.creds()
}

func wantAccepted(t *testing.T, r reply) {
	t.Helper()
	if r.status != http.StatusOK {
		t.Fatalf("refused: %d %s", r.status, r.body)
	}
	if c := r.creds(); len(c.id) != 22 || len(c.secret) != 43 || r.fields["expires_at"] != 0.0 || len(r.fields) != 3 {
		t.Errorf("odd success: %s", r.body)
	}
}

func wantRefused(t *testing.T, r reply, status int, message string) {
	t.Helper()
	if r.status != status || r.message() != message || len(r.fields) != 1 {
		t.Errorf("got %d %s, want %d %q", r.status, r.body, status, message)
	}
}

// clients is how many the server knows.
func clients(s *Server) int {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return len(s.store.byID)
}

// known is what the server knows about a client.
func known(t *testing.T, s *Server, c credentials) metadata {
	t.Helper()
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	e := s.store.byID[c.id]
	if e == nil {
		t.Fatalf("client %q is not in the store", c.id)
	}
	return e.Value.(*client).metadata
}
