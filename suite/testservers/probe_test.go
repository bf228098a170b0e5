package testservers

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// probe is a client of one server.
type probe struct {
	url      string
	client   *http.Client
	redirect string // the name that is honoured
}

// probeOf makes a client, with connections where these matter.
func probeOf(t *testing.T, s Server) *probe {
	t.Helper()
	if s.Connected || strings.Contains(s.Name, "hang") {
		return newProbe(t, s)
	}
	return within(s)
}

// newProbe makes a client with connections to the server.
func newProbe(t *testing.T, s Server) *probe {
	t.Helper()
	server := httptest.NewServer(s.New())
	client := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	if slices.Contains([]string{"cut-json-hangs", "large-body-hangs"}, s.Name) {
		client.Timeout = 500 * time.Millisecond
	}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		server.Close()
	})
	return aim(&probe{url: server.URL, client: client, redirect: "redirect_uri"})
}

// within makes a client without connections, so that it can be used in a bubble.
func within(s Server) *probe {
	return aim(&probe{url: "http://server.invalid", client: &http.Client{Transport: direct{s.New()}}, redirect: "redirect_uri"})
}

// direct is a transport to a handler within the process.
type direct struct{ handler http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// aim finds the name of the redirect list that is honoured.
func aim(p *probe) *probe {
	for _, name := range []string{"redirect_uris", "redirect_uri"} {
		bad := params{"type": "client_associate", "application_type": "web", name: "not-a-url"}
		g := p.post(asJSON, bad)
		if strings.Contains(string(g.body)+fmt.Sprint(g.members()), "not-a-url") {
			p.redirect = name
		}
	}
	return p
}

// params are the parameters of a request.
type params = map[string]any

// got is what came back.
type got struct {
	status int
	header http.Header
	body   []byte
	err    error
}

func (g got) String() string {
	if g.err != nil {
		return "error " + g.err.Error()
	}
	return fmt.Sprintf("%d %s %s", g.status, g.header.Get("Content-Type"), g.body)
}

// members decodes the body if it is one JSON object.
func (g got) members() (m fields) {
	if json.Unmarshal(g.body, &m) != nil {
		return nil
	}
	return m
}

func (p *probe) send(method, path, mediaType, body string, fields ...string) got {
	req, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		return got{err: err}
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	for _, field := range fields {
		if name, value, found := strings.Cut(field, ": "); found {
			req.Header.Set(name, value)
		}
	}
	res, err := p.client.Do(req)
	if err != nil {
		return got{err: err}
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	return got{status: res.StatusCode, header: res.Header, body: b, err: err}
}

func (p *probe) as(mediaType, body string) got {
	return p.send(http.MethodPost, endpoint, mediaType, body)
}

// post sends parameters in one of the two encodings.
func (p *probe) post(kind string, in params) got {
	if kind == asForm {
		values := url.Values{}
		for name, v := range in {
			values.Set(name, fmt.Sprint(v))
		}
		return p.as("application/x-www-form-urlencoded", values.Encode())
	}
	return p.as("application/json", plainJSON(in))
}

func with(in params, more params) params {
	out := params{}
	for _, m := range []params{in, more} {
		maps.Copy(out, m)
	}
	return out
}

func associate() params {
	return params{"type": "client_associate", "application_type": "web"}
}

// enrolled registers a client, somehow.
func (p *probe) enrolled() (id, secret string, ok bool) {
	for _, kind := range []string{"web", "native"} {
		m := p.post(asJSON, params{"type": "client_associate", "application_type": kind}).members()
		id, _ = m["client_id"].(string)
		secret, _ = m["client_secret"].(string)
		if n, isNumber := m["client_secret"].(float64); isNumber {
			secret = fmt.Sprintf("%.0f", n)
		}
		if n, isNumber := m["client_id"].(float64); isNumber {
			id = fmt.Sprintf("%.0f", n)
		}
		if id != "" && secret != "" {
			return id, secret, true
		}
	}
	return "", "", false
}

func (p *probe) update() (params, bool) {
	id, secret, ok := p.enrolled()
	return params{
		"type": "client_update", "application_type": "web",
		"client_id": id, "client_secret": secret,
	}, ok
}

// granted tells what is wrong with a success.
func (g got) granted() string {
	m := g.members()
	id, _ := m["client_id"].(string)
	secret, _ := m["client_secret"].(string)
	at, isNumber := m["expires_at"].(float64)
	switch {
	case g.err != nil || g.status < 200 || g.status > 299 || id == "" || secret == "":
		return "no success: " + g.String()
	case !isNumber || at != float64(int64(at)) || (at != 0 && int64(at) <= time.Now().Unix()):
		return "expires_at: " + g.String()
	}
	return ""
}

// refused tells what is wrong with a refusal with a message.
func (g got) refused(text string) string {
	mediaType := baseType(g.header.Get("Content-Type"))
	switch {
	case g.err != nil || g.status < 400 || g.status > 499:
		return "no refusal: " + g.String()
	case g.members()["error"] != text:
		return "not " + text + ": " + g.String()
	case mediaType != "application/json" && mediaType != "application/problem+json":
		return "media type: " + g.String()
	}
	return ""
}

// rejected tells what is wrong with a refusal with whatever message.
func (g got) rejected() string {
	text, _ := g.members()["error"].(string)
	if text == "" {
		return "no error: " + g.String()
	}
	return g.refused(text)
}

// survived tells whether there was a sound answer of some kind.
func (g got) survived() string {
	if g.err != nil || g.status < 200 || g.status > 499 {
		return "not sound: " + g.String()
	}
	return ""
}

// either accepts a success or a refusal with one of some messages.
func (g got) either(texts ...string) string {
	if g.granted() == "" {
		return ""
	}
	for _, text := range texts {
		if g.refused(text) == "" {
			return ""
		}
	}
	return "neither: " + g.String()
}
