package wire_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// refuseByHeader is a server that refuses a large body as soon as it has read the
// header, and resets the connection if more of the body comes.
func refuseByHeader(t *testing.T, conn net.Conn) {
	t.Helper()
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 512)
	request, err := http.ReadRequest(r)
	if err != nil {
		return
	}
	if request.Header.Get("Expect") == "" {
		// Unread bytes make the close a reset, and the answer is lost with it.
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		return
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

func TestALargeBodyThatIsRefusedUnread(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go refuseByHeader(t, conn)
		}
	}()
	endpoint, err := wire.Endpoint("http://"+listener.Addr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	client := wire.NewClient(endpoint, wire.Options{})
	defer client.Close()
	large := client.Do(t.Context(), wire.Request{Method: "POST", Body: bytes.Repeat([]byte("x"), 1<<20)})
	if large.Break != nil || large.Answer == nil || large.Answer.Status != 413 {
		t.Errorf("the answer is lost: %+v", large.Break)
	}
	// A small body fits into the buffers: no answer is its server's own fault.
	small := client.Do(t.Context(), wire.Request{Method: "POST", Body: []byte("x")})
	if small.Break == nil {
		t.Errorf("the small body is answered: %+v", small.Answer)
	}
}

func TestQuery(t *testing.T) {
	endpoint, err := wire.Endpoint("http://127.0.0.1:1/base", "")
	if err != nil {
		t.Fatal(err)
	}
	x := wire.NewClient(endpoint, wire.Options{}).Do(t.Context(), wire.Request{Method: "GET", Query: "a=b&c=%20d"})
	if !strings.HasPrefix(x.Request.Line, "GET /base/api/client/register?a=b&c=%20d HTTP") && !strings.HasPrefix(x.Request.Line, "GET /base?a=b&c=%20d HTTP") {
		t.Errorf("the line is %q", x.Request.Line)
	}
	if !strings.HasSuffix(x.Request.URL, "?a=b&c=%20d") {
		t.Errorf("the URL is %q", x.Request.URL)
	}
}
