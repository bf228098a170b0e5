package wire_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

func TestASocketIsATarget(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "it's a.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no socket can be made here: ", err)
	}
	var got *http.Request
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		_, _ = io.WriteString(w, "ok")
	})}}
	server.Start()
	t.Cleanup(server.Close)

	u, err := wire.Endpoint("unix:"+socket, "/base/register")
	if err != nil {
		t.Fatal(err)
	}
	x := send(t, u, wire.Options{}, post())
	want(t, x, "", "")
	if got.URL.Path != "/base/register" || got.Host != "localhost" {
		t.Errorf("the server got %s of %s", got.URL, got.Host)
	}
	if x.Request.Line != "POST /base/register HTTP/1.1" || !strings.HasPrefix(x.Request.URL, "http+unix://%2F") || !strings.HasSuffix(x.Request.URL, "a.sock/base/register") {
		t.Errorf("the request is %+v", x.Request)
	}
	quoted := `'` + strings.ReplaceAll(socket, "'", `'\''`) + `'`
	if curl := x.Request.Curl(); curl != `curl -sS -X POST --unix-socket `+quoted+` http://localhost/base/register -H 'Content-Type: application/json' -d '{"type":"client_associate"}'` {
		t.Errorf("curl is %s", curl)
	}
}

func TestNobodyBehindTheSocket(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.sock")
	left := filepath.Join(t.TempDir(), "left.sock")
	if listener, err := net.Listen("unix", left); err == nil {
		listener.(*net.UnixListener).SetUnlinkOnClose(false)
		_ = listener.Close()
	} else {
		t.Skip("no socket can be made here: ", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, socket := range []string{missing, left, file} {
		x := send(t, endpoint(t, "unix:"+socket), wire.Options{}, post())
		want(t, x, wire.KindRefused, wire.PhaseConnect)
		if got := x.Break.Sentence(); got != "nobody listens at "+socket || !x.Break.Unreachable() {
			t.Errorf("%s: %s", socket, got)
		}
	}
}

func TestTheEndpointBehindASocket(t *testing.T) {
	for _, test := range []struct{ target, path, want string }{
		{"unix:/run/goblin.sock", "", "http+unix://%2Frun%2Fgoblin.sock/api/client/register"},
		{"unix:///run/goblin.sock", "", "http+unix://%2Frun%2Fgoblin.sock/api/client/register"},
		{"unix:goblin.sock", "register", "http+unix://goblin.sock/register"},
	} {
		u, err := wire.Endpoint(test.target, test.path)
		if err != nil || u.String() != test.want {
			t.Errorf("%q with %q is %v, %v, want %s", test.target, test.path, u, err, test.want)
		}
	}
	for target, want := range map[string]string{
		"unix:": "names no socket: write one such as unix:/run/goblin.sock", "unix://": "names no socket",
	} {
		if u, err := wire.Endpoint(target, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is %v, %v, want the error %s", target, u, err, want)
		}
	}
	if _, err := wire.Endpoint("unix:/a", "/b?c"); err == nil {
		t.Error("a path with a query is taken")
	}
}
