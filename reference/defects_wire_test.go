package reference

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// overTheWire serves with one defect and posts to it.
func overTheWire(t *testing.T, defect, contentType, body string, timeout time.Duration) (*http.Response, error) {
	t.Helper()
	s, err := Seeded(Options{Defects: []string{defect}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close) // which waits for all requests to end
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+Path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	return http.DefaultTransport.RoundTrip(r)
}

func TestDroppedConnection(t *testing.T) {
	_, err := overTheWire(t, "content-type-drops-connection", "text/plain", smallJSON, time.Minute)
	if !errors.Is(err, io.EOF) {
		t.Errorf("%v, want the end of the connection", err)
	}
}

func TestHangEndsWithTheRequest(t *testing.T) {
	_, err := overTheWire(t, "content-type-hangs", "text/plain", strings.Repeat("x", 1<<20), 100*time.Millisecond)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want no answer", err)
	}
}

func TestAnswerThatIsShorterThanSaid(t *testing.T) {
	r, err := overTheWire(t, "answer-shorter-than-said", formType, smallForm+"&contacts=bob", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.ReadAll(r.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v, want an answer that is cut", err)
	}
}

func TestHangEndsWithTheListener(t *testing.T) {
	for name, end := range map[string]func(l *Listener, cancel func()){
		"context":  func(_ *Listener, cancel func()) { cancel() },
		"shutdown": func(l *Listener, _ func()) { _ = l.Shutdown(context.Background()) },
		"close":    func(l *Listener, _ func()) { _ = l.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Seeded(Options{Defects: []string{"options-hangs"}})
			if err != nil {
				t.Fatal(err)
			}
			began, ended := make(chan struct{}), make(chan struct{})
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			l, err := Listen(ctx, "127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				close(began)
				defer close(ended)
				s.ServeHTTP(w, r)
			}))
			if err != nil {
				t.Fatal(err)
			}
			conn, err := net.Dial("tcp", strings.TrimPrefix(l.URL(), "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, "OPTIONS "+Path+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			<-began
			go end(l, cancel)
			select {
			case <-ended:
			case <-time.After(shutdownTimeout - time.Second):
				t.Error("still there")
			}
		})
	}
}
