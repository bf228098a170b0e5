package wire_test

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/regspec/regspec/suite/wire"
)

// A handler gets the bytes that a server would, and its answer is read as one of a
// server's is.
func TestHandler(t *testing.T) {
	noLeaks(t)
	big := post()
	big.Body = make([]byte, 2*wire.LargeBody)
	calls := 0
	for _, test := range []struct {
		name    string
		request wire.Request
		handler http.HandlerFunc
		status  int
		body    string
		kind    wire.Kind
		phase   wire.Phase
	}{
		{"echo", post(), func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }, 200, string(post().Body), "", ""},
		{"large", big, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }, 200, string(big.Body), "", ""},
		{"chunked", with(post(), "Transfer-Encoding", "chunked"), func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }, 200, string(post().Body), "", ""},
		{"HEAD", wire.Request{Method: "HEAD"}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "x") }, 200, "", "", ""},
		{"no content", post(), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 204, "", "", ""},
		{"two hosts", with(with(post(), "Host", "a"), "Host", "b"), nil, 400, "400 Bad Request", "", ""},
		{"impossible host", with(post(), "Host", "a b"), nil, 400, "400 Bad Request", "", ""},
		{"no such coding", with(post(), "Transfer-Encoding", "gzip"), nil, 501, "501 Not Implemented", "", ""},
		{"cut short", post(), func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "3")
			_, _ = io.WriteString(w, "x")
		}, 200, "x", wire.KindClosed, wire.PhaseBody},
		{"panics", big, func(http.ResponseWriter, *http.Request) { calls++; panic("no") }, 0, "", wire.KindClosed, wire.PhaseWait},
		{"hangs", post(), func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 0, "", wire.KindTimeout, wire.PhaseWait},
	} {
		t.Run(test.name, func(t *testing.T) {
			client := newClient(t, endpoint(t, "http://target.invalid"), wire.Options{Handler: test.handler, Timeout: short})
			if test.handler == nil {
				client = newClient(t, endpoint(t, "http://target.invalid"), wire.Options{Handler: http.NotFoundHandler()})
			}
			for range 2 {
				x := client.Do(context.Background(), test.request)
				want(t, x, test.kind, test.phase)
				switch {
				case x.Reconnected:
					t.Error("the handler was asked twice")
				case (x.Answer != nil) != (test.status != 0):
					t.Errorf("the answer is %+v", x.Answer)
				case x.Answer != nil && (x.Answer.Status != test.status || string(x.Answer.Body) != test.body):
					t.Errorf("the answer is %d, %q", x.Answer.Status, x.Answer.Body)
				}
			}
		})
	}
	if calls != 2 {
		t.Errorf("the handler that panics was called %d times for 2 requests", calls)
	}
}
