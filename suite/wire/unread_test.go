package wire_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// TestUnreadBody holds that the answer to what a server left unread of one request is
// not taken for the answer to the next.
func TestUnreadBody(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) {
		for {
			first, err := c.in.ReadString('\n')
			if err != nil {
				return
			}
			if len(first) < 4 || first[:4] != "POST" { // the rest of a body
				_ = c.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad")
				continue
			}
			for line := ""; line != "\r\n"; {
				if line, err = c.in.ReadString('\n'); err != nil {
					return
				}
			}
			_ = c.say("HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 2\r\n\r\nno")
		}
	})
	client := newClient(t, u, wire.Options{})
	for i := range 10 {
		r := post()
		r.Body = fmt.Appendf(nil, "body %d", i)
		x := client.Do(context.Background(), r)
		want(t, x, "", "")
		if x.Answer.Status != 415 {
			t.Fatalf("request %d: the answer is %d %s", i, x.Answer.Status, x.Answer.Body)
		}
	}
}

// TestHonestServer holds that a server which answers with 400 is not asked everything twice.
func TestHonestServer(t *testing.T) {
	noLeaks(t)
	asked := 0
	u := serve(t, func(c *rawConn) {
		for c.request() != nil {
			asked++
			_ = c.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad")
		}
	})
	client := newClient(t, u, wire.Options{})
	r := post()
	r.Body = []byte("{}")
	for range 20 {
		want(t, client.Do(context.Background(), r), "", "")
	}
	if asked > 24 {
		t.Errorf("20 requests were sent %d times", asked)
	}
}

// TestFirstBreakIsKept holds that a server which ends over a request on a kept connection,
// and is then not there, is said to have closed the connection.
func TestFirstBreakIsKept(t *testing.T) {
	noLeaks(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		c := &rawConn{Conn: conn, in: bufio.NewReader(conn)}
		c.request()
		_ = c.say(ok)
		c.request()
		_ = listener.Close()
		_ = conn.Close()
	}()
	client := newClient(t, endpoint(t, "http://"+listener.Addr().String()), wire.Options{})
	want(t, client.Do(context.Background(), post()), "", "")
	x := client.Do(context.Background(), post())
	want(t, x, wire.KindClosed, wire.PhaseWait)
	if !x.Reconnected {
		t.Error("it is not said that the request was sent again")
	}
}

// A server may read the body of one type that it refuses, and not that of another.
func TestUnreadBodyOfOneType(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) {
		for {
			r, err := http.ReadRequest(c.in)
			if err != nil {
				return
			}
			if r.Method != "POST" { // the rest of a body and the next request
				_ = c.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad")
				return
			}
			if r.Header.Get("Content-Type") != "text/unread" {
				_, _ = io.Copy(io.Discard, r.Body)
			}
			_ = c.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno")
		}
	})
	client := newClient(t, u, wire.Options{})
	for i := range 20 {
		kind := "text/plain"
		if i >= 10 && i%2 == 0 {
			kind = "text/unread"
		}
		r := wire.Request{Method: "POST", Header: []wire.Field{{Name: "Content-Type", Value: kind}}, Body: []byte("body")}
		x := client.Do(context.Background(), r)
		want(t, x, "", "")
		if string(x.Answer.Body) != "no" {
			t.Fatalf("request %d: the answer is %s", i, x.Answer.Body)
		}
	}
}

// What comes right behind another request is taken for the answer, also where it is no HTTP.
func TestBehind(t *testing.T) {
	noLeaks(t)
	for leftover, kind := range map[string]wire.Kind{
		"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad": "",
		"<html>Bad request syntax</html>\r\n":                      wire.KindNotHTTP,
	} {
		noReuse := kind == ""
		u := serve(t, func(c *rawConn) {
			if c.request() != nil {
				_ = c.say("HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 2\r\n\r\nno")
			}
			if c.request() != nil {
				_ = c.say(leftover)
			}
		})
		r, before := post(), post()
		r.Behind = &before
		x := newClient(t, u, wire.Options{NoReuse: noReuse}).Do(context.Background(), r)
		if kind != "" {
			want(t, x, kind, wire.PhaseHeaders)
		} else if want(t, x, "", ""); x.Answer.Status != 400 {
			t.Errorf("the answer is %d", x.Answer.Status)
		}
		if x.Reconnected || !x.Request.Behind {
			t.Errorf("reconnected %t, behind %t", x.Reconnected, x.Request.Behind)
		}
	}
}

// A body behind the header of an answer to HEAD is taken for the answer to what goes out behind it.
func TestBehindABodyOfHEAD(t *testing.T) {
	noLeaks(t)
	u := serve(t, func(c *rawConn) {
		for c.request() != nil {
			_ = c.say("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 2\r\n\r\nno")
		}
	})
	r, before := post(), wire.Request{Method: http.MethodHead}
	r.Behind = &before
	want(t, newClient(t, u, wire.Options{}).Do(context.Background(), r), wire.KindNotHTTP, wire.PhaseHeaders)
}
