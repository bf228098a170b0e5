package oracle_test

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// plainServer is a server as somebody in a hurry writes it, who leaves to the standard library what that has: it
// decodes into a struct, whose names match in any case, merges the query into a form, takes an empty value
// for none and trims what it reads.
type plainServer struct {
	lock    sync.Mutex
	clients map[string]string
}

type plainBody struct {
	Type            string `json:"type"`
	ClientID        string `json:"client_id"`
	ClientSecret    string `json:"client_secret"`
	Contacts        any    `json:"contacts"`
	ApplicationType string `json:"application_type"`
	ApplicationName any    `json:"application_name"`
	LogoURL         string `json:"logo_url"`
	RedirectURIs    any    `json:"redirect_uris"`
}

func (s *plainServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	answer, err := s.answer(w, r)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		answer = map[string]any{"error": err.Error()}
	}
	json.NewEncoder(w).Encode(answer)
}

func (s *plainServer) answer(w http.ResponseWriter, r *http.Request) (any, error) {
	if r.Method != http.MethodPost {
		return nil, fmt.Errorf("use POST")
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	var b plainBody
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "application/json":
		text, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, fmt.Errorf("the body is too large")
		}
		if err := json.Unmarshal(text, &b); err != nil {
			var wrong *json.UnmarshalTypeError
			if asType(err, &wrong) {
				return nil, fmt.Errorf("%s must be a string", wrong.Field)
			}
			return nil, fmt.Errorf("Could not decode JSON")
		}
	case kind == "application/x-www-form-urlencoded" && err == nil:
		if err := r.ParseForm(); err != nil {
			return nil, fmt.Errorf("the form is broken")
		}
		b = plainBody{r.FormValue("type"), r.FormValue("client_id"), r.FormValue("client_secret"), r.FormValue("contacts"), r.FormValue("application_type"), nil, r.FormValue("logo_url"), r.FormValue("redirect_uris")}
	default:
		return nil, fmt.Errorf("Unknown Content-Type")
	}
	b.Type, b.ApplicationType = strings.TrimSpace(b.Type), strings.TrimSpace(b.ApplicationType)
	b.ClientID, b.ClientSecret, b.LogoURL = strings.TrimSpace(b.ClientID), strings.TrimSpace(b.ClientSecret), strings.TrimSpace(b.LogoURL)
	return s.carryOut(&b)
}

func asType(err error, target **json.UnmarshalTypeError) bool {
	e, ok := err.(*json.UnmarshalTypeError) //nolint:errorlint // the decoder does not wrap it
	*target = e
	return ok && e.Field != ""
}

func (s *plainServer) carryOut(b *plainBody) (any, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if b.Type == "" {
		return nil, fmt.Errorf("No registration type provided")
	}
	if b.ApplicationType != "web" && b.ApplicationType != "native" && (b.Type != "client_update" || b.ApplicationType != "") {
		return nil, fmt.Errorf("Unknown application_type.")
	}
	if err := described(b); err != nil {
		return nil, err
	}
	switch {
	case b.Type == "client_associate" && b.ClientID != "":
		return nil, fmt.Errorf("Only set client_id for update.")
	case b.Type == "client_associate" && b.ClientSecret != "":
		return nil, fmt.Errorf("Only set client_secret for update.")
	case b.Type == "client_associate":
		n := len(s.clients)
		b.ClientID, b.ClientSecret = fmt.Sprintf("client/%d é", n), fmt.Sprintf("%032x", (n+1)*0x1234567)
		s.clients[b.ClientID] = b.ClientSecret
	case b.Type != "client_update":
		return nil, fmt.Errorf("unknown type %s", b.Type)
	case b.ClientID == "":
		return nil, fmt.Errorf("client_id is required to update.")
	case b.ClientSecret == "":
		return nil, fmt.Errorf("client_secret is required to update.")
	case s.clients[b.ClientID] != b.ClientSecret:
		return nil, fmt.Errorf("Unauthorized.")
	}
	return map[string]any{"client_id": b.ClientID, "client_secret": b.ClientSecret, "expires_at": 0}, nil
}

func described(b *plainBody) error {
	if u, err := url.Parse(b.LogoURL); b.LogoURL != "" && (err != nil || u.Host == "") {
		return fmt.Errorf("Logo URL %s is not a valid URL", b.LogoURL)
	}
	contacts, ok := b.Contacts.(string)
	if !ok && b.Contacts != nil {
		return fmt.Errorf("contacts must be a string of space-separated email addresses.")
	}
	for one := range strings.FieldsSeq(contacts) {
		if _, err := mail.ParseAddress(one); err != nil {
			return fmt.Errorf("Email %s is not a valid email", one)
		}
	}
	redirects, ok := b.RedirectURIs.(string)
	if !ok && b.RedirectURIs != nil {
		return fmt.Errorf("redirect_uris must be space-separated URLs.")
	}
	for one := range strings.FieldsSeq(redirects) {
		if u, err := url.ParseRequestURI(one); err != nil || u.Scheme != "app" && u.Host == "" {
			return fmt.Errorf("URI %s is not a valid URI", one)
		}
	}
	return nil
}

// TestPlainServer holds that such a server is not blamed, whatever advice it gets.
func TestPlainServer(t *testing.T) {
	for seed := range uint64(3) {
		for _, f := range gating(campaign(t, &plainServer{clients: map[string]string{}}, seed, atLeast(2000), time.Minute, "")) {
			t.Error(f)
		}
	}
}
