package rarities

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// caller sends requests to a server, without a network between them.
type caller struct {
	t      *testing.T
	server http.Handler
}

// result is an answer as far as tests look at it.
type result struct {
	status  int
	header  http.Header
	body    string
	members map[string]any // nil where the body is no JSON object
}

type fields map[string]any

func (c caller) do(r *http.Request) result {
	c.t.Helper()
	recorder := httptest.NewRecorder()
	c.server.ServeHTTP(recorder, r)
	got := result{status: recorder.Code, header: recorder.Header(), body: recorder.Body.String()}
	_ = json.Unmarshal(recorder.Body.Bytes(), &got.members)

	return got
}

func (c caller) post(contentType, body string) result {
	c.t.Helper()
	r := httptest.NewRequest(http.MethodPost, endpoint, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}

	return c.do(r)
}

func (c caller) raw(body string) result {
	c.t.Helper()

	return c.post("application/json", body)
}

func (c caller) json(members fields) result {
	c.t.Helper()
	body, err := json.Marshal(members)
	if err != nil {
		c.t.Fatal(err)
	}

	return c.raw(string(body))
}

func (c caller) form(members fields) result {
	c.t.Helper()
	values := url.Values{}
	for name, value := range members {
		values.Set(name, value.(string))
	}

	return c.post("application/x-www-form-urlencoded", values.Encode())
}

// associate sends a good registration with some members set otherwise.
func (c caller) associate(more fields) result {
	c.t.Helper()

	return c.json(association(more))
}

// register makes a client that must come to be.
func (c caller) register() (id, secret string) {
	c.t.Helper()
	got := c.associate(nil)
	if !got.succeeded() {
		c.t.Fatalf("a plain registration was answered with %d %s", got.status, got.body)
	}

	return got.text("client_id"), got.text("client_secret")
}

func (c caller) update(id, secret string, more fields) result {
	c.t.Helper()

	return c.json(updating(id, secret, more))
}

func association(more fields) fields {
	return merged(fields{"type": "client_associate", "application_type": "native"}, more)
}

func updating(id, secret string, more fields) fields {
	return merged(fields{"type": "client_update", "client_id": id, "client_secret": secret}, more)
}

func merged(base, more fields) fields {
	maps.Copy(base, more)

	return base
}

func (r result) text(name string) string {
	value, _ := r.members[name].(string)

	return value
}

// succeeded tells whether the answer is a success in all that the document says of one.
func (r result) succeeded() bool {
	expires, isNumber := r.members["expires_at"].(float64)

	return r.status/100 == 2 && r.text("client_id") != "" && r.text("client_secret") != "" && isNumber && expires == 0 &&
		r.header.Get("Content-Type") == "application/json"
}

// refused tells whether the answer is a refusal with this message.
func (r result) refused(message string) bool {
	return r.status/100 == 4 && r.text("error") == message && r.header.Get("Content-Type") == "application/json"
}
