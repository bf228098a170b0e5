package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

// short is the bound of exchanges that are meant to run into it.
const short = 150 * time.Millisecond

// proxied is set for the one test that is to use the proxy of the environment.
const proxied = "REGSPEC_TEST_PROXIED"

func TestMain(m *testing.M) {
	if os.Getenv(proxied) == "" {
		for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
			_ = os.Unsetenv(name)
		}
	}
	m.Run()
}

// rawConn is a connection of a raw server.
type rawConn struct {
	net.Conn

	in *bufio.Reader
	// nth counts the connections of the server from 0.
	nth int
}

// request reads one request and returns its raw bytes; nil at the end.
func (c *rawConn) request() []byte {
	var raw bytes.Buffer
	length := 0
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil
		}
		raw.WriteString(line)
		if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
		if line == "\r\n" {
			break
		}
	}
	if _, err := io.CopyN(&raw, c.in, int64(length)); err != nil {
		return nil
	}
	return raw.Bytes()
}

func (c *rawConn) say(s string) error {
	_, err := io.WriteString(c, s)
	return err
}

// abort makes the kernel send a reset in the place of an orderly close.
func (c *rawConn) abort() {
	_ = c.Conn.(*net.TCPConn).SetLinger(0)
	_ = c.Close()
}

// hold keeps the connection open until the client closes it.
func (c *rawConn) hold() { _, _ = io.Copy(io.Discard, c.in) }

// serve runs a server that does to each connection what handle does.
func serve(t *testing.T, handle func(*rawConn)) *url.URL {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for nth := 0; ; nth++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer func() { _ = conn.Close() }()
				handle(&rawConn{Conn: conn, in: bufio.NewReader(conn), nth: nth})
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		done := make(chan struct{})
		go func() { running.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			t.Error("the client still holds a connection")
		}
	})
	return endpoint(t, "http://"+listener.Addr().String())
}

// once serves one request per connection: it reads it and says an answer.
func once(t *testing.T, answer string) *url.URL {
	t.Helper()
	return serve(t, func(c *rawConn) {
		c.request()
		_ = c.say(answer)
	})
}

func endpoint(t *testing.T, target string) *url.URL {
	t.Helper()
	u, err := wire.Endpoint(target, "")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// newClient returns a client that must leave no goroutine behind.
func newClient(t *testing.T, u *url.URL, o wire.Options) *wire.Client {
	t.Helper()
	client := wire.NewClient(u, o)
	t.Cleanup(client.Close)
	return client
}

// noLeaks fails the test when goroutines outlive it. It must be called before
// anything that starts one.
func noLeaks(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		deadline := time.Now().Add(3 * time.Second)
		for runtime.NumGoroutine() > before {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<16)
				t.Errorf("goroutines outlive the test:\n%s", stacks[:runtime.Stack(stacks, true)])
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	})
}

// post is the request of tests that are about the answer.
func post() wire.Request {
	return wire.Request{
		Method: http.MethodPost,
		Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}},
		Body:   []byte(`{"type":"client_associate"}`),
	}
}

// send does one exchange with a server.
func send(t *testing.T, u *url.URL, o wire.Options, r wire.Request) wire.Exchange {
	t.Helper()
	return newClient(t, u, o).Do(context.Background(), r)
}

// want holds a break against what is expected of it; an empty kind is none.
func want(t *testing.T, x wire.Exchange, kind wire.Kind, phase wire.Phase) {
	t.Helper()
	switch {
	case kind == "" && x.Break == nil:
	case kind == "" || x.Break == nil:
		t.Fatalf("break is %+v, want kind %q", x.Break, kind)
	case x.Break.Kind != kind || x.Break.Phase != phase:
		t.Fatalf("break is %+v, want kind %q in phase %q", x.Break, kind, phase)
	}
}
