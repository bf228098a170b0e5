package reference

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMethods(t *testing.T) {
	s := New(Options{})
	for _, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "post", "X"} {
		r := httptest.NewRequest(http.MethodPost, Path, strings.NewReader(smallForm))
		r.Method = method
		r.Header.Set("Content-Type", formType)
		r.Header.Set("X-Http-Method-Override", "POST")
		got := do(t, s, r)
		wantRefused(t, got, http.StatusMethodNotAllowed, "Method not allowed")
		if allow := got.header.Get("Allow"); allow != "OPTIONS, POST" {
			t.Errorf("%s: Allow is %q", method, allow)
		}
	}
	got := do(t, s, httptest.NewRequest(http.MethodGet, Path+"?"+smallForm, nil))
	wantRefused(t, got, http.StatusMethodNotAllowed, "Method not allowed")
	if n := clients(s); n != 0 {
		t.Errorf("%d clients registered by other methods", n)
	}
}

func TestOptionsIsAnswered(t *testing.T) {
	got := do(t, New(Options{}), httptest.NewRequest(http.MethodOptions, Path, nil))
	if got.status != http.StatusOK || got.header.Get("Allow") != "OPTIONS, POST" || got.body != `{"methods":["OPTIONS","POST"]}` {
		t.Errorf("%+v", got)
	}
}

func TestOtherPaths(t *testing.T) {
	s := New(Options{})
	for _, path := range []string{"/", "/api/client", Path + "/", "/" + Path, Path + "/x", "/API/client/register", "/api/./client/register"} {
		for _, method := range []string{"POST", "GET", "OPTIONS"} {
			r := httptest.NewRequest(method, "http://a.org"+path, strings.NewReader(smallForm))
			r.Header.Set("Content-Type", formType)
			got := do(t, s, r)
			wantRefused(t, got, http.StatusNotFound, "Not found")
			if got.header.Get("Allow") != "" {
				t.Errorf("Allow on a path that is not there")
			}
		}
	}
}

func TestEchoIsEscaped(t *testing.T) {
	s := New(Options{})
	evil := "<script>alert('x')</script>\r\nSet-Cookie:\u2028&\"\\"
	sendBoth(t, s, with("logo_url", evil), func(t *testing.T, r reply) {
		wantRefused(t, r, 400, "Logo URL "+evil+" is not a valid URL")
		if strings.ContainsAny(r.body, "<>&\r\n\u2028") {
			t.Errorf("body not escaped: %q", r.body)
		}
		if len(r.header) != 4 {
			t.Errorf("headers %v", r.header)
		}
	})
}
