package quiet_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/regspec/regspec/fuzz/quiet"
	"github.com/regspec/regspec/suite/wire"
)

// canned is a connection on which an answer is ready as soon as a request was
// sent, and that then ends.
type canned struct {
	answer []byte
	piece  int // how many bytes come at once
	asked  chan struct{}
	once   *sync.Once
}

func (c *canned) Read(p []byte) (int, error) {
	<-c.asked
	if len(c.answer) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.answer[:min(c.piece, len(c.answer))])
	c.answer = c.answer[n:]
	return n, nil
}

func (c *canned) Write(p []byte) (int, error) {
	c.once.Do(func() { close(c.asked) })
	return len(p), nil
}

func (c *canned) Close() error {
	c.once.Do(func() { close(c.asked) })
	return nil
}

func (c *canned) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c *canned) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *canned) SetDeadline(time.Time) error      { return nil }
func (c *canned) SetReadDeadline(time.Time) error  { return nil }
func (c *canned) SetWriteDeadline(time.Time) error { return nil }

// FuzzAgrees holds this client against that of package wire, and so against
// net/http, on any answer at all.
func FuzzAgrees(f *testing.F) {
	for _, answer := range answers() {
		f.Add([]byte(answer), uint16(1000), false)
	}
	f.Add([]byte(chunked+"5\r\nhello\r\n0\r\n\r\n"), uint16(1), false)
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), uint16(7), true)
	u := endpoint(f, "http://192.0.2.1")
	const bound = 2000
	f.Fuzz(func(t *testing.T, answer []byte, piece uint16, head bool) {
		if len(answer) >= bound {
			return // net/http does not count at its bound for a header what is read ahead
		}
		r := post()
		if head {
			r = wire.Request{Method: "HEAD"}
		}
		dial := func(context.Context, string, string) (net.Conn, error) {
			return &canned{answer: answer, piece: 1 + int(piece), asked: make(chan struct{}), once: new(sync.Once)}, nil
		}
		one, err := quiet.NewClient(u, quiet.Options{Dial: dial, MaxBody: bound / 4, MaxHeader: bound})
		if err != nil {
			t.Fatal(err)
		}
		other := wire.NewClient(u, wire.Options{Dial: dial, MaxBody: bound / 4, MaxHeader: bound})
		defer other.Close()
		got, want := one.Do(t.Context(), r), other.Do(t.Context(), r)
		if g, w := told(got, false), told(want, false); g != w {
			t.Errorf("the exchange is\n%s\nwith this client, and with the other\n%s", g, w)
		}
	})
}
