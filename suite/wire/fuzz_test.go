package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

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

// FuzzAnswers holds what is read of any answer at all against what net/http reads.
func FuzzAnswers(f *testing.F) {
	for _, answer := range answers() {
		f.Add([]byte(answer), uint16(1000), false)
	}
	f.Add([]byte(chunked+"5\r\nhello\r\n0\r\n\r\n"), uint16(1), false)
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), uint16(7), true)
	f.Add([]byte("HTTP/0.0 200 OK\r\nTransfer-Encoding: \r\n\r\n"), uint16(7), false)
	u := endpoint(f, "http://192.0.2.1")
	f.Fuzz(func(t *testing.T, answer []byte, piece uint16, head bool) {
		if bytes.Contains(bytes.ToLower(answer), []byte("trailer")) {
			return // net/http minds which fields are in one
		}
		if bytes.Contains(answer, []byte("HTTP/0.0")) {
			return // net/http takes it for no version, and reads as by HTTP/1.1
		}
		r := post()
		if head {
			r = wire.Request{Method: "HEAD"}
		}
		conn := wire.NewConn(u, wire.Options{Dial: func(context.Context, string, string) (net.Conn, error) {
			return &canned{answer: answer, piece: 1 + int(piece), asked: make(chan struct{}), once: new(sync.Once)}, nil
		}})
		x := conn.Do(t.Context(), r)
		if x.Break.Bound() || x.Break != nil && x.Break.Kind == wire.KindUndecodable || x.Answer != nil && x.Answer.CompressedSize > 0 {
			return
		}
		status, body, err := byTheBook(answer, r.Method)
		switch {
		case (err == nil) != (x.Break == nil):
			t.Errorf("the break is %+v, and net/http says %v", x.Break, err)
		case err == nil && (x.Answer.Status != status || !bytes.Equal(x.Answer.Body, body)):
			t.Errorf("the answer is %+v, want %d and %q", x.Answer, status, body)
		}
	})
}

// byTheBook reads an answer with net/http.
func byTheBook(answer []byte, method string) (status int, body []byte, err error) {
	in := bufio.NewReader(bytes.NewReader(answer))
	for {
		response, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			return 0, nil, err
		}
		if response.StatusCode/100 != 1 || response.StatusCode == http.StatusSwitchingProtocols {
			body, err := io.ReadAll(response.Body)
			return response.StatusCode, body, err
		}
	}
}
