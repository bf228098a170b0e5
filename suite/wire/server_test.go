package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/suite/wire"
)

const (
	// short is the first bound of exchanges that are meant to run into it.
	short = 150 * time.Millisecond
	ok    = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
)

// rawConn is a connection of a raw server.
type rawConn struct {
	net.Conn

	in *bufio.Reader
	// nth counts the connections of the server from 0.
	nth int
	// pause is long enough for the client to have read what was said.
	pause time.Duration
	// closing ends with the server.
	closing <-chan struct{}
}

// request reads one request and returns its raw bytes; nil at the end.
func (c *rawConn) request() []byte {
	var raw bytes.Buffer
	length, chunks := 0, false
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil
		}
		raw.WriteString(line)
		if value, found := strings.CutPrefix(line, "Content-Length: "); found {
			length, _ = strconv.Atoi(strings.TrimSpace(value))
		}
		chunks = chunks || strings.HasPrefix(line, "Transfer-Encoding: chunked")
		if line == "\r\n" {
			break
		}
	}
	for chunks {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil
		}
		raw.WriteString(line)
		chunks = !strings.HasSuffix(raw.String(), "\r\n0\r\n\r\n")
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

// ignore keeps the connection open, and reads nothing, until the server closes.
func (c *rawConn) ignore() { <-c.closing }

// patiently checks with a short bound, and with longer ones if that complains: a
// machine that is busy elsewhere may let a short one pass in another phase. Only
// what the longest complains of is an error.
func patiently(t *testing.T, check func(bound time.Duration) (complaint string)) {
	t.Helper()
	var complaint string
	for _, bound := range []time.Duration{short, 5 * short, 25 * short} {
		if complaint = check(bound); complaint == "" {
			return
		}
	}
	t.Error(complaint)
}

// serve runs a server that does to each connection what handle does.
func serve(t testing.TB, handle func(*rawConn)) *url.URL {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	closing := make(chan struct{})
	running.Go(func() {
		for nth := 0; ; nth++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer func() { _ = conn.Close() }()
				handle(&rawConn{Conn: conn, in: bufio.NewReader(conn), nth: nth, pause: short / 4, closing: closing})
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		close(closing)
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

func endpoint(t testing.TB, target string) *url.URL {
	t.Helper()
	u, err := wire.Endpoint(target, "")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func newClient(t testing.TB, u *url.URL, o wire.Options) *wire.Client {
	t.Helper()
	client := wire.NewClient(u, o)
	t.Cleanup(client.Close)
	return client
}

func newConn(t testing.TB, u *url.URL, o wire.Options) *wire.Conn {
	t.Helper()
	conn := wire.NewConn(u, o)
	t.Cleanup(conn.Close)
	return conn
}

// post is the request of tests that are about the answer.
func post() wire.Request {
	return wire.Request{
		Method: http.MethodPost,
		Header: []wire.Field{{Name: "Content-Type", Value: "application/json"}},
		Body:   []byte(`{"type":"client_associate"}`),
	}
}

func with(r wire.Request, name, value string) wire.Request {
	r.Header = append(slices.Clip(r.Header), wire.Field{Name: name, Value: value})
	return r
}

// fields makes a header of names and values.
func fields(pairs ...string) (all []wire.Field) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, wire.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return all
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

// once serves one request per connection: it reads it and says an answer.
func once(t *testing.T, answer string) *url.URL {
	t.Helper()
	return serve(t, func(c *rawConn) {
		c.request()
		_ = c.say(answer)
	})
}
