package wire

import (
	"bufio"
	"encoding/binary"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// through is a client that goes through a proxy to a target that has no other way.
func through(t *testing.T, proxy string, secure *httptest.Server) *Client {
	t.Helper()
	endpoint, err := Endpoint("https://target.invalid", "")
	if err != nil {
		t.Fatal(err)
	}
	config := secure.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	config.ServerName = "example.com"
	client := NewClient(endpoint, Options{TLS: config})
	t.Cleanup(client.Close)
	if client.remote.proxy, err = url.Parse(proxy); err != nil {
		t.Fatal(err)
	}
	client.remote.sought = "PROXY"
	return client
}

// serveProxy runs a proxy that leads each connection to the target once meet agrees.
func serveProxy(t *testing.T, target string, meet func(in *bufio.Reader, conn net.Conn) bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				if !meet(in, conn) {
					return
				}
				onward, err := net.Dial("tcp", target)
				if err != nil {
					return
				}
				defer onward.Close()
				go io.Copy(onward, in)
				_, _ = io.Copy(conn, onward)
			}()
		}
	}()
	return listener.Addr().String()
}

func TestThroughAProxy(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Host) }))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	target := secure.Listener.Addr().String()
	var asked *http.Request
	connects := serveProxy(t, target, func(in *bufio.Reader, conn net.Conn) bool {
		r, err := http.ReadRequest(in)
		if err != nil || r.Header.Get("Proxy-Authorization") == "" {
			_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
			return false
		}
		asked = r
		_, _ = io.WriteString(conn, "HTTP/1.1 200 Fine\r\n\r\n")
		return true
	})
	socks := serveProxy(t, target, func(in *bufio.Reader, conn net.Conn) bool {
		hello := make([]byte, 3) // version, one method, none
		_, _ = io.ReadFull(in, hello)
		_, _ = conn.Write([]byte{5, 0})
		wish := make([]byte, 5+len("target.invalid")+2)
		_, _ = io.ReadFull(in, wish)
		_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		return string(wish[5:len(wish)-2]) == "target.invalid" && binary.BigEndian.Uint16(wish[len(wish)-2:]) == 443
	})
	for _, proxy := range []string{"http://user:secret@" + connects, "socks5://" + socks} {
		x := through(t, proxy, secure).Do(t.Context(), Request{Method: "POST"})
		if x.Break != nil || string(x.Answer.Body) != "target.invalid" || len(Values(x.Request.Header, "Proxy-Authorization")) > 0 {
			t.Errorf("%s: %s, %+v", proxy, x.Break.Sentence(), x)
		}
	}
	if user, password, ok := parseBasic(asked); asked.Method != "CONNECT" || asked.Host != "target.invalid:443" || !ok || user != "user" || password != "secret" {
		t.Errorf("the proxy was asked %+v", asked)
	}
	x := through(t, "http://"+connects, secure).Do(t.Context(), Request{Method: "POST"})
	if got := x.Break.Sentence(); got != "the exchange broke: PROXY, makes no connection: Proxy Authentication Required" || !x.Break.Unreachable() {
		t.Errorf("%s, %+v", got, x.Break)
	}
}

func parseBasic(r *http.Request) (user, password string, ok bool) {
	r.Header.Set("Authorization", strings.TrimSpace(r.Header.Get("Proxy-Authorization")))
	return r.BasicAuth()
}
