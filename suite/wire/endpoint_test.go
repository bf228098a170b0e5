package wire_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestEndpoint(t *testing.T) {
	tests := []struct{ target, path, want string }{
		{"http://localhost:8080", "", "http://localhost:8080/api/client/register"},
		{"http://localhost:8080/", "", "http://localhost:8080/api/client/register"},
		{" https://example.org/base/ ", "", "https://example.org/base/api/client/register"},
		{"HTTP://example.org", "/x/y/", "http://example.org/x/y/"},
		{"http://example.org/base", "x", "http://example.org/base/x"},
		{"http://example.org/a%2Fb/@c", "", "http://example.org/a%2Fb/@c/api/client/register"},
		{"http://[::1]:8080", "", "http://[::1]:8080/api/client/register"},
	}
	for _, test := range tests {
		u, err := wire.Endpoint(test.target, test.path)
		if err != nil || u.String() != test.want {
			t.Errorf("%q with %q is %v, %v, want %s", test.target, test.path, u, err, test.want)
		}
	}
}

func TestEndpointErrors(t *testing.T) {
	tests := []struct{ target, path, want string }{
		{"", "", "no target is given: write one such as http://localhost:8080"},
		{"localhost:8080", "", "the target has no scheme: write http://localhost:8080"},
		{"127.0.0.1:8080/base", "", "write http://127.0.0.1:8080/base"},
		{"//example.org", "", "write http://example.org"},
		{"me:secret@example.org", "", "write http://example.org"},
		{"//me:secret@example.org", "", "write http://example.org"},
		{"http:localhost:8080", "", `lacks the slashes after "http:": write http://localhost:8080`},
		{"https:/example.org", "", "write https://example.org"},
		{"ftp://example.org", "", `the scheme "ftp" is not supported: write http:// or https://`},
		{"http://", "", "names no host"},
		{"http:///path", "", "names no host"},
		{"http://:8080", "", "names no host"},
		{"http://localhost:99999", "", "a port that is not within 1 to 65535"},
		{"http://localhost:0", "", "a port that is not within 1 to 65535"},
		{"http://localhost:port", "", `is not a URL: invalid port ":port"`},
		{"http://example.org?a=b", "", "must have no query and no fragment"},
		{"http://example.org/?", "", "must have no query and no fragment"},
		{"http://example.org/#a", "", "must have no query and no fragment"},
		{"http://me:secret@example.org", "", "--header 'Authorization: …'"},
		{"http://me:secret/x@example.org:1", "", "the target is not a URL"},
		{"http://example.org", "/a?b", `the path "/a?b" must have no query`},
		{"http://example.org", "/%zz", `the path "/%zz" cannot be joined`},
	}
	for _, test := range tests {
		u, err := wire.Endpoint(test.target, test.path)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q with %q is %v, %v, want the error %s", test.target, test.path, u, err, test.want)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error tells the password: %v", test.target, err)
		}
	}
}

func TestURLWithACredential(t *testing.T) {
	u := once(t, ok)
	u.User, u.Fragment = url.UserPassword("me", "secret"), "part"
	x := newClient(t, u, wire.Options{}).Do(context.Background(), post())
	want(t, x, "", "")
	if strings.Contains(x.Request.Curl(), "secret") || len(wire.Values(x.Request.Header, "Authorization")) != 0 ||
		strings.Contains(x.Request.URL, "#") {
		t.Errorf("request is %+v", x.Request)
	}
}
