package reference

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func listen(t *testing.T, h http.Handler) *Listener {
	t.Helper()
	l, err := Listen(t.Context(), "127.0.0.1:0", h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// shut closes what a test is done with.
func shut(t *testing.T, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// fetch posts to a real listener.
func fetch(t *testing.T, l *Listener, contentType string, body io.Reader) (int, map[string]any) {
	t.Helper()
	resp, err := http.Post(l.URL()+Path, contentType, body)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, resp.Body)
	var fields map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&fields); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, fields
}

func TestListen(t *testing.T) {
	s := New(Options{})
	l := listen(t, s)
	if !strings.HasPrefix(l.URL(), "http://127.0.0.1:") {
		t.Errorf("URL %q", l.URL())
	}
	status, fields := fetch(t, l, jsonType, strings.NewReader(smallJSON))
	if status != 200 || fields["client_id"] == "" || fields["expires_at"] != 0.0 {
		t.Errorf("%d %v", status, fields)
	}
	for range 5 { // a body far beyond what the sockets buffer, announced and not
		for _, body := range []io.Reader{strings.NewReader(padded(20 << 20)), io.LimitReader(endless{}, 20<<20)} {
			status, fields = fetch(t, l, formType, body)
			if status != 413 || fields["error"] != "Request body too large" {
				t.Errorf("%d %v", status, fields)
			}
		}
	}
	head, err := http.Head(l.URL() + Path)
	if err != nil {
		t.Fatal(err)
	}
	shut(t, head.Body)
	if head.StatusCode != 405 || head.Header.Get("Content-Type") != jsonType {
		t.Errorf("HEAD: %+v", head)
	}
	if n := clients(s); n != 1 {
		t.Errorf("%d clients, want 1", n)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestListenSurvivesBrokenFraming(t *testing.T) {
	l := listen(t, New(Options{}))
	conn, err := net.Dial("tcp", strings.TrimPrefix(l.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, conn)
	_, err = io.WriteString(conn, "POST "+Path+" HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"+
		"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, resp.Body)
	if body, _ := io.ReadAll(resp.Body); resp.StatusCode != 400 || string(body) != `{"error":"Could not read the request body"}` {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}

func TestListenEnds(t *testing.T) {
	for name, end := range map[string]func(*Listener, context.CancelFunc) error{
		"context":  func(_ *Listener, cancel context.CancelFunc) error { cancel(); return nil },
		"close":    func(l *Listener, _ context.CancelFunc) error { return l.Close() },
		"shutdown": func(l *Listener, _ context.CancelFunc) error { return l.Shutdown(context.Background()) },
		"all": func(l *Listener, cancel context.CancelFunc) error {
			cancel()
			return errors.Join(l.Shutdown(context.Background()), l.Close(), l.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			l, err := Listen(ctx, "127.0.0.1:0", New(Options{}))
			if err != nil {
				t.Fatal(err)
			}
			if err := end(l, cancel); err != nil {
				t.Error(err)
			}
			if err := l.Wait(); err != nil {
				t.Errorf("Wait: %v", err)
			}
			if conn, err := net.DialTimeout("tcp", strings.TrimPrefix(l.URL(), "http://"), time.Second); err == nil {
				shut(t, conn)
				t.Error("still accepting connections")
			}
		})
	}
}

func TestEndOfContextLetsRequestsFinish(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	entered := make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-ctx.Done()
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(w, "{}")
	})
	l, err := Listen(ctx, "127.0.0.1:0", slow)
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		resp, err := http.Post(l.URL()+Path, jsonType, strings.NewReader("{}"))
		if err == nil {
			shut(t, resp.Body)
		}
		answered <- err
	}()
	<-entered
	cancel()
	start := time.Now()
	if err := l.Wait(); err != nil {
		t.Error(err)
	}
	if d := time.Since(start); d < 40*time.Millisecond {
		t.Errorf("Wait returned after %v, before the request was answered", d)
	}
	if err := <-answered; err != nil {
		t.Errorf("request broken off: %v", err)
	}
}

func TestListenReportsWhatFailed(t *testing.T) {
	l := listen(t, New(Options{}))
	addr := strings.TrimPrefix(l.URL(), "http://")
	_, err := Listen(t.Context(), addr, New(Options{}))
	var op *net.OpError
	if !errors.As(err, &op) || !strings.Contains(err.Error(), addr) {
		t.Errorf("error %v for an address in use", err)
	}
}

func TestWaitReportsWhatFailed(t *testing.T) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	shut(t, socket)
	l := &Listener{url: "http://somewhere", server: &http.Server{}, served: make(chan struct{})}
	go l.serve(socket)
	if err := l.Wait(); !errors.Is(err, net.ErrClosed) || !strings.Contains(err.Error(), l.URL()) {
		t.Errorf("Wait: %v", err)
	}
}

func TestReachable(t *testing.T) {
	for _, tt := range []struct{ ip, want string }{
		{"127.0.0.1", "127.0.0.1:80"}, {"0.0.0.0", "127.0.0.1:80"}, {"::", "[::1]:80"}, {"::1", "[::1]:80"},
	} {
		if got := reachable(&net.TCPAddr{IP: net.ParseIP(tt.ip), Port: 80}); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.ip, got, tt.want)
		}
	}
}
